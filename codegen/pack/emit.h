// Coded weights as a layer's constants, and the expressions by which its kernel reads them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "codegen/arithmetic/rounding.h"
#include "codegen/emit/layer_emitter.h"
#include "codegen/pack/codebook.h"
#include "codegen/pack/huffman.h"
#include "codegen/pack/sparse.h"

namespace bitstill::codegen::pack {

// kConv1Codebook, plus 128 where it is `offset`, and kConv1Weights, of which every `row` begin with a whole byte.
void add_codes(const Codebook& codebook, const std::vector<int8_t>& weights, size_t row, bool offset,
               LayerEmitter& emitter);

// Each adds kConv1Weights and its tables, and returns a pack::NarrowEntries, WideEntries or HuffmanEntries. They read
// the weights back first, carefully, and throw Error where these would not be `weights`.
std::string add_sparse(const SparseWeights& sparse, const std::vector<int8_t>& weights, LayerEmitter& emitter);
std::string add_huffman(const HuffmanWeights& huffman, const std::vector<int8_t>& weights, LayerEmitter& emitter);

// kConv1Bias, in 16 bits a channel where all fit.
void add_bias(const std::vector<int32_t>& bias, const std::string& comment, LayerEmitter& emitter);

}  // namespace bitstill::codegen::pack

// Whole samples through a model: its outputs, and every tensor on the way.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "codegen/graph/graph.h"
#include "firmware/targets/module_folder.h"
#include "firmware/targets/sample_file.h"
#include "firmware/targets/target.h"
#include "firmware/verify/tensor_dump.h"

namespace bitstill::firmware {

// Both give the outputs of all samples, concatenated; every non-constant tensor goes to `dump`.
std::vector<uint8_t> infer_by_reference(const codegen::Graph& graph, SampleFile inputs, TensorDump& dump);
std::vector<uint8_t> infer_on_target(const ModuleFolder& module, const Target& target, SampleFile inputs,
                                     TensorDump& dump);

}  // namespace bitstill::firmware

#include "codegen/pack/sparse.h"

#include <fmt/format.h>

#include <algorithm>

#include "codegen/pack/statistics.h"
#include "configs/support/error.h"

namespace bitstill::codegen::pack {
namespace {

struct Entry {
  size_t run;
  int8_t weight;
};

// A run that is too long becomes several, with a zero as weight of all but the last.
std::vector<Entry> entries_of(std::span<const int8_t> weights, size_t longest_run) {
  std::vector<Entry> entries;
  size_t run = 0;
  for (const int8_t weight : weights) {
    if (weight == 0) {
      ++run;
      continue;
    }
    for (; run > longest_run; run -= longest_run + 1) entries.push_back({longest_run, 0});
    entries.push_back({run, weight});
    run = 0;
  }
  return entries;
}

SparseWeights wide(std::span<const int8_t> weights) {
  SparseWeights sparse;
  for (const Entry& entry : entries_of(weights, 255)) {
    sparse.bytes.push_back(static_cast<uint8_t>(entry.run));
    sparse.bytes.push_back(static_cast<uint8_t>(entry.weight + 128));
    ++sparse.entries;
  }
  return sparse;
}

SparseWeights narrow(std::span<const int8_t> weights) {
  SparseWeights sparse;
  sparse.narrow = true;
  const std::vector<Entry> entries = entries_of(weights, 15);
  for (const Entry& entry : entries) {
    if (std::ranges::find(sparse.codebook, entry.weight) == sparse.codebook.end())
      sparse.codebook.push_back(entry.weight);
  }
  std::ranges::sort(sparse.codebook);
  sparse.entries = static_cast<int64_t>(entries.size());
  if (sparse.codebook.size() > 16) return sparse;
  for (const Entry& entry : entries) {
    const auto place = std::ranges::find(sparse.codebook, entry.weight) - sparse.codebook.begin();
    sparse.bytes.push_back(static_cast<uint8_t>(static_cast<size_t>(place) << 4 | entry.run));
  }
  return sparse;
}

}  // namespace

SparseWeights sparse_of(std::span<const int8_t> weights) {
  SparseWeights two_bytes = wide(weights);
  SparseWeights one_byte = narrow(weights);
  const bool fits = one_byte.codebook.size() <= 16;
  return fits && one_byte.bytes.size() + one_byte.codebook.size() <= two_bytes.bytes.size() ? one_byte : two_bytes;
}

std::vector<int8_t> weights_of(const SparseWeights& sparse, size_t count) {
  std::vector<int8_t> weights(count, 0);
  size_t at = 0;
  const size_t bytes = sparse.narrow ? 1 : 2;
  if (sparse.bytes.size() != bytes * static_cast<size_t>(sparse.entries))
    throw Error(
        fmt::format("sparse weights: {} bytes for {} entries of {}", sparse.bytes.size(), sparse.entries, bytes));
  for (size_t i = 0; i < sparse.bytes.size(); i += bytes, ++at) {
    const uint8_t byte = sparse.bytes[i];
    at += sparse.narrow ? byte & 15U : byte;
    if (at >= count) throw Error(fmt::format("sparse weights: entry {} reaches beyond {} weights", i / bytes, count));
    if (sparse.narrow && byte >> 4 >= static_cast<int>(sparse.codebook.size()))
      throw Error(fmt::format("sparse weights: entry {} has no weight in the codebook", i));
    weights[at] = sparse.narrow ? sparse.codebook[byte >> 4] : static_cast<int8_t>(sparse.bytes[i + 1] - 128);
  }
  return weights;
}

ReadColumns read_columns(std::span<const int8_t> weights, size_t columns) {
  std::vector<bool> read(columns, false);
  for (size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] != 0) read[i % columns] = true;
  }
  ReadColumns there;
  bool turn = true;  // of those that are there
  size_t length = 0;
  const auto end_turn = [&] {
    there.turns.push_back(static_cast<uint8_t>(length));
    turn = !turn;
    length = 0;
  };
  for (size_t column = 0; column < columns; ++column) {
    while (read[column] != turn || length == 255) end_turn();
    ++length;
    if (turn) ++there.columns;
  }
  end_turn();
  if (!turn) end_turn();
  for (size_t i = 0; i < weights.size(); ++i) {
    if (read[i % columns]) there.weights.push_back(weights[i]);
  }
  return there;
}

}  // namespace bitstill::codegen::pack

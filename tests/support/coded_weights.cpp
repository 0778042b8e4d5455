#include "tests/support/coded_weights.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "codegen/tflite/reader.h"

namespace bitstill::tests {
namespace {

constexpr size_t kFewestBytes = 16;

int8_t mean_of(const std::vector<int8_t>& weights, std::span<const size_t> group) {
  double sum = 0;
  for (const size_t i : group) sum += weights[i];
  const auto mean = static_cast<int8_t>(std::lround(sum / static_cast<double>(group.size())));
  return mean == 0 ? int8_t{1} : mean;
}

}  // namespace

std::vector<int8_t> pruned_and_clustered(std::vector<int8_t> weights, double zeros, size_t values) {
  std::vector<size_t> order(weights.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::stable_sort(order, {}, [&](size_t i) { return std::abs(weights[i]); });
  const auto pruned = static_cast<size_t>(zeros * static_cast<double>(weights.size()));
  for (size_t i = 0; i < pruned; ++i) weights[order[i]] = 0;
  std::vector<size_t> kept(order.begin() + static_cast<std::ptrdiff_t>(pruned), order.end());
  std::ranges::stable_sort(kept, {}, [&](size_t i) { return weights[i]; });
  const std::vector<int8_t> before = weights;
  const size_t group = kept.size() / (values - 1) + 1;
  for (size_t first = 0; first < kept.size(); first += group) {
    const auto members = std::span(kept).subspan(first, std::min(group, kept.size() - first));
    for (const size_t i : members) weights[i] = mean_of(before, members);
  }
  return weights;
}

std::vector<uint8_t> pruned_and_clustered(std::vector<uint8_t> artifact, double zeros, size_t values) {
  const codegen::Graph graph = codegen::tflite::read_model(artifact, "model to prune");
  for (const codegen::Tensor& tensor : graph.tensors) {
    if (!tensor.constant || tensor.type != codegen::ElementType::kInt8 || tensor.data.size() < kFewestBytes) continue;
    const auto at = std::ranges::search(artifact, tensor.data);
    const auto weights = pruned_and_clustered(tensor.int8_values(), zeros, values);
    if (!at.empty())
      std::ranges::transform(weights, at.begin(), [](int8_t weight) { return static_cast<uint8_t>(weight); });
  }
  return artifact;
}

}  // namespace bitstill::tests

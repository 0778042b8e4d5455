#include "tests/support/random_graph.h"

#include <algorithm>

#include "codegen/ops/registry.h"
#include "tests/support/graph_builder.h"
#include "tests/support/random_operators.h"

namespace bitstill::tests {
namespace {

constexpr int32_t kMostOperators = 12;
constexpr int kAttempts = 200;  // many operators find no tensor that suits them

bool contains(const std::vector<int>& list, int value) { return std::ranges::find(list, value) != list.end(); }

bool is_read(const GraphRecipe& recipe, int tensor) {
  return std::ranges::any_of(recipe.steps, [&](const auto& step) { return contains(step.inputs, tensor); });
}

// What nobody reads, and now and then what somebody does.
void choose_outputs(SeededRandom& random, GraphRecipe& recipe) {
  for (const auto& step : recipe.steps) {
    for (const int tensor : step.outputs) {
      const bool last = &step == &recipe.steps.back();
      const bool forgotten = !last && random.chance(3);
      const bool watched = random.chance(10);
      if (is_read(recipe, tensor) ? watched : !forgotten) recipe.outputs.push_back(tensor);
    }
  }
}

}  // namespace

std::vector<uint8_t> GraphRecipe::artifact() const {
  codegen::tflite::ModelWriter writer;
  for (const codegen::Tensor& tensor : tensors) writer.add_tensor(tensor);
  for (const Step& step : steps) step.write(writer);
  writer.set_inputs(inputs);
  writer.set_outputs(outputs);
  return writer.finish();
}

GraphRecipe GraphRecipe::without(size_t step) const {
  GraphRecipe rest = *this;
  rest.steps.erase(rest.steps.begin() + static_cast<std::ptrdiff_t>(step));
  for (const int tensor : steps[step].outputs) {
    std::erase(rest.outputs, tensor);
    if (is_read(rest, tensor)) rest.inputs.push_back(tensor);
  }
  std::erase_if(rest.inputs, [&](int tensor) { return !is_read(rest, tensor); });
  return rest;
}

GraphRecipe random_graph(uint32_t seed) {
  SeededRandom random(seed);
  GraphBuilder builder(random);
  std::vector<RandomOperator> available;
  for (const RandomOperator& row : random_operators()) {
    if (codegen::ops::find_operator(row.code) != nullptr) available.push_back(row);
  }
  const auto wanted = static_cast<size_t>(random.between(1, kMostOperators));
  for (int attempt = 0; attempt < kAttempts && builder.recipe.steps.size() < wanted; ++attempt) {
    random.pick(available).add(builder);
  }
  choose_outputs(random, builder.recipe);
  return builder.recipe;
}

std::vector<uint8_t> random_inputs(const codegen::Graph& graph, uint32_t seed) {
  SeededRandom random(seed);
  std::vector<uint8_t> inputs;
  const int64_t bytes = graph.input_bytes();
  for (int64_t i = 0; i < 2 * bytes; ++i) inputs.push_back(static_cast<uint8_t>(random.next() >> 8));
  for (int64_t i = 0; i < bytes; ++i) inputs.push_back(random.chance(50) ? 0x80 : 0x7f);
  for (const int index : graph.inputs) {
    const codegen::Tensor& tensor = graph.tensor(index);
    inputs.insert(inputs.end(), static_cast<size_t>(tensor.bytes()),
                  static_cast<uint8_t>(tensor.quantization.zero_point()));
  }
  return inputs;
}

GraphRecipe shrink(GraphRecipe recipe, const std::function<bool(const GraphRecipe&)>& fails) {
  for (size_t step = recipe.steps.size(); step-- > 0;) {
    GraphRecipe smaller = recipe.without(step);
    if (!smaller.outputs.empty() && fails(smaller)) recipe = std::move(smaller);
  }
  return recipe;
}

}  // namespace bitstill::tests

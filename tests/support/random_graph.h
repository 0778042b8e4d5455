// Random valid graphs over every operator that bitstill has: branches and joins, several inputs and outputs, tensors
// that are read twice. The same seed gives the same graph everywhere.
//
// Where two executions of a graph differ, that graph is seldom the smallest that makes them differ; so a graph is kept
// as a recipe, from which operators can be taken out.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "codegen/graph/graph.h"
#include "codegen/tflite/writer.h"

namespace bitstill::tests {

struct GraphRecipe {
  struct Step {
    std::vector<int> inputs;  // computed tensors only
    std::vector<int> outputs;
    std::function<void(codegen::tflite::ModelWriter&)> write;
  };

  std::vector<codegen::Tensor> tensors;  // position = index in the artifact
  std::vector<Step> steps;
  std::vector<int> inputs, outputs;

  std::vector<uint8_t> artifact() const;

  // Without one step: who read what it computed reads a new input of the graph. Has no outputs where it computed all.
  GraphRecipe without(size_t step) const;
};

// One to twelve operators of the registry (codegen/ops/registry.h).
GraphRecipe random_graph(uint32_t seed);

// Samples for a graph: random ones, one of extremes only, one of zero points.
std::vector<uint8_t> random_inputs(const codegen::Graph& graph, uint32_t seed);

// The smallest recipe found by taking out steps while `fails` says that it still does.
GraphRecipe shrink(GraphRecipe recipe, const std::function<bool(const GraphRecipe&)>& fails);

}  // namespace bitstill::tests

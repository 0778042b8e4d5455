#include "codegen/front_end.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "codegen/graph/graph.h"
#include "configs/support/error.h"
#include "datasets/features/json.h"

namespace bitstill::codegen {
namespace {

constexpr const char* kWhere = "front_end in the metadata";

void check_input(const Graph& graph, const features::Parameters& parameters) {
  if (graph.inputs.size() != 1) {
    throw Error(fmt::format("{}: the model has {} inputs, expected one for the features", kWhere, graph.inputs.size()));
  }
  const Tensor& input = graph.tensor(graph.inputs[0]);
  const int64_t values = parameters.frames() * parameters.coefficients;
  if (input.type != ElementType::kInt8 || input.elements() != values) {
    throw Error(fmt::format("{}: gives {} frames of {} int8 values, expected {} to be the model's input", kWhere,
                            parameters.frames(), parameters.coefficients, describe(input)));
  }
  const features::Normalization& grid = parameters.normalization;
  const float scale = input.quantization.scale();
  constexpr float kSame = 1e-5f;  // of a number that went through text
  if (grid.zero_point != input.quantization.zero_point() || std::abs(grid.scale - scale) > kSame * scale) {
    throw Error(
        fmt::format("{}: gives values of scale {:.9g} and zero point {}, expected {:.9g} and {} as the model's "
                    "input has",
                    kWhere, grid.scale, grid.zero_point, scale, input.quantization.zero_point()));
  }
}

}  // namespace

std::optional<features::Parameters> front_end_of(const Graph& graph) {
  const auto metadata = nlohmann::json::parse(graph.metadata, nullptr, false);
  if (!metadata.is_object() || !metadata.contains("front_end")) return std::nullopt;
  features::Parameters parameters = features::from_json(metadata["front_end"], kWhere);
  check_input(graph, parameters);
  return parameters;
}

std::string crop_of(const Graph& graph) {
  const auto metadata = nlohmann::json::parse(graph.metadata, nullptr, false);
  if (!metadata.is_object() || !metadata.contains("crop")) return "loudest";
  const auto& crop = metadata["crop"];
  for (const char* known : {"loudest", "middle", "start"}) {
    if (crop == known) return known;
  }
  throw Error("crop in the metadata: is something else, expected loudest, middle or start");
}

}  // namespace bitstill::codegen

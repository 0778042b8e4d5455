#include "distill/export/metadata.h"

#include <nlohmann/json.hpp>

#include "codegen/detector/json.h"
#include "datasets/features/json.h"
#include "train/teacher.h"

namespace bitstill::distill {

std::string artifact_metadata(const train::Workbench& bench, const train::NetworkPlan& plan,
                              const ValidationScores& scores) {
  using Json = nlohmann::ordered_json;
  const configs::ExperimentConfig& config = bench.config;
  Json json;
  json["format"] = 1;
  json["rounding"] = "double";
  json["task"] = bench.splits.classification() ? "classification" : "regression";
  if (bench.splits.classification()) json["labels"] = bench.splits.class_names;
  for (const datasets::InputColumn& column : bench.splits.inputs) {
    json["inputs"].push_back({{"name", column.name}, {"offset", column.offset}, {"divisor", column.divisor}});
  }
  if (!bench.splits.target_names.empty()) json["targets"] = bench.splits.target_names;
  if (const auto& front_end = bench.splits.front_end) {
    json["front_end"] = features::to_json(*front_end);
    json["detection"] =
        detector::to_json(detector::parameters_from(config.detection, *front_end, bench.splits.class_names));
  }
  json["dataset"] = config.dataset.kind;
  if (config.dataset.kind == "waveform_folder") json["crop"] = config.dataset.waveform_folder.crop;
  if (config.dataset.kind == "function") json["function"] = config.dataset.function.function;
  json["parameters"] = plan.parameters();

  Json training;
  training["seed"] = config.seed;
  training["student"] = plan.widths();
  if (config.distillation.alpha > 0) training["teacher"] = train::describe_teacher(config.teacher, bench.purpose);
  training["alpha"] = config.distillation.alpha;
  if (bench.splits.classification()) training["temperature"] = config.distillation.temperature;
  training["quantization"] = config.quantization.method;
  training["validation"] = {{"measure", scores.float_student.name()},
                            {"float", scores.float_student.value},
                            {"fake_quant", scores.fake_quant.value}};
  json["training"] = std::move(training);
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace bitstill::distill

#include "firmware/verify/board_report.h"

namespace bitstill::firmware {
namespace {

using Json = nlohmann::ordered_json;

Json stages_of(const BoardVerdict& verdict, double instructions_per_tick) {
  Json stages = Json::array();
  for (const StageCost& stage : verdict.stages) {
    Json row = {{"layer", stage.layer}, {"operator", stage.operator_name}};
    if (instructions_per_tick > 0) {
      row["instructions"] = static_cast<int64_t>(static_cast<double>(stage.cycles) * instructions_per_tick + 0.5);
    } else {
      row["cycles"] = stage.cycles;
      row["milliseconds"] = 1000.0 * static_cast<double>(stage.cycles) / verdict.board.cycles_per_second;
    }
    stages.push_back(std::move(row));
  }
  return stages;
}

Json memory_of(const BoardMemory& memory) {
  Json json = {{"arena", memory.arena}, {"front_end_and_listener", memory.front_end}, {"protocol", memory.protocol}};
  if (memory.stack) json["stack"] = *memory.stack;
  if (memory.free_heap) json["free_heap"] = *memory.free_heap;
  if (memory.least_free_heap) json["least_free_heap"] = *memory.least_free_heap;
  if (memory.largest_block) json["largest_free_block"] = *memory.largest_block;
  return json;
}

}  // namespace

Json json_of(const Mismatch& mismatch) {
  Json json = {{"layer", mismatch.layer},     {"operator", mismatch.operator_name},
               {"tensor", mismatch.tensor},   {"sample", mismatch.sample},
               {"element", mismatch.element}, {"expected", mismatch.expected().value},
               {"got", mismatch.got().value}};
  if (!mismatch.recording.empty()) json["recording"] = mismatch.recording;
  if (mismatch.coefficients > 0) {
    json["frame"] = mismatch.frame();
    json["coefficient"] = mismatch.coefficient();
  }
  for (const auto& value : mismatch.values) json["values"][value.witness] = value.value;
  return json;
}

Json json_of(const BoardVerdict& verdict, const ModuleFolder& module, double instructions_per_tick) {
  const Traffic& traffic = verdict.traffic;
  Json json = {{"board", verdict.board.board},   {"artifact_sha256", verdict.board.artifact_sha256},
               {"equal", verdict.is_equal()},    {"layers", module.layers.size()},
               {"samples", verdict.samples},     {"samples_equal", verdict.equal},
               {"bytes_compared", verdict.bytes}};
  if (verdict.front_end) {
    json["from"] = "pcm";
    json["frames"] = verdict.front_end->frames();
    json["coefficients"] = verdict.front_end->coefficients;
  }
  if (verdict.right) {
    json["right"] = *verdict.right;
    json["accuracy"] = static_cast<double>(*verdict.right) / static_cast<double>(verdict.samples);
  }
  if (verdict.mismatch) json["mismatch"] = json_of(*verdict.mismatch);
  if (verdict.fickle) json["wrong_once"] = *verdict.fickle;
  if (verdict.board.cycles_per_second > 0) json["stages"] = stages_of(verdict, instructions_per_tick);
  json["memory"] = memory_of(verdict.memory);
  json["line"] = {{"bytes_sent", traffic.sent}, {"bytes_received", traffic.received},  {"overhead", traffic.overhead()},
                  {"frames", traffic.frames},   {"frames_repeated", traffic.repeated}, {"sessions", traffic.sessions},
                  {"seconds", verdict.seconds}};
  return json;
}

}  // namespace bitstill::firmware

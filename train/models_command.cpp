#include "train/models_command.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "train/models/core2.h"
#include "train/models/presets/presets.h"

namespace bitstill::train {
namespace {

constexpr const char* kFooter =
    "\nflash: int8 weights, int32 biases and 8 bytes per scale, without code. RAM: the liveness bound of the unfused\n"
    "graph, input and output included; no memory plan can be smaller without fusing or working in place.\n"
    "Core2: M5Stack Core2 (ESP32) with 16 MB flash, of which 4 MB are mapped for constants, 130 KB for one static "
    "block\n"
    "of SRAM, and 4 MB mapped PSRAM. Use one in a config with `- preset: {name: lenet5}`; width and outputs may be "
    "set.\n";

}  // namespace

std::string models_table() {
  std::string text = fmt::format("{:<13} {:<15} {:>11} {:>14} {:>11} {:>9}  {:<5} {}\n", "preset", "input",
                                 "parameters", "MACs", "flash bytes", "RAM bytes", "Core2", "why");
  for (const Preset& preset : presets()) {
    const DeviceCost cost = device_cost(plan_preset_task(preset));
    const Core2Fit fit = core2_fit(cost);
    text += fmt::format("{:<13} {:<15} {:>11} {:>14} {:>11} {:>9}  {:<5} {}\n", preset.name,
                        fmt::format("[{}]", fmt::join(preset.input_shape, ", ")), cost.parameters, cost.macs,
                        cost.flash_bytes, cost.ram_bytes, fit.fits ? "yes" : "no", fit.reason);
  }
  return text + kFooter;
}

std::string models_json() {
  using Json = nlohmann::ordered_json;
  Json models = Json::array();
  for (const Preset& preset : presets()) {
    const DeviceCost cost = device_cost(plan_preset_task(preset));
    const Core2Fit fit = core2_fit(cost);
    models.push_back({{"preset", preset.name},
                      {"input_shape", preset.input_shape},
                      {"outputs", preset.outputs},
                      {"parameters", cost.parameters},
                      {"macs", cost.macs},
                      {"flash_bytes", cost.flash_bytes},
                      {"ram_bytes", cost.ram_bytes},
                      {"fits_core2", fit.fits},
                      {"core2", fit.reason}});
  }
  return models.dump(2) + "\n";
}

void add_models_command(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "models", "list the networks that a config can name, with their sizes and whether an M5Stack Core2 holds them");
  auto json = std::make_shared<bool>(false);
  command->add_flag("--json", *json, "one JSON object per network instead of a table");
  command->callback([json] { fmt::print("{}", *json ? models_json() : models_table()); });
}

}  // namespace bitstill::train

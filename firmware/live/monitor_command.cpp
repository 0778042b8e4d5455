#include "firmware/live/monitor_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "codegen/codegen.h"
#include "codegen/listening.h"
#include "configs/support/files.h"
#include "firmware/flash/ports.h"
#include "firmware/live/level_meter.h"
#include "firmware/live/monitor.h"
#include "firmware/live/terminal_line.h"
#include "firmware/targets/module_folder.h"
#include "firmware/verify/find_board.h"

namespace bitstill::firmware {
namespace {

struct MonitorArguments {
  std::string module;
  std::string port;
  double seconds = 0;
  bool json = false;
};

// Scores as what they mean, and classes by their names.
class Meaning {
 public:
  explicit Meaning(const ModuleFolder& module) {
    const codegen::Graph graph = codegen::load_graph(module.check("model.tflite"), true);
    labels_ = codegen::labels_of(graph);
    const auto& quantization = graph.tensor(graph.outputs.at(0)).quantization;
    scale_ = quantization.scale();
    zero_point_ = quantization.zero_point();
  }

  std::string label(int32_t word) const {
    const auto index = static_cast<size_t>(word);
    return index < labels_.size() ? labels_[index] : fmt::format("class {}", word);
  }
  double score(int32_t value) const { return scale_ * (value - zero_point_); }

 private:
  std::vector<std::string> labels_;
  double scale_ = 1;
  int32_t zero_point_ = 0;
};

class MonitorPrinter : public MonitorObserver {
 public:
  MonitorPrinter(const Meaning& meaning, bool json) : meaning_(meaning), json_(json) {}

  void heard(const ListeningReport& report) override {
    std::string likely;
    if (report.inferences > 0 && !report.scores.empty()) {
      const auto highest = std::ranges::max_element(report.scores) - report.scores.begin();
      likely = fmt::format("  {} {:.2f}", meaning_.label(static_cast<int32_t>(highest)),
                           meaning_.score(report.scores[static_cast<size_t>(highest)]));
    }
    line_.show(fmt::format("{}  {:.1f} ms, {} hops lost{}", level_meter(report.level),
                           static_cast<double>(report.inference_microseconds) / 1000, report.dropped_hops, likely));
  }
  void detected(const LiveDetection& detection) override {
    line_.clear();
    const std::string label = meaning_.label(detection.word);
    const double score = meaning_.score(detection.score);
    if (json_) {
      const nlohmann::json row = {{"seconds", detection.seconds}, {"word", label}, {"score", score}};
      fmt::print("{}\n", row.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    } else {
      fmt::print("{:8.1f} s  {}  {:.2f}\n", detection.seconds, label, score);
    }
    std::fflush(stdout);
  }
  void missed(uint32_t detections) override {
    line_.clear();
    fmt::print(stderr, "{} more in between\n", detections);
  }

 private:
  const Meaning& meaning_;
  bool json_;
  TerminalLine line_;
};

void run_monitor(const MonitorArguments& arguments) {
  const ModuleFolder module = open_module(arguments.module);
  const Meaning meaning(module);
  const TemporaryFolder folder;
  BoardPlace place;
  place.on = arguments.port.empty() ? only_likely_port(list_ports()) : arguments.port;
  const FoundBoard board = find_board(place, module, folder.path());
  MonitorPrinter printer(meaning, arguments.json);
  monitor(*board.client, arguments.seconds, printer);
}

}  // namespace

void add_monitor_command(CLI::App& app) {
  auto arguments = std::make_shared<MonitorArguments>();
  CLI::App* command = app.add_subcommand("monitor", "show what a board that listens hears, as it hears it");
  command->add_option("MODULE_OR_RUN", arguments->module, "the module that the board carries, for the words' names")
      ->required();
  command->add_option("--port", arguments->port, "the board's serial port (default: the only one that may be a Core2)");
  command->add_option("--seconds", arguments->seconds, "how long (default: until Ctrl-C)")->check(CLI::Range(0.1, 1e6));
  command->add_flag("--json", arguments->json, "one JSON object per detection and line");
  command->callback([arguments] { run_monitor(*arguments); });
}

}  // namespace bitstill::firmware

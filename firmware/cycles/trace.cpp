#include "firmware/cycles/trace.h"

#include <fmt/format.h>

#include <sstream>

#include "configs/support/error.h"

namespace bitstill::firmware {
namespace {

class TraceReader {
 public:
  void read(const std::string& text) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      if (line == "end") return finish();
      std::istringstream words(line);
      std::string kind;
      words >> kind;
      const bool known = (kind == "instruction" && instruction(words)) || (kind == "stretch" && stretch(words)) ||
                         (kind == "layer" && layer(words)) || (kind == "flow" && flow(words));
      if (!known) throw Error(fmt::format("the emulator's trace holds '{}', which is none of its lines", line));
    }
    throw Error("the emulator's trace is cut off");
  }

  ExecutionTrace take() { return std::move(trace_); }

 private:
  bool instruction(std::istringstream& words) {
    uint32_t address = 0, bytes = 0;
    if (!(words >> std::hex >> address >> std::dec >> bytes)) return false;
    std::string text;
    std::getline(words >> std::ws, text);
    instructions_[address] = decode(address, bytes, text);
    return bytes > 0;
  }

  bool stretch(std::istringstream& words) {
    size_t index = 0;
    uint32_t first = 0, last = 0;
    if (!(words >> index >> std::hex >> first >> last) || first > last || index > kMostStretches) return false;
    if (trace_.stretches.size() <= index) trace_.stretches.resize(index + 1);
    std::vector<Instruction>& stretch = trace_.stretches[index];
    for (uint32_t at = first; at <= last; at += stretch.back().bytes) {
      const auto found = instructions_.find(at);
      if (found == instructions_.end()) return false;
      stretch.push_back(found->second);
    }
    return true;
  }

  bool layer(std::istringstream& words) {
    LayerTrace& layer = trace_.layers.emplace_back();
    return static_cast<bool>(words >> layer.constant_fetches >> layer.code_fetches);
  }

  bool flow(std::istringstream& words) {
    Flow flow;
    if (!(words >> flow.from >> flow.to >> flow.count) || trace_.layers.empty()) return false;
    trace_.layers.back().flows.push_back(flow);
    return true;
  }

  void finish() const {
    const auto stretches = static_cast<int>(trace_.stretches.size());
    for (const LayerTrace& layer : trace_.layers) {
      for (const Flow& flow : layer.flows) {
        if (flow.from < -1 || flow.from >= stretches || flow.to < 0 || flow.to >= stretches) {
          throw Error(fmt::format("the emulator's trace goes to stretch {}, which it does not hold", flow.to));
        }
      }
    }
    if (trace_.layers.empty()) throw Error("the emulator's trace holds no inference");
  }

  static constexpr size_t kMostStretches = 1'000'000;

  std::map<uint32_t, Instruction> instructions_;
  ExecutionTrace trace_;
};

}  // namespace

ExecutionTrace parse_trace(const std::string& text) {
  TraceReader reader;
  reader.read(text);
  return reader.take();
}

int64_t executed(const ExecutionTrace& trace, const LayerTrace& layer) {
  int64_t instructions = 0;
  for (const Flow& flow : layer.flows) {
    instructions += flow.count * static_cast<int64_t>(trace.stretches[static_cast<size_t>(flow.to)].size());
  }
  return instructions;
}

}  // namespace bitstill::firmware

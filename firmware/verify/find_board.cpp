#include "firmware/verify/find_board.h"

#include <fmt/format.h>

#include "firmware/link/emulated_board.h"
#include "firmware/link/faulty_line.h"
#include "firmware/link/lines.h"

namespace bitstill::firmware {
namespace {

bool is_emulated(const std::string& on) { return on.starts_with("board:"); }

// An emulator's layer may take seconds without a word, and so may an emulated UART with a frame on a busy machine. Such
// a line loses nothing by itself: what comes late is not asked for twice.
Patience patience_for(const BoardPlace& place) {
  Patience patience;
  if (!is_emulated(place.on)) return patience;
  patience.silence = std::chrono::seconds(120);
  if (place.faults) return patience;
  patience.first_repeat = std::chrono::seconds(5);
  patience.longest_repeat = std::chrono::seconds(30);
  return patience;
}

}  // namespace

bool names_a_board(const std::string& on) { return is_emulated(on) || names_a_line(on); }

FoundBoard find_board(const BoardPlace& place, const ModuleFolder& module, const std::filesystem::path& folder) {
  FoundBoard found;
  std::unique_ptr<Transport> line;
  const bool emulated = is_emulated(place.on);
  if (emulated) {
    Target target = emulated_board_target(place.on);
    optimize(target, place.optimization);
    line = start_emulated_board(place.on, target, module, folder);
    found.tools = target.description;
    const auto instruction_nanoseconds = static_cast<double>(int64_t{1} << target.clock.instruction_shift);
    if (!target.emulator.empty()) {
      found.instructions_per_tick = static_cast<double>(target.clock.tick_nanoseconds) / instruction_nanoseconds;
    }
  } else {
    line = open_line(place.on);
  }
  if (place.faults) line = std::make_unique<FaultyLine>(std::move(line), *place.faults);
  found.client = std::make_unique<Client>(std::move(line), patience_for(place));
  found.client->hello();
  found.client->require_artifact(module.artifact_sha256, fmt::format("put this one on it: bitstill flash {} --port {}",
                                                                     module.path.string(), place.on));
  if (!emulated) found.client->raise_baud(place.baud);
  return found;
}

}  // namespace bitstill::firmware

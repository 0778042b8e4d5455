// The board that `--on` names: at a port, or one that needs no hardware.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "firmware/link/client.h"
#include "firmware/targets/module_folder.h"

namespace bitstill::firmware {

struct BoardPlace {
  std::string on = "host";         // "/dev/ttyUSB0", "tcp:HOST:PORT", "board:xtensa_sim"
  std::string optimization = "2";  // of a firmware that is built here
  uint32_t baud = 921600;          // that a serial board is asked for
  std::optional<uint32_t> faults;  // seed of what the line does wrong
};

struct FoundBoard {
  std::unique_ptr<Client> client;
  std::string tools;                 // that built it; empty for a real board
  double instructions_per_tick = 0;  // of an emulated clock; 0 where ticks are cycles
};

// Whether `on` is for find_board() and not for find_targets().
bool names_a_board(const std::string& on);

// Talks to it: it carries the module's artifact and goes as fast as it can. What is built lies in `folder`, which must
// stay. Throws Error, in one sentence with the remedy, where it cannot be reached, is silent, speaks otherwise or
// carries another artifact.
FoundBoard find_board(const BoardPlace& place, const ModuleFolder& module, const std::filesystem::path& folder);

}  // namespace bitstill::firmware

// Boards that need no hardware: a module's firmware, built for this machine or for an emulated Xtensa core, behind a
// pty.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "firmware/link/transport.h"
#include "firmware/targets/module_folder.h"
#include "firmware/targets/target.h"

namespace bitstill::firmware {

// "board:host": a process of this machine. "board:xtensa_sim": QEMU's bare machine, whose simulator calls are the line.
// "board:xtensa_uart": QEMU's kc705, whose 16550 UART is the line. Both with the ESP32's compiler and core where they
// are found, with the lx106's compiler otherwise.
std::vector<std::string> emulated_board_words();

// The target that such a word is built for. Throws Error where its tools are not there.
Target emulated_board_target(const std::string& word);

// Builds the firmware of `module` in `folder`, which must exist and stay, and starts it. To reopen the line is to start
// it anew. Throws Error where it does not build or start.
std::unique_ptr<Transport> start_emulated_board(const std::string& word, const Target& target,
                                                const ModuleFolder& module, const std::filesystem::path& folder);

}  // namespace bitstill::firmware

// The sources of firmware/app and firmware/boards, put into the program when it is built.
#pragma once

#include <filesystem>
#include <span>

#include "codegen/embedded_file.h"

namespace bitstill::firmware {

std::span<const EmbeddedFile> board_sources();

// Writes them under `folder` with their paths in the repository, firmware/app/board.h and so on.
void unpack_board_sources(const std::filesystem::path& folder);

}  // namespace bitstill::firmware

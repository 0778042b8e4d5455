// Where a program is, on PATH or in a further folder.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace bitstill::firmware {

// The absolute path of an executable file called `name`; `name` may be a path itself, which is then only checked.
std::optional<std::filesystem::path> find_program(const std::string& name, const std::filesystem::path& also_in = {});

}  // namespace bitstill::firmware

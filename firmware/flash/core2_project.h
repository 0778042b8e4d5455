// The firmware project of the M5Stack Core2 with a module in it, as a folder that ESP-IDF and PlatformIO can build.
#pragma once

#include <filesystem>
#include <span>

#include "codegen/embedded_file.h"
#include "firmware/targets/module_folder.h"

namespace bitstill::firmware {

// firmware/app and firmware/boards/m5core2, put into the program when it is built.
std::span<const EmbeddedFile> core2_sources();

// Where a module's project is kept unless a person says otherwise: beside it, as RUN/firmware.
std::filesystem::path default_project_folder(const ModuleFolder& module);

// Writes app/, boards/m5core2/ and, in its components/module, the module. Files that are already so are left alone, so
// that only what changed is compiled again; those of another module are removed. Returns the folder of the project.
std::filesystem::path write_core2_project(const ModuleFolder& module, const std::filesystem::path& folder);

}  // namespace bitstill::firmware

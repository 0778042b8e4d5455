// What a module weighs on a 32-bit target: the sections of Network::run() linked with what it calls and nothing else.
#pragma once

#include <cstdint>
#include <filesystem>

#include "firmware/targets/module_folder.h"
#include "firmware/targets/target.h"

namespace bitstill::firmware {

struct ModuleSizes {
  int64_t code_bytes = 0;       // text and read-only data without the parameters; compiler helpers count
  int64_t parameter_bytes = 0;  // weights, biases and per-channel scales, as the module stores them
  int64_t arena_bytes = 0;      // inputs, outputs and scratch among them
  int64_t static_bytes = 0;     // data and bss

  int64_t ram_bytes() const { return arena_bytes + static_bytes; }
};

// `elf` is Builder::module_alone() for the same target. Throws Error where the target's tools cannot read it.
ModuleSizes measure_sizes(const Target& target, const ModuleFolder& module, const std::filesystem::path& elf);

// The parts that need no tools, on the texts of `size -A` and `nm -S`.
int64_t section_bytes(const std::string& size_text, const std::string& section);
int64_t parameter_bytes(const std::string& nm_text);

}  // namespace bitstill::firmware

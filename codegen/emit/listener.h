// The texts of a module's listener: a class that takes samples as they come and says when it has heard a word.
#pragma once

#include <string>
#include <vector>

#include "codegen/emit/module.h"
#include "codegen/listening.h"

namespace bitstill::codegen {

// src/<name>_listener.{h,cpp} and what they include of src/kernels/. `arena_bytes` and `workers`:
// of the network.
std::vector<ModuleFile> emit_listener(const Listening& listening, int64_t arena_bytes, int workers,
                                      const std::string& name);

// How a program uses it, for the module's README.
std::string listener_usage(const Listening& listening, const std::string& name);

// check/listener_adapter.h: gives the class the name by which a runner knows it.
std::string listener_adapter(const std::string& name);

}  // namespace bitstill::codegen

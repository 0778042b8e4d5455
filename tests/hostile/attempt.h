// One attempt to compile an artifact that may be anything, as a stranger's file may be.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "codegen/codegen.h"
#include "codegen/reference/executor.h"
#include "configs/support/error.h"

namespace bitstill::tests {

constexpr const char* kHostileFile = "hostile.tflite";

// What the compiler said in refusing it; empty where it compiled. What compiled is also run where that is little work.
inline std::string attempt(std::span<const uint8_t> artifact) {
  constexpr int64_t kLittleWork = 1'000'000;
  try {
    const codegen::Compiled module = codegen::compile(artifact, kHostileFile, "hostile");
    int64_t bytes = 0;
    for (const auto& tensor : module.graph.tensors) bytes += tensor.constant ? 0 : tensor.bytes();
    if (bytes > kLittleWork || module.graph.macs() > kLittleWork) return "";
    codegen::Executor executor(module.graph);
    executor.run(std::vector<uint8_t>(static_cast<size_t>(module.graph.input_bytes()), 0x81));
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

}  // namespace bitstill::tests

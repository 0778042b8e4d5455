// The chain of equal bytes: vectors on file = reference executor = the module as it ships and as it is observed, on a
// target, layer by layer.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "firmware/targets/module_folder.h"
#include "firmware/targets/target.h"
#include "firmware/verify/mismatch.h"

namespace bitstill::firmware {

struct VerifyRequest {
  std::filesystem::path inputs;  // empty: the module's own, whose every layer is on file
  std::filesystem::path expect;  // the outputs of `inputs`; empty: none are known beforehand
  int64_t samples = 0;           // only the first so many; 0: all
};

struct Verdict {
  int64_t samples = 0;
  int64_t bytes = 0;  // compared with the reference executor's
  std::optional<Mismatch> mismatch;
};

// Throws Error where files are missing or do not hold whole samples, or the module does not compile or run there.
Verdict verify(const ModuleFolder& module, const VerifyRequest& request, const Target& target);

}  // namespace bitstill::firmware

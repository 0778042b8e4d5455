// The chain of equal bytes: vectors on file = reference executor = the module as it ships and as it is observed, on a
// target, layer by layer; from the network's inputs on, or from samples, with the front-end's features as the first
// link.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "datasets/features/parameters.h"
#include "firmware/targets/module_folder.h"
#include "firmware/targets/target.h"
#include "firmware/verify/mismatch.h"

namespace bitstill::firmware {

struct VerifyRequest {
  std::filesystem::path inputs;              // empty: the module's own, whose every layer is on file
  std::filesystem::path expect;              // the outputs of `inputs`; empty: none are known beforehand
  int64_t samples = 0;                       // only the first so many; 0: all
  bool from_pcm = false;                     // from samples, not from inputs
  std::filesystem::path clips = {};          // of 16-bit samples, one after the other; empty: recordings'
  std::vector<std::string> recordings = {};  // files and folders of them; empty: the module's own clips
};

struct Verdict {
  int64_t samples = 0;
  int64_t bytes = 0;                              // compared with the reference executor's
  std::optional<features::Parameters> front_end;  // the first link, where the chain begins at samples
  std::optional<Mismatch> mismatch;
};

// One line: "every byte equal: 49 x 10 features, 12 layers, 50 clips, 3604700 bytes", or what differs first.
std::string describe(const Verdict& verdict, const ModuleFolder& module);

// Throws Error where files are missing or do not hold whole samples, or the module does not compile or run there.
Verdict verify(const ModuleFolder& module, const VerifyRequest& request, const Target& target);

}  // namespace bitstill::firmware

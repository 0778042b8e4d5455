// Where the chain of equal bytes begins: at a file of the network's inputs, or at clips of samples and the host's own
// front-end.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "codegen/graph/graph.h"
#include "datasets/features/front_end.h"
#include "firmware/targets/sample_file.h"
#include "firmware/verify/verify.h"

namespace bitstill::firmware {

struct Beginning {
  std::filesystem::path file;  // of whole samples
  int64_t sample_bytes = 0;
  std::unique_ptr<const features::FrontEnd> front_end;  // what makes inputs of clips; none where the file holds inputs
  std::vector<std::string> recordings;                  // whose clips they are, where they are of recordings
  std::vector<int64_t> classes;  // of recordings that all lie in folders with names of the network's words; else empty
};

// What `request` asks for. Clips of recordings are written to `folder`. Throws Error where it asks for what does not go
// together, or the module has no front-end.
Beginning find_beginning(const ModuleFolder& module, const VerifyRequest& request, const codegen::Graph& graph,
                         const std::filesystem::path& folder);

// The samples one after the other, and the network's inputs of each, as the host computes them.
class ExpectedInputs {
 public:
  explicit ExpectedInputs(const Beginning& beginning);

  int64_t samples() const { return file_.samples(); }
  void next();
  std::span<const uint8_t> bytes() const { return bytes_; }
  std::span<const uint8_t> sample() const { return sample_; }  // as the file has it

 private:
  SampleFile file_;
  const features::FrontEnd* front_end_;
  std::vector<int8_t> features_;
  std::span<const uint8_t> bytes_, sample_;
};

}  // namespace bitstill::firmware

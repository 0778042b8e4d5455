// Many emitted modules in one program: compiled together for a target, run on every sample, and held byte for byte
// against the reference executor and against outputs known beforehand.
//
// Verifying one module costs a compiler, a linker and an emulator start; a batch pays for these once.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "codegen/graph/graph.h"
#include "firmware/targets/build.h"
#include "firmware/targets/target.h"

namespace bitstill::tests {

struct BatchModel {
  std::string name;  // for messages
  std::vector<uint8_t> artifact;
  std::vector<uint8_t> inputs;   // whole samples
  std::vector<uint8_t> outputs;  // what they are known to give; empty: nothing is known
  int workers = 1;               // 2: every layer that can be divided is; on the host the halves run in two threads
  codegen::Packing packing = {};
};

struct BatchBuild {
  firmware::Target target;
  std::string optimisation = "-O2";
  // On: every layer is compared. Off: the code that ships, of which only the outputs are seen.
  firmware::Observer observer = firmware::Observer::kOn;
};

class ModuleBatch {
 public:
  // For the ESP32, its kernels are used wherever they can be, not only where they are faster.
  explicit ModuleBatch(codegen::Target target = codegen::Target::kPortable) : target_(target) {}

  // Emits a module of the artifact with the passes and one without, unless the passes find nothing to do; computes
  // what the reference executor says of every layer. Throws Error where the artifact is refused.
  void add(const BatchModel& model);

  codegen::Target target() const { return target_; }
  size_t modules() const { return entries_.size(); }
  // Layers of all modules with the ESP32's own kernels, and of all.
  size_t esp32_layers() const { return esp32_layers_; }
  size_t layers() const { return layers_; }
  size_t divided_layers() const { return divided_layers_; }
  size_t coded_layers(codegen::Coding coding) const { return coded_layers_[static_cast<size_t>(coding)]; }

  // Where reference executor and known outputs, or the executor with and without passes, already differ.
  const std::vector<std::string>& reference_differences() const { return reference_differences_; }

  // Compiles and runs all modules; one line for each that differs, which names model, layer, sample and element. Throws
  // Error where they do not compile (warnings are errors) or do not run to their end.
  std::vector<std::string> differences_on(const BatchBuild& build) const;

 private:
  struct Piece {  // of what one sample sends back: a layer, or all outputs
    std::string name;
    size_t bytes = 0;
    bool output = false;
  };
  struct Entry {
    std::string name;                          // for messages
    std::string module;                        // its namespace and folder
    std::map<std::string, std::string> files;  // path and text, without its kernels
    std::string function;                      // how the runner calls it
    std::vector<Piece> pieces;
    size_t samples = 0;
    size_t input_bytes = 0;
    size_t output_bytes = 0;
    std::vector<uint8_t> inputs;
    std::vector<uint8_t> expected;  // of every piece, sample by sample

    size_t text_bytes() const;
    size_t sent_bytes(firmware::Observer observer) const;
    std::optional<std::string> first_difference(const BatchBuild& build, std::span<const uint8_t> sent) const;
  };

  void add_module(const BatchModel& model, codegen::Graph& graph, const std::string& name);
  std::string table_text() const;
  std::vector<std::string> unit_texts() const;
  std::string entry_at(const BatchBuild& build, size_t sent_bytes) const;
  std::vector<std::string> compare(const BatchBuild& build, std::span<const uint8_t> sent) const;

  codegen::Target target_;
  std::vector<Entry> entries_;
  std::map<std::string, std::string> kernels_;  // path and text, one copy for all modules
  std::vector<std::string> reference_differences_;
  size_t esp32_layers_ = 0;
  size_t layers_ = 0;
  size_t divided_layers_ = 0;
  std::array<size_t, 4> coded_layers_{};
};

}  // namespace bitstill::tests

// Compiles a module for a target: as a check runner, or alone to see what it weighs.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "firmware/targets/module_folder.h"
#include "firmware/targets/target.h"

namespace bitstill::firmware {

// Whether the program tells of every layer, or is the very code that ships.
enum class Observer { kOff, kOn };

// What a check runner reads: the network's inputs, or clips of samples that go through the module's front-end first.
enum class Source { kInputs, kPcm };

// Whether run() computes both halves of divided layers itself, or the program stands in for the other core and reads
// the clock between them.
enum class OtherCore { kOff, kOn };

struct RunnerKind {
  RunnerKind(Observer observer_, Source source_ = Source::kInputs, OtherCore other_core_ = OtherCore::kOff)
      : observer(observer_), source(source_), other_core(other_core_) {}

  Observer observer;
  Source source;
  OtherCore other_core;
};

// The commands that make `object` of a source in assembly for a target that has an assembler of its own: `compile`, a
// compiler and its flags, preprocesses it, then it is assembled.
std::vector<std::vector<std::string>> assemble_commands(const Target& target, const std::vector<std::string>& compile,
                                                        const std::string& source, const std::string& object);

class Builder {
 public:
  // Everything is written under `folder`, which must exist. The references must outlive the builder.
  Builder(const Target& target, const ModuleFolder& module, const std::filesystem::path& folder);

  // The path of a runnable check runner. Throws Error with the compiler's first complaint; warnings are errors.
  std::filesystem::path runner(RunnerKind kind) const;

  // The same of a runner of the module's front-end, which it must have.
  std::filesystem::path features_runner() const;

  // And of its listener.
  std::filesystem::path listener_runner() const;

  // The path of a firmware that answers a host on a line (firmware/protocol.md).
  std::filesystem::path serial_firmware() const;

  // The path of an ELF file with Network::run() and what it needs, and nothing else.
  std::filesystem::path module_alone() const;

 private:
  std::vector<std::string> compile_command() const;
  // Kernels in assembly as objects where the target has an assembler for them.
  std::vector<std::string> module_sources() const;
  std::string assembled(const std::string& source) const;
  void link_runner(const std::filesystem::path& program, const std::vector<std::string>& flags,
                   const std::string& runner) const;
  std::string run_symbol(const std::filesystem::path& object) const;

  const Target& target_;
  const ModuleFolder& module_;
  std::filesystem::path folder_;
};

}  // namespace bitstill::firmware

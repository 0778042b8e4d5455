// What a check runner sent back, read sample by sample: the host's side of firmware/app/check_runner.cpp.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <span>
#include <vector>

#include "firmware/targets/build.h"
#include "firmware/targets/module_folder.h"

namespace bitstill::firmware {

class RunnerOutput {
 public:
  // Throws Error where the file has not the size that `samples` inferences of this module give.
  RunnerOutput(const std::filesystem::path& path, const ModuleFolder& module, RunnerKind kind, int64_t samples);

  static int64_t size_for(const ModuleFolder& module, RunnerKind kind, int64_t samples);

  // Two pairs of clock readings: the cost of reading the clock, and of going from one observer call to the next.
  std::span<const uint32_t> calibration() const { return calibration_; }

  // Moves to the next sample; the spans below stay valid until the next call.
  void next();
  // The front-end's, of the whole clip and hop by hop; only from samples.
  std::span<const uint8_t> features() const;
  std::span<const uint8_t> streamed_features() const;
  std::span<const uint8_t> layer(size_t index) const;  // only from an observed module
  std::span<const uint8_t> outputs() const;
  // At the start, when the observer of each layer was entered and left, at the end. Of a runner that stands in for the
  // other core: at the start, for each divided layer before and after its half and when the caller waited, at the end.
  std::span<const uint32_t> readings() const { return readings_; }

  // Bytes of stack below the caller of Network::run(), in the first inference; call after the last sample.
  int64_t stack_bytes();

 private:
  void read(void* data, size_t bytes);

  std::filesystem::path path_;
  std::ifstream stream_;
  std::vector<uint32_t> calibration_;
  size_t feature_bytes_;
  std::vector<size_t> layer_at_;  // where each layer begins in bytes_; the outputs follow the last
  std::vector<uint8_t> bytes_;
  std::vector<uint32_t> readings_;
};

}  // namespace bitstill::firmware

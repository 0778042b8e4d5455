// Runs a program that reads samples, as the runners of front-ends and listeners do, and what it sends back.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "firmware/targets/target.h"

namespace bitstill::firmware {

// All that the program sent. `what` it is, for messages: "the front-end". Files are written to `folder`. Throws Error
// where it does not run to its end or not in time.
std::vector<uint8_t> run_on_samples(const Target& target, const std::filesystem::path& program,
                                    std::span<const int16_t> samples, const std::filesystem::path& folder,
                                    const std::string& what);

// Such bytes from front to back. Throws Error where there are too few.
class SentBytes {
 public:
  SentBytes(std::vector<uint8_t> bytes, std::string what) : bytes_(std::move(bytes)), what_(std::move(what)) {}

  uint32_t word();
  void append_to(std::vector<int8_t>& values, int64_t count);

 private:
  std::span<const uint8_t> take(size_t count);

  std::vector<uint8_t> bytes_;
  std::string what_;
  size_t taken_ = 0;
};

}  // namespace bitstill::firmware

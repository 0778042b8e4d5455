#include "firmware/targets/run_on_samples.h"

#include <fmt/format.h>

#include <cstring>

#include "configs/support/error.h"
#include "configs/support/files.h"
#include "firmware/targets/process.h"

namespace bitstill::firmware {

namespace fs = std::filesystem;

std::vector<uint8_t> run_on_samples(const Target& target, const fs::path& program, std::span<const int16_t> samples,
                                    const fs::path& folder, const std::string& what) {
  const fs::path input = fs::absolute(folder / "samples.bin");
  write_file(input, std::span(reinterpret_cast<const uint8_t*>(samples.data()), samples.size_bytes()));
  const fs::path output = program.string() + ".out";
  Command command{.words = target.emulator,
                  .folder = folder,
                  .input = input,
                  .output = output,
                  .time_out = std::chrono::seconds(60) + std::chrono::seconds(samples.size() / 2000)};
  command.words.push_back(program.string());
  const Finished finished = run_process(command);
  if (finished.timed_out) throw Error(fmt::format("{}: {} does not finish in time", target.name, what));
  if (finished.exit_code != 0) {
    throw Error(fmt::format("{}: {} did not run to its end: exit code {} {}", target.name, what, finished.exit_code,
                            finished.text.substr(0, finished.text.find('\n'))));
  }
  return read_file(output);
}

uint32_t SentBytes::word() {
  uint32_t value = 0;
  std::memcpy(&value, take(sizeof(value)).data(), sizeof(value));
  return value;
}

void SentBytes::append_to(std::vector<int8_t>& values, int64_t count) {
  const auto bytes = take(static_cast<size_t>(count));
  values.insert(values.end(), bytes.begin(), bytes.end());
}

std::span<const uint8_t> SentBytes::take(size_t count) {
  if (count > bytes_.size() - taken_) {
    throw Error(fmt::format("the runner of {} sent too little; generate the module again", what_));
  }
  const auto taken = std::span<const uint8_t>(bytes_).subspan(taken_, count);
  taken_ += count;
  return taken;
}

}  // namespace bitstill::firmware

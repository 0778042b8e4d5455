#include "firmware/targets/run_features.h"

#include <fmt/format.h>

#include <cstring>

#include "configs/support/error.h"
#include "configs/support/files.h"
#include "firmware/targets/build.h"
#include "firmware/targets/count.h"
#include "firmware/targets/process.h"

namespace bitstill::firmware {
namespace {

namespace fs = std::filesystem;

// What the runner sent, from front to back.
class Reader {
 public:
  explicit Reader(std::span<const uint8_t> bytes) : bytes_(bytes) {}

  uint32_t word() {
    uint32_t value = 0;
    std::memcpy(&value, take(sizeof(value)).data(), sizeof(value));
    return value;
  }

  void append_to(std::vector<int8_t>& values, int64_t count) {
    const auto bytes = take(static_cast<size_t>(count));
    values.insert(values.end(), bytes.begin(), bytes.end());
  }

 private:
  std::span<const uint8_t> take(size_t count) {
    if (count > bytes_.size()) throw Error("the front-end's runner sent too little; generate the module again");
    const auto taken = bytes_.first(count);
    bytes_ = bytes_.subspan(count);
    return taken;
  }

  std::span<const uint8_t> bytes_;
};

std::vector<uint8_t> sent_by(const Target& target, const fs::path& program, std::span<const int16_t> clips,
                             const fs::path& folder) {
  write_file(folder / "clips.bin", std::span(reinterpret_cast<const uint8_t*>(clips.data()), clips.size_bytes()));
  const fs::path output = program.string() + ".out";
  Command command{.words = target.emulator,
                  .folder = folder,
                  .input = fs::absolute(folder / "clips.bin"),
                  .output = output,
                  .time_out = std::chrono::seconds(60) + std::chrono::seconds(clips.size() / 2000)};
  command.words.push_back(program.string());
  const Finished finished = run_process(command);
  if (finished.timed_out) throw Error(fmt::format("{}: the front-end does not finish in time", target.name));
  if (finished.exit_code != 0) {
    throw Error(fmt::format("{}: the front-end did not run to its end: exit code {} {}", target.name,
                            finished.exit_code, finished.text.substr(0, finished.text.find('\n'))));
  }
  return read_file(output);
}

}  // namespace

FeaturesRun run_features(const Target& target, const ModuleFolder& module, const features::Parameters& front_end,
                         std::span<const int16_t> clips, const fs::path& folder) {
  const fs::path program = Builder(target, module, folder).features_runner();
  const auto sent = sent_by(target, program, clips, folder);
  Reader reader(sent);
  InstructionClock clock(target.clock);
  FeaturesRun run;
  const int64_t first_reading = clock.instructions_at(reader.word());
  const int64_t clock_cost = clock.instructions_at(reader.word()) - first_reading;
  const int64_t count = static_cast<int64_t>(clips.size()) / front_end.clip_samples;
  for (int64_t clip = 0; clip < count; ++clip) {
    reader.append_to(run.whole, front_end.frames() * front_end.coefficients);
    for (int64_t frame = 0; frame < front_end.frames(); ++frame) {
      reader.append_to(run.streamed, front_end.coefficients);
      const int64_t start = clock.instructions_at(reader.word());
      run.instructions.push_back(clock.instructions_at(reader.word()) - start - clock_cost);
    }
  }
  run.stack_bytes = reader.word();
  return run;
}

}  // namespace bitstill::firmware

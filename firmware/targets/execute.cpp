#include "firmware/targets/execute.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>

#include "configs/support/error.h"
#include "configs/support/progress.h"
#include "firmware/app/exit_codes.h"
#include "firmware/targets/process.h"
#include "firmware/targets/runner_output.h"

namespace bitstill::firmware {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds kQuietTime{2};  // no progress is shown before

// A slow machine emulates some ten million instructions a second; a slow kernel takes ten for a multiply-add.
std::chrono::seconds time_for(const Execution& execution) {
  const auto input_bytes =
      static_cast<int64_t>(fs::file_size(execution.inputs)) / std::max<int64_t>(execution.samples, 1);
  const int64_t work = execution.module.macs + 100 * (input_bytes + execution.module.output_bytes());
  return std::chrono::seconds(60) + std::chrono::seconds(execution.samples * (work / 100'000 + 1) / 10);
}

std::string how_it_ended(const Target& target, const Finished& finished) {
  const int code = finished.exit_code;
  if (code == kPartialSample) return "it got part of a sample; module.json and adapter.h disagree";
  if (code == kWrongLayer) return "its layers ran out of order or in another number than adapter.h says";
  if (code == kCannotWrite) return "its results could not be written; is the disk full?";
  if (code >= kFirstException && code <= kLastException) {
    return fmt::format("the core raised exception {} ({})", code - kFirstException, target.exception_note);
  }
  if (code > 128) return fmt::format("signal {} ended it", code - 128);
  return fmt::format("exit code {} {}", code, finished.text.substr(0, finished.text.find('\n')));
}

}  // namespace

fs::path execute(const Execution& execution, RunnerKind kind) {
  return run_program(execution, kind, Builder(execution.target, execution.module, execution.folder).runner(kind));
}

fs::path run_program(const Execution& execution, RunnerKind kind, const fs::path& program,
                     const std::vector<std::string>& emulator_options) {
  const Target& target = execution.target;
  const fs::path output = program.string() + ".out";
  const int64_t all_bytes = RunnerOutput::size_for(execution.module, kind, execution.samples);

  const auto started = std::chrono::steady_clock::now();
  std::optional<Progress> progress;
  Command command{.words = target.emulator_for(!execution.module.assembly().empty()),
                  .folder = execution.folder,
                  .input = fs::absolute(execution.inputs),
                  .output = output,
                  .time_out = time_for(execution)};
  if (!emulator_options.empty()) {
    command.words.insert(command.words.begin() + 1, emulator_options.begin(), emulator_options.end());
  }
  command.words.push_back(program.string());
  command.while_running = [&] {
    if (std::chrono::steady_clock::now() - started < kQuietTime) return;
    if (!progress) progress.emplace(execution.module.name + " on " + target.name, execution.samples);
    std::error_code not_yet;
    const auto bytes = fs::file_size(output, not_yet);
    if (!not_yet) progress->update(static_cast<int64_t>(bytes) * execution.samples / all_bytes);
  };
  const Finished finished = run_process(command);
  if (finished.timed_out) {
    throw Error(fmt::format("{}: {} did not finish {} samples within {} s; try fewer with --samples", target.name,
                            execution.module.name, execution.samples, command.time_out.count()));
  }
  if (finished.exit_code != 0) {
    throw Error(fmt::format("{}: {} did not run to its end: {}", target.name, execution.module.name,
                            how_it_ended(target, finished)));
  }
  if (progress) progress->update(execution.samples);
  return output;
}

}  // namespace bitstill::firmware

#include "firmware/targets/run_listener.h"

#include "firmware/targets/build.h"
#include "firmware/targets/count.h"
#include "firmware/targets/run_on_samples.h"

namespace bitstill::firmware {

ListenerRun run_listener(const Target& target, const ModuleFolder& module, std::span<const int16_t> recording,
                         const std::filesystem::path& folder) {
  constexpr const char* kWhat = "the listener";
  const std::filesystem::path program = Builder(target, module, folder).listener_runner();
  Target emulated = target;
  emulated.emulator = target.emulator_for(!module.assembly().empty());
  SentBytes sent(run_on_samples(emulated, program, recording, folder, kWhat), kWhat);
  InstructionClock clock(target.clock);
  ListenerRun run;
  const int64_t first_reading = clock.instructions_at(sent.word());
  const int64_t clock_cost = clock.instructions_at(sent.word()) - first_reading;
  while (sent.word() != 0) {
    sent.append_to(run.scores, module.output_bytes());
    const int64_t start = clock.instructions_at(sent.word());
    run.instructions.push_back(clock.instructions_at(sent.word()) - start - clock_cost);
    if (sent.word() == 0) continue;
    detector::Detection detection = {};
    detection.word = static_cast<int32_t>(sent.word());
    detection.score = static_cast<int32_t>(sent.word());
    detection.inference = sent.word();
    run.detections.push_back(detection);
  }
  run.stack_bytes = sent.word();
  return run;
}

}  // namespace bitstill::firmware

#include "firmware/targets/run_features.h"

#include "firmware/targets/build.h"
#include "firmware/targets/count.h"
#include "firmware/targets/run_on_samples.h"

namespace bitstill::firmware {

FeaturesRun run_features(const Target& target, const ModuleFolder& module, const features::Parameters& front_end,
                         std::span<const int16_t> clips, const std::filesystem::path& folder) {
  constexpr const char* kWhat = "the front-end";
  const std::filesystem::path program = Builder(target, module, folder).features_runner();
  SentBytes sent(run_on_samples(target, program, clips, folder, kWhat), kWhat);
  InstructionClock clock(target.clock);
  FeaturesRun run;
  const int64_t first_reading = clock.instructions_at(sent.word());
  const int64_t clock_cost = clock.instructions_at(sent.word()) - first_reading;
  const int64_t count = static_cast<int64_t>(clips.size()) / front_end.clip_samples;
  for (int64_t clip = 0; clip < count; ++clip) {
    sent.append_to(run.whole, front_end.frames() * front_end.coefficients);
    for (int64_t frame = 0; frame < front_end.frames(); ++frame) {
      sent.append_to(run.streamed, front_end.coefficients);
      const int64_t start = clock.instructions_at(sent.word());
      run.instructions.push_back(clock.instructions_at(sent.word()) - start - clock_cost);
    }
  }
  run.stack_bytes = sent.word();
  return run;
}

}  // namespace bitstill::firmware

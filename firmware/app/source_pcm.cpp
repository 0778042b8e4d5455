// To the host go the features of each clip: computed of the whole clip, as the network then reads them, and hop by hop,
// as a microphone would deliver it.
#include "board.h"
#include "exit_codes.h"
#include "features_adapter.h"
#include "hops.h"
#include "source.h"

namespace {

using check::Features;
static_assert(Features::kFrames * Features::kCoefficients == check::kInputBytes, "features are the network's input");

Features features;
int16_t clip[Features::kClipSamples];
int16_t hop[Features::kHopSamples];
int8_t frame[Features::kCoefficients];

}  // namespace

bool source::next(int8_t (&inputs)[check::kInputBytes]) {
  const size_t got = board_read(clip, sizeof(clip));
  if (got == 0) return false;
  if (got != sizeof(clip)) board_exit(kPartialSample);
  features.features_of(clip, inputs);
  board_write(inputs, sizeof(inputs));
  features.reset();
  for (size_t i = 0; i < hops::kHops; ++i) {
    hops::copy(clip, i, hop);
    if (features.push(hop, frame)) board_write(frame, sizeof(frame));
  }
  return true;
}

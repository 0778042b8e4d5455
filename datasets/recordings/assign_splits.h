// Gives every recording its split, and refuses splits that share a speaker.
#pragma once

#include "configs/schema/experiment.h"
#include "datasets/recordings/recording.h"

namespace bitstill::datasets {

// First what config.split names: the manifest's column (set already), the lists or the hash of Speech Commands; `auto`
// is the column where there is one, else the lists where there are, else the hash where names have "_nohash_". Then the
// speakers that the config names. Whatever has no split then, and training's recordings where there is no validation or
// no test yet, is dealt out by the seed, whole speakers or recordings at a time. Throws Error.
void assign_splits(Recordings& recordings, const configs::RecordingsConfig& config, int64_t seed);

// Throws Error naming a speaker who is heard in two splits. The test shares nobody unless config.speakers_may_overlap;
// training and validation may share where a draw keeps only recordings together.
void check_speakers(const Recordings& recordings, const configs::RecordingsConfig& config);

}  // namespace bitstill::datasets

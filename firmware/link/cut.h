// Cuts samples into the frames of one unit, as many in a frame as it and its answer hold.
#pragma once

#include <cstdint>
#include <span>

#include "firmware/link/upload.h"

namespace bitstill::firmware {

// Bytes that a board answers for each inference: the outputs, unless they are too long, and a checksum.
int64_t result_bytes(const BoardIdentity& board);

// How many samples of inputs one unit takes; 1 where a sample does not fit in a frame.
int64_t samples_of_unit(const BoardIdentity& board);

// `inputs`: whole samples, no more than samples_of_unit().
UploadUnit cut_inputs(const BoardIdentity& board, std::span<const uint8_t> inputs, uint32_t position);

// The same, ending with LAYER_DUMP of one stage in the place of RUN; one sample.
UploadUnit cut_dump(const BoardIdentity& board, std::span<const uint8_t> inputs, uint32_t position, uint16_t stage,
                    uint32_t offset);

// How many samples a board takes for one clip: whole hops, the last of them filled up with zeros.
int64_t samples_of_clip(const BoardIdentity& board, int64_t window_samples);

// A clip for FEATURES, `samples` long as samples_of_clip() says once it is filled up; or a whole recording for STREAM,
// from position 0, without what is left of it after its last whole hop.
UploadUnit cut_clip(const BoardIdentity& board, std::span<const int16_t> clip, int64_t samples, uint32_t position);
UploadUnit cut_stream(const BoardIdentity& board, std::span<const int16_t> recording);

}  // namespace bitstill::firmware

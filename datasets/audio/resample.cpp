#include "datasets/audio/resample.h"

#include <fmt/format.h>
#include <samplerate.h>

#include <cmath>

#include "configs/support/error.h"

namespace bitstill::datasets {

std::vector<float> resample(std::span<const float> samples, double ratio, ResampleQuality quality) {
  if (ratio == 1 || samples.empty()) return {samples.begin(), samples.end()};
  // A few more than wanted: the library rounds as it likes.
  constexpr size_t kSpare = 16;
  const auto wanted = static_cast<size_t>(std::ceil(static_cast<double>(samples.size()) * ratio - 1e-6));
  std::vector<float> result(wanted + kSpare);
  const int converter = quality == ResampleQuality::kGood ? SRC_SINC_MEDIUM_QUALITY : SRC_SINC_FASTEST;
  SRC_DATA task{};
  task.data_in = samples.data();
  task.input_frames = static_cast<long>(samples.size());
  task.data_out = result.data();
  task.output_frames = static_cast<long>(result.size());
  task.src_ratio = ratio;
  if (const int error = src_simple(&task, converter, 1); error != 0) {
    throw Error(fmt::format("a recording cannot be resampled by {}: {}", ratio, src_strerror(error)));
  }
  result.resize(wanted);
  return result;
}

}  // namespace bitstill::datasets

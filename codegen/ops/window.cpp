#include "codegen/ops/window.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <vector>

namespace bitstill::codegen::ops {
namespace {

constexpr int64_t kLargestReach = INT16_MAX;  // rows or columns a dilated kernel may span, and of a stride

// How many of `count` numbers first, first + step, ... lie in [0, limit).
int64_t inside(int64_t first, int64_t step, int64_t count, int64_t limit) {
  const int64_t before = first >= 0 ? 0 : (-first + step - 1) / step;  // those below 0
  const int64_t until = first >= limit ? 0 : (limit - first + step - 1) / step;
  return std::max<int64_t>(std::min(until, count) - before, 0);
}

// Taps of one axis inside the image, summed over all places of the window.
int64_t inside_taps(int32_t input, int32_t output, int32_t kernel, int32_t stride, int32_t dilation, int32_t pad) {
  int64_t count = 0;
  if (kernel < output) {
    for (int64_t tap = 0; tap < kernel; ++tap) count += inside(tap * dilation - pad, stride, output, input);
  } else {
    for (int64_t place = 0; place < output; ++place) count += inside(place * stride - pad, dilation, kernel, input);
  }
  return count;
}

struct Axis {
  const char* name;
  int32_t input, output, kernel, stride, dilation;
};

// Padding before the first place; TFLite puts the odd one behind.
int32_t padding_before(const tflite::OperatorView& view, const Axis& axis, tflite::schema::Padding padding) {
  const int64_t reach = int64_t{axis.kernel - 1} * axis.dilation + 1;
  if (reach > kLargestReach || axis.stride > kLargestReach)
    view.refuse(fmt::format("its kernel spans {} of {}; the file is damaged", reach, axis.name));
  const bool same = padding == tflite::schema::Padding::SAME;
  const int64_t expected =
      same ? (int64_t{axis.input} + axis.stride - 1) / axis.stride : (axis.input - reach + axis.stride) / axis.stride;
  if (expected != axis.output || (!same && reach > axis.input)) {
    view.refuse(fmt::format(
        "{} {} does not follow from {} with kernel {}, stride {}, dilation {} and padding {}; the "
        "file is damaged",
        axis.name, axis.output, axis.input, axis.kernel, axis.stride, axis.dilation, same ? "SAME" : "VALID"));
  }
  const int64_t total = (int64_t{axis.output} - 1) * axis.stride + reach - axis.input;
  return static_cast<int32_t>(std::max<int64_t>(total, 0) / 2);
}

}  // namespace

int64_t Window::inside_taps() const {
  return ops::inside_taps(input_height, output_height, kernel_height, stride_height, dilation_height, pad_top) *
         ops::inside_taps(input_width, output_width, kernel_width, stride_width, dilation_width, pad_left);
}

std::string Window::print() const {
  std::string text =
      fmt::format("kernel {}x{}, stride {}x{}", kernel_height, kernel_width, stride_height, stride_width);
  if (dilation_height != 1 || dilation_width != 1)
    text += fmt::format(", dilation {}x{}", dilation_height, dilation_width);
  if (pad_top != 0 || pad_left != 0) text += fmt::format(", padding {} above {} left", pad_top, pad_left);
  return text;
}

WindowRows rows_of(const Window& window, int32_t first, int32_t rows) {
  const int32_t top = first * window.stride_height - window.pad_top;
  const int32_t above = std::max(top, 0);
  WindowRows result{window, int64_t{above} * window.input_width * window.input_channels,
                    int64_t{first} * window.output_width * window.output_channels};
  result.window.input_height -= above;
  result.window.output_height = rows;
  result.window.pad_top = above - top;
  return result;
}

InPlace window_in_place(const Window& window, int32_t output_bytes_per_pixel, int32_t pixels_at_once) {
  const int64_t pixels = int64_t{window.output_height} * window.output_width;
  // The first input byte that any place from `pixel` on still reads; rows overlap, so this is a minimum from the end.
  int64_t still_read = std::numeric_limits<int64_t>::max();
  int64_t lag = 0;
  for (int64_t pixel = pixels - 1; pixel >= 0; --pixel) {
    // Every place before `pixel` may have been written by then, in blocks of pixels_at_once.
    const int64_t row = std::max<int64_t>(pixel / window.output_width * window.stride_height - window.pad_top, 0);
    const int64_t column = std::max<int64_t>(pixel % window.output_width * window.stride_width - window.pad_left, 0);
    still_read = std::min(still_read, (row * window.input_width + column) * window.input_channels);
    if (pixel % pixels_at_once == 0) lag = std::max(lag, pixel * output_bytes_per_pixel - still_read);
  }
  return {lag, false};
}

void expect_16_bits(const tflite::OperatorView& view, const char* what, int64_t value) {
  if (value <= UINT16_MAX) return;
  view.refuse(fmt::format("has {} {}, at most {} are supported; split the layer", value, what, UINT16_MAX));
}

void set_shapes(const tflite::OperatorView& view, int input, int output, tflite::schema::Padding padding,
                Window& window) {
  const Tensor& from = view.graph().tensor(input);
  const Tensor& to = view.graph().tensor(output);
  if (from.shape.size() != 4 || to.shape.size() != 4 || from.shape[0] != to.shape[0]) {
    view.refuse(fmt::format("input {} and output {} are not images [1, height, width, channels]; the file is damaged",
                            describe(from), describe(to)));
  }
  if (from.shape[0] != 1) {
    view.refuse(
        fmt::format("input {} is a batch of {}; export the model with a batch of 1", describe(from), from.shape[0]));
  }
  window.input_height = from.shape[1];
  window.input_width = from.shape[2];
  window.input_channels = from.shape[3];
  window.output_height = to.shape[1];
  window.output_width = to.shape[2];
  window.output_channels = to.shape[3];
  window.pad_top = padding_before(view,
                                  {"height", window.input_height, window.output_height, window.kernel_height,
                                   window.stride_height, window.dilation_height},
                                  padding);
  window.pad_left = padding_before(view,
                                   {"width", window.input_width, window.output_width, window.kernel_width,
                                    window.stride_width, window.dilation_width},
                                   padding);
}

}  // namespace bitstill::codegen::ops

// The window of a convolution or a pool as it moves over an image [height, width, channels].
#pragma once

#include <cstdint>
#include <string>

#include "codegen/tflite/operator_view.h"

namespace bitstill::codegen::ops {

struct Window {
  int32_t input_height = 1, input_width = 1, input_channels = 1;
  int32_t output_height = 1, output_width = 1, output_channels = 1;
  int32_t kernel_height = 1, kernel_width = 1;
  int32_t stride_height = 1, stride_width = 1;
  int32_t dilation_height = 1, dilation_width = 1;
  int32_t pad_top = 0, pad_left = 0;  // rows and columns of the first window that lie outside the image

  // Taps inside the image, summed over all places of the window.
  int64_t inside_taps() const;
  // "kernel 3x3, stride 2x2, padding 0 above 0 left, dilation 1x1"; what is 1 or 0 throughout is left out.
  std::string print() const;
};

// Rows of the output as a layer of their own, and what it begins with.
struct WindowRows {
  Window window;
  int64_t input_bytes = 0;   // of the image above its first row
  int64_t output_bytes = 0;  // of the rows above
};

// `rows` of them from `first` on.
WindowRows rows_of(const Window& window, int32_t first, int32_t rows);

// Whether, and after what lag, an output of `output_bytes_per_pixel` may be written over the input while the window
// moves along it row by row, `pixels_at_once` pixels read before they are written.
InPlace window_in_place(const Window& window, int32_t output_bytes_per_pixel, int32_t pixels_at_once);

// Fills shapes and padding of `window`, whose kernel, strides and dilations are set, from image tensors
// [1, height, width, channels]; refuses other shapes, and an output size that does not follow from the input's.
void set_shapes(const tflite::OperatorView& view, int input, int output, tflite::schema::Padding padding,
                Window& window);

// Refuses what does not fit the 16 bits a kernel has for it: "input channels", 70000.
void expect_16_bits(const tflite::OperatorView& view, const char* what, int64_t value);

// The fields that all options of windows have.
template <class Options>
void set_strides(const tflite::OperatorView& view, const Options& options, Window& window) {
  window.stride_height = options.stride_h();
  window.stride_width = options.stride_w();
  if (window.stride_height < 1 || window.stride_width < 1) view.refuse("has a stride below 1; the file is damaged");
}

template <class Options>
void set_dilations(const tflite::OperatorView& view, const Options& options, Window& window) {
  window.dilation_height = options.dilation_h_factor();
  window.dilation_width = options.dilation_w_factor();
  if (window.dilation_height < 1 || window.dilation_width < 1) {
    view.refuse("has a dilation below 1; the file is damaged");
  }
}

}  // namespace bitstill::codegen::ops

// Depthwise convolution: output[y][x][c] = clamp(scale[c] * (bias[c] + weights[c] . patch of one input channel) + zero
// point).
//
// One channel is computed from top to bottom before the next. The rows under the window are held in a ring, widened to
// int16 and with the padding around them, so that no tap asks where the image ends; and since a row is in the ring
// before its place is needed for the output, the output may lie over the input, exactly, or behind a lag (in_place).
// Padding is the input's zero point; what the zero point adds to a sum is folded into the bias.
#pragma once

#include "codegen/arithmetic/rounding.h"
#include "codegen/arithmetic/settle.h"

namespace bitstill::ops {

struct DepthwiseConv2D {
  int32_t input_height, input_width;
  int32_t output_height, output_width;
  uint16_t input_channels;
  uint16_t depth_multiplier;       // output channels of one input channel
  uint16_t ring_rows, row_length;  // rows under the window, and the columns of all its places
  int16_t kernel_height, kernel_width;
  int16_t stride_height, stride_width;
  int16_t dilation_height, dilation_width;
  int16_t pad_top, pad_left;
  int16_t input_zero_point;
  int16_t output_zero_point;
  int16_t minimum;  // the fused activation, on the output's grid
  int16_t maximum;
};

// The rows of one channel under the window.
class RowRing {
 public:
  RowRing(const DepthwiseConv2D& layer, int16_t* rows) noexcept : layer_(layer), rows_(rows) {}

  // Forgets everything; the next row is the first one of the padding.
  void restart() noexcept {
    next_ = -layer_.pad_top;
    slot_ = 0;
    const int32_t values = layer_.ring_rows * layer_.row_length;
    for (int32_t i = 0; i < values; ++i) rows_[i] = layer_.input_zero_point;
  }

  // Takes in rows of the image's channel, which begins at `channel`, up to row `last`.
  void load_up_to(int32_t last, const int8_t* channel) noexcept {
    for (; next_ <= last; ++next_) {
      load(channel);
      if (++slot_ == layer_.ring_rows) slot_ = 0;
    }
  }

  const int16_t* end() const noexcept { return rows_ + layer_.ring_rows * layer_.row_length; }

  // The `row`-th of the rows under the window, counted from above.
  const int16_t* row(int32_t row) const noexcept {
    int32_t slot = slot_ + row;
    if (slot >= layer_.ring_rows) slot -= layer_.ring_rows;
    return rows_ + slot * layer_.row_length;
  }

 private:
  void load(const int8_t* channel) noexcept {
    int16_t* to = rows_ + slot_ * layer_.row_length + layer_.pad_left;
    int32_t columns = layer_.row_length - layer_.pad_left;
    if (columns > layer_.input_width) columns = layer_.input_width;
    if (next_ < 0 || next_ >= layer_.input_height) {
      const int16_t padding = layer_.input_zero_point;
      for (; columns > 0; --columns) *to++ = padding;
      return;
    }
    const int32_t step = layer_.input_channels;
    const int8_t* from = channel + next_ * layer_.input_width * step;
    for (; columns > 0; --columns, from += step) *to++ = *from;
  }

  const DepthwiseConv2D& layer_;
  int16_t* rows_;
  int32_t next_ = 0;  // row of the image that comes next
  int32_t slot_ = 0;  // where it goes; also the oldest row's place
};

inline int8_t depthwise_conv_2d_output(const DepthwiseConv2D& layer, arithmetic::Scale scale, int32_t sum) noexcept {
  const int32_t value = arithmetic::multiply(sum, scale) + layer.output_zero_point;
  return static_cast<int8_t>(arithmetic::clamp(value, layer.minimum, layer.maximum));
}

// One row of one output channel, for kernels of any size. `output` is advanced by `step` from pixel to pixel. Not
// inlined, so that its loops have all registers to themselves.
struct AnyKernel {
  [[gnu::noinline]] static void row(const DepthwiseConv2D& layer, const RowRing& ring, const int8_t* weights,
                                    int32_t bias, arithmetic::Scale scale, int8_t* output, int32_t step) noexcept {
    const int16_t* const ring_end = ring.end();
    const int32_t ring_size = layer.ring_rows * layer.row_length;
    const int32_t next_row = layer.dilation_height * layer.row_length;
    const int32_t next_tap = layer.dilation_width;
    const int16_t* first = ring.row(0);
    for (int32_t x = layer.output_width; x > 0; --x, output += step, first += layer.stride_width) {
      int32_t sum = bias;
      const int8_t* weight = weights;
      const int16_t* row = first;
      for (int32_t ky = layer.kernel_height; ky > 0; --ky) {
        const int16_t* tap = row;
        for (int32_t kx = layer.kernel_width; kx > 0; --kx, tap += next_tap) sum += *tap * *weight++;
        row += next_row;
        if (row >= ring_end) row -= ring_size;
      }
      *output = depthwise_conv_2d_output(layer, scale, sum);
    }
  }
};

// The same for the usual kernel, without dilation in its rows; its nine products are written out. Not inlined, so that
// its loop has all registers to itself.
struct ThreeByThree {
  [[gnu::noinline]] static void row(const DepthwiseConv2D& layer, const RowRing& ring, const int8_t* weights,
                                    int32_t bias, arithmetic::Scale scale, int8_t* output, int32_t step) noexcept {
    const int32_t w00 = weights[0], w01 = weights[1], w02 = weights[2];
    const int32_t w10 = weights[3], w11 = weights[4], w12 = weights[5];
    const int32_t w20 = weights[6], w21 = weights[7], w22 = weights[8];
    const int16_t* above = ring.row(0);
    const int16_t* middle = ring.row(layer.dilation_height);
    const int16_t* below = ring.row(2 * layer.dilation_height);
    for (int32_t x = layer.output_width; x > 0; --x, output += step) {
      int32_t sum = bias + above[0] * w00 + above[1] * w01 + above[2] * w02;
      arithmetic::settle(sum);
      sum += middle[0] * w10 + middle[1] * w11 + middle[2] * w12;
      arithmetic::settle(sum);
      sum += below[0] * w20 + below[1] * w21 + below[2] * w22;
      *output = depthwise_conv_2d_output(layer, scale, sum);
      above += layer.stride_width;
      middle += layer.stride_width;
      below += layer.stride_width;
    }
  }
};

// `rows` has room for ring_rows * row_length values; weights are [output channel][kernel height][kernel width]; Scales
// is indexed by output channel.
template <class Kernel, class Scales>
void depthwise_conv_2d(const DepthwiseConv2D& layer, const int8_t* input, const int8_t* weights, const int32_t* bias,
                       Scales scales, int16_t* rows, int8_t* output) noexcept {
  const int32_t taps = layer.kernel_height * layer.kernel_width;
  const int32_t output_channels = layer.input_channels * layer.depth_multiplier;
  RowRing ring(layer, rows);
  int32_t channel = 0;
  for (int32_t input_channel = 0; input_channel < layer.input_channels; ++input_channel) {
    ring.restart();
    int32_t below = layer.ring_rows - 1 - layer.pad_top;
    int8_t* row = output + channel;
    for (int32_t y = 0; y < layer.output_height; ++y) {
      ring.load_up_to(below, input + input_channel);
      for (int32_t i = 0; i < layer.depth_multiplier; ++i) {
        Kernel::row(layer, ring, weights + (channel + i) * taps, bias[channel + i], scales[channel + i], row + i,
                    output_channels);
      }
      row += layer.output_width * output_channels;
      below += layer.stride_height;
    }
    channel += layer.depth_multiplier;
  }
}

}  // namespace bitstill::ops

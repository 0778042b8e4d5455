// What the ESP32's kernels of depthwise convolution have in common: the layer, and the strip of widened rows from which
// they compute.
//
// A group of channels is computed at a time. A strip of the image's rows, as many as `strip_outputs` rows of outputs
// need, is widened to 16 bits and parted into its channels first, with the padding around it: a word of the strip holds
// two neighbouring columns of one channel, the words beside it the same of the group's other channels; behind them
// comes the next row, and a pitch further the next two columns. Four channels are widened together: a word load brings
// a byte of each, and masks part them.
//
// Values are in the upper halves of their 16 bits: times 256, and so are sums and biases (requantize.h). Padding is the
// input's zero point; what the zero point adds to a sum is folded into the bias. Strips overlap, and what the next one
// needs of a strip stays in memory: since no byte of the image is read after its row's outputs are written, the output
// may lie over the input as it may for the portable kernel.
#pragma once

#include "codegen/esp32/instructions.h"
#include "codegen/esp32/requantize.h"

namespace bitstill::ops {

struct DepthwiseConv2DEsp32 {
  int32_t input_height, input_width;
  int32_t output_height, output_width;
  uint16_t input_channels, output_channels;  // bytes of a pixel
  uint16_t computed_channels;                // of the input
  uint16_t depth_multiplier;                 // outputs computed from each
  uint16_t group_channels;                   // 4, or 1
  uint16_t strip_outputs, strip_rows;        // rows
  uint16_t strip_words;                      // columns of words, two columns of the image each
  int16_t kernel_height, kernel_width;
  int16_t stride_height, stride_width;
  int16_t pad_top, pad_left;
  int16_t input_zero_point;
  int16_t output_zero_point;
  int16_t minimum;  // the fused activation, on the output's grid
  int16_t maximum;
};

// What all channels of a strip have in common. The assembly knows the order of the fields.
struct DepthwiseRows {
  int32_t pitch;         // bytes from a word to that of the next two columns
  int32_t step;          // bytes from pixel to pixel of the output
  int32_t width;         // outputs in a row
  int32_t output_bytes;  // of all rows
  int32_t zero_point_and_half;
  int32_t minimum;
  int32_t maximum;
};

// Rows and columns of the image that are widened. The assembly knows the order of the fields.
struct DepthwiseColumns {
  const int8_t* image;
  int16_t* strip;
  int32_t rows, row_bytes;
  int32_t columns, step;  // bytes from pixel to pixel
  int32_t pitch;
};

// One channel, byte by byte; its words are `row_halves` halves apart.
[[gnu::noinline]] inline void widen_channel(const DepthwiseColumns& columns, int32_t row_halves) noexcept {
  const int8_t* image = columns.image;
  int16_t* strip = columns.strip;
  int32_t next = 1;  // an upper half, and then the next word's lower one
  if ((reinterpret_cast<uintptr_t>(strip) & 2) != 0) next = columns.pitch / 2 - next;
  for (int32_t i = columns.columns; i > 0; --i, image += columns.step) {
    const int8_t* from = image;
    int16_t* to = strip;
    for (int32_t row = columns.rows; row > 0; --row, from += columns.row_bytes, to += row_halves)
      *to = static_cast<int16_t>(*from * 256);
    strip += next;
    next = columns.pitch / 2 - next;
  }
}

#if BITSTILL_MAC16
// Four channels of whole words.
extern "C" void bitstill_esp32_depthwise_widen(const DepthwiseColumns* columns);
inline void widen_four_channels(const DepthwiseColumns& columns) noexcept { bitstill_esp32_depthwise_widen(&columns); }
#else
inline void widen_four_channels(DepthwiseColumns columns) noexcept {
  for (int32_t channel = 0; channel < 4; ++channel, ++columns.image, columns.strip += 2) widen_channel(columns, 8);
}
#endif

// Two halves of a strip at once.
using DepthwiseWord [[gnu::may_alias]] = uint32_t;

class DepthwiseStrip {
 public:
  DepthwiseStrip(const DepthwiseConv2DEsp32& layer, int16_t* values) noexcept
      : layer_(layer),
        values_(values),
        row_halves_(2 * layer.group_channels),
        column_halves_(layer.strip_rows * row_halves_) {
    fill_rows(0, layer.strip_rows);
  }

  int32_t pitch() const noexcept { return 2 * column_halves_; }
  int16_t* end() const noexcept { return values_ + layer_.strip_words * column_halves_; }

  // Rows of padding.
  void fill_rows(int32_t first, int32_t rows) const noexcept {
    const uint32_t padding = (static_cast<uint32_t>(layer_.input_zero_point) & 0xff) * 0x01000100;
    int16_t* column = values_ + first * row_halves_;
    for (int32_t i = layer_.strip_words; i > 0; --i, column += column_halves_) {
      auto* to = reinterpret_cast<DepthwiseWord*>(column);
      for (int32_t words = rows * layer_.group_channels; words > 0; --words) *to++ = padding;
    }
  }

  // The last `kept` rows of the `used` ones become the first.
  void keep_rows(int32_t used, int32_t kept) const noexcept {
    int16_t* column = values_;
    for (int32_t i = layer_.strip_words; i > 0; --i, column += column_halves_) {
      const auto* from = reinterpret_cast<const DepthwiseWord*>(column + (used - kept) * row_halves_);
      auto* to = reinterpret_cast<DepthwiseWord*>(column);
      for (int32_t words = kept * layer_.group_channels; words > 0; --words) *to++ = *from++;
    }
  }

  // Rows of the image, whose group of channels begins at `image`; the columns of padding beside them are left alone.
  void widen_rows(const int8_t* image, int32_t channels, int32_t first, int32_t rows) const noexcept {
    const int32_t room = 2 * layer_.strip_words - layer_.pad_left;
    DepthwiseColumns columns = {};
    columns.image = image;
    columns.strip = values_ + first * row_halves_ + (layer_.pad_left >> 1) * column_halves_ + (layer_.pad_left & 1);
    columns.rows = rows;
    columns.row_bytes = layer_.input_width * layer_.input_channels;
    columns.columns = room < layer_.input_width ? room : layer_.input_width;
    columns.step = layer_.input_channels;
    columns.pitch = pitch();
    if (channels == 4 && layer_.input_channels % 4 == 0) {
      widen_four_channels(columns);
      return;
    }
    for (; channels > 0; --channels, ++columns.image, columns.strip += 2) widen_channel(columns, row_halves_);
  }

 private:
  const DepthwiseConv2DEsp32& layer_;
  int16_t* const values_;
  const int32_t row_halves_;
  const int32_t column_halves_;
};

// Group after group, strip after strip: compute(rows, first input channel of the group, its channels, output), where
// the output's rows belong to input channel 0.
template <class Compute>
void for_each_strip(const DepthwiseConv2DEsp32& layer, const DepthwiseStrip& strip, const int8_t* input, int8_t* output,
                    Compute&& compute) noexcept {
  DepthwiseRows rows = {strip.pitch(), layer.output_channels, layer.output_width, 0, 2 * layer.output_zero_point + 1,
                        layer.minimum, layer.maximum};
  const int32_t input_row = layer.input_width * layer.input_channels;
  const int32_t output_row = layer.output_width * layer.output_channels;
  const bool whole = layer.strip_outputs >= layer.output_height;  // then the padding around the image stays where it is
  for (int32_t group = 0; group < layer.computed_channels; group += layer.group_channels) {
    const int32_t left = layer.computed_channels - group;
    const int32_t channels = left < layer.group_channels ? left : layer.group_channels;
    const int8_t* image = input + group;
    int32_t image_rows = layer.input_height;  // still to come
    int8_t* place = output;
    int32_t held = layer.pad_top;
    if (!whole) strip.fill_rows(0, held);
    for (int32_t height = layer.output_height;;) {
      const int32_t outputs = height < layer.strip_outputs ? height : layer.strip_outputs;
      const int32_t needed = (outputs - 1) * layer.stride_height + layer.kernel_height;
      int32_t fresh = needed - held < image_rows ? needed - held : image_rows;
      strip.widen_rows(image, channels, held, fresh);
      if (!whole) strip.fill_rows(held + fresh, needed - held - fresh);
      rows.output_bytes = outputs * output_row;
      compute(rows, group, channels, place);
      height -= outputs;
      if (height == 0) break;
      place += rows.output_bytes;
      held = layer.kernel_height - layer.stride_height;
      if (held < 0) {  // rows between two windows are in none
        fresh = fresh - held < image_rows ? fresh - held : image_rows;
        held = 0;
      }
      image += fresh * input_row;
      image_rows -= fresh;
      strip.keep_rows(needed, held);
    }
  }
}

}  // namespace bitstill::ops

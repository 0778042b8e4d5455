// The largest sums that the ESP32's kernels are trusted with: weights of 127 against inputs 255 away from their zero
// point, and a bias that leaves exactly one unit below 2^23, upwards and downwards; as C++ and as assembly.
#include <gmock/gmock.h>

#include "tests/codegen/models.h"
#include "tests/modules/named_target.h"
#include "tests/shared.h"
#include "tests/support/module_batch.h"

namespace bitstill::tests {
namespace {

constexpr int32_t kInputs = 256;
constexpr int32_t kOutputs = 5;
constexpr int32_t kBias = (1 << 23) - 1 - kInputs * 255 * 127;
constexpr float kWeightScale = 1.0F / 127;

struct Corner {
  int32_t input_zero_point;  // -128 or 127: inputs reach 255 to one side
  int32_t output_zero_point;
  float output_scale;  // of sums around 2^23, in units of the input's scale times that of the weights
};

// Rows of 127 and of -127 in turn, each with the bias that goes the same way.
std::vector<uint8_t> model(const Corner& corner, bool convolution) {
  const int32_t away = corner.input_zero_point == -128 ? 1 : -1;
  std::vector<int8_t> w;
  std::vector<int32_t> b;
  for (int32_t row = 0; row < kOutputs; ++row) {
    const int32_t sign = row % 2 == 0 ? 1 : -1;
    w.insert(w.end(), kInputs, static_cast<int8_t>(127 * sign));
    b.push_back(kBias * sign * away);
  }
  Tensor filters = weights(w, kOutputs, {kWeightScale});
  if (convolution) filters.shape = {kOutputs, 1, 1, kInputs};
  const std::vector<int32_t> in =
      convolution ? std::vector<int32_t>{1, 2, 3, kInputs} : std::vector<int32_t>{1, kInputs};
  const std::vector<int32_t> out =
      convolution ? std::vector<int32_t>{1, 2, 3, kOutputs} : std::vector<int32_t>{1, kOutputs};
  ModelWriter writer;
  const int input = writer.add_tensor(activation("input", in, 1, corner.input_zero_point));
  const int w_index = writer.add_tensor(filters);
  const int b_index = writer.add_tensor(bias(b));
  const int output =
      writer.add_tensor(activation("output", out, kWeightScale * corner.output_scale, corner.output_zero_point));
  if (convolution) {
    writer.add_conv_2d(input, w_index, b_index, output, {});
  } else {
    writer.add_fully_connected(input, w_index, b_index, output, Activation::kNone);
  }
  writer.set_inputs({input});
  writer.set_outputs({output});
  return writer.finish();
}

constexpr int32_t kHeight = 7, kWidth = 6, kChannels = 8;

// The same in a window of side * side taps that moves over an image.
std::vector<uint8_t> depthwise_model(const Corner& corner, int32_t side, int32_t stride) {
  const int32_t away = corner.input_zero_point == -128 ? 1 : -1;
  std::vector<int8_t> w;
  std::vector<int32_t> b;
  for (int32_t i = 0; i < side * side * kChannels; ++i) w.push_back(i % 2 == 0 ? 127 : -127);
  for (int32_t channel = 0; channel < kChannels; ++channel)
    b.push_back(((1 << 23) - 1 - side * side * 255 * 127) * (channel % 2 == 0 ? 1 : -1) * away);
  Tensor filters = weights(w, kChannels, {kWeightScale});
  filters.shape = {1, side, side, kChannels};
  ModelWriter writer;
  const int input = writer.add_tensor(activation("input", {1, kHeight, kWidth, kChannels}, 1, corner.input_zero_point));
  const int w_index = writer.add_tensor(filters);
  const int b_index = writer.add_tensor(bias(b));
  const std::vector<int32_t> shape = {1, (kHeight + stride - 1) / stride, (kWidth + stride - 1) / stride, kChannels};
  const int output =
      writer.add_tensor(activation("output", shape, kWeightScale * corner.output_scale, corner.output_zero_point));
  writer.add_depthwise_conv_2d(input, w_index, b_index, output, 1, {.stride_height = stride, .stride_width = stride});
  writer.set_inputs({input});
  writer.set_outputs({output});
  return writer.finish();
}

// All -128, all 127, and one that is random.
std::vector<uint8_t> samples(size_t bytes) {
  std::vector<uint8_t> all(bytes, 0x80);
  all.insert(all.end(), bytes, 0x7f);
  const auto random = Random(9).bytes(bytes);
  all.insert(all.end(), random.begin(), random.end());
  return all;
}

class LargestSums : public testing::TestWithParam<const char*> {};

TEST_P(LargestSums, AreExact) {
  const firmware::Detected found = named_target(GetParam());
  BITSTILL_NEED_TARGET(found);
  ModuleBatch batch(codegen::Target::kEsp32);
  for (const int32_t input_zero_point : {-128, 127}) {
    for (const int32_t output_zero_point : {-128, 0, 127}) {
      // The sum fills the output's range; is a quarter of it (the largest shift); is far beyond it (the smallest).
      for (const float output_scale : {66000.0F, 130000.0F, 4.0F}) {
        const Corner corner = {input_zero_point, output_zero_point, output_scale};
        batch.add({"dense", model(corner, false), samples(kInputs), {}});
        batch.add({"convolution", model(corner, true), samples(6 * kInputs), {}});
        // Coded weights have kernels of their own.
        for (const auto forms : {codegen::Forms::kCodebook, codegen::Forms::kSparse, codegen::Forms::kHuffman}) {
          if (output_zero_point != 0 || output_scale != 66000.0F) continue;
          batch.add({"coded dense", model(corner, false), samples(kInputs), {}, 1, {forms}});
          batch.add({"coded convolution", model(corner, true), samples(6 * kInputs), {}, 1, {forms}});
        }
        for (const int32_t side : {3, 5}) {
          const int32_t stride = output_zero_point == 0 ? 1 : 2;
          batch.add({"depthwise", depthwise_model(corner, side, stride), samples(kHeight * kWidth * kChannels), {}});
        }
      }
    }
  }
  EXPECT_EQ(batch.esp32_layers(), 72U);
  EXPECT_THAT(batch.differences_on({.target = *found.target}), testing::IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Targets, LargestSums, testing::Values("host", "esp32"), target_test_name);

}  // namespace
}  // namespace bitstill::tests

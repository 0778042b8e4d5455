// What is beyond every microcontroller is refused before it costs anything; what is at the limits compiles in seconds.
#include <gmock/gmock.h>

#include "codegen/limits.h"
#include "codegen/tflite/writer.h"
#include "tests/hostile/allocation.h"
#include "tests/hostile/attempt.h"

namespace bitstill::tests {
namespace {

using codegen::Tensor;
using codegen::tflite::ModelWriter;
using codegen::tflite::Unary;
using testing::HasSubstr;

Tensor activation(std::vector<int32_t> shape, float scale, int32_t zero_point) {
  Tensor tensor;
  tensor.name = "t";
  tensor.shape = std::move(shape);
  tensor.quantization = {{scale}, {zero_point}, 0};
  return tensor;
}

Tensor probabilities(std::vector<int32_t> shape) { return activation(std::move(shape), 1.0F / 256, -128); }

// Softmax of softmax of ...: operators that no pass takes out.
std::vector<uint8_t> chain(size_t operators) {
  ModelWriter writer;
  int last = writer.add_tensor(probabilities({1, 2}));
  writer.set_inputs({last});
  for (size_t i = 0; i < operators; ++i) {
    const int next = writer.add_tensor(probabilities({1, 2}));
    writer.add_softmax(last, next);
    last = next;
  }
  writer.set_outputs({last});
  return writer.finish();
}

TEST(Limits, TheLongestGraphCompiles) { EXPECT_EQ(attempt(chain(codegen::kMostOperators)), ""); }

TEST(Limits, ALongerGraphIsRefused) {
  EXPECT_EQ(attempt(chain(codegen::kMostOperators + 1)),
            "hostile.tflite: has 2049 operators, at most 2048 are supported");
}

TEST(Limits, ATensorLargerThanAnyArena) {
  ModelWriter writer;
  const int in = writer.add_tensor(activation({1, 1 << 26, 2}, 0.1F, 0));
  const int out = writer.add_tensor(activation({1, 1 << 26, 2}, 1.0F / 128, 0));
  writer.add_unary(Unary::kTanh, in, out);
  writer.set_inputs({in});
  writer.set_outputs({out});
  const AllocationPeak peak;
  EXPECT_EQ(attempt(writer.finish()),
            "hostile.tflite: tensor t0 't' is larger than 64 MiB; no microcontroller holds it");
  EXPECT_LT(peak.bytes(), 1 << 20);
}

TEST(Limits, TensorsThatTogetherAreLargerThanAnyArena) {
  ModelWriter writer;
  std::vector<int> tensors;
  for (int i = 0; i < 3; ++i) tensors.push_back(writer.add_tensor(probabilities({1, 40 << 16, 16})));
  writer.add_softmax(tensors[0], tensors[1]);
  writer.add_softmax(tensors[0], tensors[2]);
  writer.set_inputs({tensors[0]});
  writer.set_outputs({tensors[1], tensors[2]});
  const AllocationPeak peak;
  EXPECT_THAT(attempt(writer.finish()),
              HasSubstr("hostile.tflite: the arena would take 83886080 bytes, more than 64 MiB; no microcontroller "
                        "holds it"));
  EXPECT_LT(peak.bytes(), 1 << 20);
}

TEST(Limits, MoreWorkThanAnyMicrocontrollerDoes) {
  ModelWriter writer;
  const int in = writer.add_tensor(activation({1, 4000, 4000, 1}, 0.1F, 0));
  Tensor filter = activation({1, 30, 30, 1}, 0.1F, 0);
  filter.constant = true;
  filter.data.assign(900, 1);
  const int weights = writer.add_tensor(filter);
  const int out = writer.add_tensor(activation({1, 4000, 4000, 1}, 0.1F, 0));
  writer.add_conv_2d(in, weights, -1, out, {});
  writer.set_inputs({in});
  writer.set_outputs({out});
  EXPECT_EQ(attempt(writer.finish()),
            "hostile.tflite: one inference takes more than 10000000000 multiply-adds; no microcontroller computes them "
            "in time");
}

}  // namespace
}  // namespace bitstill::tests

// What the reader refuses, and the sentence it says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "configs/support/error.h"
#include "configs/support/files.h"
#include "schema_generated.h"
#include "tests/codegen/models.h"
#include "tests/shared.h"

namespace bitstill::codegen {
namespace {

using tests::activation;
using tests::ModelWriter;

std::string refusal(const std::vector<uint8_t>& artifact) {
  try {
    tests::read(artifact);
  } catch (const Error& error) {
    return error.what();
  }
  return "was read";
}

std::string refusal_of(const std::function<void(ModelWriter&, int input, int output)>& build, Tensor input,
                       Tensor output) {
  ModelWriter writer;
  const int in = writer.add_tensor(input);
  const int out = writer.add_tensor(output);
  build(writer, in, out);
  writer.set_inputs({in});
  writer.set_outputs({out});
  return refusal(writer.finish());
}

TEST(Refusals, NotAModelAtAll) {
  EXPECT_EQ(refusal({1, 2, 3}), "test.tflite: is not a .tflite file (the identifier TFL3 is missing at byte 4)");
}

TEST(Refusals, FloatModelsAreToldHowToConvert) {
  Tensor input = activation("x", {1, 4}, 0.1F, 0);
  input.type = ElementType::kFloat32;
  const std::string said =
      refusal_of([](ModelWriter& w, int in, int out) { w.add_unary(codegen::tflite::Unary::kTanh, in, out); }, input,
                 activation("y", {1, 4}, 1.0F / 128, 0));
  EXPECT_THAT(said, testing::HasSubstr("tensor t0 'x' is FLOAT32, INT8 was expected; convert the model with "
                                       "full-integer int8 quantisation"));
}

TEST(Refusals, HybridWeights) {
  ModelWriter writer;
  const int in = writer.add_tensor(activation("x", {1, 4}, 0.1F, 0));
  Tensor float_weights = activation("w", {2, 4}, 1, 0);
  float_weights.type = ElementType::kFloat32;
  float_weights.constant = true;
  float_weights.data.assign(32, 0);
  const int w = writer.add_tensor(float_weights);
  const int b = writer.add_tensor(tests::bias({0, 0}));
  const int out = writer.add_tensor(activation("y", {1, 2}, 0.1F, 0));
  writer.add_fully_connected(in, w, b, out, tests::Activation::kNone);
  writer.set_inputs({in});
  writer.set_outputs({out});
  EXPECT_EQ(
      refusal(writer.finish()),
      "test.tflite: operator 0 (FULLY_CONNECTED): weights t1 'w' are FLOAT32 while the input is INT8; convert the "
      "model with full-integer int8 quantisation");
}

TEST(Refusals, SoftmaxOnAnotherGrid) {
  EXPECT_THAT(
      refusal_of([](ModelWriter& w, int in, int out) { w.add_softmax(in, out); }, activation("x", {1, 4}, 0.1F, 0),
                 activation("y", {1, 4}, 0.01F, -128)),
      testing::HasSubstr("operator 0 (SOFTMAX): output int8[1, 4] scale 0.00999999978 zero point -128 must have "
                         "scale 1/256 and zero point -128"));
}

TEST(Refusals, ReshapeThatLosesValues) {
  EXPECT_THAT(refusal_of([](ModelWriter& w, int in, int out) { w.add_reshape(in, out); },
                         activation("x", {1, 4}, 0.1F, 0), activation("y", {1, 3}, 0.1F, 0)),
              testing::HasSubstr("hold different numbers of values"));
}

TEST(Refusals, LogisticWithAnotherZeroPoint) {
  EXPECT_THAT(
      refusal_of([](ModelWriter& w, int in, int out) { w.add_unary(codegen::tflite::Unary::kLogistic, in, out); },
                 activation("x", {1, 4}, 0.1F, 0), activation("y", {1, 4}, 1.0F / 256, 0)),
      testing::HasSubstr("output zero point 0, -128 was expected"));
}

TEST(Refusals, OutputsThatAreInputs) {
  ModelWriter writer;
  const int in = writer.add_tensor(activation("x", {1, 4}, 0.1F, 0));
  const int out = writer.add_tensor(activation("y", {1, 4}, 1.0F / 128, 0));
  writer.add_unary(codegen::tflite::Unary::kTanh, in, out);
  writer.set_inputs({in});
  writer.set_outputs({out, in});
  EXPECT_EQ(refusal(writer.finish()),
            "test.tflite: output tensor t0 'x' is also an input; a module must compute its outputs");
}

TEST(Refusals, SoftmaxDeeperThanItsSumHolds) {
  const auto softmax = [](ModelWriter& w, int in, int out) { w.add_softmax(in, out); };
  EXPECT_EQ(refusal_of(softmax, activation("x", {1, 511}, 0.1F, 0), activation("y", {1, 511}, 1.0F / 256, -128)),
            "was read");
  EXPECT_THAT(refusal_of(softmax, activation("x", {1, 512}, 0.1F, 0), activation("y", {1, 512}, 1.0F / 256, -128)),
              testing::HasSubstr("its last axis has 512 values, at most 511 are supported"));
}

TEST(Refusals, AccumulatorsThatCanOverflow) {
  ModelWriter writer;
  const int in = writer.add_tensor(activation("x", {1, 1}, 0.1F, 0));
  const int w = writer.add_tensor(tests::weights({127}, 1, {0.1F}));
  const int b = writer.add_tensor(tests::bias({INT32_MAX - 10}));
  const int out = writer.add_tensor(activation("y", {1, 1}, 0.1F, 0));
  writer.add_fully_connected(in, w, b, out, tests::Activation::kNone);
  writer.set_inputs({in});
  writer.set_outputs({out});
  EXPECT_THAT(refusal(writer.finish()), testing::HasSubstr("output 0 can reach 2147516022 in its accumulator"));
}

TEST(Refusals, DimensionsThatAreNotFixed) {
  EXPECT_THAT(refusal_of([](ModelWriter& w, int in, int out) { w.add_unary(codegen::tflite::Unary::kTanh, in, out); },
                         activation("x", {-1, 4}, 0.1F, 0), activation("y", {1, 4}, 1.0F / 128, 0)),
              testing::HasSubstr("tensor t0 'x' has dimension -1; export the model with a fixed batch"));
}

TEST(Refusals, OperatorsWeDoNotHaveAreNamedWithTheirTensor) {
  const auto model = codegen::tflite::schema::UnPackModel(tests::chain_model().data());
  for (auto& code : model->operator_codes) {
    if (code->builtin_code != codegen::tflite::schema::BuiltinOperator::LOGISTIC) continue;
    code->builtin_code = codegen::tflite::schema::BuiltinOperator::CUMSUM;
    code->deprecated_builtin_code = 127;
  }
  flatbuffers::FlatBufferBuilder builder;
  codegen::tflite::schema::FinishModelBuffer(builder, codegen::tflite::schema::Model::Pack(builder, model.get()));
  const std::string said = refusal({builder.GetBufferPointer(), builder.GetBufferPointer() + builder.GetSize()});
  EXPECT_THAT(said, testing::StartsWith("test.tflite: operator 2 (CUMSUM): computes tensor t5 'squashed', but bitstill "
                                        "has no such operator; it has "));
  EXPECT_THAT(said, testing::HasSubstr("CONV_2D"));
}

}  // namespace
}  // namespace bitstill::codegen

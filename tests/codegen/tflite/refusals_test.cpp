// What the reader refuses, and the sentence it says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
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

std::string refusal_of_pair(codegen::tflite::Binary function, const Tensor& a, const Tensor& b, const Tensor& output) {
  ModelWriter writer;
  const int first = writer.add_tensor(a);
  const int second = writer.add_tensor(b);
  const int out = writer.add_tensor(output);
  writer.add_binary(function, first, second, out);
  writer.set_inputs({a.constant ? second : first});
  writer.set_outputs({out});
  return refusal(writer.finish());
}

TEST(Refusals, ShapesThatDoNotBroadcast) {
  EXPECT_EQ(refusal_of_pair(codegen::tflite::Binary::kAdd, activation("a", {2, 3}, 1, 0), activation("b", {2, 2}, 1, 0),
                            activation("y", {2, 3}, 1, 0)),
            "test.tflite: operator 0 (ADD): int8[2, 3] scale 1 zero point 0 and int8[2, 2] scale 1 zero point 0 do not "
            "broadcast to int8[2, 3] scale 1 zero point 0; the file is damaged");
  EXPECT_THAT(refusal_of_pair(codegen::tflite::Binary::kMul, activation("a", {2, 1}, 1, 0),
                              activation("b", {1, 1}, 1, 0), activation("y", {2, 3}, 1, 0)),
              testing::HasSubstr("do not broadcast to"));
}

TEST(Refusals, BroadcastingAlongMoreAxesThanTheKernelHas) {
  EXPECT_THAT(refusal_of_pair(codegen::tflite::Binary::kSub, activation("a", {2, 1, 2, 1, 2}, 1, 0),
                              activation("b", {1, 2, 1, 2, 1}, 1, 0), activation("y", {2, 2, 2, 2, 2}, 1, 0)),
              testing::HasSubstr("along 5 separate axes, at most 4 are supported; reshape them first"));
}

TEST(Refusals, SumsAndProductsOnGridsTooFine) {
  const Tensor x = activation("x", {2}, 1000, 0);
  for (const auto function : {codegen::tflite::Binary::kAdd, codegen::tflite::Binary::kSub}) {
    EXPECT_THAT(refusal_of_pair(function, x, x, activation("y", {2}, 1e-4F, 0)),
                testing::HasSubstr("is less than 2^-19 of its larger input scale; the file is damaged"));
  }
  EXPECT_THAT(refusal_of_pair(codegen::tflite::Binary::kMul, x, x, activation("y", {2}, 1, 0)),
              testing::HasSubstr("its scale factor 1000000 is beyond 2^13; the file is damaged"));
}

TEST(Refusals, RawComparisonsAcrossGrids) {
  for (const auto function : {codegen::tflite::Binary::kMaximum, codegen::tflite::Binary::kMinimum}) {
    EXPECT_THAT(
        refusal_of_pair(function, activation("a", {2}, 1, 0), activation("b", {2}, 1, 1), activation("y", {2}, 1, 0)),
        testing::HasSubstr("are quantised differently; convert the model again"));
  }
  EXPECT_THAT(refusal_of([](ModelWriter& w, int in, int out) { w.add_unary(codegen::tflite::Unary::kRelu6, in, out); },
                         activation("x", {1, 4}, 0.1F, 0), activation("y", {1, 4}, 0.2F, 0)),
              testing::HasSubstr("are quantised differently; convert the model again"));
}

TEST(Refusals, FactorsOfOneInputBeyondItsBits) {
  const Tensor x = activation("x", {1, 4}, 1e6F, 0);
  const Tensor y = activation("y", {1, 4}, 0.01F, 0);
  for (const auto function : {codegen::tflite::Unary::kRelu, codegen::tflite::Unary::kQuantize}) {
    EXPECT_THAT(refusal_of([&](ModelWriter& w, int in, int out) { w.add_unary(function, in, out); }, x, y),
                testing::HasSubstr("is beyond 2^23; the file is damaged"));
  }
  EXPECT_THAT(refusal_of([](ModelWriter& w, int in, int out) { w.add_leaky_relu(in, out, 1e30F); },
                         activation("x", {1, 4}, 1, 0), activation("y", {1, 4}, 1, 0)),
              testing::HasSubstr("is beyond 2^23; the file is damaged"));
  EXPECT_THAT(refusal_of([](ModelWriter& w, int in, int out) { w.add_leaky_relu(in, out, NAN); },
                         activation("x", {1, 4}, 1, 0), activation("y", {1, 4}, 1, 0)),
              testing::HasSubstr("its alpha is nan; the file is damaged"));
}

TEST(Refusals, PreluWhoseSlopesAreLargerThanItsInput) {
  ModelWriter writer;
  const int in = writer.add_tensor(activation("x", {1, 2}, 1, 0));
  Tensor slopes = activation("alpha", {3, 2}, 1, 0);
  slopes.constant = true;
  slopes.data.assign(6, 1);
  const int alpha = writer.add_tensor(slopes);
  const int out = writer.add_tensor(activation("y", {3, 2}, 1, 0));
  writer.add_prelu(in, alpha, out);
  writer.set_inputs({in});
  writer.set_outputs({out});
  EXPECT_THAT(refusal(writer.finish()), testing::HasSubstr("hold different numbers of values"));
}

TEST(Refusals, HardSwishBeyond16Bits) {
  EXPECT_THAT(
      refusal_of([](ModelWriter& w, int in, int out) { w.add_unary(codegen::tflite::Unary::kHardSwish, in, out); },
                 activation("x", {1, 4}, 1, 0), activation("y", {1, 4}, 0.001F, 0)),
      testing::HasSubstr("are too far apart for 16 bits; convert the model again"));
}

std::string refusal_of_arg_max(int32_t axis, const std::vector<int32_t>& output_shape, ElementType type) {
  ModelWriter writer;
  const int in = writer.add_tensor(activation("x", {2, 3}, 1, 0));
  const int axis_index = writer.add_tensor(tests::bias({axis}));
  Tensor where = activation("y", output_shape, 1, 0);
  where.type = type;
  if (type == ElementType::kOther) where.type_name = "INT64";
  const int out = writer.add_tensor(where);
  writer.add_arg_max(in, axis_index, out);
  writer.set_inputs({in});
  writer.set_outputs({out});
  return refusal(writer.finish());
}

TEST(Refusals, ArgMaxAlongNoAxisOrInto64Bits) {
  EXPECT_EQ(refusal_of_arg_max(-1, {2}, ElementType::kInt32), "was read");
  EXPECT_THAT(refusal_of_arg_max(2, {2}, ElementType::kInt32),
              testing::HasSubstr("its axis [2] is not one of the 2 axes of int8[2, 3]"));
  EXPECT_THAT(refusal_of_arg_max(-3, {2}, ElementType::kInt32), testing::HasSubstr("is not one of the 2 axes"));
  EXPECT_THAT(refusal_of_arg_max(1, {3}, ElementType::kInt32),
              testing::HasSubstr("does not hold one value for each place along axis 1"));
  EXPECT_THAT(refusal_of_arg_max(1, {2}, ElementType::kInt8),
              testing::HasSubstr("'y' is INT8, a computed INT32 was expected; export it with an int32 output type"));
}

TEST(Refusals, FloatsInsideTheModel) {
  ModelWriter writer;
  const int in = writer.add_tensor(activation("x", {2}, 0.1F, 0));
  Tensor real = activation("real", {2}, 1, 0);
  real.type = ElementType::kFloat32;
  const int inside = writer.add_tensor(real);
  const int out = writer.add_tensor(activation("y", {2}, 0.1F, 0));
  writer.add_unary(codegen::tflite::Unary::kDequantize, in, inside);
  writer.add_unary(codegen::tflite::Unary::kQuantize, inside, out);
  writer.set_inputs({in});
  writer.set_outputs({out});
  EXPECT_EQ(refusal(writer.finish()),
            "test.tflite: operator 0 (DEQUANTIZE): computes t1 'real' as FLOAT32 inside the model, only its last "
            "operator may; convert the model with full-integer int8 quantisation");
}

}  // namespace
}  // namespace bitstill::codegen

// Every kind of layer from a float network to the artifact and back: fake-quant, simulate() and the reference executor
// agree on every byte of every block.
#include "tests/distill/round_trip.h"

#include "tests/train/layers.h"

namespace bitstill::distill {
namespace {

using configs::LayerConfig;
using tests::concatenate;
using tests::conv_1d;
using tests::conv_2d;
using tests::depthwise_conv_2d;
using tests::layer;
using tests::pool;
using tests::residual;

struct TripCase {
  std::string name;
  datasets::Shape input;
  std::vector<LayerConfig> layers;  // a flatten, a dense layer of 3 and a softmax follow

  friend std::ostream& operator<<(std::ostream& stream, const TripCase& c) { return stream << c.name; }
};

train::NetworkPlan plan_of(TripCase c) {
  c.layers.push_back(layer("flatten"));
  c.layers.push_back(layer("dense", 3));
  c.layers.push_back(layer("softmax"));
  return train::plan_network(tests::network(std::move(c.layers)), {c.input, 3, true});
}

LayerConfig with_kernel(LayerConfig config, configs::Sides kernel, configs::Sides stride) {
  config.kernel = kernel;
  config.stride = stride;
  return config;
}

LayerConfig dilated(LayerConfig config, int64_t dilation) {
  config.dilation = {dilation, dilation};
  return config;
}

LayerConfig oblong_pool(configs::Sides size) {
  LayerConfig config = pool("average_pool", 1, 1);
  config.size = config.stride = size;
  return config;
}

// As the code says: conv -> flatten -> dense permutes nothing, since images are [height, width, channels] throughout.
std::vector<TripCase> cases() {
  const LayerConfig norm = layer("batch_norm"), relu = layer("relu"), relu6 = layer("relu6");
  return {
      {"Conv2DThenFlattenThenDense", {5, 4, 2}, {conv_2d(6, 3), norm, relu}},
      {"Conv2DSamePadsTheOddZeroAtTheEnd", {6, 8, 3}, {conv_2d(5, 3, 2), relu6}},
      {"Conv2DValid", {7, 6, 2}, {conv_2d(4, 3, 2, "valid"), relu}},
      {"Conv2DOfOneFilter", {5, 5, 2}, {conv_2d(1, 3)}},
      {"Conv2DOblong", {9, 7, 1}, {with_kernel(conv_2d(4, 1), {5, 2}, {2, 1}), norm, relu}},
      {"Conv2DDilated", {9, 9, 2}, {dilated(conv_2d(4, 3), 2), relu}},
      {"Conv2DPointwise", {4, 5, 3}, {conv_2d(7, 1), relu, conv_2d(2, 1, 2)}},
      {"DepthwiseConv2D", {6, 5, 4}, {depthwise_conv_2d(1, 3), norm, relu}},
      {"DepthwiseConv2DWithMultiplier", {6, 6, 3}, {depthwise_conv_2d(2, 3, 2), relu6}},
      {"DepthwiseConv2DDilatedValid", {8, 8, 2}, {dilated(depthwise_conv_2d(3, 3, 1, "valid"), 2)}},
      {"SeparableConv2D", {8, 6, 3}, {tests::separable_conv_2d(8, 3, 2), tests::separable_conv_2d(4, 3)}},
      {"Conv1D", {20, 3}, {conv_1d(6, 5, 2), relu, conv_1d(4, 3, 1, 2), norm, relu}},
      {"MaxPool", {6, 7, 3}, {conv_2d(4, 3), pool("max_pool", 2, 2)}},
      {"MaxPoolSame", {5, 5, 3}, {conv_2d(4, 3), pool("max_pool", 3, 2, "same")}},
      {"AveragePool", {6, 7, 3}, {conv_2d(4, 3), pool("average_pool", 2, 2)}},
      {"AveragePoolSameCountsOnlyPixels", {5, 5, 3}, {conv_2d(4, 3), pool("average_pool", 3, 2, "same")}},
      {"PoolsOfTheInput", {6, 6, 3}, {pool("average_pool", 2, 2), conv_2d(3, 3)}},
      {"GlobalAveragePool", {5, 3, 2}, {conv_2d(6, 3), relu, layer("global_average_pool")}},
      {"Reshape", {49, 10}, {tests::reshape({49, 10, 1}), conv_2d(2, 3, 2)}},
      {"ResidualOfTheInput", {5, 5, 4}, {residual({conv_2d(4, 3), relu, conv_2d(4, 3), norm}), relu}},
      {"ResidualWithProjection", {6, 6, 3}, {residual({conv_2d(8, 3, 2)}, {conv_2d(8, 1, 2)})}},
      {"ResidualInsideResidual",
       {5, 5, 4},
       {residual({residual({conv_2d(4, 3)}), relu6, conv_2d(4, 1)}, {depthwise_conv_2d(1, 3)}), relu}},
      {"ResidualOfDense",
       {12},
       {layer("dense", 12), relu, residual({layer("dense", 12), relu, layer("dense", 12)}), relu}},
      {"ResidualOfOneColumnForAll",
       {6, 5, 3},
       {conv_2d(4, 3), norm, residual({oblong_pool({1, 5}), conv_2d(4, 1), relu, conv_2d(4, 1)}), relu}},
      {"ResidualOfOneValueForAll", {4, 5, 3}, {conv_2d(4, 3), residual({oblong_pool({4, 5}), conv_2d(4, 1)})}},
      {"Concatenate", {6, 6, 3}, {concatenate({{conv_2d(4, 1), relu}, {conv_2d(3, 3), relu, conv_2d(5, 3)}})}},
      {"ConcatenateWithTheInputOfABranch",
       {6, 6, 3},
       {conv_2d(4, 3), relu, concatenate({{}, {conv_2d(2, 3), relu}}), concatenate({{}, {conv_2d(3, 3)}}),
        conv_2d(2, 1)}},
      {"ConcatenateThroughPools",
       {6, 6, 3},
       {conv_2d(4, 3),
        concatenate({{pool("max_pool", 2, 2)},
                     {pool("average_pool", 2, 2), conv_2d(2, 1)},
                     {residual({conv_2d(4, 3)}), pool("max_pool", 2, 2)}}),
        conv_2d(3, 1)}},
      {"ConcatenateOfConcatenations",
       {5, 5, 2},
       {concatenate({{concatenate({{conv_2d(2, 1)}, {conv_2d(3, 3), relu6}})}, {conv_2d(4, 3), relu}}), conv_2d(2, 3)}},
      {"ConcatenateOfDense", {9}, {concatenate({{layer("dense", 5)}, {layer("dense", 4), relu}})}},
      {"SigmoidAndTanhOfImages", {5, 5, 2}, {conv_2d(3, 3), layer("sigmoid"), conv_2d(3, 3), layer("tanh")}},
      {"DropoutBetweenBranches",
       {5, 5, 2},
       {conv_2d(3, 3), layer("dropout", 0, 0.5), residual({conv_2d(3, 3), layer("dropout", 0, 0.5)})}},
  };
}

class RoundTrip : public testing::TestWithParam<TripCase> {};

TEST_P(RoundTrip, HasOneMeaning) { tests::round_trip(plan_of(GetParam())); }

TEST_P(RoundTrip, HasOneMeaningWithLearnedScales) {
  configs::QuantizationConfig config;
  config.scales = "learned";
  config.per_channel = true;
  tests::round_trip(plan_of(GetParam()), config);
}

TEST_P(RoundTrip, HasOneMeaningWithoutTraining) {
  configs::QuantizationConfig config;
  config.method = "ptq";
  config.observer = "mse";
  config.bias_correction = config.equalize = true;
  tests::round_trip(plan_of(GetParam()), config);
}

INSTANTIATE_TEST_SUITE_P(Layers, RoundTrip, testing::ValuesIn(cases()),
                         [](const auto& info) { return info.param.name; });

class PresetRoundTrip : public testing::TestWithParam<const char*> {};

TEST_P(PresetRoundTrip, HasOneMeaning) {
  const std::string name = GetParam();
  const bool speech = name == "ds_cnn" || name == "tc_resnet8" || name == "bc_resnet";
  const datasets::Shape input = speech ? datasets::Shape{25, 10} : datasets::Shape{16, 16, 2};
  tests::round_trip(
      train::plan_network(tests::network({tests::preset(name, name == "bc_resnet" ? 0.5 : 0.125)}), {input, 4, true}));
}

INSTANTIATE_TEST_SUITE_P(Names, PresetRoundTrip,
                         testing::Values("mlp", "lenet5", "ds_cnn", "mobilenet_v1", "resnet8", "vgg_like", "tc_resnet8",
                                         "bc_resnet"),
                         [](const auto& info) { return std::string(info.param); });

}  // namespace
}  // namespace bitstill::distill

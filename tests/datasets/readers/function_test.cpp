// Functions: what each name means, where x lies, whose targets are noisy, and that splits never share an x.
#include <gmock/gmock.h>

#include <cmath>
#include <set>

#include "configs/schema/choices.h"
#include "configs/support/error.h"
#include "datasets/open.h"
#include "datasets/readers/function.h"

namespace bitstill::datasets {
namespace {

configs::DatasetConfig function_config(double noise) {
  configs::DatasetConfig config;
  config.function.noise = noise;
  config.function.counts = {2000, 500, 400};
  return config;
}

TEST(Function, EveryNameAConfigMayUseIsThere) {
  for (const std::string_view name : configs::kFunctions) {
    EXPECT_TRUE(std::isfinite(evaluate_function(std::string(name), 0.5))) << name;
  }
  EXPECT_THROW(evaluate_function("sinus", 0.5), Error);
}

TEST(Function, WavesShareTheSinesPeriodAndSigns) {
  const double quarter = std::acos(-1.0) / 2;
  EXPECT_EQ(evaluate_function("sine", 0), 0);
  EXPECT_EQ(evaluate_function("cosine", 0), 1);
  for (const char* wave : {"sine", "triangle", "square"}) {
    EXPECT_NEAR(evaluate_function(wave, quarter), 1, 1e-12) << wave << ": only rounding of pi";
    EXPECT_NEAR(evaluate_function(wave, 3 * quarter), -1, 1e-12) << wave << ": only rounding of pi";
    EXPECT_NEAR(evaluate_function(wave, 5 * quarter), 1, 1e-12) << wave << ": only rounding of pi";
  }
  EXPECT_NEAR(evaluate_function("triangle", 0), 0, 1e-12) << "only rounding of pi";
  EXPECT_NEAR(evaluate_function("sawtooth", 0), 0, 1e-12) << "only rounding of pi";
  EXPECT_NEAR(evaluate_function("sawtooth", quarter), 0.5, 1e-12) << "only rounding of pi";
  EXPECT_EQ(evaluate_function("gaussian", 0), 1);
  EXPECT_EQ(evaluate_function("cubic", 2), 6);
}

TEST(Function, DrawsXUniformlyFromTheRange) {
  auto config = function_config(0);
  config.function.range = {-2, 3};
  const Splits splits = open_dataset(config, 1);
  EXPECT_EQ(splits.input_shape, Shape{1});
  EXPECT_EQ(splits.output_size(), 1);
  EXPECT_FALSE(splits.classification());
  std::vector<int> fifths(5);
  for (int64_t i = 0; i < splits.train->size(); ++i) {
    const float x = splits.train->get(i).input.at(0);
    ASSERT_GE(x, -2);
    ASSERT_LE(x, 3);
    ++fifths.at(std::min<size_t>(static_cast<size_t>(x + 2), 4));
  }
  EXPECT_THAT(fifths, testing::Each(testing::Gt(320))) << "400 expected, 320 is more than four deviations below";
}

TEST(Function, OnlyTrainingTargetsAreNoisy) {
  const Splits splits = open_dataset(function_config(0.1), 1);
  for (const auto& split : {splits.validation, splits.test}) {
    for (int64_t i = 0; i < split->size(); ++i) {
      const Sample sample = split->get(i);
      ASSERT_EQ(sample.target, std::vector<float>{static_cast<float>(std::sin(static_cast<double>(sample.input[0])))});
      ASSERT_EQ(sample.label, -1);
    }
  }
  double squares = 0;
  for (int64_t i = 0; i < splits.train->size(); ++i) {
    const Sample sample = splits.train->get(i);
    squares += std::pow(sample.target[0] - std::sin(static_cast<double>(sample.input[0])), 2);
  }
  EXPECT_NEAR(std::sqrt(squares / 2000), 0.1, 0.007) << "four standard errors of the deviation of 2,000 draws";
}

class FunctionRange : public testing::TestWithParam<configs::Range> {};

TEST_P(FunctionRange, SplitsNeverShareAnX) {
  auto config = function_config(0);
  config.function.range = GetParam();
  const Splits splits = open_dataset(config, 7);
  std::set<float> seen;
  size_t sizes = 0;
  for (const auto& split : {splits.train, splits.validation, splits.test}) {
    std::set<float> own;
    for (int64_t i = 0; i < split->size(); ++i) own.insert(split->get(i).input[0]);
    sizes += own.size();
    seen.merge(own);
  }
  EXPECT_EQ(seen.size(), sizes);
}

INSTANTIATE_TEST_SUITE_P(WideAndNarrow, FunctionRange,
                         testing::Values(configs::Range{0, 6.283185307179586}, configs::Range{-1e6, 1e6},
                                         configs::Range{999, 1000}, configs::Range{-1e6, -1e6 + 1}));

TEST(Function, RefusesARangeInWhichFloat32HasTooFewNumbers) {
  auto config = function_config(0);
  config.function.range = {1, 1 + 1e-7};
  EXPECT_THROW(open_dataset(config, 1), Error);
}

TEST(Function, SameSeedSameSamples) {
  const auto config = function_config(0.1);
  const Splits one = open_dataset(config, 5);
  const Splits same = open_dataset(config, 5);
  const Splits other = open_dataset(config, 6);
  EXPECT_EQ(one.train->get(3).input, same.train->get(3).input);
  EXPECT_EQ(one.train->get(3).target, same.train->get(3).target);
  EXPECT_NE(one.train->get(3).input, other.train->get(3).input);
}

TEST(OpenDataset, RefusesAKindWithoutAReader) {
  configs::DatasetConfig config;
  config.kind = "audio";
  config.place = {"x.yaml", 3, 1};
  try {
    open_dataset(config, 1);
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "x.yaml:3:1: dataset kind 'audio' has no reader, expected one of function, idx_images, csv_table, "
                 "waveform_folder, spoken_words");
  }
}

}  // namespace
}  // namespace bitstill::datasets

// From a config to the numbers a detector works with, and through an artifact's metadata.
#include "codegen/detector/parameters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "codegen/detector/detector.h"
#include "codegen/detector/json.h"
#include "configs/support/error.h"

namespace bitstill::detector {
namespace {

const std::vector<std::string> kLabels = {"bed", "cat", "unknown", "silence"};

features::Parameters twenty_milliseconds() {
  features::Parameters p;
  p.sample_rate = 16000;
  p.hop_samples = 320;
  return p;
}

Parameters of(const configs::DetectionConfig& config) {
  return parameters_from(config, twenty_milliseconds(), kLabels);
}

std::string refusal_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(DetectionParameters, CountThePauseInInferencesRoundedUp) {
  configs::DetectionConfig config;
  config.inference_every = 5;
  config.refractory_ms = 1000;
  EXPECT_EQ(of(config).refractory, 10);
  config.refractory_ms = 1001;
  EXPECT_EQ(of(config).refractory, 11);
  config.refractory_ms = 0;
  EXPECT_EQ(of(config).refractory, 0);
}

TEST(DetectionParameters, GiveEveryWordAThresholdAndUnknownAndSilenceNone) {
  configs::DetectionConfig config;
  config.threshold = 0.75;
  config.thresholds = {{"cat", "0.9"}};
  EXPECT_THAT(of(config).thresholds, testing::ElementsAre(0.75, 0.9, std::nullopt, std::nullopt));
}

TEST(DetectionParameters, RefuseAThresholdForWhatIsNoWord) {
  configs::DetectionConfig config;
  config.place = {"x.yaml", 4, 1};
  for (const char* word : {"dog", "silence"}) {
    config.thresholds = {{word, "0.5"}};
    EXPECT_THAT(refusal_of([&] { of(config); }), testing::HasSubstr("x.yaml:4:1: detection.thresholds names"));
  }
}

TEST(DetectionParameters, BecomeTheSmallestSumThatCounts) {
  Parameters p;
  p.smoothing = 4;
  p.thresholds = {0.5, 0.7, 1.0, 0.0, std::nullopt};
  const codegen::Quantization softmax = {{1 / 256.0f}, {-128}, 0};
  // 0.5 is step 0; 0.7 is 51.2 steps above, four times that 204.8; 1 is beyond the grid, 4 * 127 = 508.
  EXPECT_THAT(threshold_sums(p, softmax), testing::ElementsAre(0, 205, 512, -512, kNever));
  const codegen::Quantization coarse = {{0.1f}, {3}, 0};
  p.thresholds = {0.7, 1e6, -1e6};
  EXPECT_THAT(threshold_sums(p, coarse), testing::ElementsAre(40, kNever, -512));
}

TEST(DetectionJson, ReadsWhatItWrote) {
  Parameters p;
  p.inference_every = 3;
  p.smoothing = 7;
  p.refractory = 21;
  p.thresholds = {0.1, std::nullopt, 0.925};
  const std::string text = to_json(p).dump();
  EXPECT_EQ(text, R"({"inference_every":3,"smoothing":7,"refractory":21,"thresholds":[0.1,null,0.925]})");
  EXPECT_EQ(from_json(nlohmann::json::parse(text), "x"), p);
}

TEST(DetectionJson, RefusesInOneSentenceWhatIsDamaged) {
  Parameters good;
  good.thresholds = {0.5};
  const auto refusal = [&](const char* key, const nlohmann::json& value) {
    nlohmann::json json = to_json(good);
    json[key] = value;
    return refusal_of([&] { from_json(json, "detection in the metadata"); });
  };
  EXPECT_EQ(refusal("smoothing", 5), "");
  EXPECT_EQ(refusal("smoothing", 256),
            "detection in the metadata: 'smoothing' is 256, expected a number from 1 to 255");
  EXPECT_THAT(refusal("smoothing", 0), testing::HasSubstr("from 1 to 255"));
  EXPECT_THAT(refusal("inference_every", 0), testing::HasSubstr("'inference_every'"));
  EXPECT_THAT(refusal("inference_every", uint64_t{1} << 63), testing::HasSubstr("32 bits"));
  EXPECT_THAT(refusal("inference_every", 1.5), testing::HasSubstr("a whole number"));
  EXPECT_THAT(refusal("refractory", -1), testing::HasSubstr("'refractory'"));
  EXPECT_THAT(refusal("refractory", nullptr), testing::HasSubstr("'refractory'"));
  EXPECT_THAT(refusal("thresholds", nlohmann::json::array()), testing::HasSubstr("is empty"));
  EXPECT_THAT(refusal("thresholds", nlohmann::json::array({0.5, "loud"})), testing::HasSubstr("a number or null"));
  EXPECT_THAT(refusal("thresholds", nlohmann::json::array({1e300})), testing::HasSubstr("usual size"));
  EXPECT_THAT(refusal_of([&] { from_json(nlohmann::json::parse("[]"), "x"); }), testing::HasSubstr("no JSON object"));
  EXPECT_THAT(refusal_of([&] { from_json(nlohmann::json::parse("{}"), "x"); }), testing::HasSubstr("missing"));
}

}  // namespace
}  // namespace bitstill::detector

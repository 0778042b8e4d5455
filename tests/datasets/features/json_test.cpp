// Parameters in an artifact's metadata: written and read back as they were; anything else is refused in one sentence.
#include "datasets/features/json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "configs/support/error.h"
#include "datasets/features/front_end.h"

namespace bitstill::tests {
namespace {

using nlohmann::json;

features::Parameters mfcc() {
  configs::FeaturesConfig config;
  config.kind = "mfcc";
  config.pre_emphasis = 0.97;
  features::Parameters p = features::parameters_from(config, {});
  p.normalization = features::fixed_normalization(0.5847029089927673, 83, p.coefficients);
  return p;
}

json good() { return json::parse(features::to_json(mfcc()).dump()); }

TEST(FrontEndJson, ReadsBackAsItWasWritten) {
  EXPECT_EQ(features::from_json(good(), "x"), mfcc());
  EXPECT_EQ(features::to_json(mfcc()).dump(), features::to_json(features::from_json(good(), "x")).dump());
}

TEST(FrontEndJson, MissingAMemberIsRefused) {
  const json whole = good();
  for (const auto& [key, value] : whole.items()) {
    json broken = good();
    broken.erase(key);
    EXPECT_THROW(features::from_json(broken, "x"), Error) << key;
  }
  for (const auto& [key, value] : whole["normalization"].items()) {
    json broken = good();
    broken["normalization"].erase(key);
    EXPECT_THROW(features::from_json(broken, "x"), Error) << key;
  }
}

TEST(FrontEndJson, OfOtherTypesIsRefused) {
  const json whole = good();
  for (const json& wrong : {json("word"), json(nullptr), json(json::array()), json(json::object()), json(-1.5),
                            json(1e300), json(true), json(-5), json(uint64_t{1} << 63), json(INT64_MIN)}) {
    for (const auto& [key, value] : whole.items()) {
      json broken = good();
      broken[key] = wrong;
      const bool usable = wrong.is_boolean() && value.is_boolean();
      if (usable) continue;
      EXPECT_THROW(features::from_json(broken, "x"), Error) << key << " " << wrong;
    }
    for (const auto& [key, value] : whole["normalization"].items()) {
      json broken = good();
      broken["normalization"][key] = wrong;
      const bool usable =
          (key == "zero_point" && wrong == json(-5)) || (key == "scale" && wrong == json(uint64_t{1} << 63));
      if (usable) continue;
      EXPECT_THROW(features::from_json(broken, "x"), Error) << key << " " << wrong;
    }
  }
  EXPECT_THROW(features::from_json(json("front end"), "x"), Error);
  EXPECT_THROW(features::from_json(json(nullptr), "x"), Error);
}

// A stranger may ask for any size: none of these may cost time or memory before it is refused.
TEST(FrontEndJson, OfSizesBeyondTheBlocksIsRefused) {
  const std::vector<std::pair<const char*, int64_t>> sizes = {
      {"fft_size", 4096},        {"fft_size", 32},      {"fft_size", 500},    {"window_samples", 514},
      {"window_samples", 0},     {"window_samples", 3}, {"hop_samples", 0},   {"hop_samples", 1 << 30},
      {"clip_samples", 1 << 30}, {"clip_samples", 1},   {"bands", 0},         {"bands", 1 << 30},
      {"coefficients", 0},       {"coefficients", 41},  {"coefficients", 11}, {"sample_rate", 0},
      {"sample_rate", 1 << 30},  {"low_hz", -1},        {"low_hz", 4000},     {"high_hz", 9000}};
  for (const auto& [key, value] : sizes) {
    json broken = good();
    broken[key] = value;
    EXPECT_THROW(features::from_json(broken, "x"), Error) << key << " " << value;
  }
}

TEST(FrontEndJson, SaysWhereAndWhat) {
  json broken = good();
  broken["normalization"]["centre"] = json::array({1, 2});
  try {
    features::from_json(broken, "model.tflite: front_end");
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(
        error.what(),
        "model.tflite: front_end: the normalisation has 2 centres and 10 multipliers, expected one of each for "
        "every coefficient (10)");
  }
}

}  // namespace
}  // namespace bitstill::tests

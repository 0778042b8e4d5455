// The keys of a front-end: what they default to, what they may be and how they print.
#include "configs/schema/declarations.h"
#include "configs/schema/document.h"
#include "configs/schema/section_printer.h"
#include "configs/schema/section_reader.h"
#include "tests/configs/config_folder.h"

namespace bitstill::configs {
namespace {

FeaturesConfig read(const std::string& text) {
  const Value root = parse_document(text, {"x.yaml", 1, 1});
  ReadContext context{{}, {}, {}};
  SectionReader reader(root, "features", context);
  FeaturesConfig config;
  describe(reader, config);
  reader.finish();
  context.problems.throw_if_any();
  return config;
}

std::string problems(const std::string& text) {
  try {
    read(text);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

std::string print(FeaturesConfig config, bool commented = false) {
  SectionPrinter printer(commented);
  describe(printer, config);
  return printer.text();
}

TEST(FeatureKeys, HaveDefaultsThatHoldTogether) {
  const FeaturesConfig config = read("kind: log_mel\n");
  EXPECT_EQ(print(config), print({}));
  EXPECT_EQ(config.bands, 40);
  EXPECT_EQ(config.high_hz, 4000);
}

TEST(FeatureKeys, ReadBackAsTheyPrint) {
  FeaturesConfig config;
  config.kind = "mfcc";
  config.sample_rate = 8000;
  config.clip_ms = 1500;
  config.window_ms = 25;
  config.hop_ms = 12.5;
  config.fft_size = 1024;
  config.bands = 32;
  config.low_hz = 60;
  config.high_hz = 3800.5;
  config.coefficients = 13;
  config.remove_dc = false;
  config.pre_emphasis = 0.97;
  config.spectrum = "magnitude";
  config.pcen = true;
  config.normalize = "fixed";
  config.scale = 0.584702909;
  config.zero_point = 83;
  EXPECT_EQ(print(read(print(config))), print(config));
  EXPECT_EQ(print(read(print(config, true))), print(config));
  EXPECT_EQ(read(print(config)).scale, 0.584702909);
}

TEST(FeatureKeys, ThatContradictEachOtherAreRefused) {
  EXPECT_THAT(problems("high_hz: 8001\n"), testing::HasSubstr("x.yaml:1:10: features.high_hz"));
  EXPECT_THAT(problems("low_hz: 4000\n"), testing::HasSubstr("features.low_hz"));
  EXPECT_THAT(problems("{kind: mfcc, coefficients: 41}\n"), testing::HasSubstr("features.coefficients"));
  EXPECT_THAT(problems("fft_size: 500\n"), testing::HasSubstr("features.fft_size"));
  EXPECT_THAT(problems("{clip_ms: 20, window_ms: 30}\n"), testing::HasSubstr("features.window_ms"));
}

TEST(FeatureKeys, ThatNobodyCouldComputeAreRefused) {
  for (const char* text :
       {"kind: cepstra\n", "sample_rate: 0\n", "clip_ms: 1e9\n", "window_ms: 0\n", "hop_ms: -1\n", "fft_size: 4096\n",
        "bands: 1\n", "bands: 1000\n", "low_hz: -1\n", "pre_emphasis: 1\n", "spectrum: phase\n", "scale: 0\n",
        "zero_point: 128\n", "normalize: none\n", "window: hann\n"}) {
    EXPECT_NE(problems(text), "") << text;
  }
}

}  // namespace
}  // namespace bitstill::configs

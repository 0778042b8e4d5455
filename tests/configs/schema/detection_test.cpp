// The keys of a stream's detector: what they default to, what they may be and how they print.
#include <fmt/format.h>

#include "configs/schema/declarations.h"
#include "configs/schema/document.h"
#include "configs/schema/section_printer.h"
#include "configs/schema/section_reader.h"
#include "tests/configs/config_folder.h"

namespace bitstill::configs {
namespace {

DetectionConfig read_detection(const std::string& text) {
  const Value root = parse_document(text, {"x.yaml", 1, 1});
  ReadContext context{{}, {}, {}};
  SectionReader reader(root, "detection", context);
  DetectionConfig config;
  describe(reader, config);
  reader.finish();
  context.problems.throw_if_any();
  return config;
}

std::string detection_problems(const std::string& text) {
  try {
    read_detection(text);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

std::string print_section(DetectionConfig config, bool commented = false) {
  SectionPrinter printer(commented);
  describe(printer, config);
  return printer.text();
}

TEST(DetectionKeys, ReadBackAsTheyPrint) {
  DetectionConfig config;
  config.inference_every = 3;
  config.smoothing = 8;
  config.threshold = 0.65;
  config.thresholds = {{"bed", "0.9"}, {"happy \"one\"", "0.5"}};
  config.refractory_ms = 750.5;
  EXPECT_EQ(print_section(read_detection(print_section(config))), print_section(config));
  EXPECT_EQ(print_section(read_detection(print_section(config, true))), print_section(config));
  EXPECT_EQ(print_section(read_detection("threshold: 0.8\n")), print_section({}));
}

TEST(DetectionKeys, TakeThresholdsOfSingleWords) {
  const DetectionConfig config = read_detection("thresholds: {bed: 0.9, cat: 1}\n");
  ASSERT_EQ(config.thresholds.size(), 2U);
  EXPECT_EQ(config.thresholds[0].first, "bed");
  EXPECT_EQ(threshold_in(config.thresholds[0].second), 0.9);
  EXPECT_EQ(threshold_in(config.thresholds[1].second), 1);
}

TEST(DetectionKeys, AreRefusedWhereTheyCannotBe) {
  EXPECT_THAT(detection_problems("inference_every: 0\n"), testing::HasSubstr("x.yaml:1:18: detection.inference_every"));
  EXPECT_THAT(detection_problems("smoothing: 256\n"), testing::HasSubstr("detection.smoothing"));
  EXPECT_THAT(detection_problems("threshold: 1.1\n"), testing::HasSubstr("detection.threshold"));
  EXPECT_THAT(detection_problems("refractory_ms: -1\n"), testing::HasSubstr("detection.refractory_ms"));
  for (const char* threshold : {"1.1", "-0.1", "loud", "nan", "\"\""}) {
    EXPECT_THAT(detection_problems(fmt::format("thresholds: {{bed: {}}}\n", threshold)),
                testing::HasSubstr("detection.thresholds"))
        << threshold;
  }
}

}  // namespace
}  // namespace bitstill::configs

// Front-end parameters in an artifact's metadata: what is read of them, and what no module is made of.
#include "codegen/front_end.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "codegen/codegen.h"
#include "configs/support/error.h"
#include "configs/support/files.h"
#include "datasets/features/front_end.h"
#include "datasets/features/json.h"
#include "tests/codegen/models.h"

namespace bitstill::codegen {
namespace {

namespace fs = std::filesystem;

// Small enough that a person reads all of its tables.
features::Parameters parameters() {
  configs::FeaturesConfig config;
  config.kind = "mfcc";
  config.clip_ms = 40;
  config.window_ms = 4;
  config.hop_ms = 2;
  config.bands = 6;
  config.low_hz = 300;
  config.coefficients = 3;
  features::Parameters p = features::parameters_from(config, {});
  p.normalization = features::fixed_normalization(0.25, -3, p.coefficients);
  return p;
}

nlohmann::json metadata() { return {{"front_end", nlohmann::json::parse(features::to_json(parameters()).dump())}}; }

struct Input {
  std::vector<int32_t> shape{1, 19, 3};
  float scale = 0.25;
  int32_t zero_point = -3;
  bool twice = false;
};

std::vector<uint8_t> artifact(const nlohmann::json& metadata, const Input& like = {}) {
  tflite::ModelWriter writer;
  const int in = writer.add_tensor(tests::activation("features", like.shape, like.scale, like.zero_point));
  const int out = writer.add_tensor(tests::activation("output", like.shape, like.scale, like.zero_point));
  if (like.twice) {
    writer.add_binary(tflite::Binary::kMaximum, in,
                      writer.add_tensor(tests::activation("more", like.shape, like.scale, like.zero_point)), out);
    writer.set_inputs({in, out + 1});
  } else {
    writer.add_unary(tflite::Unary::kRelu, in, out);
    writer.set_inputs({in});
  }
  writer.set_outputs({out});
  writer.add_metadata("bitstill", metadata.dump());
  return writer.finish();
}

std::string refusal(const nlohmann::json& metadata, const Input& like = {}) {
  try {
    compile(artifact(metadata, like), "speech.tflite", "speech");
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(FrontEndOf, IsWhatTheMetadataSays) {
  EXPECT_EQ(front_end_of(tests::read(artifact(metadata()))), parameters());
  EXPECT_EQ(front_end_of(tests::read(artifact({{"labels", {"a"}}}))), std::nullopt);
  EXPECT_EQ(front_end_of(tests::read(tests::chain_model())), std::nullopt);
}

TEST(FrontEndOf, ThatGivesNotWhatTheModelReadsIsRefused) {
  EXPECT_EQ(
      refusal(metadata(), {.shape = {1, 19, 4}}),
      "speech.tflite: front_end in the metadata: gives 19 frames of 3 int8 values, expected int8[1, 19, 4] scale 0.25 "
      "zero point -3 to be the model's input");
  EXPECT_THAT(refusal(metadata(), {.scale = 0.26f}),
              testing::HasSubstr("gives values of scale 0.25 and zero point -3"));
  EXPECT_THAT(refusal(metadata(), {.zero_point = 4}), testing::HasSubstr("expected 0.25 and 4"));
  EXPECT_THAT(refusal(metadata(), {.twice = true}), testing::HasSubstr("the model has 2 inputs"));
}

TEST(FrontEndOf, ThatIsDamagedIsRefusedWithTheFilesName) {
  EXPECT_EQ(refusal({{"front_end", "mfcc"}}), "speech.tflite: front_end in the metadata: is no JSON object");
  auto damaged = metadata();
  damaged["front_end"]["fft_size"] = 1 << 20;
  EXPECT_EQ(refusal(damaged),
            "speech.tflite: front_end in the metadata: the FFT's size is 1048576, expected 64 to 2048");
}

// Refreshed with BITSTILL_REFRESH_GOLDENS=1 build/tests/codegen/test_codegen --gtest_filter='FrontEndTexts.*'
TEST(FrontEndTexts, AreTheReviewedOnes) {
  const fs::path goldens = fs::path(BITSTILL_SOURCE_DIR) / "tests" / "codegen" / "golden_texts";
  for (const ModuleFile& file : compile(artifact(metadata()), "speech.tflite", "speech").files) {
    const bool of_the_front_end = file.path.find("_features") != std::string::npos;
    if (!of_the_front_end && file.path != "CMakeLists.txt" && file.path != "library.json" && file.path != "README.md") {
      continue;
    }
    const fs::path golden = goldens / "speech" / (file.path + ".golden");
    if (std::getenv("BITSTILL_REFRESH_GOLDENS") != nullptr) write_file(golden, file.text);
    EXPECT_EQ(file.text, read_text(golden)) << file.path;
  }
}

TEST(FrontEndTexts, BringTheBlocksInTheModulesNamespace) {
  std::vector<std::string> blocks;
  for (const ModuleFile& file : compile(artifact(metadata()), "speech.tflite", "speech").files) {
    if (!file.path.starts_with("src/front_end/")) continue;
    blocks.push_back(file.path.substr(14));
    EXPECT_EQ(file.text.find("namespace bitstill"), std::string::npos) << file.path;
    EXPECT_EQ(file.text.find("\"codegen/"), std::string::npos) << file.path;
  }
  EXPECT_EQ(blocks,
            (std::vector<std::string>{"dct.h", "fft.h", "fixed_point.h", "frame.h", "history.h", "level.h", "log.h",
                                      "mel.h", "normalization.h", "pcen.h", "square_root.h", "window.h"}));
}

}  // namespace
}  // namespace bitstill::codegen

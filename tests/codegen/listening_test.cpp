// What an artifact must have to be listened with.
#include "codegen/listening.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "codegen/codegen.h"
#include "configs/support/error.h"
#include "tests/codegen/listening_model.h"

namespace bitstill::tests {
namespace {

using codegen::listening_of;

detector::Parameters detection(std::vector<std::optional<double>> thresholds) {
  detector::Parameters p;
  p.thresholds = std::move(thresholds);
  return p;
}

const std::vector<std::string> kKnownLabels = {"yes", "no", "unknown"};

Graph graph_with(const nlohmann::ordered_json& metadata) {
  Graph graph = read(listening_model(small_front_end(), detection({0.5, 0.5, std::nullopt}), kKnownLabels));
  graph.metadata = metadata.dump();
  return graph;
}

nlohmann::ordered_json metadata() {
  return nlohmann::ordered_json::parse(
      listening_metadata(small_front_end(), detection({0.5, 0.6, std::nullopt}), kKnownLabels));
}

std::string refusal_of(const nlohmann::ordered_json& metadata) {
  try {
    listening_of(graph_with(metadata));
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(Listening, ComesFromTheMetadata) {
  const auto listening = listening_of(graph_with(metadata()));
  ASSERT_TRUE(listening);
  EXPECT_EQ(listening->front_end, small_front_end());
  EXPECT_EQ(listening->detection, detection({0.5, 0.6, std::nullopt}));
  EXPECT_EQ(listening->labels, kKnownLabels);
  EXPECT_THAT(listening->threshold_sums, testing::ElementsAre(0, 77, INT16_MAX));
}

TEST(Listening, IsNotThereWithoutTheEntry) {
  auto json = metadata();
  json.erase("detection");
  EXPECT_FALSE(listening_of(graph_with(json)));
  EXPECT_FALSE(listening_of(graph_with("no object")));
}

TEST(Listening, KnowsWhereInAStreamAnInferenceIsMade) {
  const auto listening = listening_of(graph_with(metadata()));
  ASSERT_TRUE(listening);
  // Ten frames, the last of which ends in the second hop after its beginning: eleven hops, then every five.
  EXPECT_EQ(listening->hops_of_first_inference(), 11);
  EXPECT_EQ(listening->samples_heard_at(0), 11 * 320);
  EXPECT_EQ(listening->samples_heard_at(2), 21 * 320);
}

TEST(Listening, RefusesWhatItCannotHearWith) {
  auto json = metadata();
  json.erase("front_end");
  EXPECT_THAT(refusal_of(json), testing::HasSubstr("there is no front_end beside it"));
  json = metadata();
  json["labels"].push_back("one too many");
  EXPECT_THAT(refusal_of(json), testing::HasSubstr("4 labels, expected one int8 score for each label"));
  json = metadata();
  json["detection"]["thresholds"].push_back(0.5);
  EXPECT_THAT(refusal_of(json), testing::HasSubstr("4 thresholds for 3 labels"));
  json = metadata();
  json["detection"] = 5;
  EXPECT_THAT(refusal_of(json), testing::HasSubstr("is no JSON object"));
}

}  // namespace
}  // namespace bitstill::tests

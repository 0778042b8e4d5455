// The emitted listener, text by text: goldens a person reviewed, refreshed with
//   BITSTILL_REFRESH_GOLDENS=1 build/tests/codegen/test_codegen --gtest_filter='Listener.*'
#include "codegen/emit/listener.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "codegen/codegen.h"
#include "codegen/emit/literal.h"
#include "configs/support/files.h"
#include "tests/codegen/listening_model.h"

namespace bitstill::tests {
namespace {

namespace fs = std::filesystem;

const fs::path kGoldens = fs::path(BITSTILL_SOURCE_DIR) / "tests" / "codegen" / "golden_texts" / "listener";

detector::Parameters detection() {
  detector::Parameters p;
  p.thresholds = {0.8, 0.9, std::nullopt};
  return p;
}

std::vector<codegen::ModuleFile> emitted() {
  const auto artifact = listening_model(small_front_end(), detection(), {"yes", "no?\?/ \\\n#error", "unknown"});
  return codegen::compile(artifact, "test.tflite", "kws").files;
}

TEST(Listener, EmitsTheReviewedTexts) {
  int reviewed = 0;
  for (const codegen::ModuleFile& file : emitted()) {
    std::string text = file.text;
    const std::string heading = "\n## Listening to a stream\n";
    if (file.path == "README.md")
      text = text.substr(text.find(heading), text.find("\n## The graph") - text.find(heading));
    const bool listener = file.path.find("listener") != std::string::npos;
    const bool sketch = file.path.ends_with("_m5core2.ino");
    if (!listener && !sketch && file.path != "README.md" && file.path != "CMakeLists.txt" &&
        file.path != "library.json")
      continue;
    ++reviewed;
    const fs::path golden = kGoldens / (fs::path(file.path).filename().string() + ".golden");
    if (std::getenv("BITSTILL_REFRESH_GOLDENS") != nullptr) write_file(golden, text);
    EXPECT_EQ(text, read_text(golden)) << file.path;
  }
  EXPECT_EQ(reviewed, 6);
}

TEST(Listener, IsNotEmittedWithoutDetection) {
  codegen::Graph graph = read(listening_model(small_front_end(), detection(), {"a", "b", "c"}));
  graph.metadata = nlohmann::ordered_json{{"front_end", features::to_json(small_front_end())}}.dump();
  for (const auto& file : codegen::emit_module(graph, codegen::plan_memory(graph), "kws")) {
    EXPECT_THAT(file.path, testing::Not(testing::HasSubstr("listener")));
    EXPECT_THAT(file.path, testing::Not(testing::HasSubstr("detector")));
    EXPECT_THAT(file.text, testing::Not(testing::HasSubstr("Listener"))) << file.path;
  }
}

TEST(Literal, IsOneStringWhateverTheBytes) {
  using codegen::literal;
  EXPECT_EQ(literal("yes"), R"("yes")");
  EXPECT_EQ(literal("a \"b\" \\"), R"("a \"b\" \\")");
  EXPECT_EQ(literal("\n1"), R"("\0121")");
  EXPECT_EQ(literal("\xc3\xa9"), R"("\303\251")");
  EXPECT_EQ(literal("what?\?/"), "\"what?\\?/\"");
}

TEST(CommentText, NeverLeavesItsLine) {
  using codegen::comment_text;
  EXPECT_EQ(comment_text("yes"), "yes");
  EXPECT_EQ(comment_text("a\nb\\"), "a_b_");
  EXPECT_EQ(comment_text("c?\?/"), "c__/");
}

}  // namespace
}  // namespace bitstill::tests

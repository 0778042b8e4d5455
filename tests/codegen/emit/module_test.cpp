// The emitted module, text by text: goldens a person reviewed, refreshed with
//   BITSTILL_REFRESH_GOLDENS=1 build/tests/codegen/test_codegen --gtest_filter='Module.*'
#include <gtest/gtest.h>

#include <cstdlib>

#include "codegen/codegen.h"
#include "codegen/emit/check_folder.h"
#include "codegen/emit/module.h"
#include "configs/support/error.h"
#include "configs/support/files.h"
#include "tests/codegen/models.h"

namespace bitstill::codegen {
namespace {

namespace fs = std::filesystem;

const fs::path kGoldens = fs::path(BITSTILL_SOURCE_DIR) / "tests" / "codegen" / "golden_texts";

std::vector<ModuleFile> emitted() {
  const Graph graph = tests::read(tests::chain_model());
  return emit_module(graph, plan_memory(graph), "chain");
}

TEST(Module, EmitsTheReviewedTexts) {
  for (const ModuleFile& file : emitted()) {
    if (file.path.starts_with("src/kernels/")) continue;  // copies of sources under review already
    const fs::path golden = kGoldens / (file.path + ".golden");
    if (std::getenv("BITSTILL_REFRESH_GOLDENS") != nullptr) write_file(golden, file.text);
    EXPECT_EQ(file.text, read_text(golden)) << file.path;
  }
}

TEST(Module, CopiesOnlyTheKernelsItUsesIntoItsOwnNamespace) {
  std::vector<std::string> kernels;
  for (const ModuleFile& file : emitted()) {
    if (!file.path.starts_with("src/kernels/")) continue;
    kernels.push_back(file.path.substr(12));
    EXPECT_EQ(file.text.find("namespace bitstill"), std::string::npos) << file.path;
    EXPECT_EQ(file.text.find("\"codegen/"), std::string::npos) << file.path;
  }
  EXPECT_EQ(kernels, (std::vector<std::string>{"fully_connected.h", "lookup.h", "observer.h", "reciprocal.h",
                                               "rounding.h", "settle.h", "softmax.h"}));
}

TEST(Module, SameArtifactSameBytes) {
  const auto a = emitted();
  const auto b = emitted();
  ASSERT_EQ(a.size(), b.size());
  for (size_t i = 0; i < a.size(); ++i) EXPECT_EQ(a[i].text, b[i].text);
}

class GenerateTest : public testing::Test {
 protected:
  GenerateTest() { write_file(artifact_, tests::chain_model()); }

  TemporaryFolder folder_;
  fs::path artifact_ = folder_.path() / "chain.tflite";
  fs::path module_ = folder_.path() / "out";
};

TEST_F(GenerateTest, WritesAModuleAndReplacesAnOlderOne) {
  generate_module(artifact_, module_, {});
  write_file(module_ / "stale.txt", std::string_view("old"));
  generate_module(artifact_, module_, {});
  EXPECT_TRUE(fs::exists(module_ / "src" / "chain.cpp"));
  EXPECT_FALSE(fs::exists(module_ / "stale.txt"));
  EXPECT_EQ(read_file(module_ / "check" / "model.tflite"), tests::chain_model());
  EXPECT_EQ(read_file(module_ / "check" / "inputs.bin").size(), 6u * (kRandomVectors + 3));
}

TEST_F(GenerateTest, LeavesFoldersThatAreNotModulesAlone) {
  write_file(module_ / "thesis.tex", std::string_view("precious"));
  EXPECT_THROW(generate_module(artifact_, module_, {}), Error);
  EXPECT_EQ(read_text(module_ / "thesis.tex"), "precious");
}

TEST_F(GenerateTest, RefusesAnEmptyFolderName) { EXPECT_THROW(generate_module(artifact_, "", {}), Error); }

TEST_F(GenerateTest, RefusesVectorsThatAreNotWholeSamples) {
  GenerateOptions options;
  options.check_inputs.assign(7, 0);
  EXPECT_THROW(generate_module(artifact_, module_, options), Error);
  EXPECT_FALSE(fs::exists(module_));
}

TEST(ModuleName, MustBeAnIdentifier) {
  for (const char* bad : {"", "9lives", "a-b", "int", "check", "a__b", "_a", "ops"}) {
    EXPECT_THROW(check_module_name(bad), Error) << bad;
  }
  check_module_name("keyword_spotter2");
}

TEST(ModuleName, IsMadeFromTheFileName) {
  EXPECT_EQ(module_name_from("/a/Hello-World (2).tflite"), "hello_world_2");
  EXPECT_EQ(module_name_from("9.tflite"), "model_9");
  EXPECT_EQ(module_name_from("model.tflite"), "model");
  EXPECT_EQ(module_name_from("float.tflite"), "model_float");
}

}  // namespace
}  // namespace bitstill::codegen

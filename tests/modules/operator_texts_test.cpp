// What each operator looks like in an emitted module: one small random layer of each, its constants and its calls, as a
// golden a person reviewed; with the kernel of the ESP32 where it has one, too. Refreshed with
//   BITSTILL_REFRESH_GOLDENS=1 build/tests/modules/test_modules --gtest_filter='*OperatorTexts*'
#include <gtest/gtest.h>

#include <cstdlib>
#include <optional>

#include "codegen/codegen.h"
#include "codegen/esp32/choose_kernels.h"
#include "codegen/ops/registry.h"
#include "codegen/tflite/reader.h"
#include "configs/support/files.h"
#include "tests/support/random_operators.h"

namespace bitstill::tests {
namespace {

namespace fs = std::filesystem;
using codegen::tflite::schema::BuiltinOperator;

const fs::path kGoldens = fs::path(BITSTILL_SOURCE_DIR) / "tests" / "modules" / "golden_texts";
constexpr uint32_t kSeeds = 60;  // the shortest text of so many layers is taken

// The layer's constants and the body of run().
std::string text_of(const std::vector<codegen::ModuleFile>& files) {
  std::string text;
  for (const auto& file : files) {
    if (file.path == "src/layer_constants.h") text = file.text.substr(file.text.find("\n// ", 3) + 1);
  }
  for (const auto& file : files) {
    if (file.path != "src/layer.cpp") continue;
    const size_t begin = file.text.find("void Network::run() noexcept");
    text += "\n" + file.text.substr(begin, file.text.find("\n}\n", begin) + 3 - begin);
  }
  return text;
}

// Nothing where the ESP32 has no other kernel for the layer.
std::optional<std::string> text_for_esp32(const std::vector<uint8_t>& artifact) {
  codegen::Graph graph = codegen::tflite::read_model(artifact, "layer");
  codegen::esp32::choose_kernels(graph, true);
  if (!graph.operators[0]->esp32_kernel) return std::nullopt;
  return text_of(codegen::emit_module(graph, codegen::plan_memory(graph), "layer"));
}

std::optional<std::string> text_of(const RandomOperator& row, uint32_t seed, codegen::Target target) {
  SeededRandom random(seed);
  GraphBuilder builder(random);
  row.add(builder);
  if (builder.recipe.steps.empty()) {  // it wants a value that is there already
    builder.new_input(builder.any_shape(), builder.quantization());
    row.add(builder);
  }
  GraphRecipe& recipe = builder.recipe;
  if (recipe.steps.size() != 1) return std::nullopt;
  recipe.outputs = recipe.steps[0].outputs;
  if (target == codegen::Target::kEsp32) return text_for_esp32(recipe.artifact());
  return text_of(codegen::compile(recipe.artifact(), "layer", "layer", false).files);
}

// Empty where there is none.
std::string shortest_text(const RandomOperator& row, codegen::Target target) {
  std::string shortest;
  for (uint32_t seed = 1; seed <= kSeeds; ++seed) {
    const auto text = text_of(row, seed, target);
    if (text && (shortest.empty() || text->size() < shortest.size())) shortest = *text;
  }
  return shortest;
}

class OperatorTexts : public testing::TestWithParam<RandomOperator> {};

void expect_reviewed(const std::string& text, const fs::path& golden) {
  if (std::getenv("BITSTILL_REFRESH_GOLDENS") != nullptr) write_file(golden, text);
  EXPECT_EQ(text, read_text(golden));
}

TEST_P(OperatorTexts, AreTheReviewedOnes) {
  const std::string name = codegen::tflite::schema::EnumNameBuiltinOperator(GetParam().code);
  const std::string text = shortest_text(GetParam(), codegen::Target::kPortable);
  ASSERT_FALSE(text.empty());
  expect_reviewed(text, kGoldens / (name + ".golden"));
  const std::string for_esp32 = shortest_text(GetParam(), codegen::Target::kEsp32);
  if (for_esp32.empty()) {
    EXPECT_FALSE(fs::exists(kGoldens / "esp32" / (name + ".golden")));
  } else {
    expect_reviewed(for_esp32, kGoldens / "esp32" / (name + ".golden"));
  }
}

INSTANTIATE_TEST_SUITE_P(Operators, OperatorTexts,
                         testing::ValuesIn(random_operators().begin(), random_operators().end()), [](const auto& row) {
                           return std::string(codegen::tflite::schema::EnumNameBuiltinOperator(row.param.code));
                         });

}  // namespace
}  // namespace bitstill::tests

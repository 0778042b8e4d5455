// What each operator looks like in an emitted module: one small random layer of each, its constants and its calls, as a
// golden a person reviewed. Refreshed with
//   BITSTILL_REFRESH_GOLDENS=1 build/tests/modules/test_modules --gtest_filter='*OperatorTexts*'
#include <gtest/gtest.h>

#include <cstdlib>
#include <optional>

#include "codegen/codegen.h"
#include "codegen/ops/registry.h"
#include "configs/support/files.h"
#include "tests/support/random_operators.h"

namespace bitstill::tests {
namespace {

namespace fs = std::filesystem;
using codegen::tflite::schema::BuiltinOperator;

const fs::path kGoldens = fs::path(BITSTILL_SOURCE_DIR) / "tests" / "modules" / "golden_texts";
constexpr uint32_t kSeeds = 60;  // the shortest text of so many layers is taken

// The layer's constants and the body of run().
std::string text_of(const codegen::Compiled& module) {
  std::string text;
  for (const auto& file : module.files) {
    if (file.path == "src/layer_constants.h") text = file.text.substr(file.text.find("\n// ", 3) + 1);
  }
  for (const auto& file : module.files) {
    if (file.path != "src/layer.cpp") continue;
    const size_t begin = file.text.find("void Network::run() noexcept");
    text += "\n" + file.text.substr(begin, file.text.find("\n}\n", begin) + 3 - begin);
  }
  return text;
}

std::optional<std::string> text_of(const RandomOperator& row, uint32_t seed) {
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
  return text_of(codegen::compile(recipe.artifact(), "layer", "layer", false));
}

std::string shortest_text(const RandomOperator& row) {
  std::string shortest;
  for (uint32_t seed = 1; seed <= kSeeds; ++seed) {
    const auto text = text_of(row, seed);
    if (text && (shortest.empty() || text->size() < shortest.size())) shortest = *text;
  }
  return shortest;
}

class OperatorTexts : public testing::TestWithParam<RandomOperator> {};

TEST_P(OperatorTexts, AreTheReviewedOnes) {
  const std::string text = shortest_text(GetParam());
  ASSERT_FALSE(text.empty());
  const std::string name = codegen::tflite::schema::EnumNameBuiltinOperator(GetParam().code);
  const fs::path golden = kGoldens / (name + ".golden");
  if (std::getenv("BITSTILL_REFRESH_GOLDENS") != nullptr) write_file(golden, text);
  EXPECT_EQ(text, read_text(golden));
}

INSTANTIATE_TEST_SUITE_P(Operators, OperatorTexts,
                         testing::ValuesIn(random_operators().begin(), random_operators().end()), [](const auto& row) {
                           return std::string(codegen::tflite::schema::EnumNameBuiltinOperator(row.param.code));
                         });

}  // namespace
}  // namespace bitstill::tests

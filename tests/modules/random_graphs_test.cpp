// Random graphs: what is emitted computes what the reference executor computes, layer by layer, with passes and
// without. Kernels write over what they read here, in arenas planned as tightly as can be: this is the proof of the
// memory plan.
//
// BITSTILL_RANDOM_GRAPHS=5000 runs more of them, BITSTILL_RANDOM_FIRST=123 from another seed on; both together with 1
// replay one.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "codegen/ops/registry.h"
#include "codegen/reference/executor.h"
#include "codegen/tflite/reader.h"
#include "configs/support/error.h"
#include "configs/support/files.h"
#include "firmware/targets/detect.h"
#include "tests/environment.h"
#include "tests/modules/named_target.h"
#include "tests/shared.h"
#include "tests/support/coded_weights.h"
#include "tests/support/module_batch.h"
#include "tests/support/random_graph.h"
#include "tests/support/random_operators.h"

namespace bitstill::tests {
namespace {

constexpr int64_t kGraphs = 500;
constexpr int64_t kEsp32Graphs = 80;
constexpr int64_t kGraphsPerBatch = 250;  // a program of them all would take the compiler much memory
constexpr size_t kMostShrunk = 3;

constexpr std::string_view kName = "random graph ";

uint32_t seed_in(const std::string& difference) {
  return static_cast<uint32_t>(std::stoul(difference.substr(kName.size())));
}

constexpr codegen::Forms kForms[] = {codegen::Forms::kCodebook, codegen::Forms::kSparse, codegen::Forms::kHuffman,
                                     codegen::Forms::kSize};

// For the ESP32 every other graph runs on two cores. Of three graphs one has weights as pruning and clustering leave
// them, in one of the forms there are for these.
BatchModel model_of(const GraphRecipe& recipe, uint32_t seed, codegen::Target kernels) {
  BatchModel model;
  model.name = fmt::format("{}{}", kName, seed);
  model.artifact = recipe.artifact();
  if (seed % 3 == 0) {
    model.artifact = pruned_and_clustered(std::move(model.artifact), 0.1 * (seed % 10), 2 + seed % 17);
    model.packing = {kForms[seed / 3 % 4], seed % 2 == 0};
  }
  model.inputs = random_inputs(codegen::tflite::read_model(model.artifact, model.name), seed);
  if (kernels == codegen::Target::kEsp32) model.workers = 1 + static_cast<int>(seed % 2);
  return model;
}

struct Setting {
  BatchBuild build;
  codegen::Target kernels = codegen::Target::kPortable;
};

// The first difference of a graph, empty where there is none.
std::string difference(const GraphRecipe& recipe, uint32_t seed, const Setting& setting) {
  try {
    ModuleBatch batch(setting.kernels);
    batch.add(model_of(recipe, seed, setting.kernels));
    if (!batch.reference_differences().empty()) return batch.reference_differences()[0];
    const auto differences = batch.differences_on(setting.build);
    return differences.empty() ? "" : differences[0];
  } catch (const Error& error) {
    return error.what();
  }
}

std::string shrunk(uint32_t seed, const Setting& setting) {
  const GraphRecipe least =
      shrink(random_graph(seed), [&](const GraphRecipe& recipe) { return !difference(recipe, seed, setting).empty(); });
  std::string text = fmt::format(
      "replay: BITSTILL_RANDOM_FIRST={} BITSTILL_RANDOM_GRAPHS=1 test_modules --gtest_filter='*RandomGraphs*'\n"
      "the smallest of its parts that differs: {}\n",
      seed, difference(least, seed, setting));
  try {
    text += codegen::tflite::read_model(least.artifact(), "").print();
  } catch (const Error&) {
  }
  return text;
}

// Every difference, and the first of them made small.
void expect_equal(const Setting& setting, int64_t first, int64_t graphs) {
  size_t shrunk_graphs = 0;
  const auto complain = [&](uint32_t seed, const std::string& difference) {
    ADD_FAILURE() << difference << "\n" << (shrunk_graphs++ < kMostShrunk ? shrunk(seed, setting) : "");
  };
  for (int64_t from = first; from < first + graphs; from += kGraphsPerBatch) {
    ModuleBatch batch(setting.kernels);
    for (int64_t i = from; i < std::min(from + kGraphsPerBatch, first + graphs); ++i) {
      const auto seed = static_cast<uint32_t>(i);
      try {
        batch.add(model_of(random_graph(seed), seed, setting.kernels));
      } catch (const Error& error) {
        complain(seed, error.what());
      }
    }
    std::vector<std::string> differences = batch.reference_differences();
    const auto more = batch.differences_on(setting.build);
    differences.insert(differences.end(), more.begin(), more.end());
    for (const std::string& text : differences) complain(seed_in(text), text);
  }
}

TEST(RandomGraphs, ModulesComputeWhatTheReferenceExecutorDoes) {
  expect_equal({{.target = *firmware::detect_host().target}}, number_from_environment("BITSTILL_RANDOM_FIRST", 1),
               number_from_environment("BITSTILL_RANDOM_GRAPHS", kGraphs));
}

class RandomGraphsForTheEsp32 : public testing::TestWithParam<const char*> {};

TEST_P(RandomGraphsForTheEsp32, ComputeWhatTheReferenceExecutorDoes) {
  const firmware::Detected found = named_target(GetParam());
  BITSTILL_NEED_TARGET(found);
  expect_equal({{.target = *found.target}, codegen::Target::kEsp32},
               number_from_environment("BITSTILL_RANDOM_FIRST", 1),
               number_from_environment("BITSTILL_RANDOM_GRAPHS", kEsp32Graphs));
}

INSTANTIATE_TEST_SUITE_P(Targets, RandomGraphsForTheEsp32, testing::Values("host", "esp32"), target_test_name);

TEST(RandomGraphs, AreTheSameEverywhere) {
  EXPECT_EQ(sha256(random_graph(7).artifact()), sha256(random_graph(7).artifact()));
}

// A proof over graphs of one operator, or over layers that saturate throughout, would prove little.
TEST(RandomGraphs, HaveEveryOperatorAndLayersOfManyValues) {
  std::map<std::string_view, int> operators;
  int layers = 0, varied = 0, large = 0;
  for (uint32_t seed = 1; seed <= kGraphs; ++seed) {
    const BatchModel model = model_of(random_graph(seed), seed, codegen::Target::kPortable);
    const codegen::Graph graph = codegen::tflite::read_model(model.artifact, model.name);
    codegen::Executor executor(graph);
    executor.run(std::span(model.inputs).first(static_cast<size_t>(graph.input_bytes())));
    for (const auto& node : graph.operators) ++operators[node->name()];
    for (const codegen::Layer& layer : graph.layers()) {
      const auto bytes = executor.bytes(layer.tensor);
      const size_t values = std::set<uint8_t>(bytes.begin(), bytes.end()).size();
      ++layers;
      if (bytes.size() < 16) continue;
      ++large;
      if (values >= 5) ++varied;
    }
  }
  EXPECT_GE(layers, 5 * kGraphs);
  EXPECT_GE(varied * 10, large * 7);
  for (const RandomOperator& row : random_operators()) {
    if (codegen::ops::find_operator(row.code) == nullptr) continue;
    EXPECT_GE(operators[codegen::tflite::schema::EnumNameBuiltinOperator(row.code)], 15);
  }
}

}  // namespace
}  // namespace bitstill::tests

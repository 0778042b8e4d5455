// Every golden model of operators that bitstill has, emitted, compiled together and run: on the host by two compilers
// and on the emulated cores, every layer equals the reference executor and the outputs equal TFLite Micro's.
//
// An emulator that runs MAC16 right takes single steps. There, networks above kMostMacsStepwise are left out unless
// BITSTILL_ALL_NETWORKS is set: smaller ones and the single operators have every kernel, too.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "codegen/codegen.h"
#include "codegen/esp32/choose_kernels.h"
#include "codegen/ops/registry.h"
#include "configs/support/error.h"
#include "configs/support/files.h"
#include "firmware/targets/detect.h"
#include "firmware/targets/find_program.h"
#include "tests/modules/named_target.h"
#include "tests/shared.h"
#include "tests/support/module_batch.h"

namespace bitstill::tests {
namespace {

namespace fs = std::filesystem;
using firmware::Observer;

// Folders of golden models, sorted by name: what the file system says first differs from machine to machine.
std::vector<fs::path> model_folders(const std::string& where) {
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(shared_path(where))) {
    if (fs::exists(entry.path() / "model.tflite")) folders.push_back(entry.path());
  }
  std::ranges::sort(folders);
  return folders;
}

// The first samples of a model and, of those after them, the last: the extremes.
void keep_samples(BatchModel& model, size_t samples, size_t most) {
  if (samples <= most) return;
  for (auto* bytes : {&model.inputs, &model.outputs}) {
    const size_t sample = bytes->size() / samples;
    bytes->erase(bytes->begin() + static_cast<std::ptrdiff_t>((most - 1) * sample),
                 bytes->end() - static_cast<std::ptrdiff_t>(sample));
  }
}

struct Goldens {
  Goldens(codegen::Target target, int64_t most_macs_) : batch(target), most_macs(most_macs_) {}
  ModuleBatch batch;
  int64_t most_macs;  // of a model
  size_t models = 0;
  std::set<std::string> refused;  // the operators that bitstill has not
};

// Modules for the ESP32 that have no kernel of its own are the portable ones.
bool has_esp32_layers(const fs::path& artifact) {
  codegen::Graph graph = codegen::load_graph(artifact);
  codegen::esp32::choose_kernels(graph, true);
  return std::ranges::any_of(graph.operators, [](const auto& node) { return node->esp32_kernel; });
}

constexpr int64_t kMostMacsStepwise = 1'000'000;

void add(const fs::path& folder, size_t samples, size_t most_samples, Goldens& goldens) {
  if (goldens.batch.target() == codegen::Target::kEsp32 && !has_esp32_layers(folder / "model.tflite")) return;
  BatchModel model{folder.filename().string(), read_file(folder / "model.tflite"), read_file(folder / "inputs.bin"),
                   read_file(folder / "outputs.bin")};
  keep_samples(model, samples, most_samples);
  // For the ESP32, networks on one core and on two, and of the single operators every other one on two.
  const bool esp32 = goldens.batch.target() == codegen::Target::kEsp32;
  const bool network = folder.parent_path().filename() == "golden";
  model.workers = esp32 && (network || goldens.models % 2 == 1) ? 2 : 1;
  try {
    if (codegen::load_graph(folder / "model.tflite").macs() > goldens.most_macs) return;
    if (esp32 && network) {
      BatchModel on_one_core = model;
      on_one_core.workers = 1;
      goldens.batch.add(on_one_core);
    }
    goldens.batch.add(model);
    ++goldens.models;
  } catch (const Error& error) {
    const std::string sentence = error.what();
    if (sentence.find("bitstill has no such operator") == std::string::npos) throw;
    const size_t open = sentence.find('(');
    goldens.refused.insert(sentence.substr(open + 1, sentence.find(')') - open - 1));
  }
}

constexpr size_t kOperatorSamples = 11;
constexpr size_t kNetworkSamples = 67;

// `network_samples`: how many samples of the networks; the single operators have all theirs.
Goldens goldens(size_t network_samples, codegen::Target target = codegen::Target::kPortable,
                int64_t most_macs = INT64_MAX) {
  Goldens all(target, most_macs);
  for (const fs::path& folder : model_folders("golden/ops")) add(folder, kOperatorSamples, kOperatorSamples, all);
  for (const fs::path& folder : model_folders("golden")) add(folder, kNetworkSamples, network_samples, all);
  fmt::print("{} golden models, {} modules\n", all.models, all.batch.modules());
  return all;
}

void expect_exact(const Goldens& goldens, const BatchBuild& build) {
  EXPECT_EQ(goldens.refused, std::set<std::string>()) << "operators that golden models have and bitstill has not";
  EXPECT_EQ(goldens.batch.reference_differences(), std::vector<std::string>());
  EXPECT_EQ(goldens.batch.differences_on(build), std::vector<std::string>());
}

firmware::Target host_with(const std::string& compiler) {
  firmware::Target target = *firmware::detect_host().target;
  target.name = compiler;
  target.compiler = {firmware::find_program(compiler).value_or("")};
  return target;
}

class GoldenModulesOnTheHost : public testing::TestWithParam<std::tuple<const char*, const char*>> {};

TEST_P(GoldenModulesOnTheHost, AreExact) {
  BITSTILL_NEED_SHARED("golden/ops");
  const auto [compiler, optimisation] = GetParam();
  if (!firmware::find_program(compiler)) GTEST_SKIP() << "no " << compiler << " on PATH";
  expect_exact(goldens(3), {.target = host_with(compiler), .optimisation = optimisation});
}

INSTANTIATE_TEST_SUITE_P(Compilers, GoldenModulesOnTheHost,
                         testing::Values(std::tuple{"g++", "-O0"}, std::tuple{"clang++", "-O2"}),
                         [](const auto& param) {
                           const bool gcc = std::string(std::get<0>(param.param)) == "g++";
                           return std::string(gcc ? "Gcc" : "Clang") + (std::get<1>(param.param) + 1);
                         });

// The code that ships tells nothing of its layers; compilers may do more with it.
TEST(GoldenModules, AreExactOnTheHostAsTheyShip) {
  BITSTILL_NEED_SHARED("golden/ops");
  expect_exact(goldens(8), {.target = *firmware::detect_host().target, .observer = Observer::kOff});
}

class GoldenModulesEmulated : public testing::TestWithParam<const char*> {};

TEST_P(GoldenModulesEmulated, AreExact) {
  BITSTILL_NEED_SHARED("golden/ops");
  const firmware::Detected found = named_target(GetParam());
  BITSTILL_NEED_TARGET(found);
  expect_exact(goldens(2), {.target = *found.target});
}

INSTANTIATE_TEST_SUITE_P(Targets, GoldenModulesEmulated, testing::Values("lx106", "esp32", "cortex-m4", "rv32imc"),
                         target_test_name);

// With the ESP32's own kernels: as plain C++ on the host and on a core without its instructions, as assembly on one
// that has them, built with LLVM and Debian's compiler or with an ESP32 toolchain.
class GoldenModulesForTheEsp32 : public testing::TestWithParam<const char*> {};

TEST_P(GoldenModulesForTheEsp32, AreExact) {
  BITSTILL_NEED_SHARED("golden/ops");
  const firmware::Detected found = named_target(GetParam());
  BITSTILL_NEED_TARGET(found);
  const bool stepwise =
      std::string_view(GetParam()) == "lx106-mac16" && std::getenv("BITSTILL_ALL_NETWORKS") == nullptr;
  const Goldens all = goldens(2, codegen::Target::kEsp32, stepwise ? kMostMacsStepwise : INT64_MAX);
  EXPECT_GE(all.batch.esp32_layers(), 40U);
  EXPECT_GE(all.batch.divided_layers(), 40U);
  expect_exact(all, {.target = *found.target});
}

INSTANTIATE_TEST_SUITE_P(Targets, GoldenModulesForTheEsp32, testing::Values("host", "lx106", "lx106-mac16", "esp32"),
                         target_test_name);

}  // namespace
}  // namespace bitstill::tests

// Front-ends as modules carry them: emitted, compiled and run, they give the bytes that training got, whole clips and
// streams, on the host and on the emulated cores.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>

#include "codegen/codegen.h"
#include "codegen/front_end.h"
#include "codegen/tflite/writer.h"
#include "configs/support/files.h"
#include "datasets/features/front_end.h"
#include "datasets/features/json.h"
#include "firmware/bench/bench.h"
#include "firmware/bench/print.h"
#include "firmware/targets/detect.h"
#include "firmware/targets/run_features.h"
#include "tests/datasets/features/recordings.h"
#include "tests/modules/named_target.h"
#include "tests/shared.h"
#include "tests/support/random.h"

namespace bitstill::tests {
namespace {

namespace fs = std::filesystem;
using features::Parameters;

// A network that only has to have the right input.
std::vector<uint8_t> artifact_of(const Parameters& p) {
  codegen::Tensor input;
  input.name = "features";
  input.shape = {1, static_cast<int32_t>(p.frames()), static_cast<int32_t>(p.coefficients), 1};
  input.quantization = {{p.normalization.scale}, {p.normalization.zero_point}, 0};
  codegen::Tensor output = input;
  output.name = "output";
  codegen::tflite::ModelWriter writer;
  const int in = writer.add_tensor(input);
  const int out = writer.add_tensor(output);
  writer.add_unary(codegen::tflite::Unary::kRelu, in, out);
  writer.set_inputs({in});
  writer.set_outputs({out});
  writer.add_metadata("bitstill", nlohmann::ordered_json{{"front_end", features::to_json(p)}}.dump());
  return writer.finish();
}

Parameters fitted(const configs::FeaturesConfig& config, const std::vector<Clip>& clips) {
  Parameters p = features::parameters_from(config, {"front_end_modules_test", 1, 1});
  const features::FrontEnd unfitted(p);
  std::vector<int16_t> rows;
  for (const Clip& clip : clips) {
    const auto features = unfitted.extract(clip);
    rows.insert(rows.end(), features.begin(), features.end());
  }
  p.normalization = features::fit_normalization(rows, p.coefficients);
  return p;
}

struct Case {
  const char* name;
  void (*change)(configs::FeaturesConfig&);
};

constexpr Case kCases[] = {
    {"log_mel", [](auto&) {}},
    {"mfcc", [](auto& c) { c.kind = "mfcc"; }},
    {"mfcc_magnitude",
     [](auto& c) {
       c.kind = "mfcc";
       c.spectrum = "magnitude";
       c.remove_dc = false;
     }},
    {"pcen",
     [](auto& c) {
       c.pcen = true;
       c.pre_emphasis = 0.97;
       c.high_hz = 8000;
     }},
    {"short_hops",
     [](auto& c) {
       c.window_ms = 32;
       c.hop_ms = 7;
       c.clip_ms = 500;
       c.fft_size = 1024;
     }},
};

std::vector<Clip> some_clips(size_t samples) {
  std::vector<Clip> clips = spoken_clips(1);
  for (Clip& clip : clips) clip.resize(samples);
  Clip square(samples);
  for (size_t i = 0; i < samples; ++i) square[i] = i % 50 < 25 ? INT16_MAX : INT16_MIN;
  clips.push_back(square);
  return clips;
}

firmware::ModuleFolder generated(const Parameters& p, const char* name, const fs::path& folder) {
  write_file(folder / "speech.tflite", artifact_of(p));
  codegen::GenerateOptions options;
  options.name = name;
  codegen::generate_module(folder / "speech.tflite", folder / "module", options);
  return firmware::open_module(folder / "module");
}

void expect_equal(const Case& shape, const firmware::Target& target) {
  configs::FeaturesConfig config;
  shape.change(config);
  const auto clips = some_clips(static_cast<size_t>(16 * config.clip_ms));
  const Parameters p = fitted(config, clips);
  const TemporaryFolder folder;
  const auto module = generated(p, shape.name, folder.path());
  ASSERT_EQ(codegen::front_end_of(codegen::load_graph(folder.path() / "speech.tflite")), p);

  std::vector<int16_t> samples;
  std::vector<int8_t> expected;
  const features::FrontEnd front_end(p);
  for (const Clip& clip : clips) {
    const auto features = front_end.features(clip);
    samples.insert(samples.end(), clip.begin(), clip.end());
    expected.insert(expected.end(), features.begin(), features.end());
  }
  const auto run = firmware::run_features(target, module, p, samples, folder.path());
  EXPECT_TRUE(run.whole == expected) << shape.name << " on " << target.name;
  EXPECT_TRUE(run.streamed == expected) << shape.name << " on " << target.name;
  if (target.emulator.empty()) return;
  fmt::print("{:<16} on {:<10} {:>7} instructions a hop (at most {}), stack {} bytes\n", shape.name, target.name,
             std::accumulate(run.instructions.begin(), run.instructions.end(), int64_t{0}) /
                 static_cast<int64_t>(run.instructions.size()),
             *std::ranges::max_element(run.instructions), run.stack_bytes);
  if (target.name == "esp32" && p.hop_samples == 320) {
    EXPECT_LE(*std::ranges::max_element(run.instructions), 100'000) << "a tenth of what 20 ms have at 240 MHz";
  }
}

TEST(FrontEndModules, GiveTheBytesOfTrainingOnTheHost) {
  BITSTILL_NEED_SHARED("data/speech_commands_3w");
  for (const Case& shape : kCases) expect_equal(shape, *firmware::detect_host().target);
}

TEST(FrontEndModules, AreCountedByBench) {
  const auto lx106 = firmware::detect_lx106();
  if (!lx106.target) GTEST_SKIP() << lx106.missing;
  const TemporaryFolder folder;
  Parameters p = features::parameters_from({}, {"front_end_modules_test", 1, 1});
  const auto module = generated(p, "speech", folder.path());
  const auto cost = firmware::measure_cost(module, *lx106.target, 1);
  ASSERT_TRUE(cost.front_end);
  EXPECT_EQ(cost.front_end->hop_samples, 320);
  EXPECT_GT(cost.front_end->instructions, 10'000);
  EXPECT_LE(cost.front_end->instructions, cost.front_end->maximum);
  EXPECT_NE(firmware::costs_as_table(module, {cost}, {}).find("instructions a hop of 20 ms"), std::string::npos);
}

class FrontEndModulesEmulated : public testing::TestWithParam<const char*> {};

TEST_P(FrontEndModulesEmulated, GiveTheBytesOfTraining) {
  BITSTILL_NEED_SHARED("data/speech_commands_3w");
  const firmware::Detected found = named_target(GetParam());
  BITSTILL_NEED_TARGET(found);
  for (const Case& shape : kCases) expect_equal(shape, *found.target);
}

INSTANTIATE_TEST_SUITE_P(Targets, FrontEndModulesEmulated, testing::Values("lx106", "esp32", "cortex-m4", "rv32imc"),
                         target_test_name);

}  // namespace
}  // namespace bitstill::tests

// Listeners as modules carry them: fed a long recording hop by hop, they give at every inference the scores that the
// reference executor gives of that inference's clip alone, and the same detections; on the host and the emulated cores.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "codegen/codegen.h"
#include "codegen/listening.h"
#include "codegen/reference/executor.h"
#include "codegen/reference/listen.h"
#include "codegen/tflite/metadata.h"
#include "configs/support/files.h"
#include "datasets/features/front_end.h"
#include "firmware/targets/detect.h"
#include "firmware/targets/process.h"
#include "firmware/targets/run_listener.h"
#include "tests/codegen/listening_model.h"
#include "tests/datasets/features/recordings.h"
#include "tests/modules/named_target.h"
#include "tests/shared.h"

namespace bitstill::tests {
namespace {

namespace fs = std::filesystem;
using codegen::Listening;
using codegen::StreamResult;

constexpr size_t kSampleRate = 16000;

// Noise and room tone one after the other, again and again, with a word every 1.7 s.
Clip long_recording(size_t seconds) {
  Clip recording;
  const size_t samples = seconds * kSampleRate;
  for (const char* noise : {"speech_commands/doing_the_dishes.wav", "precise_room_tone/bg_noise9.wav",
                            "speech_commands/dude_miaowing.wav", "speech_commands/exercise_bike.wav"}) {
    const fs::path path = shared_path("data/background_noise") / noise;
    const Clip clip = read_clip(path, std::min<size_t>(30 * kSampleRate, (fs::file_size(path) - 100) / 2));
    recording.insert(recording.end(), clip.begin(), clip.end());
  }
  const Clip once = recording;
  while (recording.size() < samples) recording.insert(recording.end(), once.begin(), once.end());
  recording.resize(samples);

  std::vector<Clip> words = {read_clip(shared_path("data/tflm_samples/yes_1000ms.wav")),
                             read_clip(shared_path("data/tflm_samples/no_1000ms.wav"))};
  for (Clip& word : spoken_clips(3)) words.push_back(std::move(word));
  constexpr size_t kBetween = 27'200;
  for (size_t i = 0; (i + 1) * kBetween < samples; ++i) {
    const Clip& word = words[i % words.size()];
    for (size_t k = 0; k < word.size() && i * kBetween + k < samples; ++k) {
      int16_t& sample = recording[i * kBetween + k];
      sample = static_cast<int16_t>(std::clamp(sample / 4 + word[k], -32768, 32767));
    }
  }
  return recording;
}

// The model of MLPerf Tiny with a front-end like the one it was trained on.
std::vector<uint8_t> keyword_spotter() {
  configs::FeaturesConfig config;
  config.kind = "mfcc";
  config.spectrum = "magnitude";
  config.remove_dc = false;
  features::Parameters p = features::parameters_from(config, {"keyword_spotter", 1, 1});
  p.normalization = features::fixed_normalization(0.584702909, 83, p.coefficients);
  const std::vector<std::string> labels = {"down",  "go",   "left", "no",  "off",     "on",
                                           "right", "stop", "up",   "yes", "silence", "unknown"};
  configs::DetectionConfig detection;
  detection.threshold = 0.6;
  const std::string metadata = listening_metadata(p, detector::parameters_from(detection, p, labels), labels);
  return codegen::tflite::with_metadata(read_file(shared_path("golden/kws_ref/model.tflite")), "kws_ref", metadata);
}

// What is meant by detections of a recording, as slowly as it is said: every inference computes its whole clip.
StreamResult clip_by_clip(const codegen::Graph& graph, const Listening& listening, const Clip& recording) {
  const features::FrontEnd front_end(listening.front_end);
  const auto clip_samples = static_cast<size_t>(listening.front_end.clip_samples);
  const auto step = static_cast<size_t>(listening.detection.inference_every * listening.front_end.hop_samples);
  Clip padded = recording;  // samples after a clip's last window may be missing, and are not looked at
  padded.resize(recording.size() + clip_samples);
  codegen::Executor executor(graph);
  StreamResult result;
  for (int64_t i = 0; listening.samples_heard_at(i) <= static_cast<int64_t>(recording.size()); ++i) {
    const auto features = front_end.features(std::span(padded).subspan(static_cast<size_t>(i) * step, clip_samples));
    executor.run({reinterpret_cast<const uint8_t*>(features.data()), features.size()});
    const auto scores = executor.outputs();
    result.scores.insert(result.scores.end(), scores.begin(), scores.end());
  }
  result.detections = codegen::detections_in(listening, result.scores);
  return result;
}

struct Artifact {
  explicit Artifact(const std::vector<uint8_t>& artifact, codegen::GenerateOptions options = {}) : bytes(artifact) {
    write_file(folder.path() / "model.tflite", bytes);
    options.name = "listening";
    codegen::generate_module(folder.path() / "model.tflite", folder.path() / "module", options);
    module = firmware::open_module(folder.path() / "module");
    graph = codegen::load_graph(folder.path() / "model.tflite");
    listening = codegen::listening_of(graph).value();
  }

  TemporaryFolder folder;
  std::vector<uint8_t> bytes;
  firmware::ModuleFolder module;
  codegen::Graph graph;
  Listening listening;
};

void expect_equal_detections(const std::vector<detector::Detection>& got,
                             const std::vector<detector::Detection>& expected) {
  ASSERT_EQ(got.size(), expected.size());
  for (size_t i = 0; i < got.size(); ++i) {
    EXPECT_EQ(got[i].word, expected[i].word) << i;
    EXPECT_EQ(got[i].score, expected[i].score) << i;
    EXPECT_EQ(got[i].inference, expected[i].inference) << i;
  }
}

void expect_equal(const firmware::Target& target, const Artifact& artifact, const Clip& recording,
                  const StreamResult& expected) {
  const auto run = firmware::run_listener(target, artifact.module, recording, artifact.folder.path());
  EXPECT_TRUE(run.scores == expected.scores) << target.name;
  expect_equal_detections(run.detections, expected.detections);
  fmt::print("{:<10} {} inferences, {} detections", target.name, run.instructions.size(), run.detections.size());
  if (!target.emulator.empty() && !run.instructions.empty()) {
    fmt::print(", {} instructions a hop with an inference, stack {} bytes",
               std::accumulate(run.instructions.begin(), run.instructions.end(), int64_t{0}) /
                   static_cast<int64_t>(run.instructions.size()),
               run.stack_bytes);
  }
  fmt::print("\n");
}

#define NEED_RECORDINGS()                          \
  BITSTILL_NEED_SHARED("data/speech_commands_3w"); \
  BITSTILL_NEED_SHARED("data/background_noise");   \
  BITSTILL_NEED_SHARED("data/tflm_samples");       \
  BITSTILL_NEED_SHARED("golden/kws_ref/model.tflite")

TEST(ListenerModules, HearInFiveMinutesWhatEveryClipAloneSays) {
  NEED_RECORDINGS();
  const Artifact artifact(keyword_spotter());
  const Clip recording = long_recording(300);
  const StreamResult slow = clip_by_clip(artifact.graph, artifact.listening, recording);
  const StreamResult fast = codegen::listen(artifact.graph, artifact.listening, recording);
  EXPECT_EQ(slow.scores.size(), 12u * 2991u);  // the first after 1 s, then every 0.1 s
  EXPECT_TRUE(fast.scores == slow.scores);
  expect_equal_detections(fast.detections, slow.detections);
  EXPECT_GE(slow.detections.size(), 20u) << "too few to compare anything";
  expect_equal(*firmware::detect_host().target, artifact, recording, slow);
}

// Says the scores of the only inference, then how many halves the other core was given: each is computed when it is
// waited for.
constexpr const char* kOtherCoreProgram = R"(
#include <stdio.h>
#include "listening_listener.h"

static int halves = 0;
static void (*half)(void*);
static void* argument;
static const listening::Worker other_core = {
    [](void*, void (*task)(void*), void* of) { half = task, argument = of, ++halves; },
    [](void*) { half(argument); }, nullptr};
static listening::Listener listener;
static int16_t hop[listening::Listener::kHopSamples];

int main() {
  listener.use(other_core);
  listener.reset();
  listening::Detection detection;
  while (listener.inferences() == 0 && fread(hop, sizeof(hop), 1, stdin) == 1) listener.push(hop, detection);
  for (const int8_t score : listener.scores()) printf("%d ", score);
  printf("%d", halves);
}
)";

TEST(ListenerModules, HandTheOtherCoreToTheirNetwork) {
  NEED_RECORDINGS();
  codegen::GenerateOptions options;
  options.target = codegen::Target::kEsp32;
  options.workers = 2;
  const Artifact artifact(keyword_spotter(), options);
  const Clip recording = long_recording(2);
  const fs::path folder = artifact.folder.path();
  write_file(folder / "main.cpp", std::string_view(kOtherCoreProgram));
  write_file(folder / "samples", std::span(reinterpret_cast<const uint8_t*>(recording.data()), 2 * recording.size()));
  const std::string compile =
      "g++ -std=c++17 -O1 -Wall -Werror -Imodule/src main.cpp module/src/*.cpp -o program && ./program <samples";
  const auto finished = firmware::run_process({.words = {"/bin/sh", "-c", compile}, .folder = folder});
  ASSERT_EQ(finished.exit_code, 0) << finished.text;
  std::string expected;
  const StreamResult one = codegen::listen(artifact.graph, artifact.listening, recording);
  for (size_t i = 0; i < 12; ++i) expected += fmt::format("{} ", static_cast<int8_t>(one.scores[i]));
  EXPECT_EQ(finished.text, expected + "9");
}

struct Case {
  const char* name;
  void (*change)(configs::FeaturesConfig&, detector::Parameters&);
};

constexpr Case kCases[] = {
    {"every_hop", [](auto&, auto& d) { d = {.inference_every = 1, .smoothing = 1, .refractory = 0}; }},
    {"longer_than_a_clip", [](auto&, auto& d) { d = {.inference_every = 70, .smoothing = 2, .refractory = 1}; }},
    {"short_hops",
     [](auto& f, auto& d) {
       f.window_ms = 32;
       f.hop_ms = 7;
       f.clip_ms = 505;
       d.smoothing = 20;
     }},
    {"one_frame", [](auto& f, auto&) { f.clip_ms = 31; }},
    {"pcen", [](auto& f, auto&) { f.pcen = true; }},
};

TEST(ListenerModules, HearTheSameWithAnyShape) {
  NEED_RECORDINGS();
  const Clip recording = long_recording(20);
  for (const Case& shape : kCases) {
    SCOPED_TRACE(shape.name);
    configs::FeaturesConfig config;
    detector::Parameters detection;
    shape.change(config, detection);
    detection.thresholds = {0.3, 0.5, std::nullopt};
    features::Parameters p = features::parameters_from(config, {shape.name, 1, 1});
    p.normalization = features::fixed_normalization(0.1, 3, p.coefficients);
    const Artifact artifact(listening_model(p, detection, {"yes", "no", "unknown"}));
    const StreamResult expected = codegen::listen(artifact.graph, artifact.listening, recording);
    const StreamResult clips = clip_by_clip(artifact.graph, artifact.listening, recording);
    // PCEN remembers the stream before an inference's clip; from the first clip on it is another answer.
    EXPECT_EQ(expected.scores == clips.scores, !p.pcen);
    EXPECT_TRUE(std::equal(clips.scores.begin(), clips.scores.begin() + 3, expected.scores.begin()));
    EXPECT_FALSE(expected.detections.empty());
    expect_equal(*firmware::detect_host().target, artifact, recording, expected);
  }
}

class ListenerModulesEmulated : public testing::TestWithParam<const char*> {};

TEST_P(ListenerModulesEmulated, HearWhatTheHostHears) {
  NEED_RECORDINGS();
  const firmware::Detected found = named_target(GetParam());
  BITSTILL_NEED_TARGET(found);
  const Artifact artifact(keyword_spotter());
  const Clip recording = long_recording(4);
  const StreamResult expected = clip_by_clip(artifact.graph, artifact.listening, recording);
  EXPECT_FALSE(expected.detections.empty());
  expect_equal(*found.target, artifact, recording, expected);
}

INSTANTIATE_TEST_SUITE_P(Targets, ListenerModulesEmulated, testing::Values("lx106", "esp32"), target_test_name);

}  // namespace
}  // namespace bitstill::tests

#include "codegen/emit/listener.h"

#include <fmt/format.h>

#include "codegen/emit/features.h"
#include "codegen/emit/kernels.h"
#include "codegen/emit/literal.h"

namespace bitstill::codegen {
namespace {

int64_t frame_bytes(const Listening& l) { return l.front_end.frames() * l.front_end.coefficients; }
int64_t recent_bytes(const Listening& l) { return l.detection.smoothing * l.classes(); }
int64_t padded(int64_t bytes) { return (bytes + 3) / 4 * 4; }
int64_t detector_bytes(const Listening& l) { return padded(8 + recent_bytes(l)); }

// Features, Network, Detector, three counters and the frames.
int64_t listener_bytes(const Listening& l, int64_t arena_bytes) {
  constexpr int64_t kCounters = 12;
  return features_bytes(l.front_end) + padded(arena_bytes) + detector_bytes(l) + kCounters + padded(frame_bytes(l));
}

double milliseconds(const Listening& l, int64_t hops) {
  return 1000.0 * static_cast<double>(hops * l.front_end.hop_samples) / static_cast<double>(l.front_end.sample_rate);
}

double inference_ms(const Listening& l, int64_t inferences) {
  return milliseconds(l, inferences * l.detection.inference_every);
}

std::string pcen_note(const Listening& l) {
  if (!l.front_end.pcen) return "";
  return "//\n"
         "// This front-end's PCEN adapts to what it has heard since reset(): an inference depends on the stream "
         "before\n"
         "// its clip, too, and is not the one of the same clip alone. Equal streams from reset() on give equal "
         "bytes.\n";
}

// Of a network with a worker, on a machine of 32 bits.
int64_t worker_bytes(int workers) { return workers > 1 ? 8 : 0; }

constexpr const char* kUseOtherCoreText =
    "  // As Network::use(): the inferences of push() run on this core, too; it must outlive the listener. reset() "
    "keeps "
    "it.\n"
    "  void use(const Worker& other_core) noexcept { network_.use(other_core); }\n\n";

std::string header_text(const Listening& l, int64_t arena_bytes, int workers, const std::string& name) {
  return fmt::format(
      "// {0} listening: samples in as they come, detections out; no heap, no library, no floats.\n"
      "//\n"
      "//   hop ({1} samples, {2:g} ms) -> features -> the last {3} frames -> network, every {4} hops ({5:g} ms)\n"
      "//   -> mean of {6} inferences ({7:g} ms) -> threshold of each word -> {8} inferences of pause ({9:g} ms)\n"
      "{10}"
      "//\n"
      "// {14} bytes of RAM: {15} Features, {16} Network, {11} the frames of a clip, {12} Detector, 12 counters.\n"
      "#pragma once\n\n#include <stddef.h>\n#include <stdint.h>\n\n"
      "#include \"{0}.h\"\n#include \"{0}_features.h\"\n#include \"kernels/detector.h\"\n\n"
      "namespace {0} {{\n\n"
      "// kLabels[word] was heard, with `score` as the mean of its scores, at number `inference` since reset(): of a\n"
      "// Listener, when (kFirstInference + inference * kInferenceEvery) * kHopSamples samples had been pushed.\n"
      "using Detection = detector::Detection;\n\n"
      "// From scores to detections. In static storage it is ready; elsewhere call reset() first.\n"
      "class Detector {{\n"
      " public:\n"
      "  // Inferences that a mean is taken over; inferences after a detection in which there is no other.\n"
      "  static constexpr size_t kClasses = {13};\n"
      "  static constexpr size_t kSmoothing = {6};\n"
      "  static constexpr size_t kRefractory = {8};\n\n"
      "  // Forgets all it has heard.\n"
      "  void reset() noexcept;\n\n"
      "  // The scores of the next inference. True where a word was heard; `detection` is left alone otherwise.\n"
      "  bool push(const int8_t (&scores)[kClasses], Detection& detection) noexcept;\n\n"
      " private:\n"
      "  detector::State state_;\n"
      "  int8_t recent_[kSmoothing * kClasses];\n"
      "}};\n\n"
      "// From samples to detections. In static storage it is ready; elsewhere call reset() first.\n"
      "class Listener {{\n"
      " public:\n"
      "  // The first inference is made with hop number kFirstInference, counted from 1; then every kInferenceEvery "
      "hops.\n"
      "  static constexpr size_t kHopSamples = Features::kHopSamples;\n"
      "  static constexpr size_t kFirstInference = Features::kFrames + Features::kHops - 1;\n"
      "  static constexpr size_t kInferenceEvery = {4};\n\n"
      "  // Forgets all it has heard, as if the stream began here.\n"
      "  void reset() noexcept;\n\n"
      "  // The samples that follow. True where they completed a word; `detection` is left alone otherwise. A hop with "
      "an\n"
      "  // inference takes as long as Network::run(): let the microphone's buffers hold that much.\n"
      "  bool push(const int16_t (&hop)[kHopSamples], Detection& detection) noexcept;\n\n"
      "{17}"
      "  // Inferences since reset(), and the scores of the last one; they stay until the next.\n"
      "  uint32_t inferences() const noexcept {{ return inferences_; }}\n"
      "  const Output& scores() const noexcept {{ return network_.output(); }}\n\n"
      " private:\n"
      "  void fill_input() noexcept;\n\n"
      "  Features features_;\n"
      "  Network network_;\n"
      "  Detector detector_;\n"
      "  uint32_t inferences_;\n"
      "  uint32_t next_;     // row of frames_ that is written next; where all are there, the oldest\n"
      "  uint32_t waiting_;  // frames since the last inference, or since reset()\n"
      "  int8_t frames_[Features::kFrames][Features::kCoefficients];\n"
      "}};\n\n}}  // namespace {0}\n",
      name, l.front_end.hop_samples, milliseconds(l, 1), l.front_end.frames(), l.detection.inference_every,
      milliseconds(l, l.detection.inference_every), l.detection.smoothing, inference_ms(l, l.detection.smoothing),
      l.detection.refractory, inference_ms(l, l.detection.refractory), pcen_note(l), frame_bytes(l), detector_bytes(l),
      l.classes(), listener_bytes(l, arena_bytes) + worker_bytes(workers), features_bytes(l.front_end),
      padded(arena_bytes) + worker_bytes(workers), workers > 1 ? kUseOtherCoreText : "");
}

std::string threshold_lines(const Listening& l) {
  std::string text;
  for (size_t i = 0; i < l.labels.size(); ++i) {
    const auto& threshold = l.detection.thresholds[i];
    text += threshold
                ? fmt::format("    {},  // {}: {:g}\n", l.threshold_sums[i], comment_text(l.labels[i]), *threshold)
                : fmt::format("    detector::kNever,  // {}\n", comment_text(l.labels[i]));
  }
  return text;
}

std::string source_text(const Listening& l, int64_t arena_bytes, int workers, const std::string& name) {
  return fmt::format(
      "#include \"{0}_listener.h\"\n\n#include <string.h>\n\n"
      "namespace {0} {{\nnamespace {{\n\n"
      "// What the scores of {1} inferences must add up to: {1} times the threshold, on the grid of the network's "
      "output.\n"
      "constexpr int16_t kThresholds[Detector::kClasses] = {{\n{2}}};\n\n"
      "constexpr detector::Rules kRules = {{kThresholds, Detector::kClasses, Detector::kSmoothing, "
      "Detector::kRefractory}};\n\n"
      "}}  // namespace\n\n"
      "static_assert(sizeof(Detector) == {3} && {5}sizeof(Listener) == {4}{6}, \"the bytes that {0}_listener.h "
      "states\");\n\n"
      "void Detector::reset() noexcept {{ state_ = {{}}; }}\n\n"
      "bool Detector::push(const int8_t (&scores)[kClasses], Detection& detection) noexcept {{\n"
      "  return detector::push_scores(kRules, state_, recent_, scores, detection);\n}}\n\n"
      "void Listener::reset() noexcept {{\n"
      "  features_.reset();\n"
      "  detector_.reset();\n"
      "  inferences_ = 0;\n"
      "  next_ = 0;\n"
      "  waiting_ = 0;\n}}\n\n"
      "bool Listener::push(const int16_t (&hop)[kHopSamples], Detection& detection) noexcept {{\n"
      "  if (!features_.push(hop, frames_[next_])) return false;\n"
      "  if (++next_ == Features::kFrames) next_ = 0;\n"
      "  const size_t wanted = inferences_ == 0 ? Features::kFrames : kInferenceEvery;\n"
      "  if (++waiting_ < wanted) return false;\n"
      "  waiting_ = 0;\n"
      "  fill_input();\n"
      "  network_.run();\n"
      "  ++inferences_;\n"
      "  return detector_.push(network_.output(), detection);\n}}\n\n"
      "// The frames in their order: from the oldest to the last row, then from the first row on.\n"
      "void Listener::fill_input() noexcept {{\n"
      "  const size_t older = (Features::kFrames - next_) * Features::kCoefficients;\n"
      "  memcpy(network_.input(), frames_[next_], older);\n"
      "  memcpy(network_.input() + older, frames_, sizeof(frames_) - older);\n}}\n\n"
      "}}  // namespace {0}\n",
      name, l.detection.smoothing, threshold_lines(l), detector_bytes(l),
      listener_bytes(l, arena_bytes) + worker_bytes(workers), workers > 1 ? "(sizeof(void*) != 4 || " : "",
      workers > 1 ? ")" : "");
}

}  // namespace

std::vector<ModuleFile> emit_listener(const Listening& listening, int64_t arena_bytes, int workers,
                                      const std::string& name) {
  std::vector<ModuleFile> files = copy_detector(name);
  files.push_back({"src/" + name + "_listener.h", header_text(listening, arena_bytes, workers, name)});
  files.push_back({"src/" + name + "_listener.cpp", source_text(listening, arena_bytes, workers, name)});
  return files;
}

std::string listener_usage(const Listening& l, const std::string& name) {
  return fmt::format(
      "\n## Listening to a stream\n\n"
      "`Listener` does the whole way, {1} samples at a time: an inference every {2:g} ms over the last {3:g} ms, a "
      "word\n"
      "where the mean of {4} of them reaches its threshold, then {5:g} ms without another.\n\n"
      "```cpp\n#include \"{0}_listener.h\"\n\n"
      "static {0}::Listener listener;  // its RAM is stated in its header\n"
      "static int16_t hop[{0}::Listener::kHopSamples];\n\n"
      "void loop() {{\n"
      "  microphone_read(hop, sizeof(hop));  // yours: waits for the next {1} samples at {6} Hz\n"
      "  {0}::Detection heard;\n"
      "  if (listener.push(hop, heard)) Serial.println({0}::kLabels[heard.word]);\n"
      "}}\n```\n\n"
      "A push with an inference takes as long as `Network::run()`; the microphone's buffers must hold what comes "
      "meanwhile.\n"
      "`bitstill evaluate --stream` computes the same detections of a recording on the host.\n"
      "\n## On an M5Stack Core2, with the Arduino IDE\n\n"
      "1. Tools > Board > Boards Manager: install \"M5Stack\". (Its address for the preferences is on\n"
      "   https://docs.m5stack.com/en/arduino/arduino_board.)\n"
      "2. Tools > Manage Libraries: install \"M5Unified\", and \"M5GFX\" with it.\n"
      "3. Copy this folder into `libraries/` of your sketchbook (File > Preferences says where that is), restart the "
      "IDE.\n"
      "4. File > Examples > {0} > {0}_m5core2. Tools > Board: M5Core2; Tools > Port: the board's.\n"
      "5. Sketch > Upload. Speak: words and scores are on the screen, words on the serial monitor at 115200 baud.\n\n"
      "`bitstill flash` builds a firmware that can prove its bytes and loses no sound while it computes.\n",
      name, l.front_end.hop_samples, inference_ms(l, 1),
      1000.0 * static_cast<double>(l.front_end.clip_samples) / static_cast<double>(l.front_end.sample_rate),
      l.detection.smoothing, inference_ms(l, l.detection.refractory), l.front_end.sample_rate);
}

std::string listener_adapter(const std::string& name) {
  return fmt::format(
      "// How a runner calls this module's listener.\n#pragma once\n\n#include \"{0}_listener.h\"\n\n"
      "namespace check {{\n\nusing {0}::Detection;\nusing {0}::kLabels;\nusing {0}::Listener;\n\n}}  // namespace "
      "check\n",
      name);
}

}  // namespace bitstill::codegen

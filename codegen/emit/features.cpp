#include "codegen/emit/features.h"

#include <fmt/format.h>

#include <algorithm>

#include "codegen/emit/kernels.h"
#include "datasets/features/blocks/history.h"
#include "datasets/features/check.h"
#include "datasets/features/tables.h"

namespace bitstill::codegen {
namespace {

using features::Parameters;
using features::TableValues;

std::string what_it_gives(const Parameters& p) {
  const std::string bands = fmt::format("{} mel bands from {:g} to {:g} Hz", p.bands, p.low_hz, p.high_hz);
  const std::string sums = fmt::format("of {}s, FFT of {}", p.spectrum, p.fft_size);
  const std::string values = p.pcen ? "PCEN of " : "logarithms of ";
  if (p.kind == "mfcc")
    return fmt::format("{} MFCC: cosine transform of {}{}, sums {}", p.coefficients, values, bands, sums);
  return fmt::format("{}{}, sums {}", values, bands, sums);
}

double milliseconds(int64_t samples, const Parameters& p) {
  return 1000.0 * static_cast<double>(samples) / static_cast<double>(p.sample_rate);
}

int64_t hops_of(const Parameters& p) {
  return features::hops_kept(static_cast<int32_t>(p.window_samples), static_cast<int32_t>(p.hop_samples));
}

int64_t table_bytes(const TableValues& values) {
  const size_t count = values.window.size() + values.sine.size() + values.mel_weights.size() + values.mel_ends.size() +
                       values.cosines.size() + values.centres.size() + values.multipliers.size();
  return static_cast<int64_t>(2 * (count + std::size(features::kSquareRoots) + std::size(features::kLogarithms) +
                                   std::size(features::kPowers)));
}

std::string header_text(const Parameters& p, const TableValues& values, const std::string& name) {
  return fmt::format(
      "// The audio front-end of {0}: 16-bit samples in, the network's input out; no heap, no library, no floats.\n"
      "//\n"
      "//   {1}\n"
      "//   windows of {2} samples ({3:g} ms), one every {4} ({5:g} ms), at {6} Hz\n"
      "//\n"
      "// {7} bytes of working memory, {8} bytes of tables.\n"
      "#pragma once\n\n#include <stddef.h>\n#include <stdint.h>\n\n#include \"front_end/frame.h\"\n\n"
      "namespace {0} {{\n\n"
      "// The object is its working memory: put it in static storage.\n"
      "class Features {{\n"
      " public:\n"
      "  // In Hz; what one inference hears; what one frame hears; from one frame to the next; hops that a frame "
      "touches;\n"
      "  // whole frames in a clip; values of a frame.\n"
      "  static constexpr uint32_t kSampleRate = {6};\n"
      "  static constexpr size_t kClipSamples = {9};\n"
      "  static constexpr size_t kWindowSamples = {2};\n"
      "  static constexpr size_t kHopSamples = {4};\n"
      "  static constexpr size_t kHops = {10};\n"
      "  static constexpr size_t kFrames = {11};\n"
      "  static constexpr size_t kCoefficients = {12};\n\n"
      "  // Forgets all it has heard. To be called before the first hop.\n"
      "  void reset() noexcept;\n\n"
      "  // The samples that follow. From hop number kHops on `frame` is set and true returned: frame t of a clip "
      "that\n"
      "  // began at reset() comes with hop t + kHops - 1, counted from 0, and is what features_of() says of that "
      "clip.\n"
      "  bool push(const int16_t (&hop)[kHopSamples], int8_t (&frame)[kCoefficients]) noexcept;\n\n"
      "  // A whole clip at once, as the network's input wants it. Ends a stream: call reset() before the next "
      "push().\n"
      "  void features_of(const int16_t (&clip)[kClipSamples], int8_t (&features)[kFrames * kCoefficients]) "
      "noexcept;\n\n"
      " private:\n"
      "  void features_of_window(const int16_t* samples, int8_t* frame) noexcept;\n\n"
      "  features::Complex points_[{13}];\n"
      "  features::Level bands_[{14}];\n{15}"
      "  int32_t values_[{14}];\n"
      "  int32_t hops_heard_;\n"
      "  int16_t samples_[kHops * kHopSamples];\n"
      "  int16_t features_[kCoefficients];\n"
      "}};\n\n}}  // namespace {0}\n",
      name, what_it_gives(p), p.window_samples, milliseconds(p.window_samples, p), p.hop_samples,
      milliseconds(p.hop_samples, p), p.sample_rate, features_bytes(p), table_bytes(values), p.clip_samples, hops_of(p),
      p.frames(), p.coefficients, p.fft_size / 2, p.bands,
      p.pcen ? fmt::format("  features::Level smoothed_[{}];  // PCEN's, from frame to frame\n", p.bands) : "");
}

std::string source_text(const Parameters& p, const std::string& name) {
  const std::string smoothed = p.pcen ? "smoothed_" : "nullptr";
  const std::string forget = p.pcen ? "  memset(smoothed_, 0, sizeof(smoothed_));\n" : "";
  return fmt::format(
      "#include \"{0}_features.h\"\n\n#include <string.h>\n\n#include \"{0}_features_constants.h\"\n"
      "#include \"front_end/history.h\"\n\n"
      "namespace {0} {{\n\n"
      "static_assert(sizeof(Features) == {3}, \"the working memory that {0}_features.h states\");\n\n"
      "void Features::reset() noexcept {{\n  hops_heard_ = 0;\n{1}}}\n\n"
      "bool Features::push(const int16_t (&hop)[kHopSamples], int8_t (&frame)[kCoefficients]) noexcept {{\n"
      "  if (!features::push_hop(samples_, kHops, kHopSamples, hops_heard_, hop)) return false;\n"
      "  features_of_window(samples_, frame);\n"
      "  return true;\n}}\n\n"
      "void Features::features_of(const int16_t (&clip)[kClipSamples],\n"
      "                           int8_t (&features)[kFrames * kCoefficients]) noexcept {{\n"
      "  reset();\n"
      "  for (size_t i = 0; i < kFrames; ++i) {{\n"
      "    features_of_window(clip + i * kHopSamples, features + i * kCoefficients);\n"
      "  }}\n}}\n\n"
      "// Flattened, for the tables are known here: what they switch off is left out.\n"
      "[[gnu::flatten]] void Features::features_of_window(const int16_t* samples, int8_t* frame) noexcept {{\n"
      "  const features::Memory memory = {{points_, bands_, values_, {2}}};\n"
      "  features::extract_frame(kTables, memory, samples, features_);\n"
      "  features::normalize_frame(kTables, features_, frame);\n}}\n\n"
      "}}  // namespace {0}\n",
      name, forget, smoothed, features_bytes(p));
}

template <class Value>
std::string array_text(const std::string& comment, const std::string& array, const std::vector<Value>& values) {
  constexpr size_t kPerLine = 16;
  const char* const type = std::is_same_v<Value, uint16_t> ? "uint16_t" : "int16_t";
  std::string text = fmt::format("// {}\nconstexpr {} {}[{}] = {{", comment, type, array, values.size());
  for (size_t i = 0; i < values.size(); ++i) {
    text += fmt::format("{}{},", i % kPerLine == 0 ? "\n    " : " ", static_cast<int>(values[i]));
  }
  return text + "\n};\n\n";
}

const char* word(bool value) { return value ? "true" : "false"; }

std::string constants_text(const Parameters& p, const TableValues& values, const std::string& name) {
  const features::Tables& t = values.tables;
  std::string text = fmt::format(
      "// The tables of the front-end of {0}. Included by {0}_features.cpp only. Q15: in units of 1 / 32768.\n"
      "#pragma once\n\n#include \"front_end/frame.h\"\n\nnamespace {0} {{\nnamespace {{\n\n",
      name);
  text += array_text("Von Hann's window, Q15.", "kWindow", values.window);
  text += array_text("A quarter of a sine wave, Q15.", "kSine", values.sine);
  text +=
      array_text(fmt::format("Each bin's share in the band that rises there, Q15, from bin {} on.", t.mel.first_bin),
                 "kMelWeights", values.mel_weights);
  text += array_text("Where one band's triangle ends and the next but one begins: the first bin after.", "kMelEnds",
                     values.mel_ends);
  if (t.mfcc) text += array_text("Of the cosine transform, Q15, row by row.", "kCosines", values.cosines);
  text += array_text("What is taken from each coefficient, in units of 1 / 128.", "kCentres", values.centres);
  text += array_text(fmt::format("Steps of the network's input per unit, times 2^{}.", t.normalization.shift),
                     "kMultipliers", values.multipliers);
  text += fmt::format(
      "constexpr features::Tables kTables = {{\n"
      "    // Samples of a window, log2 of the FFT's complex points, whether the mean is taken away, pre-emphasis in "
      "Q15.\n"
      "    {{kWindow, {}, {}, {}, {}}},\n"
      "    // Log2 of the FFT's size.\n"
      "    {{kSine, {}}},\n"
      "    // The first bin, bands, log2 of the most bins between two peaks, magnitudes instead of powers.\n"
      "    {{kMelWeights, kMelEnds, {}, {}, {}, {}}},\n"
      "    // What is added to a band, mantissa * 2^exponent: {:g}.\n"
      "    {{{}u, {}}},\n"
      "    // PCEN instead of the logarithm; the cosine transform.\n"
      "    {},\n"
      "    {},\n"
      "    // Its factor sqrt(2 / bands) in Q15, bands.\n"
      "    {{{}, {}, {}}},\n"
      "    // The multipliers' exponent, the network's zero point.\n"
      "    {{kCentres, kMultipliers, {}, {}}},\n"
      "    // Values of a frame.\n"
      "    {},\n"
      "}};\n\n}}  // namespace\n}}  // namespace {}\n",
      t.window.samples, t.window.log2_points, word(t.window.remove_dc), t.window.pre_emphasis, t.fft.log2_size,
      t.mel.first_bin, t.mel.bands, t.mel.headroom, word(t.mel.magnitude), features::floor_of(p), t.floor.mantissa,
      t.floor.exponent, word(t.pcen), word(t.mfcc), t.mfcc ? "kCosines" : "nullptr", t.dct.scale, t.dct.bands,
      t.normalization.shift, t.normalization.zero_point, t.coefficients, name);
  return text;
}

}  // namespace

int64_t features_bytes(const Parameters& p) {
  const int64_t levels = 8 * p.bands * (p.pcen ? 2 : 1);
  const int64_t rounded_samples = (2 * hops_of(p) * p.hop_samples + 2 * p.coefficients + 3) / 4 * 4;
  return 4 * p.fft_size + levels + 4 * p.bands + rounded_samples + 4;
}

std::vector<ModuleFile> emit_features(const Parameters& parameters, const std::string& name) {
  const TableValues values = features::make_tables(parameters);
  std::vector<ModuleFile> files = copy_front_end(name);
  files.push_back({"src/" + name + "_features.h", header_text(parameters, values, name)});
  files.push_back({"src/" + name + "_features.cpp", source_text(parameters, name)});
  files.push_back({"src/" + name + "_features_constants.h", constants_text(parameters, values, name)});
  return files;
}

std::string features_usage(const Parameters& p, const std::string& name) {
  return fmt::format(
      "\n## From samples to the input\n\n{1}.\n\n"
      "```cpp\n#include \"{0}_features.h\"\n\nstatic {0}::Features features;\n...\n"
      "features.features_of(clip, network.input());  // {2} samples at {3} Hz\n"
      "network.run();\n```\n\n"
      "A stream gives the same bytes: `reset()`, then `push(hop, frame)` with {4} samples each time; the last {5} "
      "frames\n"
      "are the network's input. `src/front_end/` is the very code that computed the features this network was trained\n"
      "on.\n",
      name, what_it_gives(p), p.clip_samples, p.sample_rate, p.hop_samples, p.frames());
}

std::string features_adapter(const std::string& name) {
  return fmt::format(
      "// How a runner calls this module's front-end.\n#pragma once\n\n#include \"{0}_features.h\"\n\n"
      "namespace check {{\n\nusing {0}::Features;\n\n}}  // namespace check\n",
      name);
}

}  // namespace bitstill::codegen

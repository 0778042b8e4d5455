#include "datasets/readers/function.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "configs/support/error.h"
#include "datasets/random.h"

namespace bitstill::datasets {
namespace {

using std::numbers::pi;

struct NamedFunction {
  std::string_view name;
  double (*evaluate)(double x);
};

// Turns since x = 0, modulo one: the waves below all have period 2 pi, like the sine they replace.
double phase(double x) { return x / (2 * pi) - std::floor(x / (2 * pi)); }

constexpr NamedFunction kFunctions[] = {
    {"sine", [](double x) { return std::sin(x); }},
    {"cosine", [](double x) { return std::cos(x); }},
    {"triangle", [](double x) { return 1 - 4 * std::abs(phase(x + pi / 2) - 0.5); }},
    {"sawtooth", [](double x) { return 2 * phase(x + pi) - 1; }},
    {"square", [](double x) { return phase(x) < 0.5 ? 1.0 : -1.0; }},
    {"gaussian", [](double x) { return std::exp(-x * x); }},
    {"cubic", [](double x) { return x * x * x - x; }},
};

const NamedFunction& find_function(const std::string& name) {
  for (const NamedFunction& function : kFunctions) {
    if (function.name == name) return function;
  }
  throw Error("dataset.function is '" + name + "', which datasets/readers/function.cpp does not list");
}

constexpr uint64_t kSplits = 3;
constexpr int64_t kMostPositionsPerSplit = int64_t{1} << 20;

// No more than there are float32 values for: two positions must never round to the same x.
int64_t positions_per_split(const configs::Range& range) {
  const auto largest = static_cast<float>(std::max(std::abs(range.low), std::abs(range.high)));
  const double step = static_cast<double>(std::nextafter(largest, INFINITY)) - static_cast<double>(largest);
  const double fit = std::floor((range.high - range.low) / (2 * step * kSplits));
  if (fit < 1) {
    throw Error(
        fmt::format("dataset.range [{}, {}] is too narrow for float32 to tell its x apart, expected a wider one",
                    range.low, range.high));
  }
  return static_cast<int64_t>(std::min<double>(fit, kMostPositionsPerSplit));
}

struct SplitParameters {
  uint64_t seed = 0;
  uint64_t split = 0;
  int64_t count = 0;
  double noise = 0;
};

class FunctionDataset : public Dataset {
 public:
  FunctionDataset(const configs::FunctionConfig& config, const SplitParameters& parameters)
      : function_(find_function(config.function)),
        range_(config.range),
        positions_(positions_per_split(config.range)),
        parameters_(parameters) {}

  int64_t size() const override { return parameters_.count; }

  Sample get(int64_t index) const override {
    Random random{parameters_.seed, parameters_.split, static_cast<uint64_t>(index)};
    const auto cell = static_cast<uint64_t>(random.below(positions_)) * kSplits + parameters_.split;
    const double position =
        (static_cast<double>(cell) + 0.5) / static_cast<double>(positions_ * static_cast<int64_t>(kSplits));
    const auto x = static_cast<float>(range_.low + (range_.high - range_.low) * position);
    const double noise = parameters_.noise > 0 ? parameters_.noise * random.normal() : 0;
    return {{x}, {static_cast<float>(function_.evaluate(x) + noise)}, -1};
  }

 private:
  const NamedFunction& function_;
  configs::Range range_;
  int64_t positions_;
  SplitParameters parameters_;
};

}  // namespace

double evaluate_function(const std::string& name, double x) { return find_function(name).evaluate(x); }

Splits open_function(const configs::FunctionConfig& config, int64_t seed) {
  const auto split = [&](uint64_t number, int64_t count, double noise) {
    return std::make_shared<FunctionDataset>(config,
                                             SplitParameters{static_cast<uint64_t>(seed), number, count, noise});
  };
  Splits splits;
  splits.input_shape = {1};
  splits.target_size = 1;
  splits.train = split(0, config.counts.train, config.noise);
  splits.validation = split(1, config.counts.validation, 0);
  splits.test = split(2, config.counts.test, 0);
  return splits;
}

}  // namespace bitstill::datasets

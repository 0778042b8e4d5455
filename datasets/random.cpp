#include "datasets/random.h"

#include <cmath>
#include <numbers>
#include <numeric>
#include <utility>

namespace bitstill::datasets {

Random::Random(std::initializer_list<uint64_t> stream) {
  for (const uint64_t part : stream) {
    state_ += part;
    state_ = next();
  }
}

uint64_t Random::next() {
  state_ += 0x9e3779b97f4a7c15u;
  uint64_t mixed = state_;
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
  return mixed ^ (mixed >> 31);
}

double Random::uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }

double Random::normal() {
  const double radius = std::sqrt(-2 * std::log(1 - uniform()));
  return radius * std::cos(2 * std::numbers::pi * uniform());
}

int64_t Random::below(int64_t limit) {
  const auto range = static_cast<uint64_t>(limit);
  const uint64_t uneven = (UINT64_MAX % range + 1) % range;
  uint64_t drawn = next();
  while (drawn > UINT64_MAX - uneven) drawn = next();
  return static_cast<int64_t>(drawn % range);
}

std::vector<int64_t> permutation(int64_t count, Random random) {
  std::vector<int64_t> order(static_cast<size_t>(count));
  std::iota(order.begin(), order.end(), int64_t{0});
  for (int64_t i = count - 1; i > 0; --i) {
    std::swap(order[static_cast<size_t>(i)], order[static_cast<size_t>(random.below(i + 1))]);
  }
  return order;
}

}  // namespace bitstill::datasets

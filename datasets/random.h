// Random numbers that are the same on every machine and with every standard library.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <vector>

namespace bitstill::datasets {

// SplitMix64 (Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators").
class Random {
 public:
  // Independent streams for different lists of numbers, such as {seed, split, index}.
  explicit Random(std::initializer_list<uint64_t> stream);

  uint64_t next();
  double uniform();  // in [0, 1), a multiple of 2^-53
  double normal();   // mean 0, standard deviation 1 (Box and Muller 1958)
  // In [0, limit), every value equally likely; limit >= 1.
  int64_t below(int64_t limit);

 private:
  uint64_t state_ = 0;
};

// 0 ... count - 1 in an order drawn by `random`.
std::vector<int64_t> permutation(int64_t count, Random random);

}  // namespace bitstill::datasets

// Scores over several seeds: mean and spread.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "pipeline.h"

namespace bitstill {

// Of some numbers: the mean and the sample standard deviation (n - 1 in the divisor; 0 for one number).
struct Spread {
  double mean = 0;
  double deviation = 0;
};
Spread spread(const std::vector<double>& numbers);

// What a person compares, over the test set: error in percent for classes, rmse for values; smaller is better.
struct Errors {
  std::vector<double> teacher, float_student, fake_quant, int8;  // one per seed; no teacher where nobody taught
  bool classification = false;
  int64_t samples = 0;  // of the test set
};
Errors errors_of(const std::vector<Outcome>& outcomes);

// "1.64 +- 0.05 %"; of one seed "1.64 %".
std::string text(const std::vector<double>& errors, bool classification);
// "23 of 1705": the mistakes of all seeds among all answers; "-" where answers are values.
std::string pooled_text(const std::vector<double>& errors, const Errors& all);
nlohmann::ordered_json json(const Errors& errors);

}  // namespace bitstill

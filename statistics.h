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
};
Errors errors_of(const std::vector<Outcome>& outcomes);

// "1.64 +- 0.05 %"; of one seed "1.64 %".
std::string text(const std::vector<double>& errors, bool classification);
nlohmann::ordered_json json(const Errors& errors);

}  // namespace bitstill

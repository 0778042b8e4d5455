#include "statistics.h"

#include <fmt/format.h>

#include <cmath>
#include <numeric>

namespace bitstill {
namespace {

using Json = nlohmann::ordered_json;

double error_of(const train::Score& score) { return score.classification ? 100 * (1 - score.value) : score.value; }

Json row(const std::vector<double>& errors) {
  const Spread found = spread(errors);
  return {{"mean", found.mean}, {"deviation", found.deviation}, {"of_seeds", errors}};
}

}  // namespace

Spread spread(const std::vector<double>& numbers) {
  if (numbers.empty()) return {};
  const auto count = static_cast<double>(numbers.size());
  Spread result{std::accumulate(numbers.begin(), numbers.end(), 0.0) / count, 0};
  for (const double number : numbers) result.deviation += (number - result.mean) * (number - result.mean);
  result.deviation = numbers.size() > 1 ? std::sqrt(result.deviation / (count - 1)) : 0;
  return result;
}

Errors errors_of(const std::vector<Outcome>& outcomes) {
  Errors errors;
  for (const Outcome& outcome : outcomes) {
    errors.classification = outcome.test.int8.classification;
    if (outcome.test.teacher) errors.teacher.push_back(error_of(*outcome.test.teacher));
    errors.float_student.push_back(error_of(outcome.test.float_student));
    errors.fake_quant.push_back(error_of(outcome.test.fake_quant));
    errors.int8.push_back(error_of(outcome.test.int8));
  }
  return errors;
}

std::string text(const std::vector<double>& errors, bool classification) {
  if (errors.empty()) return "-";
  const Spread found = spread(errors);
  if (errors.size() == 1)
    return classification ? fmt::format("{:.2f} %", found.mean) : fmt::format("{:.5f}", found.mean);
  return classification ? fmt::format("{:.2f} +- {:.2f} %", found.mean, found.deviation)
                        : fmt::format("{:.5f} +- {:.5f}", found.mean, found.deviation);
}

Json json(const Errors& errors) {
  Json result{{"measure", errors.classification ? "error_percent" : "rmse"}};
  if (!errors.teacher.empty()) result["teacher"] = row(errors.teacher);
  result["float"] = row(errors.float_student);
  result["fake_quant"] = row(errors.fake_quant);
  result["int8"] = row(errors.int8);
  return result;
}

}  // namespace bitstill

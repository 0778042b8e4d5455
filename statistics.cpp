#include "statistics.h"

#include <fmt/format.h>

#include <cmath>
#include <numeric>

namespace bitstill {
namespace {

using Json = nlohmann::ordered_json;

double error_of(const train::Score& score) { return score.classification ? 100 * (1 - score.value) : score.value; }

int64_t wrong_answers(const std::vector<double>& errors, const Errors& all) {
  int64_t wrong = 0;
  for (const double error : errors) wrong += std::llround(error / 100 * static_cast<double>(all.samples));
  return wrong;
}

int64_t answers(const std::vector<double>& errors, const Errors& all) {
  return all.samples * static_cast<int64_t>(errors.size());
}

Json row(const std::vector<double>& errors, const Errors& all) {
  const Spread found = spread(errors);
  Json result = {{"mean", found.mean}, {"deviation", found.deviation}, {"of_seeds", errors}};
  if (all.classification) result["pooled"] = {{"wrong", wrong_answers(errors, all)}, {"of", answers(errors, all)}};
  return result;
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
    errors.samples = outcome.test.samples;
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

std::string pooled_text(const std::vector<double>& errors, const Errors& all) {
  if (!all.classification || errors.empty()) return "-";
  return fmt::format("{} of {}", wrong_answers(errors, all), answers(errors, all));
}

Json json(const Errors& errors) {
  Json result{{"measure", errors.classification ? "error_percent" : "rmse"}};
  if (!errors.teacher.empty()) result["teacher"] = row(errors.teacher, errors);
  result["float"] = row(errors.float_student, errors);
  result["fake_quant"] = row(errors.fake_quant, errors);
  result["int8"] = row(errors.int8, errors);
  return result;
}

}  // namespace bitstill

#include "distill/recognition.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace bitstill::distill {

Roc receiver_operating_characteristic(const std::vector<double>& scores, const std::vector<bool>& is_class) {
  std::vector<size_t> order(scores.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::sort(order, [&](size_t a, size_t b) { return scores[a] > scores[b]; });
  const auto own = static_cast<double>(std::ranges::count(is_class, true));
  const double others = static_cast<double>(is_class.size()) - own;
  Roc roc;
  if (own == 0 || others == 0) return roc;
  roc.points.push_back({0, 0});
  double hits = 0, false_alarms = 0;
  for (size_t i = 0; i < order.size(); ++i) {
    (is_class[order[i]] ? hits : false_alarms) += 1;
    if (i + 1 < order.size() && scores[order[i + 1]] == scores[order[i]]) continue;
    const RocPoint point{false_alarms / others, hits / own};
    const RocPoint& before = roc.points.back();
    roc.area += (point.false_alarms - before.false_alarms) * (point.hits + before.hits) / 2;
    roc.points.push_back(point);
  }
  return roc;
}

std::vector<SpeakerScore> by_speaker(const std::vector<std::string>& speakers, const torch::Tensor& given,
                                     const torch::Tensor& labels) {
  std::map<std::string, SpeakerScore> scores;
  for (size_t i = 0; i < speakers.size(); ++i) {
    if (speakers[i].empty()) continue;
    const auto index = static_cast<int64_t>(i);
    SpeakerScore& score = scores[speakers[i]];
    score.speaker = speakers[i];
    ++score.samples;
    if (given[index].item<int64_t>() == labels[index].item<int64_t>()) ++score.right;
  }
  std::vector<SpeakerScore> sorted;
  for (const auto& [name, score] : scores) sorted.push_back(score);
  std::ranges::stable_sort(
      sorted, [](const SpeakerScore& a, const SpeakerScore& b) { return a.right * b.samples < b.right * a.samples; });
  return sorted;
}

}  // namespace bitstill::distill

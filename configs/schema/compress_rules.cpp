#include "configs/schema/compress_rules.h"

#include <algorithm>

namespace bitstill::configs {
namespace {

bool clusters(const CompressConfig& step) { return step.kind == "cluster"; }

}  // namespace

bool has_cluster_step(const std::vector<CompressConfig>& steps) { return std::ranges::any_of(steps, clusters); }

bool clusters_come_last(const std::vector<CompressConfig>& steps) {
  return std::all_of(std::ranges::find_if(steps, clusters), steps.end(), clusters);
}

}  // namespace bitstill::configs

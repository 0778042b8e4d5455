// Rules between the steps of compression.
#pragma once

#include <vector>

#include "configs/schema/experiment.h"

namespace bitstill::configs {

bool has_cluster_step(const std::vector<CompressConfig>& steps);
// Whether nothing but clustering follows the first cluster step.
bool clusters_come_last(const std::vector<CompressConfig>& steps);

}  // namespace bitstill::configs

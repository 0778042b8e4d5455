// The numbers that the blocks compute with, made from the parameters in doubles and rounded once.
#pragma once

#include <cstdint>
#include <vector>

#include "datasets/features/blocks/frame.h"
#include "datasets/features/parameters.h"

namespace bitstill::features {

struct TableValues {
  std::vector<int16_t> window, sine, mel_weights, cosines, centres, multipliers;
  std::vector<uint16_t> mel_ends;
  Tables tables;  // points into the vectors; so this is moved, never copied

  TableValues() = default;
  TableValues(TableValues&&) = default;
  TableValues& operator=(TableValues&&) = default;
};

// The parameters are checked (check.h).
TableValues make_tables(const Parameters& parameters);

}  // namespace bitstill::features

// What a forward pass does to the ranges it meets.
#pragma once

namespace bitstill::distill {

enum class Ranges { kHeld, kFollow };

}  // namespace bitstill::distill

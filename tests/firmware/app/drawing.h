// A board's picture as SVG, so that a person can look at it and a golden can be compared.
#pragma once

#include <string>
#include <vector>

#include "firmware/app/screen.h"

namespace bitstill::tests {

std::string svg_of(const app::Picture& picture);

// How often each pixel of the screen is covered, row by row.
std::vector<int> coverage(const app::Picture& picture);

}  // namespace bitstill::tests

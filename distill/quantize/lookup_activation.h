// Sigmoid and tanh on the integer grid: the device's own table forward, the real function's slope backward.
#pragma once

#include "distill/quantize/integer_activation.h"

namespace bitstill::distill {

IntegerActivation sigmoid_integers(const IntegerActivation& input);
IntegerActivation tanh_integers(const IntegerActivation& input);

}  // namespace bitstill::distill

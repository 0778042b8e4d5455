// Division for the lx106, whose libgcc leaves it to the ESP8266's boot ROM. Division by zero gives all ones, as there.
#include <stdint.h>

namespace {

struct Division {
  uint32_t quotient;
  uint32_t remainder;
};

// One bit of the quotient a step, starting at the first that can be set.
Division divide(uint32_t dividend, uint32_t divisor) {
  if (divisor == 0) return {~uint32_t{0}, dividend};
  if (dividend < divisor) return {0, dividend};
  Division result{0, dividend};
  for (int bit = __builtin_clz(divisor) - __builtin_clz(dividend); bit >= 0; --bit) {
    const uint32_t part = divisor << bit;
    result.quotient <<= 1;
    if (result.remainder >= part) {
      result.remainder -= part;
      result.quotient |= 1;
    }
  }
  return result;
}

uint32_t magnitude(int32_t value) {
  return value < 0 ? 0 - static_cast<uint32_t>(value) : static_cast<uint32_t>(value);
}
int32_t with_sign(uint32_t value, bool negative) { return static_cast<int32_t>(negative ? 0 - value : value); }

}  // namespace

extern "C" {

uint64_t __udivmoddi4(uint64_t dividend, uint64_t divisor, uint64_t* remainder);  // libgcc has this one
uint32_t __udivsi3(uint32_t dividend, uint32_t divisor);
uint32_t __umodsi3(uint32_t dividend, uint32_t divisor);
int32_t __divsi3(int32_t dividend, int32_t divisor);
int32_t __modsi3(int32_t dividend, int32_t divisor);
uint64_t __udivdi3(uint64_t dividend, uint64_t divisor);
uint64_t __umoddi3(uint64_t dividend, uint64_t divisor);
int64_t __divdi3(int64_t dividend, int64_t divisor);

uint32_t __udivsi3(uint32_t dividend, uint32_t divisor) { return divide(dividend, divisor).quotient; }
uint32_t __umodsi3(uint32_t dividend, uint32_t divisor) { return divide(dividend, divisor).remainder; }

int32_t __divsi3(int32_t dividend, int32_t divisor) {
  return with_sign(divide(magnitude(dividend), magnitude(divisor)).quotient, (dividend < 0) != (divisor < 0));
}

int32_t __modsi3(int32_t dividend, int32_t divisor) {
  return with_sign(divide(magnitude(dividend), magnitude(divisor)).remainder, dividend < 0);
}

uint64_t __udivdi3(uint64_t dividend, uint64_t divisor) { return __udivmoddi4(dividend, divisor, nullptr); }

uint64_t __umoddi3(uint64_t dividend, uint64_t divisor) {
  uint64_t remainder;
  __udivmoddi4(dividend, divisor, &remainder);
  return remainder;
}

int64_t __divdi3(int64_t dividend, int64_t divisor) {
  const uint64_t a = dividend < 0 ? 0 - static_cast<uint64_t>(dividend) : static_cast<uint64_t>(dividend);
  const uint64_t b = divisor < 0 ? 0 - static_cast<uint64_t>(divisor) : static_cast<uint64_t>(divisor);
  const uint64_t quotient = __udivmoddi4(a, b, nullptr);
  return static_cast<int64_t>((dividend < 0) != (divisor < 0) ? 0 - quotient : quotient);
}
}

// The data of a request, read from front to back.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

class Request {
 public:
  Request(const uint8_t* data, size_t bytes) : at_(data), left_(bytes) {}

  // 0 where the data is over; who reads looks at left() first.
  template <class Number>
  Number number() {
    Number value = 0;
    if (left_ < sizeof(value)) return value;
    memcpy(&value, at_, sizeof(value));
    skip(sizeof(value));
    return value;
  }
  void skip(size_t bytes) {
    at_ += bytes;
    left_ -= bytes;
  }

  const uint8_t* at() const { return at_; }
  size_t left() const { return left_; }

 private:
  const uint8_t* at_;
  size_t left_;
};

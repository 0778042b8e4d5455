// Waiting, reading and writing on a file descriptor that does not block: what sockets and ptys share.
#pragma once

#include <cstdint>
#include <span>

#include "firmware/link/transport.h"

namespace bitstill::firmware {

Transport::Time steady_now();

// Owns a descriptor.
class Descriptor {
 public:
  explicit Descriptor(int number = -1);
  ~Descriptor();
  Descriptor(Descriptor&& other) noexcept;
  Descriptor& operator=(Descriptor&& other) noexcept;

  int get() const { return number_; }
  bool open() const { return number_ >= 0; }
  void close();

  // As Transport's. Throw Disconnected where the other end is gone.
  size_t read(std::span<uint8_t> room, Transport::Time until);
  void write(std::span<const uint8_t> bytes);

 private:
  int number_;
};

}  // namespace bitstill::firmware

#include "firmware/link/descriptor.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace bitstill::firmware {
namespace {

using Time = Transport::Time;

constexpr Time kWritePatience = std::chrono::seconds(30);

// Whether the descriptor is ready, or broken, before `until`.
bool wait_for(int descriptor, short events, Time until) {
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - steady_now()).count();
    pollfd waiting{descriptor, events, 0};
    const int ready = ::poll(&waiting, 1, static_cast<int>(std::clamp<int64_t>(left, 0, 60000)));
    if (ready > 0) return true;
    if (ready == 0 && steady_now() >= until) return false;
    if (ready < 0 && errno != EINTR) throw Disconnected(fmt::format("the line broke ({})", std::strerror(errno)));
  }
}

}  // namespace

Time steady_now() { return std::chrono::duration_cast<Time>(std::chrono::steady_clock::now().time_since_epoch()); }

Descriptor::Descriptor(int number) : number_(number) {
  if (number_ >= 0) ::fcntl(number_, F_SETFL, ::fcntl(number_, F_GETFL) | O_NONBLOCK);
}

Descriptor::~Descriptor() { close(); }

Descriptor::Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  std::swap(number_, other.number_);
  return *this;
}

void Descriptor::close() {
  if (number_ >= 0) ::close(number_);
  number_ = -1;
}

size_t Descriptor::read(std::span<uint8_t> room, Time until) {
  if (!open()) throw Disconnected("the line is closed");
  for (;;) {
    const ssize_t got = ::read(number_, room.data(), room.size());
    if (got > 0) return static_cast<size_t>(got);
    if (got == 0) throw Disconnected("the other end closed the line");
    if (errno == EINTR) continue;
    if (errno != EAGAIN) throw Disconnected(fmt::format("the line broke ({})", std::strerror(errno)));
    if (!wait_for(number_, POLLIN, until)) return 0;
  }
}

void Descriptor::write(std::span<const uint8_t> bytes) {
  if (!open()) throw Disconnected("the line is closed");
  const Time until = steady_now() + kWritePatience;
  while (!bytes.empty()) {
    const ssize_t written = ::write(number_, bytes.data(), bytes.size());
    if (written > 0) bytes = bytes.subspan(static_cast<size_t>(written));
    if (written > 0 || (written < 0 && errno == EINTR)) continue;
    if (errno != EAGAIN) throw Disconnected(fmt::format("the line broke ({})", std::strerror(errno)));
    if (!wait_for(number_, POLLOUT, until)) throw Disconnected("the line takes no more bytes");
  }
}

}  // namespace bitstill::firmware

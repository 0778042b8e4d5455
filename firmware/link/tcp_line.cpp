// "tcp:HOST:PORT": a serial port behind a network server, or an emulator's.
#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <thread>

#include "configs/support/error.h"
#include "firmware/link/descriptor.h"
#include "firmware/link/lines.h"

namespace bitstill::firmware {
namespace {

class TcpLine : public Transport {
 public:
  TcpLine(std::string name, std::string host, std::string port)
      : name_(std::move(name)), host_(std::move(host)), port_(std::move(port)) {
    std::signal(SIGPIPE, SIG_IGN);
    std::string problem;
    if (!connect(problem))
      throw Error(fmt::format("{}: cannot be reached ({}); is its server running?", name_, problem));
  }

  Time now() override { return steady_now(); }
  size_t read(std::span<uint8_t> room, Time until) override { return socket_.read(room, until); }
  void write(std::span<const uint8_t> bytes) override { socket_.write(bytes); }
  bool set_baud(uint32_t) override { return false; }
  bool reopen(Time until) override {
    std::string problem;
    if (connect(problem)) return true;
    std::this_thread::sleep_for(until - steady_now());
    return false;
  }
  std::string name() const override { return name_; }
  std::string advice() const override { return "is a board with bitstill's firmware behind it?"; }

 private:
  bool connect(std::string& problem) {
    socket_.close();
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    const int failure = ::getaddrinfo(host_.c_str(), port_.c_str(), &wanted, &found);
    if (failure != 0) {
      problem = ::gai_strerror(failure);
      return false;
    }
    for (const addrinfo* place = found; place != nullptr && !socket_.open(); place = place->ai_next) {
      const int socket = ::socket(place->ai_family, place->ai_socktype | SOCK_CLOEXEC, place->ai_protocol);
      if (socket < 0) continue;
      const bool connected = ::connect(socket, place->ai_addr, place->ai_addrlen) == 0;
      if (!connected) problem = std::strerror(errno);
      Descriptor descriptor(socket);
      const int at_once = 1;
      ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof(at_once));
      if (connected) socket_ = std::move(descriptor);
    }
    ::freeaddrinfo(found);
    return socket_.open();
  }

  std::string name_, host_, port_;
  Descriptor socket_;
};

}  // namespace

std::unique_ptr<Transport> open_tcp_line(const std::string& name) {
  const std::string place = name.substr(std::strlen("tcp:"));
  const size_t colon = place.rfind(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 == place.size()) {
    throw Error(fmt::format("{}: expected tcp:HOST:PORT", name));
  }
  return std::make_unique<TcpLine>(name, place.substr(0, colon), place.substr(colon + 1));
}

}  // namespace bitstill::firmware

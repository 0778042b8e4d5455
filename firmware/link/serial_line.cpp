// A serial port through libserialport, and a pty, which that library does not know.
#include <fcntl.h>
#include <fmt/format.h>
#include <libserialport.h>
#include <sys/file.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <thread>

#include "configs/support/error.h"
#include "firmware/app/protocol.h"
#include "firmware/link/descriptor.h"
#include "firmware/link/lines.h"

namespace bitstill::firmware {
namespace {

namespace fs = std::filesystem;
using Time = Transport::Time;

constexpr unsigned kWriteMilliseconds = 30000;
constexpr Time kLook = std::chrono::milliseconds(500);  // how often a silent port is looked for

struct PortDeleter {
  void operator()(sp_port* port) const {
    sp_close(port);
    sp_free_port(port);
  }
};
using Port = std::unique_ptr<sp_port, PortDeleter>;

std::string sentence_for(const std::string& path, int problem) {
  switch (problem) {
    case ENOENT:
    case ENODEV:
    case ENXIO:
      return fmt::format("{}: there is no such port; plug the board in, and see bitstill ports", path);
    case EACCES:
    case EPERM:
      return fmt::format("{}: you may not open this port; run: sudo usermod -aG dialout $USER, then log in again",
                         path);
    case EBUSY:
    case EWOULDBLOCK:
      return fmt::format("{}: another program has this port open; end it (a serial monitor?) and try again", path);
    case ENOTTY:
      return fmt::format("{}: is no serial port; see bitstill ports", path);
    default:
      return fmt::format("{}: cannot be opened ({}); see bitstill ports", path, std::strerror(problem));
  }
}

// 0, or what went wrong. Opening raises DTR and RTS together, which does not reset the board; letting RTS go first does
// not either.
int open_port(const std::string& path, Port& port) {
  port.reset();
  sp_port* found = nullptr;
  if (sp_get_port_by_name(path.c_str(), &found) != SP_OK) return fs::exists(path) ? ENOTTY : ENOENT;
  errno = 0;
  if (sp_open(found, SP_MODE_READ_WRITE) != SP_OK) {
    const int problem = errno == 0 ? sp_last_error_code() : errno;
    sp_free_port(found);
    return problem == 0 ? EIO : problem;
  }
  port.reset(found);
  sp_set_rts(found, SP_RTS_OFF);
  sp_set_dtr(found, SP_DTR_OFF);
  int descriptor = -1;
  if (sp_get_port_handle(found, &descriptor) == SP_OK && ::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    port.reset();
    return EBUSY;
  }
  const bool set = sp_set_baudrate(found, static_cast<int>(protocol::kFirstBaud)) == SP_OK &&
                   sp_set_bits(found, 8) == SP_OK && sp_set_parity(found, SP_PARITY_NONE) == SP_OK &&
                   sp_set_stopbits(found, 1) == SP_OK && sp_set_flowcontrol(found, SP_FLOWCONTROL_NONE) == SP_OK;
  if (!set) {
    port.reset();
    return EIO;
  }
  sp_set_rts(found, SP_RTS_OFF);
  sp_set_dtr(found, SP_DTR_OFF);
  sp_flush(found, SP_BUF_BOTH);
  return 0;
}

class SerialLine : public Transport {
 public:
  explicit SerialLine(std::string path) : path_(std::move(path)) {
    if (const int problem = open_port(path_, port_)) throw Error(sentence_for(path_, problem));
  }

  Time now() override { return steady_now(); }

  size_t read(std::span<uint8_t> room, Time until) override {
    if (!port_) throw Disconnected("the port is closed");
    for (;;) {
      const Time left = std::clamp(until - now(), Time(1000), kLook);
      const auto milliseconds = static_cast<unsigned>(std::chrono::ceil<std::chrono::milliseconds>(left).count());
      const int got = sp_blocking_read_next(port_.get(), room.data(), room.size(), milliseconds);
      if (got > 0) return static_cast<size_t>(got);
      if (got < 0 || !fs::exists(path_)) throw Disconnected("the port is gone");
      if (now() >= until) return 0;
    }
  }

  void write(std::span<const uint8_t> bytes) override {
    if (!port_) throw Disconnected("the port is closed");
    const int sent = sp_blocking_write(port_.get(), bytes.data(), bytes.size(), kWriteMilliseconds);
    if (sent != static_cast<int>(bytes.size())) throw Disconnected("the port takes no more bytes");
  }

  bool set_baud(uint32_t baud) override {
    if (!port_) return false;
    sp_drain(port_.get());
    return sp_set_baudrate(port_.get(), static_cast<int>(baud)) == SP_OK;
  }

  bool reopen(Time until) override {
    if (open_port(path_, port_) == 0) return true;
    std::this_thread::sleep_for(until - now());
    return false;
  }

  // RTS drives the chip's enable pin, low while RTS is true and DTR is not.
  bool reset_board() override {
    if (!port_) return false;
    sp_set_rts(port_.get(), SP_RTS_ON);
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    return sp_set_rts(port_.get(), SP_RTS_OFF) == SP_OK;
  }

  std::string name() const override { return path_; }
  std::string advice() const override {
    return "is bitstill's firmware on it (bitstill flash), and is this the right port (bitstill ports)? Its reset "
           "button "
           "may help";
  }

 private:
  std::string path_;
  Port port_;
};

// A terminal without a speed of its own: the other end is a program.
class PtyLine : public Transport {
 public:
  explicit PtyLine(std::string path) : path_(std::move(path)) {
    if (const int problem = open_pty()) throw Error(sentence_for(path_, problem));
  }

  Time now() override { return steady_now(); }
  size_t read(std::span<uint8_t> room, Time until) override { return terminal_.read(room, until); }
  void write(std::span<const uint8_t> bytes) override { terminal_.write(bytes); }
  bool set_baud(uint32_t) override { return false; }
  bool reopen(Time until) override {
    if (open_pty() == 0) return true;
    std::this_thread::sleep_for(until - now());
    return false;
  }
  std::string name() const override { return path_; }
  std::string advice() const override { return "is a board with bitstill's firmware at the other end?"; }

 private:
  int open_pty() {
    terminal_.close();
    const int number = ::open(path_.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (number < 0) return errno;
    Descriptor opened(number);
    termios settings{};
    if (::tcgetattr(number, &settings) != 0) return ENOTTY;
    ::cfmakeraw(&settings);
    if (::tcsetattr(number, TCSANOW, &settings) != 0) return errno;
    if (::flock(number, LOCK_EX | LOCK_NB) != 0) return EBUSY;
    terminal_ = std::move(opened);
    return 0;
  }

  std::string path_;
  Descriptor terminal_;
};

}  // namespace

std::unique_ptr<Transport> open_serial_line(const std::string& path) {
  const fs::path device = fs::weakly_canonical(path);
  if (device.parent_path() == "/dev/pts") return std::make_unique<PtyLine>(path);
  return std::make_unique<SerialLine>(path);
}

std::unique_ptr<Transport> open_line(const std::string& port) {
  return port.starts_with("tcp:") ? open_tcp_line(port) : open_serial_line(port);
}

bool names_a_line(const std::string& word) { return word.starts_with("tcp:") || word.find('/') != std::string::npos; }

}  // namespace bitstill::firmware

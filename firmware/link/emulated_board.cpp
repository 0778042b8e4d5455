#include "firmware/link/emulated_board.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "configs/support/error.h"
#include "firmware/link/descriptor.h"
#include "firmware/targets/build.h"
#include "firmware/targets/detect.h"
#include "firmware/targets/find_program.h"
#include "firmware/targets/find_targets.h"
#include "firmware/targets/xtensa.h"

namespace bitstill::firmware {
namespace {

namespace fs = std::filesystem;
using Time = Transport::Time;

constexpr const char* kHost = "board:host";
constexpr const char* kXtensaSim = "board:xtensa_sim";
constexpr const char* kXtensaUart = "board:xtensa_uart";
// An emulated UART speaks over a socket that the program gets as this descriptor: over a terminal QEMU loses bytes.
constexpr int kSocketDescriptor = 3;
constexpr const char* kSocketDevice = "socket,id=line,fd=3";

// A program whose input and output are one end of a pty; or one that speaks over a socket instead. The terminal is the
// program's own, so that the program ends when this one does, however that ends.
class PtyProcess {
 public:
  ~PtyProcess() { stop(); }

  void start(const std::vector<std::string>& words) {
    stop();
    Descriptor master(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
    if (!master.open() || ::grantpt(master.get()) != 0 || ::unlockpt(master.get()) != 0) {
      throw Error(fmt::format("no pty can be opened ({})", std::strerror(errno)));
    }
    const std::string path = ::ptsname(master.get());
    Descriptor slave(::open(path.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC));
    termios settings{};
    ::tcgetattr(slave.get(), &settings);
    ::cfmakeraw(&settings);
    ::tcsetattr(slave.get(), TCSANOW, &settings);
    std::array<int, 2> ends{-1, -1};
    const bool over_socket = std::ranges::find(words, kSocketDevice) != words.end();
    if (over_socket && ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
      throw Error(fmt::format("no socket can be opened ({})", std::strerror(errno)));
    }
    Descriptor ours(ends[0]);
    const Descriptor theirs(ends[1]);
    spawn(words, path, theirs.get());
    terminal_ = std::move(master);
    socket_ = std::move(ours);
  }

  void stop() {
    terminal_.close();
    socket_.close();
    if (child_ <= 0) return;
    ::kill(child_, SIGKILL);
    int status = 0;
    while (::waitpid(child_, &status, 0) < 0 && errno == EINTR) {
    }
    child_ = 0;
  }

  Descriptor& line() { return socket_.open() ? socket_ : terminal_; }

 private:
  void spawn(std::vector<std::string> words, const std::string& terminal, int socket) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, terminal.c_str(), O_RDWR, 0);
    posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    if (socket >= 0) posix_spawn_file_actions_adddup2(&actions, socket, kSocketDescriptor);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const int failure = ::posix_spawn(&child_, arguments[0], &actions, &attributes, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (failure != 0) throw Error(fmt::format("cannot start {} ({})", words[0], std::strerror(failure)));
  }

  Descriptor terminal_, socket_;
  pid_t child_ = 0;
};

class EmulatedBoard : public Transport {
 public:
  EmulatedBoard(std::string name, std::vector<std::string> command)
      : name_(std::move(name)), command_(std::move(command)) {
    process_.start(command_);
  }

  Time now() override { return steady_now(); }
  size_t read(std::span<uint8_t> room, Time until) override { return process_.line().read(room, until); }
  void write(std::span<const uint8_t> bytes) override { process_.line().write(bytes); }
  bool set_baud(uint32_t) override { return false; }
  bool reopen(Time) override { return reset_board(); }
  bool reset_board() override {
    process_.start(command_);
    return true;
  }
  std::string name() const override { return name_; }
  std::string advice() const override { return fmt::format("this started it: {}", fmt::join(command_, " ")); }

 private:
  std::string name_;
  std::vector<std::string> command_;
  PtyProcess process_;
};

// Debian's compiler for a core of stock QEMU that kc705 has, too; the ESP32's otherwise.
Target uart_target() {
  Detected esp32 = detect_esp32(esp32_toolchain_folder());
  Target target;
  if (esp32.missing.empty()) {
    target = std::move(*esp32.target);
  } else {
    Detected lx106 = detect_lx106();
    if (!lx106.missing.empty()) throw Error(lx106.missing);
    const auto emulator = find_program("qemu-system-xtensa");
    target = xtensa_target("lx106", lx106.target->compiler[0], *emulator, {"de233_fpu", 0xfe000000, 0x2000, 0x3000});
    target.flags.insert(target.flags.end(), {"-DLX106_KERNEL_VECTOR=0x300", "-DLX106_USER_VECTOR=0x340"});
    target.board_sources = lx106.target->board_sources;
    target.helper_sources = lx106.target->helper_sources;
  }
  target.serial_sources = {"firmware/boards/xtensa_sim/serial_common.cpp", "firmware/boards/xtensa_sim/line_uart.cpp"};
  const auto replace_after = [&](const char* option, const char* value) {
    const auto at = std::ranges::find(target.emulator, option);
    if (at != target.emulator.end()) *(at + 1) = value;
  };
  replace_after("-M", "kc705");
  replace_after("-serial", "chardev:line");
  const auto serial = std::ranges::find(target.emulator, "-serial");
  target.emulator.insert(serial, {"-chardev", kSocketDevice});
  target.description += " -M kc705";
  return target;
}

Target simulator_target() {
  Detected esp32 = detect_esp32(esp32_toolchain_folder());
  if (esp32.missing.empty()) return std::move(*esp32.target);
  Detected lx106 = detect_lx106();
  if (!lx106.missing.empty()) throw Error(fmt::format("{}; {}", lx106.missing, esp32.missing));
  return std::move(*lx106.target);
}

}  // namespace

std::vector<std::string> emulated_board_words() { return {kHost, kXtensaSim, kXtensaUart}; }

Target emulated_board_target(const std::string& word) {
  if (word == kXtensaSim) return simulator_target();
  if (word == kXtensaUart) return uart_target();
  if (word != kHost) {
    throw Error(fmt::format("there is no board '{}': expected {}", word, fmt::join(emulated_board_words(), ", ")));
  }
  Detected host = detect_host();
  if (!host.missing.empty()) throw Error(host.missing);
  return std::move(*host.target);
}

std::unique_ptr<Transport> start_emulated_board(const std::string& word, const Target& target,
                                                const ModuleFolder& module, const fs::path& folder) {
  const fs::path program = Builder(target, module, folder).serial_firmware();
  std::vector<std::string> command = target.emulator_for(!module.assembly().empty());
  command.push_back(program.string());
  return std::make_unique<EmulatedBoard>(word, std::move(command));
}

}  // namespace bitstill::firmware

#include "firmware/targets/process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "configs/support/error.h"

namespace bitstill::firmware {
namespace {

using Clock = std::chrono::steady_clock;

class FileActions {
 public:
  FileActions() { posix_spawn_file_actions_init(&actions_); }
  ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;
  posix_spawn_file_actions_t* get() { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_;
};

// The reading end of the child's messages.
class Messages {
 public:
  Messages() {
    if (::pipe2(ends_.data(), O_CLOEXEC) != 0)
      throw Error(fmt::format("cannot open a pipe ({})", std::strerror(errno)));
  }
  ~Messages() {
    close_end(0);
    close_end(1);
  }
  Messages(const Messages&) = delete;
  Messages& operator=(const Messages&) = delete;

  int write_end() const { return ends_[1]; }
  void close_write_end() { close_end(1); }
  bool open() const { return ends_[0] >= 0; }

  // Takes what comes within `milliseconds`; false where nothing came.
  bool take(std::string& text, int milliseconds) {
    pollfd waiting{ends_[0], POLLIN, 0};
    if (::poll(&waiting, 1, milliseconds) <= 0 || !open()) return false;
    std::array<char, 4096> buffer;
    const ssize_t got = ::read(ends_[0], buffer.data(), buffer.size());
    if (got > 0) text.append(buffer.data(), static_cast<size_t>(got));
    if (got == 0) close_end(0);
    return got > 0;
  }

 private:
  void close_end(size_t end) {
    if (ends_[end] >= 0) ::close(ends_[end]);
    ends_[end] = -1;
  }

  std::array<int, 2> ends_{-1, -1};
};

pid_t start(const Command& command, int messages) {
  FileActions actions;
  posix_spawn_file_actions_addopen(actions.get(), STDIN_FILENO, command.input.c_str(), O_RDONLY, 0);
  if (command.output.empty()) {
    posix_spawn_file_actions_adddup2(actions.get(), messages, STDOUT_FILENO);
  } else {
    posix_spawn_file_actions_addopen(actions.get(), STDOUT_FILENO, command.output.c_str(), O_WRONLY | O_CREAT | O_TRUNC,
                                     0644);
  }
  posix_spawn_file_actions_adddup2(actions.get(), messages, STDERR_FILENO);
  posix_spawn_file_actions_addchdir_np(actions.get(), command.folder.c_str());

  std::vector<char*> words;
  for (const std::string& word : command.words) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  pid_t child = 0;
  const int failure = posix_spawn(&child, words[0], actions.get(), nullptr, words.data(), environ);
  if (failure != 0) throw Error(fmt::format("cannot start {} ({})", command.words[0], std::strerror(failure)));
  return child;
}

bool has_ended(pid_t child, int options, Finished& finished) {
  int status = 0;
  if (::waitpid(child, &status, options) != child) return false;
  finished.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return true;
}

}  // namespace

Finished run_process(const Command& command) {
  Messages messages;
  const auto deadline = Clock::now() + command.time_out;
  const pid_t child = start(command, messages.write_end());
  messages.close_write_end();
  Finished finished;
  while (!has_ended(child, WNOHANG, finished)) {
    messages.take(finished.text, messages.open() ? 50 : 2);
    if (command.while_running) command.while_running();
    if (Clock::now() < deadline) continue;
    finished.timed_out = true;
    ::kill(child, SIGKILL);
    while (!has_ended(child, 0, finished)) {
    }
    return finished;
  }
  while (messages.take(finished.text, 0)) {
  }
  return finished;
}

}  // namespace bitstill::firmware

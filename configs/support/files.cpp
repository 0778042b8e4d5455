#include "configs/support/files.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>

#include "configs/support/error.h"

namespace bitstill {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path, const char* what, int error) {
  throw Error(path.string() + ": cannot " + what + " (" + std::strerror(error) + ")" +
              (error == ENOSPC ? "; free some space and run again" : ""));
}

// A descriptor and the temporary name it writes to; both go away unless commit() was reached. A device or a pipe, which
// cannot be replaced by a rename, is written in place; a link keeps pointing where it points.
class TemporaryFile {
 public:
  explicit TemporaryFile(const fs::path& target) : target_(target) {
    std::error_code ignored;
    if (fs::is_symlink(target, ignored)) target_ = fs::weakly_canonical(target, ignored);
    in_place_ = fs::is_character_file(target_, ignored) || fs::is_fifo(target_, ignored);
    name_ = target_.string() + (in_place_ ? "" : ".tmp" + std::to_string(::getpid()));
    descriptor_ = ::open(name_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (descriptor_ < 0) fail(target_, "be written", errno);
  }

  ~TemporaryFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
    if (!committed_ && !in_place_) ::unlink(name_.c_str());
  }

  void write(std::span<const uint8_t> bytes) {
    while (!bytes.empty()) {
      const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail(target_, "be written", errno);
      bytes = bytes.subspan(static_cast<size_t>(written));
    }
  }

  void commit() {
    if (::fsync(descriptor_) != 0 && errno != EINVAL) fail(target_, "be flushed to the disk", errno);
    const int closed = ::close(descriptor_);
    descriptor_ = -1;
    if (closed != 0) fail(target_, "be closed", errno);
    if (!in_place_ && ::rename(name_.c_str(), target_.c_str()) != 0) fail(target_, "be renamed into place", errno);
    committed_ = true;
  }

 private:
  fs::path target_;
  std::string name_;
  int descriptor_ = -1;
  bool in_place_ = false;
  bool committed_ = false;
};

class Sha256 {
 public:
  Sha256() { check(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr)); }

  void update(std::span<const uint8_t> bytes) { check(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size())); }

  std::string digits() {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    check(EVP_DigestFinal_ex(context_.get(), digest, &length));
    static const char kDigits[] = "0123456789abcdef";
    std::string text;
    for (unsigned int i = 0; i < length; ++i) {
      text += kDigits[digest[i] >> 4];
      text += kDigits[digest[i] & 15];
    }
    return text;
  }

 private:
  static void check(int status) {
    if (status != 1) throw Error("SHA-256 is not available in this machine's OpenSSL");
  }

  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_{EVP_MD_CTX_new(), EVP_MD_CTX_free};
};

}  // namespace

void read_pieces(const fs::path& path, const std::function<void(std::span<const uint8_t>)>& use) {
  constexpr size_t kPieceBytes = 1 << 16;
  std::error_code error;
  const bool exists = fs::exists(path, error);
  if (error) fail(path, "be read", error.value());
  if (!exists) throw Error(path.string() + ": no such file");
  if (fs::is_directory(path, error)) throw Error(path.string() + ": is a folder, a file was expected");
  if (!fs::is_regular_file(path, error) && !fs::is_fifo(path, error)) {
    throw Error(path.string() + ": is a device, a file was expected");
  }
  std::ifstream stream(path, std::ios::binary);
  if (!stream) fail(path, "be read", errno);
  std::vector<uint8_t> piece(kPieceBytes);
  while (stream) {
    stream.read(reinterpret_cast<char*>(piece.data()), static_cast<std::streamsize>(piece.size()));
    if (stream.bad()) fail(path, "be read", errno);
    use(std::span(piece).first(static_cast<size_t>(stream.gcount())));
  }
}

std::vector<uint8_t> read_file(const fs::path& path) {
  std::vector<uint8_t> bytes;
  read_pieces(path, [&](std::span<const uint8_t> piece) { bytes.insert(bytes.end(), piece.begin(), piece.end()); });
  return bytes;
}

std::string read_text(const fs::path& path) {
  const auto bytes = read_file(path);
  return {bytes.begin(), bytes.end()};
}

void write_file(const fs::path& path, std::span<const uint8_t> bytes) {
  if (path.has_parent_path()) {
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    if (error) fail(path.parent_path(), "be made", error.value());
  }
  TemporaryFile file(path);
  file.write(bytes);
  file.commit();
}

void write_file(const fs::path& path, std::string_view text) {
  write_file(path, std::span(reinterpret_cast<const uint8_t*>(text.data()), text.size()));
}

std::string sha256(std::span<const uint8_t> bytes) {
  Sha256 hash;
  hash.update(bytes);
  return hash.digits();
}

std::string sha256_of_file(const fs::path& path) {
  Sha256 hash;
  read_pieces(path, [&](std::span<const uint8_t> piece) { hash.update(piece); });
  return hash.digits();
}

TemporaryFolder::TemporaryFolder() {
  std::error_code error;
  const fs::path parent = fs::temp_directory_path(error);
  if (error) throw Error("there is no folder for temporary files (" + error.message() + "); set TMPDIR to one");
  std::string pattern = (parent / "bitstill-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) fail(pattern, "be made", errno);
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

}  // namespace bitstill

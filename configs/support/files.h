// Whole files in and out. A file that is written appears complete under its name or not at all.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bitstill {

// The bytes of a file. Throws Error where it is missing, a directory or unreadable.
std::vector<uint8_t> read_file(const std::filesystem::path& path);
std::string read_text(const std::filesystem::path& path);
// The same bytes, piece by piece, for files that need not be in memory at once.
void read_pieces(const std::filesystem::path& path, const std::function<void(std::span<const uint8_t>)>& use);

// Writes under a temporary name beside `path`, flushes to the disk, then renames; missing parent folders are made.
// Throws Error (disk full, no permission) and leaves an earlier file as it was.
void write_file(const std::filesystem::path& path, std::span<const uint8_t> bytes);
void write_file(const std::filesystem::path& path, std::string_view text);

// SHA-256 as 64 lower-case hexadecimal digits.
std::string sha256(std::span<const uint8_t> bytes);
// Of a file, without holding it in memory.
std::string sha256_of_file(const std::filesystem::path& path);

// A fresh folder under the system's temporary directory, removed with everything in it at the end of its life.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace bitstill

// The bytes of a file, uncompressed on the way if it is gzipped. Offsets count uncompressed bytes from 0.
#pragma once

#include <zlib.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace bitstill::datasets {

class ByteStream {
 public:
  // Throws Error where the file cannot be read.
  explicit ByteStream(const std::filesystem::path& path);
  ~ByteStream();
  ByteStream(const ByteStream&) = delete;
  ByteStream& operator=(const ByteStream&) = delete;

  // The next `count` bytes, fewer only at the end. Throws Error for damaged gzip data. Memory grows with what is
  // there, not with what was asked for.
  std::vector<uint8_t> read(int64_t count);

  int64_t offset() const { return offset_; }

  // Throws Error: "<path>: byte <offset> of the uncompressed stream: <sentence>".
  [[noreturn]] void fail_at(int64_t offset, const std::string& sentence) const;

 private:
  int64_t fill(uint8_t* target, int64_t count);
  int64_t inflate_into(uint8_t* target, int64_t count);

  std::filesystem::path path_;
  std::vector<uint8_t> file_;
  bool gzipped_ = false;
  bool ended_ = false;
  z_stream inflater_{};
  int64_t offset_ = 0;
};

}  // namespace bitstill::datasets

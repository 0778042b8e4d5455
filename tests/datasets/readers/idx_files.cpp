#include "tests/datasets/readers/idx_files.h"

#include <zlib.h>

#include <stdexcept>

namespace bitstill::tests {
namespace {

void append(Bytes& bytes, uint32_t number) {
  for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<uint8_t>(number >> shift));
}

}  // namespace

Bytes idx_images(uint32_t count) {
  Bytes bytes;
  for (const uint32_t number : {0x803u, count, 2u, 3u}) append(bytes, number);
  for (uint32_t i = 0; i < count * 6; ++i) bytes.push_back(static_cast<uint8_t>(i));
  return bytes;
}

Bytes idx_labels(uint32_t count) {
  Bytes bytes;
  for (const uint32_t number : {0x801u, count}) append(bytes, number);
  for (uint32_t i = 0; i < count; ++i) bytes.push_back(static_cast<uint8_t>(i % 10));
  return bytes;
}

Bytes gzipped(const Bytes& bytes) {
  z_stream deflater{};
  constexpr int kGzipWindow = 15 + 16;
  if (deflateInit2(&deflater, 6, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("zlib did not start");
  }
  Bytes packed(deflateBound(&deflater, bytes.size()));
  deflater.next_in = const_cast<uint8_t*>(bytes.data());
  deflater.avail_in = static_cast<uInt>(bytes.size());
  deflater.next_out = packed.data();
  deflater.avail_out = static_cast<uInt>(packed.size());
  const int status = deflate(&deflater, Z_FINISH);
  packed.resize(deflater.total_out);
  deflateEnd(&deflater);
  if (status != Z_STREAM_END) throw std::runtime_error("zlib did not finish");
  return packed;
}

}  // namespace bitstill::tests

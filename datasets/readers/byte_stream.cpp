#include "datasets/readers/byte_stream.h"

#include <fmt/format.h>

#include <algorithm>

#include "configs/support/error.h"
#include "configs/support/files.h"

namespace bitstill::datasets {
namespace {

constexpr int64_t kChunk = 1 << 20;
constexpr int kGzipWindow = 15 + 16;

}  // namespace

ByteStream::ByteStream(const std::filesystem::path& path) : path_(path), file_(read_file(path)) {
  if (file_.size() > UINT32_MAX) throw Error(path.string() + ": is larger than 4 GiB, expected a smaller file");
  gzipped_ = file_.size() >= 2 && file_[0] == 0x1f && file_[1] == 0x8b;
  inflater_.next_in = file_.data();
  inflater_.avail_in = static_cast<uInt>(file_.size());
  if (gzipped_ && inflateInit2(&inflater_, kGzipWindow) != Z_OK) throw Error(path.string() + ": zlib did not start");
}

ByteStream::~ByteStream() {
  if (gzipped_) inflateEnd(&inflater_);
}

void ByteStream::fail_at(int64_t offset, const std::string& sentence) const {
  throw Error(fmt::format("{}: byte {} of the uncompressed stream: {}", path_.string(), offset, sentence));
}

std::vector<uint8_t> ByteStream::read(int64_t count) {
  std::vector<uint8_t> bytes;
  while (static_cast<int64_t>(bytes.size()) < count) {
    const size_t before = bytes.size();
    const int64_t wanted = std::min(count - static_cast<int64_t>(before), kChunk);
    bytes.resize(before + static_cast<size_t>(wanted));
    const int64_t got = fill(bytes.data() + before, wanted);
    bytes.resize(before + static_cast<size_t>(got));
    offset_ += got;
    if (got < wanted) break;
  }
  return bytes;
}

int64_t ByteStream::fill(uint8_t* target, int64_t count) {
  if (gzipped_) return inflate_into(target, count);
  const int64_t got = std::min(count, static_cast<int64_t>(file_.size()) - offset_);
  std::copy_n(file_.begin() + offset_, got, target);
  return got;
}

int64_t ByteStream::inflate_into(uint8_t* target, int64_t count) {
  inflater_.next_out = target;
  inflater_.avail_out = static_cast<uInt>(count);
  while (inflater_.avail_out > 0 && !ended_) {
    const int status = ::inflate(&inflater_, Z_NO_FLUSH);
    const int64_t here = offset_ + count - inflater_.avail_out;
    if (status == Z_STREAM_END) {
      ended_ = true;
      if (inflater_.avail_in > 0) fail_at(here, "bytes follow the end of the gzip data; get the file again");
    } else if (status == Z_BUF_ERROR) {
      fail_at(here, "the gzip data ends early; get the file again");
    } else if (status != Z_OK) {
      fail_at(here, fmt::format("the gzip data is damaged ({}); get the file again",
                                inflater_.msg != nullptr ? inflater_.msg : "no checksum matches"));
    }
  }
  return count - inflater_.avail_out;
}

}  // namespace bitstill::datasets

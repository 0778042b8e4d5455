#include "firmware/verify/tensor_dump.h"

#include <fmt/format.h>

#include "configs/support/error.h"

namespace bitstill::firmware {

TensorDump::TensorDump(std::filesystem::path folder) : folder_(std::move(folder)) {
  std::error_code failure;
  if (!folder_.empty()) std::filesystem::create_directories(folder_, failure);
  if (failure) throw Error(fmt::format("{}: cannot make this folder: {}", folder_.string(), failure.message()));
}

void TensorDump::append(int tensor, std::span<const uint8_t> bytes) {
  if (folder_.empty()) return;
  const auto path = folder_ / fmt::format("t{}.bin", tensor);
  const auto [file, is_new] = files_.try_emplace(tensor);
  if (is_new) file->second.open(path, std::ios::binary | std::ios::trunc);
  file->second.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  file->second.flush();
  if (!file->second) throw Error(fmt::format("{}: cannot be written", path.string()));
}

}  // namespace bitstill::firmware

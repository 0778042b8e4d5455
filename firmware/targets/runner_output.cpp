#include "firmware/targets/runner_output.h"

#include <fmt/format.h>

#include "configs/support/error.h"

namespace bitstill::firmware {
namespace {

constexpr size_t kCalibrationWords = 4;

struct Record {
  std::vector<size_t> layer_at;
  size_t bytes = 0;
  size_t readings = 2;
};

Record record_of(const ModuleFolder& module, RunnerKind kind) {
  Record record;
  if (kind.source == Source::kPcm) record.bytes = 2 * static_cast<size_t>(module.input_bytes());
  if (kind.observer == Observer::kOn) {
    for (const ModuleLayer& layer : module.layers) {
      record.layer_at.push_back(record.bytes);
      record.bytes += static_cast<size_t>(layer.bytes);
    }
    record.readings += 2 * module.layers.size();
  }
  if (kind.other_core == OtherCore::kOn) record.readings += 3 * static_cast<size_t>(module.divided_layers);
  record.layer_at.push_back(record.bytes);
  record.bytes += static_cast<size_t>(module.output_bytes());
  return record;
}

}  // namespace

int64_t RunnerOutput::size_for(const ModuleFolder& module, RunnerKind kind, int64_t samples) {
  const Record record = record_of(module, kind);
  const auto sample = static_cast<int64_t>(record.bytes + record.readings * sizeof(uint32_t));
  return static_cast<int64_t>((kCalibrationWords + 1) * sizeof(uint32_t)) + samples * sample;
}

RunnerOutput::RunnerOutput(const std::filesystem::path& path, const ModuleFolder& module, RunnerKind kind,
                           int64_t samples)
    : path_(path),
      stream_(path, std::ios::binary),
      calibration_(kCalibrationWords),
      feature_bytes_(static_cast<size_t>(module.input_bytes())) {
  const auto got = static_cast<int64_t>(std::filesystem::file_size(path));
  const int64_t expected = size_for(module, kind, samples);
  if (got != expected) {
    throw Error(
        fmt::format("{}: the check runner sent {} bytes where check/module.json asks for {}; generate the "
                    "module again",
                    module.path.string(), got, expected));
  }
  Record record = record_of(module, kind);
  layer_at_ = std::move(record.layer_at);
  bytes_.resize(record.bytes);
  readings_.resize(record.readings);
  read(calibration_.data(), calibration_.size() * sizeof(uint32_t));
}

void RunnerOutput::read(void* data, size_t bytes) {
  stream_.read(static_cast<char*>(data), static_cast<std::streamsize>(bytes));
  if (!stream_) throw Error(fmt::format("{}: ends too early", path_.string()));
}

void RunnerOutput::next() {
  read(bytes_.data(), bytes_.size());
  read(readings_.data(), readings_.size() * sizeof(uint32_t));
}

std::span<const uint8_t> RunnerOutput::features() const { return std::span(bytes_).first(feature_bytes_); }

std::span<const uint8_t> RunnerOutput::streamed_features() const {
  return std::span(bytes_).subspan(feature_bytes_, feature_bytes_);
}

std::span<const uint8_t> RunnerOutput::layer(size_t index) const {
  return std::span(bytes_).subspan(layer_at_.at(index), layer_at_.at(index + 1) - layer_at_.at(index));
}

std::span<const uint8_t> RunnerOutput::outputs() const { return std::span(bytes_).subspan(layer_at_.back()); }

int64_t RunnerOutput::stack_bytes() {
  uint32_t bytes = 0;
  read(&bytes, sizeof(bytes));
  return bytes;
}

}  // namespace bitstill::firmware

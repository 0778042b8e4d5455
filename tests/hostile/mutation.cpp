#include "tests/hostile/mutation.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <filesystem>

#include "configs/support/files.h"
#include "tests/shared.h"
#include "tests/support/random_graph.h"

namespace bitstill::tests {
namespace {

namespace fs = std::filesystem;

constexpr uint32_t kRandomGraphs = 60;

// Lengths, offsets, indices, dimensions and scales that break careless readers.
const uint32_t kExtremes[] = {0,          1,          2,          3,          4,          7,          8,
                              16,         127,        128,        255,        256,        511,        512,
                              1000,       65535,      65536,      1u << 20,   1u << 24,   1u << 26,   1u << 30,
                              0x7fffffff, 0x80000000, 0x80000001, 0xffffffff, 0xfffffffe, 0xffffff80, 0x7f800000,
                              0xff800000, 0x7fc00000, 0x00000001, 0x00800000, 0x7f7fffff, 0x3f800000, 0x4f000000};

size_t place_in(SeededRandom& random, const std::vector<uint8_t>& bytes) {
  return static_cast<size_t>(random.below(static_cast<int32_t>(bytes.size())));
}

void change_byte(SeededRandom& random, std::vector<uint8_t>& bytes) {
  uint8_t& byte = bytes[place_in(random, bytes)];
  byte = random.chance(50) ? static_cast<uint8_t>(byte ^ (1u << random.below(8))) : static_cast<uint8_t>(random.next());
}

void overwrite_field(SeededRandom& random, std::vector<uint8_t>& bytes) {
  if (bytes.size() < 8) return;
  const size_t place = place_in(random, bytes) / 4 * 4;
  if (place + 4 > bytes.size()) return;
  uint32_t field = 0;
  std::memcpy(&field, bytes.data() + place, 4);
  field = random.chance(30) ? field + static_cast<uint32_t>(random.between(-3, 3))
                            : kExtremes[random.below(static_cast<int32_t>(std::size(kExtremes)))];
  std::memcpy(bytes.data() + place, &field, 4);
}

void splice(SeededRandom& random, std::vector<uint8_t>& bytes, const std::vector<uint8_t>& other) {
  const size_t from = place_in(random, other) / 4 * 4;
  const size_t to = place_in(random, bytes) / 4 * 4;
  const auto longest = static_cast<int32_t>(std::min({other.size() - from, bytes.size() - to, size_t{256}}));
  std::copy_n(other.begin() + static_cast<std::ptrdiff_t>(from), random.between(1, std::max(1, longest)),
              bytes.begin() + static_cast<std::ptrdiff_t>(to));
}

}  // namespace

std::vector<Artifact> honest_artifacts() {
  std::vector<Artifact> artifacts;
  for (uint32_t seed = 1; seed <= kRandomGraphs; ++seed) {
    artifacts.push_back({fmt::format("random graph {}", seed), random_graph(seed).artifact()});
  }
  for (const char* folder : {"golden/ops", "golden"}) {
    if (!fs::exists(shared_path(folder))) continue;
    for (const auto& entry : fs::directory_iterator(shared_path(folder))) {
      const fs::path file = entry.path() / "model.tflite";
      if (fs::exists(file)) artifacts.push_back({entry.path().filename().string(), read_file(file)});
    }
  }
  std::ranges::sort(artifacts, {},
                    [](const Artifact& artifact) { return std::pair(artifact.bytes.size(), artifact.name); });
  return artifacts;
}

Artifact mutated(const std::vector<Artifact>& artifacts, uint32_t seed) {
  SeededRandom random(seed);
  const auto count = static_cast<int32_t>(artifacts.size());
  // The smaller of two draws: small files are quick, and more of their bytes mean something.
  Artifact artifact = artifacts[static_cast<size_t>(std::min(random.below(count), random.below(count)))];
  const Artifact& other = artifacts[static_cast<size_t>(std::min(random.below(count), random.below(count)))];
  for (int32_t times = random.chance(60) ? 1 : random.between(2, 5); times > 0; --times) {
    const int32_t kind = random.below(100);
    if (kind < 35) {
      change_byte(random, artifact.bytes);
    } else if (kind < 85) {
      overwrite_field(random, artifact.bytes);
    } else if (kind < 95) {
      splice(random, artifact.bytes, other.bytes);
    } else {
      artifact.bytes.resize(place_in(random, artifact.bytes) + 1);
    }
  }
  artifact.name = fmt::format("mutation {} of {}", seed, artifact.name);
  return artifact;
}

}  // namespace bitstill::tests

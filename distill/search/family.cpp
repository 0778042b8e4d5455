#include "distill/search/family.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "configs/support/error.h"

namespace bitstill::distill {
namespace {

struct Family {
  std::string_view name;
  std::vector<double> widths;
  std::vector<int64_t> blocks;
  std::vector<int64_t> kernels;  // {0}: it has none
};

const std::array<Family, 3> kTable{{
    {"mlp", {0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 6}, {1, 2, 3}, {0}},
    {"ds_cnn", {0.125, 0.25, 0.375, 0.5, 0.75, 1, 1.5, 2}, {1, 2, 3, 4, 5, 6}, {3, 5}},
    {"mobilenet_v1", {0.125, 0.25, 0.375, 0.5, 0.75, 1}, {3, 5, 7, 9, 11, 13}, {3, 5}},
}};

template <class Number>
std::vector<Number> either(const std::vector<Number>& chosen, const std::vector<Number>& own) {
  return chosen.empty() ? own : chosen;
}

}  // namespace

std::string Candidate::text() const {
  const std::string kernel = preset.preset_kernel > 0 ? fmt::format(", kernel {}", preset.preset_kernel) : "";
  return fmt::format("{}, width {}, {} block{}{}", preset.preset, preset.width, preset.blocks,
                     preset.blocks == 1 ? "" : "s", kernel);
}

std::string Candidate::name() const {
  return fmt::format("{}_w{}_b{}_k{}", preset.preset, preset.width, preset.blocks, preset.preset_kernel);
}

std::vector<Candidate> candidates_of(const configs::SearchConfig& search) {
  const auto family = std::ranges::find(kTable, search.family, &Family::name);
  if (family == kTable.end()) {
    throw Error(fmt::format("{}: family '{}' is unknown; give it a row in distill/search/family.cpp",
                            search.place.text(), search.family));
  }
  const bool has_kernels = family->kernels.front() > 0;
  if (!has_kernels && !search.kernels.empty()) {
    throw Error(
        fmt::format("{}: search.kernels are given and {} has none, expected []", search.place.text(), family->name));
  }
  std::vector<Candidate> candidates;
  for (const int64_t blocks : either(search.blocks, family->blocks)) {
    for (const int64_t kernel : either(search.kernels, family->kernels)) {
      for (const double width : either(search.widths, family->widths)) {
        Candidate candidate;
        candidate.preset.kind = "preset";
        candidate.preset.place = search.place;
        candidate.preset.preset = family->name;
        candidate.preset.width = width;
        candidate.preset.blocks = blocks;
        candidate.preset.preset_kernel = kernel;
        candidates.push_back(candidate);
      }
    }
  }
  return candidates;
}

}  // namespace bitstill::distill

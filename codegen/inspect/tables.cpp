#include "codegen/inspect/tables.h"

#include <fmt/format.h>

#include <algorithm>

#include "configs/support/units.h"

namespace bitstill::codegen {
namespace {

constexpr int64_t kBarColumns = 20;

// At least one mark for anything at all.
std::string bar(int64_t value, int64_t largest, std::string_view mark) {
  if (value <= 0 || largest <= 0) return "";
  const auto columns = static_cast<int64_t>(static_cast<double>(value) / static_cast<double>(largest) * kBarColumns);
  std::string text;
  for (int64_t i = 0; i < std::max<int64_t>(1, columns); ++i) text += mark;
  return text;
}

}  // namespace

std::string layer_table(const Footprint& whole, const Characters& characters) {
  int64_t largest = 0;
  for (const LayerFootprint& layer : whole.layers) largest = std::max(largest, layer.flash_bytes);
  std::string text =
      fmt::format("{:>3}  {:<22} {:<20} {:>12} {:>10} {:>10}\n", "", "layer", "operator", "MACs", "alive", "flash");
  for (size_t i = 0; i < whole.layers.size(); ++i) {
    const LayerFootprint& layer = whole.layers[i];
    std::string line = fmt::format("{:>3}  {:<22} {:<20} {:>12} {:>10} {:>10}  {}", i, layer.name, layer.operator_name,
                                   with_commas(layer.macs), with_commas(layer.alive_bytes),
                                   with_commas(layer.flash_bytes), bar(layer.flash_bytes, largest, characters.bar));
    text += line.erase(line.find_last_not_of(' ') + 1) + "\n";
  }
  return text + fmt::format("{:>3}  {:<22} {:<20} {:>12} {:>10} {:>10}\n", "", "all", "", with_commas(whole.macs),
                            with_commas(whole.ram_bytes), with_commas(whole.flash_bytes));
}

}  // namespace bitstill::codegen

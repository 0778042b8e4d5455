#include "codegen/pack/choose.h"

#include <fmt/format.h>

#include <algorithm>

#include "codegen/emit/layer_emitter.h"
#include "codegen/inspect/footprint.h"
#include "codegen/pack/statistics.h"
#include "configs/support/units.h"

namespace bitstill::codegen::pack {
namespace {

constexpr double kMostInstructions = 1.3;  // of kAuto, beside raw weights
constexpr double kMostBytes = 0.9;         // less is not worth another kernel's code
constexpr int64_t kFlashForRam = 4;        // bytes of flash that one of working memory must save

struct Form {
  Coding coding;
  int64_t bytes;
  int64_t ram_bytes;
  int64_t instructions;
};

// The layer's constants, counted in the text that they would become.
int64_t bytes_of(const Graph& graph, size_t node) {
  MemoryPlan anywhere;
  for (const int tensor : graph.operators[node]->inputs) anywhere.placements.push_back({tensor, 0, 0, 0, 0});
  for (const int tensor : graph.operators[node]->outputs) anywhere.placements.push_back({tensor, 0, 0, 0, 0});
  const auto now = static_cast<int>(node);
  anywhere.placements.push_back({-1, 0, 0, now, now});
  anywhere.placements.push_back({-1, 0, 0, 0, 0, now});
  ModuleText text;
  LayerEmitter emitter(graph, anywhere, node, "layer", text);
  graph.operators[node]->emit(emitter);
  return constant_bytes(text.constants);
}

// As it would be in that form. A coded layer has a portable kernel.
Form form_of(const Graph& graph, size_t node, Coding coding) {
  Operator& layer = *graph.operators[node];
  const bool esp32_kernel = layer.esp32_kernel;
  layer.coding = coding;
  layer.esp32_kernel = esp32_kernel && coding == Coding::kRaw;
  const Form form = {coding, bytes_of(graph, node), layer.scratch_bytes() + layer.kept_bytes(),
                     layer.predicted_instructions()};
  layer.coding = Coding::kRaw;
  layer.esp32_kernel = esp32_kernel;
  return form;
}

bool worth_it(const Form& form, const Form& raw) {
  const int64_t saved = raw.bytes - form.bytes;
  const bool little_more =
      static_cast<double>(form.instructions) <= kMostInstructions * static_cast<double>(raw.instructions);
  return little_more && static_cast<double>(form.bytes) <= kMostBytes * static_cast<double>(raw.bytes) &&
         saved >= kFlashForRam * (form.ram_bytes - raw.ram_bytes);
}

Form chosen(const std::vector<Form>& forms, Forms packing) {
  const auto named = [&](Coding coding) {
    const auto found = std::ranges::find(forms, coding, &Form::coding);
    return found == forms.end() ? forms[0] : *found;
  };
  if (packing == Forms::kCodebook) return named(Coding::kCodebook);
  if (packing == Forms::kSparse) return named(Coding::kSparse);
  if (packing == Forms::kHuffman) return named(Coding::kHuffman);
  Form best = forms[0];
  for (const Form& form : forms) {
    if (packing == Forms::kAuto && !worth_it(form, forms[0])) continue;
    if (form.bytes < best.bytes) best = form;
  }
  return best;
}

}  // namespace

void choose_codings(Graph& graph, const Packing& packing) {
  if (packing.forms == Forms::kNone) return;
  for (size_t node = 0; node < graph.operators.size(); ++node) {
    Operator& layer = *graph.operators[node];
    layer.unpack_at_start = packing.unpack_at_start;
    std::vector<Form> forms;
    for (const Coding coding : layer.codings()) forms.push_back(form_of(graph, node, coding));
    if (forms.empty()) continue;
    const Form form = chosen(forms, packing.forms);
    layer.coding = form.coding;
    layer.esp32_kernel = layer.esp32_kernel && form.coding == Coding::kRaw;
    const Statistics statistics = statistics_of(layer.coded_weights());
    graph.codings.push_back({node, form.coding, statistics.weights, statistics.zeros,
                             static_cast<int64_t>(statistics.values.size()), statistics.entropy_bits, forms[0].bytes,
                             form.bytes, forms[0].ram_bytes, form.ram_bytes, forms[0].instructions, form.instructions});
  }
}

std::string print_codings(const Graph& graph) {
  std::string text =
      fmt::format("weights {:<14} {:>8} {:>6} {:>6} {:>9} {:>9} {:>9} {:>9} {:>8} {:>12} {:>5}\n", "", "weights",
                  "zeros", "values", "entropy", "raw", "form", "bytes", "RAM", "instructions", "x");
  const auto names = graph.layer_names();
  int64_t raw = 0, bytes = 0;
  for (const ChosenCoding& layer : graph.codings) {
    text += fmt::format("  {:<20} {:>8} {:>5.1f}% {:>6} {:>9} {:>9} {:>9} {:>9} {:>+8} {:>12} {:>5.2f}\n",
                        names[layer.node], with_commas(layer.weights),
                        100.0 * static_cast<double>(layer.zeros) / static_cast<double>(layer.weights), layer.different,
                        with_commas(static_cast<int64_t>(layer.entropy_bits / 8 + 0.999)), with_commas(layer.raw_bytes),
                        coding_name(layer.coding), with_commas(layer.bytes), layer.ram_bytes - layer.raw_ram_bytes,
                        with_commas(layer.instructions),
                        static_cast<double>(layer.instructions) / static_cast<double>(layer.raw_instructions));
    raw += layer.raw_bytes;
    bytes += layer.bytes;
  }
  if (graph.target == Target::kEsp32) text += "  held against the ESP32's own kernels, which read raw weights only\n";
  return text + fmt::format("  {:<20} {:>8} {:>6} {:>6} {:>9} {:>9} {:>9} {:>9}\n", "all", "", "", "", "",
                            with_commas(raw), "", with_commas(bytes));
}

}  // namespace bitstill::codegen::pack

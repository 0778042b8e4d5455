// What an operator's emitter writes with: constants, and one call in run(). Knows C++, knows no operator.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "codegen/arithmetic/rounding.h"
#include "codegen/graph/graph.h"
#include "codegen/memory/plan.h"

namespace bitstill::codegen {

// What all layers of a module have written so far.
struct ModuleText {
  std::string constants;                      // definitions, layer by layer
  std::string calls;                          // the body of run()
  std::set<std::string> kernels;              // headers of codegen/ops that are used: "softmax/kernel"
  std::map<std::string, std::string> arrays;  // the text of each array so far and the name it has
  int divided = 0;                            // layers that run on two cores
  int observed = 0;                           // outputs that have been shown to the observer
};

struct LayerCall {
  std::string function;
  std::vector<std::string> arguments;
};

class LayerEmitter {
 public:
  // `layer` is the operator's position; `name` as Graph::layer_names() gives it.
  LayerEmitter(const Graph& graph, const MemoryPlan& plan, size_t layer, const std::string& name, ModuleText& text);

  // The module gets codegen/ops/<folder>/kernel.h and what it includes; or kernel<part>_esp32.h, and its assembly.
  void use_kernel(const std::string& folder) { text_.kernels.insert(folder + "/kernel"); }
  void use_esp32_kernel(const std::string& folder, const std::string& part = "") {
    text_.kernels.insert(folder + "/kernel" + part + "_esp32");
  }

  // Constants of this layer: kDense1<suffix>. Lists are decimal, `per_line` values a line.
  void add_struct(const std::string& type, const std::vector<std::pair<std::string, int64_t>>& fields,
                  const std::string& suffix = "");
  void add_int8(const std::string& suffix, const std::vector<int8_t>& values, int64_t per_line,
                const std::string& comment);
  // Stored plus 128 as uint8_t, for kernels that load bytes unsigned.
  void add_offset_int8(const std::string& suffix, const std::vector<int8_t>& values, int64_t per_line,
                       const std::string& comment);
  // The same for the ESP32's kernels, which load them by words: aligned to 4.
  void add_aligned_int8(const std::string& suffix, const std::vector<int8_t>& values, int64_t per_line,
                        const std::string& comment);
  void add_aligned_int16(const std::string& suffix, const std::vector<int16_t>& values, int64_t per_line,
                         const std::string& comment);
  void add_int32(const std::string& suffix, const std::vector<int32_t>& values, const std::string& comment);
  // An array of structs, one row each.
  void add_structs(const std::string& type, const std::string& suffix, const std::vector<std::vector<int64_t>>& rows,
                   const std::string& comment);
  void add_scales(const std::vector<arithmetic::Scale>& scales);
  // An array of structs of `type`, one row of plain numbers each.
  void add_rows(const std::string& type, const std::string& suffix, const std::vector<std::vector<int64_t>>& rows,
                const std::string& comment);

  // Expressions for the call's arguments.
  std::string constant(const std::string& suffix) const { return prefix_ + suffix; }
  std::string scales() const { return scales_; }
  // An input, which may be a constant; that becomes the array kAdd1Constant (int8), or, where there are several,
  // kAdd1Constant2 for the second input.
  std::string read(int tensor);
  std::string write(int tensor) const { return location(tensor); }
  std::string operand(size_t i);  // the operator's i-th input
  // Whether a computed tensor lies `bytes` after the beginning of another.
  bool lies_at(int tensor, int beginning, int64_t bytes) const;
  // The operator's working memory as an array of `type`.
  std::string scratch(const std::string& type, int64_t offset = 0) const;

  // The layer's call.
  void call(const std::string& function, const std::vector<std::string>& arguments);
  // A layer's halves: one runs on the other core while the other runs here. `what`: "rows 8 to 15".
  void call_halves(const LayerCall& here, const LayerCall& there, const std::string& what);
  // The same for a layer of several calls, or of none: each step, then the end.
  void step(const std::string& function, const std::vector<std::string>& arguments);
  void halves(const LayerCall& here, const std::vector<LayerCall>& there, const std::string& what);
  void note(const std::string& comment);
  void finish();

 private:
  std::string location(int tensor) const;
  void add_values(const std::string& type, const std::string& suffix, const std::vector<std::string>& values,
                  size_t per_line, const std::string& comment);

  const Graph& graph_;
  const MemoryPlan& plan_;
  size_t layer_;
  std::string name_;
  std::string prefix_;  // "kDense1"
  std::string scales_;
  std::set<int> written_;  // constant inputs that have become arrays
  ModuleText& text_;
};

// "dense_1" -> "kDense1".
std::string constant_prefix(const std::string& layer_name);

// "at(kConv1At) + 512", and nothing added for 0.
std::string moved(const std::string& place, int64_t elements);

// Name of the constant that says where something lies in the arena: "kDense1At", "kInputAt", "kConv1ScratchAt".
std::string arena_constant(const Graph& graph, const Placement& placement);

// Names of a module's inputs and outputs: "input", "output", or "input_1", "input_2", ... where there are several.
bool is_border(const std::vector<int>& border, int tensor);
std::string border_name(const std::vector<int>& border, int tensor, const std::string& what);

}  // namespace bitstill::codegen

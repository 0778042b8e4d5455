#include "codegen/emit/layer_emitter.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace bitstill::codegen {
namespace {

constexpr size_t kLineLimit = 118;
constexpr size_t kInt32PerLine = 8;

std::vector<std::string> decimal(const auto& values) {
  std::vector<std::string> texts;
  for (const auto value : values) {
    const auto wide = static_cast<int64_t>(value);
    texts.push_back(wide == INT32_MIN ? "INT32_MIN" : std::to_string(wide));
  }
  return texts;
}

// `first` and then the rest, broken between arguments where a line would grow too long.
std::string wrap_call(const std::string& first, const std::vector<std::string>& arguments, size_t indentation = 2) {
  std::string text = std::string(indentation, ' ') + first + "(";
  const std::string indent(text.size(), ' ');
  size_t column = text.size();
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string piece = arguments[i] + (i + 1 < arguments.size() ? "," : ");");
    if (i > 0 && column + 1 + piece.size() > kLineLimit) {
      text += "\n" + indent;
      column = indent.size();
    } else if (i > 0) {
      text += " ";
      ++column;
    }
    text += piece;
    column += piece.size();
  }
  return text + "\n";
}

}  // namespace

std::string constant_prefix(const std::string& layer_name) {
  std::string prefix = "k";
  bool upper = true;
  for (const char c : layer_name) {
    if (c == '_') {
      upper = true;
      continue;
    }
    prefix += upper ? static_cast<char>(std::toupper(c)) : c;
    upper = false;
  }
  return prefix;
}

std::string moved(const std::string& place, int64_t elements) {
  return elements == 0 ? place : fmt::format("{} + {}", place, elements);
}

std::string arena_constant(const Graph& graph, const Placement& placement) {
  const int tensor = placement.tensor;
  const auto node = static_cast<size_t>(placement.first);
  if (tensor < 0) return constant_prefix(graph.layer_name(node)) + "ScratchAt";
  if (is_border(graph.inputs, tensor)) return constant_prefix(border_name(graph.inputs, tensor, "input")) + "At";
  if (is_border(graph.outputs, tensor)) return constant_prefix(border_name(graph.outputs, tensor, "output")) + "At";
  const std::vector<int>& outputs = graph.operators[node]->outputs;
  const std::string prefix = constant_prefix(graph.layer_name(node));
  if (outputs.size() == 1) return prefix + "At";
  return fmt::format("{}Output{}At", prefix, std::ranges::find(outputs, tensor) - outputs.begin() + 1);
}

bool is_border(const std::vector<int>& border, int tensor) { return std::ranges::find(border, tensor) != border.end(); }

std::string border_name(const std::vector<int>& border, int tensor, const std::string& what) {
  if (border.size() == 1) return what;
  const auto position = std::ranges::find(border, tensor) - border.begin();
  return fmt::format("{}_{}", what, position + 1);
}

LayerEmitter::LayerEmitter(const Graph& graph, const MemoryPlan& plan, size_t layer, const std::string& name,
                           ModuleText& text)
    : graph_(graph), plan_(plan), layer_(layer), name_(name), prefix_(constant_prefix(name)), text_(text) {
  const Operator& node = *graph.operators[layer];
  std::string shapes;
  for (const int tensor : node.inputs)
    shapes += fmt::format("{}{}", shapes.empty() ? "" : ", ", describe(graph.tensor(tensor)));
  text_.constants += fmt::format("// {}: {}, tensor t{} of the artifact,\n//   {}\n", name_, node.name(),
                                 node.outputs[0], graph.tensor(node.outputs[0]).name);
  text_.constants += fmt::format("//   from {}\n", shapes);
  for (const int tensor : node.outputs)
    text_.constants += fmt::format("//   to   {}\n", describe(graph.tensor(tensor)));
}

void LayerEmitter::add_struct(const std::string& type, const std::vector<std::pair<std::string, int64_t>>& fields,
                              const std::string& suffix) {
  std::string text;
  std::string line = "   ";
  for (size_t i = 0; i < fields.size(); ++i) {
    const auto& [name, value] = fields[i];
    const std::string field = fmt::format(" /*{}*/ {}{}", name, value, i + 1 < fields.size() ? "," : "};");
    if (line.size() + field.size() > kLineLimit) {
      text += line + "\n";
      line = "   ";
    }
    line += field;
  }
  text_.constants += fmt::format("constexpr {} {} = {{\n{}{}\n", type, prefix_ + suffix, text, line);
}

void LayerEmitter::add_values(const std::string& type, const std::string& suffix,
                              const std::vector<std::string>& values, size_t per_line, const std::string& comment) {
  const std::string alignment = type.starts_with("alignas") ? type.substr(0, type.find(' ') + 1) : "";
  const std::string element = type.substr(alignment.size());
  const std::string declaration = fmt::format("{} (&{}{})[{}]", element, prefix_, suffix, values.size());
  const auto [same, added] =
      text_.arrays.try_emplace(fmt::format("{} {}", type, fmt::join(values, ",")), prefix_ + suffix);
  if (!added) {
    text_.constants += fmt::format("constexpr const {} = {};  // the same numbers\n", declaration, same->second);
    return;
  }
  text_.constants +=
      fmt::format("{}constexpr {} {}{}[{}] = {{  // {}\n", alignment, element, prefix_, suffix, values.size(), comment);
  if (per_line == 1) per_line = kInt32PerLine;
  for (size_t i = 0; i < values.size(); i += per_line) {
    const auto end = values.begin() + static_cast<std::ptrdiff_t>(std::min(i + per_line, values.size()));
    text_.constants += fmt::format("    {},\n", fmt::join(values.begin() + static_cast<std::ptrdiff_t>(i), end, ", "));
  }
  text_.constants += "};\n";
}

void LayerEmitter::add_int8(const std::string& suffix, const std::vector<int8_t>& values, int64_t per_line,
                            const std::string& comment) {
  add_values("int8_t", suffix, decimal(values), static_cast<size_t>(per_line), comment);
}

void LayerEmitter::add_offset_int8(const std::string& suffix, const std::vector<int8_t>& values, int64_t per_line,
                                   const std::string& comment) {
  std::vector<int32_t> offset;
  for (const int8_t value : values) offset.push_back(value + 128);
  add_values("uint8_t", suffix, decimal(offset), static_cast<size_t>(per_line), comment);
}

void LayerEmitter::add_aligned_int8(const std::string& suffix, const std::vector<int8_t>& values, int64_t per_line,
                                    const std::string& comment) {
  add_values("alignas(4) int8_t", suffix, decimal(values), static_cast<size_t>(per_line), comment);
}

void LayerEmitter::add_aligned_int16(const std::string& suffix, const std::vector<int16_t>& values, int64_t per_line,
                                     const std::string& comment) {
  add_values("alignas(4) int16_t", suffix, decimal(values), static_cast<size_t>(per_line), comment);
}

void LayerEmitter::add_int32(const std::string& suffix, const std::vector<int32_t>& values,
                             const std::string& comment) {
  add_values("int32_t", suffix, decimal(values), kInt32PerLine, comment);
}

void LayerEmitter::add_structs(const std::string& type, const std::string& suffix,
                               const std::vector<std::vector<int64_t>>& rows, const std::string& comment) {
  std::vector<std::string> texts;
  for (const auto& row : rows) texts.push_back(fmt::format("{{{}}}", fmt::join(row, ", ")));
  add_values(type, suffix, texts, texts.size(), comment);
}

void LayerEmitter::add_scales(const std::vector<arithmetic::Scale>& scales) {
  if (scales.size() == 1) {
    scales_ = prefix_ + "Scale";
    text_.constants += fmt::format("constexpr arithmetic::UniformScale {} = {{{{/*multiplier*/ {}, /*shift*/ {}}}}};\n",
                                   scales_, scales[0].multiplier, scales[0].shift);
    return;
  }
  scales_ = prefix_ + "Scales";
  std::vector<std::string> texts;
  for (const auto scale : scales) texts.push_back(fmt::format("{{{}, {}}}", scale.multiplier, scale.shift));
  add_values("arithmetic::Scale", "Scales", texts, 4, "multiplier and shift of each output channel");
}

void LayerEmitter::add_rows(const std::string& type, const std::string& suffix,
                            const std::vector<std::vector<int64_t>>& rows, const std::string& comment) {
  std::vector<std::string> texts;
  for (const auto& row : rows) texts.push_back(fmt::format("{{{}}}", fmt::join(row, ", ")));
  add_values(type, suffix, texts, 4, comment);
}

std::string LayerEmitter::location(int tensor) const {
  const std::string place = arena_constant(graph_, *plan_.find(tensor));
  return graph_.tensor(tensor).type == ElementType::kInt32 ? fmt::format("at<int32_t>({})", place)
                                                           : fmt::format("at({})", place);
}

std::string LayerEmitter::operand(size_t i) { return read(graph_.operators[layer_]->inputs[i]); }

std::string LayerEmitter::read(int index) {
  const Tensor& tensor = graph_.tensor(index);
  if (!tensor.constant) return location(index);
  const std::vector<int>& inputs = graph_.operators[layer_]->inputs;
  const auto constants = std::ranges::count_if(inputs, [&](int input) { return graph_.tensor(input).constant; });
  const auto position = std::ranges::find(inputs, index) - inputs.begin();
  const std::string suffix = constants == 1 ? "Constant" : fmt::format("Constant{}", position + 1);
  // A constant may stand in several places of one operator.
  if (written_.insert(index).second) {
    add_int8(suffix, tensor.int8_values(), tensor.last_dimension(), fmt::format("tensor t{}", index));
  }
  return constant(suffix);
}

std::string LayerEmitter::scratch(const std::string& type, int64_t offset) const {
  return fmt::format("at<{}>({})", type, moved(arena_constant(graph_, *plan_.find_scratch(layer_)), offset));
}

bool LayerEmitter::lies_at(int tensor, int beginning, int64_t bytes) const {
  const auto placement = plan_.find(tensor);
  return placement && placement->offset == plan_.find(beginning)->offset + bytes;
}

void LayerEmitter::step(const std::string& function, const std::vector<std::string>& arguments) {
  text_.calls += wrap_call(function, arguments);
}

void LayerEmitter::note(const std::string& comment) { text_.calls += "  // " + comment + "\n"; }

void LayerEmitter::call(const std::string& function, const std::vector<std::string>& arguments) {
  step(function, arguments);
  finish();
}

void LayerEmitter::halves(const LayerCall& here, const std::vector<LayerCall>& there, const std::string& what) {
  note(fmt::format("{}: {} on the other core.", name_, what));
  text_.calls += "  start([](Network& it) {\n";
  for (const LayerCall& call : there) {
    std::vector<std::string> arguments = call.arguments;
    for (std::string& argument : arguments) {
      if (argument.starts_with("at(") || argument.starts_with("at<")) argument = "it." + argument;
    }
    text_.calls += wrap_call(call.function, arguments, 4);
  }
  text_.calls += "  });\n";
  step(here.function, here.arguments);
  text_.calls += "  wait();\n";
  ++text_.divided;
}

void LayerEmitter::call_halves(const LayerCall& here, const LayerCall& there, const std::string& what) {
  halves(here, {there}, what);
  finish();
}

void LayerEmitter::finish() {
  for (const int output : graph_.operators[layer_]->outputs) {
    text_.calls +=
        fmt::format("  after_layer({}, {}, {});\n", text_.observed++, location(output), graph_.tensor(output).bytes());
  }
  text_.constants += "\n";
}

}  // namespace bitstill::codegen

#include "codegen/ops/lookup/lookup.h"

#include <fmt/format.h>

#include <cmath>

#include "codegen/arithmetic/quantize_multiplier.h"
#include "codegen/emit/layer_emitter.h"
#include "configs/support/error.h"

namespace bitstill::codegen::ops {

LookupTable tabulate(const std::function<int32_t(int32_t)>& function) {
  LookupTable table{};
  for (int32_t q = -128; q <= 127; ++q) {
    table[static_cast<size_t>(q + 128)] = static_cast<int8_t>(arithmetic::clamp(function(q), -128, 127));
  }
  return table;
}

std::optional<ClampRange> as_clamp(const LookupTable& table) {
  const ClampRange limits{table.front(), table.back()};
  if (limits.low > limits.high) return std::nullopt;
  for (int32_t q = -128; q <= 127; ++q) {
    if (table[static_cast<size_t>(q + 128)] != arithmetic::clamp(q, limits.low, limits.high)) return std::nullopt;
  }
  return limits;
}

void read_lookup(const tflite::OperatorView& view, Lookup& layer) {
  view.expect_counts(1, 1, 1);
  layer.inputs = {view.int8_input(0)};
  layer.outputs = {view.int8_output(0)};
  const Tensor& input = view.input_tensor(0);
  if (input.elements() != view.output_tensor(0).elements()) {
    view.refuse(fmt::format("input {} and output {} hold different numbers of values; the file is damaged",
                            describe(input), describe(view.output_tensor(0))));
  }
  layer.count = input.elements();
}

arithmetic::Scale rescaling(const tflite::OperatorView& view, double factor) {
  // A difference of int8 values is below 2^8: a factor below 2^23 keeps the product inside 31 bits.
  if (!(factor < 8388608)) view.refuse(fmt::format("its scale factor {} is beyond 2^23; the file is damaged", factor));
  return arithmetic::quantize_multiplier(factor);
}

FixedPointInput fixed_point_input(float scale) {
  constexpr int kIntegerBits = 4;
  const double factor = std::ldexp(static_cast<double>(scale), 31 - kIntegerBits);
  if (factor >= 2147483648.0) throw Error(fmt::format("input scale {} is 16 or more", scale));
  const arithmetic::Scale fixed = arithmetic::quantize_multiplier(factor);
  return {fixed, arithmetic::input_radius(kIntegerBits, fixed.shift)};
}

std::string Lookup::parameters() const {
  const auto limits = as_clamp(table);
  return limits ? fmt::format("clamp [{}, {}]", limits->low, limits->high) : "";
}

bool Lookup::identity() const {
  const auto limits = as_clamp(table);
  return limits && limits->low == -128 && limits->high == 127;
}

void Lookup::run(const Graph&, TensorValues& values) const {
  const auto input = values.int8(inputs[0]);
  const auto output = values.int8(outputs[0]);
  for (size_t i = 0; i < input.size(); ++i) output[i] = table[static_cast<size_t>(input[i] + 128)];
}

void Lookup::emit(LayerEmitter& emitter) const {
  emitter.use_kernel("lookup");
  if (const auto limits = as_clamp(table)) {
    emitter.call("ops::clamp", {std::to_string(count), emitter.read(inputs[0]), std::to_string(limits->low),
                                std::to_string(limits->high), emitter.write(outputs[0])});
    return;
  }
  emitter.add_int8("Table", {table.begin(), table.end()}, 16, "output for each input from -128 to 127");
  emitter.call("ops::lookup",
               {std::to_string(count), emitter.read(inputs[0]), emitter.constant("Table"), emitter.write(outputs[0])});
}

}  // namespace bitstill::codegen::ops

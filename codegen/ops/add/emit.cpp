#include <fmt/format.h>

#include "codegen/emit/layer_emitter.h"
#include "codegen/ops/add/add.h"

namespace bitstill::codegen::ops {

void Add::emit(LayerEmitter& emitter) const {
  const auto halves = [](const arithmetic::Scale& scale) { return scale.multiplier == 1 << 30 && scale.shift == 0; };
  const size_t fine = halves(operands[1].scale) ? 0 : 1;
  const Operand& a = operands[fine];
  const Operand& b = operands[1 - fine];
  emitter.use_kernel("add");
  emitter.add_struct("ops::Add", {{"fine zero point", a.zero_point},
                                  {"multiplier", a.scale.multiplier},
                                  {"shift", a.scale.shift},
                                  {"sign", a.sign},
                                  {"coarse zero point", b.zero_point},
                                  {"step", b.sign * (1 << 19)},
                                  {"multiplier", output_scale.multiplier},
                                  {"shift", output_scale.shift},
                                  {"zero point", output_zero_point},
                                  {"minimum", clamp.low},
                                  {"maximum", clamp.high}});
  const std::string shape = emit_shape(emitter, fine);
  const std::vector<std::string> all = {emitter.constant(""), shape, emitter.operand(fine), emitter.operand(1 - fine),
                                        emitter.write(outputs[0])};
  if (!divided) return emitter.call("ops::add", all);
  const int64_t here = (count() / 2 + 3) / 4 * 4;
  emitter.call_halves(
      "ops::add", {all[0], std::to_string(here), all[2], all[3], all[4]},
      {all[0], std::to_string(count() - here), moved(all[2], here), moved(all[3], here), moved(all[4], here)},
      fmt::format("elements {} to {}", here, count() - 1));
}

int64_t Add::divisible_instructions() const { return same_shape() && count() > 4 ? 36 * count() : 0; }

}  // namespace bitstill::codegen::ops

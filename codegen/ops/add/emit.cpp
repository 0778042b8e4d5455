#include <fmt/format.h>

#include "codegen/emit/layer_emitter.h"
#include "codegen/ops/add/add.h"

namespace bitstill::codegen::ops {

void Add::emit(LayerEmitter& emitter) const {
  const auto halves = [](const arithmetic::Scale& scale) { return scale.multiplier == 1 << 30 && scale.shift == 0; };
  const size_t fine = halves(operands[1].scale) ? 0 : 1;
  const Operand& a = operands[fine];
  const Operand& b = operands[1 - fine];
  if (esp32_kernel) {
    emitter.use_esp32_kernel("add");
  } else {
    emitter.use_kernel("add");
  }
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
  // The elements from `first` on, of which there are `count`.
  const auto part = [&](int64_t first, const std::string& count) {
    LayerCall call = {
        esp32_kernel ? "ops::add_esp32" : "ops::add",
        {emitter.constant(""), count, moved(emitter.operand(fine), first), moved(emitter.operand(1 - fine), first)}};
    if (esp32_kernel) call.arguments.push_back(emitter.scratch("int32_t", first == 0 ? 0 : kEsp32TableBytes));
    call.arguments.push_back(moved(emitter.write(outputs[0]), first));
    return call;
  };
  if (!division) {
    const LayerCall whole = part(0, shape);
    return emitter.call(whole.function, whole.arguments);
  }
  const int64_t here = (count() / 2 + 3) / 4 * 4;
  emitter.call_halves(part(0, std::to_string(here)), part(here, std::to_string(count() - here)),
                      fmt::format("elements {} to {}", here, count() - 1));
}

}  // namespace bitstill::codegen::ops

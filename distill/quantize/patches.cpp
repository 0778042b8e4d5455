#include "distill/quantize/patches.h"

namespace bitstill::distill {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;
using train::ImageWindow;
using train::Margin;
using train::Window;

// One side of an image under a window.
struct Side {
  Window window;
  int64_t length = 0;
  Margin margin;
  int64_t places = 0;

  Side(const Window& window, int64_t length)
      : window(window),
        length(length),
        margin(train::margin_of(window, length)),
        places(train::windows_along(window, length)) {}

  int64_t padded() const { return margin.before + length + margin.after; }
};

// Visits every tap: all pixels of the padded image that it reads, [n, places high, places wide, channels].
template <class Visit>
void for_each_tap(const torch::Tensor& image, const Side& height, const Side& width, const Visit& visit) {
  const auto pixels = [](const torch::Tensor& x, int64_t dimension, const Side& side, int64_t tap) {
    const int64_t begin = tap * side.window.dilation;
    return x.slice(dimension, begin, begin + (side.places - 1) * side.window.stride + 1, side.window.stride);
  };
  int64_t tap = 0;
  for (int64_t y = 0; y < height.window.size; ++y) {
    for (int64_t x = 0; x < width.window.size; ++x) visit(tap++, pixels(pixels(image, 1, height, y), 2, width, x));
  }
}

// [n, height, width, channels] -> [n, places high, places wide, taps, channels].
class Patches : public torch::autograd::Function<Patches> {
 public:
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& image, const ImageWindow& window) {
    const Side height(window.height, image.size(1)), width(window.width, image.size(2));
    context->saved_data["window"] = std::vector<int64_t>{
        window.height.size, window.height.stride, static_cast<int64_t>(window.height.padding), window.height.dilation,
        window.width.size,  window.width.stride,  static_cast<int64_t>(window.width.padding),  window.width.dilation};
    context->saved_data["image"] = image.sizes().vec();
    torch::Tensor x = image;
    if (height.padded() > height.length || width.padded() > width.length) {
      x = torch::constant_pad_nd(
          x, {0, 0, width.margin.before, width.margin.after, height.margin.before, height.margin.after});
    }
    const torch::Tensor patches =
        torch::empty({image.size(0), height.places, width.places, window.taps(), image.size(3)}, image.options());
    for_each_tap(x, height, width,
                 [&](int64_t tap, const torch::Tensor& pixels) { patches.select(3, tap).copy_(pixels); });
    return patches;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const std::vector<int64_t> w = context->saved_data["window"].toIntVector();
    const std::vector<int64_t> sizes = context->saved_data["image"].toIntVector();
    const Side height({w[0], w[1], static_cast<train::Padding>(w[2]), w[3]}, sizes[1]);
    const Side width({w[4], w[5], static_cast<train::Padding>(w[6]), w[7]}, sizes[2]);
    const torch::Tensor by_padded =
        torch::zeros({sizes[0], height.padded(), width.padded(), sizes[3]}, gradients[0].options());
    for_each_tap(by_padded, height, width,
                 [&](int64_t tap, torch::Tensor pixels) { pixels.add_(gradients[0].select(3, tap)); });
    return {by_padded.slice(1, height.margin.before, height.margin.before + height.length)
                .slice(2, width.margin.before, width.margin.before + width.length),
            torch::Tensor()};
  }
};

bool pointwise(const ImageWindow& window) {
  return window.taps() == 1 && window.height.stride == 1 && window.width.stride == 1;
}

}  // namespace

torch::Tensor weight_rows(const torch::Tensor& input, const train::Block& block) {
  if (!block.is_convolution()) return input;
  const torch::Tensor patches =
      pointwise(block.window) ? input.unsqueeze(3) : torch::Tensor(Patches::apply(input, block.window));
  if (block.kind == train::BlockKind::kConv2D) return patches.flatten(0, 2).flatten(1);
  const int64_t multiplier = block.outputs() / block.inputs();
  std::vector<int64_t> repeated = patches.sizes().vec();
  repeated.push_back(multiplier);
  return patches.unsqueeze(5).expand(repeated).flatten(4).flatten(0, 2);
}

std::vector<int64_t> output_sizes(const torch::Tensor& input, const train::Block& block) {
  std::vector<int64_t> sizes{input.size(0)};
  sizes.insert(sizes.end(), block.output_shape.begin(), block.output_shape.end());
  return sizes;
}

torch::Tensor weighted_sums(const torch::Tensor& rows, const torch::Tensor& weights, const torch::Tensor& bias) {
  if (rows.dim() == 2) return torch::linear(rows, weights, bias);
  torch::Tensor sums = bias.expand({rows.size(0), rows.size(2)}).clone();
  for (int64_t tap = 0; tap < rows.size(1); ++tap) sums.addcmul_(rows.select(1, tap), weights.select(1, tap));
  return sums;
}

torch::Tensor gradient_by_weights(const torch::Tensor& by_sum, const torch::Tensor& rows) {
  if (rows.dim() == 2) return torch::mm(by_sum.t(), rows);
  std::vector<torch::Tensor> taps;
  for (int64_t tap = 0; tap < rows.size(1); ++tap) taps.push_back((by_sum * rows.select(1, tap)).sum(0));
  return torch::stack(taps, 1);
}

torch::Tensor gradient_by_rows(const torch::Tensor& by_sum, const torch::Tensor& weights, const torch::Tensor& rows) {
  if (rows.dim() == 2) return torch::mm(by_sum, weights);
  return by_sum.unsqueeze(1) * weights.t();
}

}  // namespace bitstill::distill

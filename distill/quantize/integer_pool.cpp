#include "distill/quantize/integer_pool.h"

#include "distill/quantize/straight_through.h"
#include "train/layers/image.h"

namespace bitstill::distill {
namespace {

// Below any q - zero_point.
constexpr double kBelowAll = -1000;

torch::Tensor window_sums(const torch::Tensor& image, const train::ImageWindow& window) {
  return torch::avg_pool2d(train::padded(image, window, 0), {window.height.size, window.width.size},
                           {window.height.stride, window.width.stride}, 0, false, true, 1);
}

// In float64 quotients of whole numbers below 2^31 never round up to the next whole one.
torch::Tensor rounded_means(const torch::Tensor& sums, const torch::Tensor& counts) {
  const torch::Tensor exact = sums.to(torch::kDouble), half = (counts / 2).floor();
  return ((exact + exact.sign() * half) / counts).trunc().to(torch::kFloat);
}

}  // namespace

IntegerActivation max_pool_integers(const IntegerActivation& input, const train::ImageWindow& window) {
  const torch::Tensor image = train::padded(train::channels_first(input.values), window, kBelowAll);
  return {train::channels_last(torch::max_pool2d(image, {window.height.size, window.width.size},
                                                 {window.height.stride, window.width.stride})),
          input.grid};
}

IntegerActivation average_pool_integers(const IntegerActivation& input, const train::ImageWindow& window) {
  const torch::Tensor image = train::channels_first(input.values);
  const torch::Tensor sums = window_sums(image, window);
  const torch::Tensor pixels = torch::ones({1, 1, image.size(2), image.size(3)}, image.options().requires_grad(false));
  const torch::Tensor counts = window_sums(pixels, window).detach().to(torch::kDouble);
  const torch::Tensor exact =
      rounded_means(sums.detach() + counts * input.grid.zero_point, counts) - input.grid.zero_point;
  return {train::channels_last(straight_through((sums / counts).to(torch::kFloat), exact)), input.grid};
}

}  // namespace bitstill::distill

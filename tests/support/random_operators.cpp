#include "tests/support/random_operators.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace bitstill::tests {
namespace {

using codegen::Quantization;
using codegen::Tensor;
using codegen::tflite::Activation;
using codegen::tflite::Binary;
using codegen::tflite::ModelWriter;
using codegen::tflite::Padding;
using codegen::tflite::Pool;
using codegen::tflite::StridedSliceMasks;
using codegen::tflite::Unary;
using codegen::tflite::WindowOptions;
using Code = codegen::tflite::schema::BuiltinOperator;

bool fits(const Shape& shape) { return elements(shape) <= kMostElements; }

Activation any_activation(SeededRandom& random) {
  return random.pick(
      {Activation::kNone, Activation::kNone, Activation::kRelu, Activation::kReluN1To1, Activation::kRelu6});
}

// Windows.

// One axis of a window: its kernel, stride and dilation, and how many places it then has.
struct Axis {
  int32_t kernel, stride, dilation, places;
};

// Nothing fits a VALID window larger than the image: such a one becomes a single tap.
Axis any_axis(SeededRandom& random, int32_t size, Padding padding, bool dilated) {
  Axis axis{random.between(1, 4), random.between(1, 3), dilated && random.chance(25) ? random.between(2, 3) : 1, 0};
  if (padding == Padding::kSame) {
    axis.places = (size + axis.stride - 1) / axis.stride;
    return axis;
  }
  if ((axis.kernel - 1) * axis.dilation + 1 > size) axis.kernel = 1;
  axis.places = (size - (axis.kernel - 1) * axis.dilation - 1) / axis.stride + 1;
  return axis;
}

struct AnyWindow {
  WindowOptions options;
  Axis height, width;
};

AnyWindow any_window(GraphBuilder& graph, int image, bool dilated) {
  AnyWindow window;
  window.options.padding = graph.random.pick({Padding::kSame, Padding::kValid});
  window.options.activation = any_activation(graph.random);
  window.height = any_axis(graph.random, graph.shape(image)[1], window.options.padding, dilated);
  window.width = any_axis(graph.random, graph.shape(image)[2], window.options.padding, dilated);
  window.options.stride_height = window.height.stride;
  window.options.stride_width = window.width.stride;
  window.options.dilation_height = window.height.dilation;
  window.options.dilation_width = window.width.dilation;
  return window;
}

void add_conv_2d(GraphBuilder& graph) {
  const auto input = graph.image();
  if (!input) return;
  const AnyWindow window = any_window(graph, *input, true);
  const int32_t channels = graph.shape(*input)[3];
  const int32_t groups = channels % 2 == 0 && graph.random.chance(10) ? 2 : 1;
  const int32_t filters = groups * graph.random.between(1, 8);
  const Shape shape = {1, window.height.places, window.width.places, filters};
  if (!fits(shape)) return;
  const int32_t taps = window.height.kernel * window.width.kernel * channels / groups;
  const int weights = graph.weights({filters, window.height.kernel, window.width.kernel, channels / groups}, 0);
  const int bias = graph.bias(filters);
  const int output = graph.output(shape, graph.grid_of_sum(*input, weights, taps));
  graph.add({*input}, {output}, [=, input = *input](ModelWriter& writer) {
    writer.add_conv_2d(input, weights, bias, output, window.options);
  });
}

void add_depthwise_conv_2d(GraphBuilder& graph) {
  const auto input = graph.image();
  if (!input) return;
  const AnyWindow window = any_window(graph, *input, true);
  const int32_t multiplier = graph.random.chance(70) ? 1 : graph.random.between(2, 3);
  const int32_t channels = graph.shape(*input)[3] * multiplier;
  const Shape shape = {1, window.height.places, window.width.places, channels};
  if (!fits(shape)) return;
  const int weights = graph.weights({1, window.height.kernel, window.width.kernel, channels}, 3);
  const int bias = graph.bias(channels);
  const int output =
      graph.output(shape, graph.grid_of_sum(*input, weights, window.height.kernel * window.width.kernel));
  graph.add({*input}, {output}, [=, input = *input](ModelWriter& writer) {
    writer.add_depthwise_conv_2d(input, weights, bias, output, multiplier, window.options);
  });
}

void add_transpose_conv(GraphBuilder& graph) {
  const auto input = graph.image();
  if (!input) return;
  SeededRandom& random = graph.random;
  WindowOptions options;
  options.padding = random.pick({Padding::kSame, Padding::kValid});
  options.stride_height = random.between(1, 3);
  options.stride_width = random.between(1, 3);
  const int32_t kernel_height = random.between(1, 4);
  const int32_t kernel_width = random.between(1, 4);
  const bool same = options.padding == Padding::kSame;
  const auto size = [&](int32_t places, int32_t kernel, int32_t stride) {
    return same ? places * stride : (places - 1) * stride + std::max(kernel, stride);
  };
  const Shape& from = graph.shape(*input);
  const int32_t channels = from[3];
  const Shape shape = {1, size(from[1], kernel_height, options.stride_height),
                       size(from[2], kernel_width, options.stride_width), random.between(1, 6)};
  if (!fits(shape)) return;
  const int weights = graph.weights({shape[3], kernel_height, kernel_width, channels}, 0);
  const int bias = graph.bias(shape[3]);
  const int output_shape = graph.constant_int32({4}, shape);
  const int output = graph.output(shape, graph.grid_of_sum(*input, weights, kernel_height * kernel_width * channels));
  graph.add({*input}, {output}, [=, input = *input](ModelWriter& writer) {
    writer.add_transpose_conv(output_shape, weights, input, bias, output, options);
  });
}

template <Pool kPool>
void add_pool(GraphBuilder& graph) {
  const auto input = graph.image();
  if (!input) return;
  const AnyWindow window = any_window(graph, *input, false);
  const Shape shape = {1, window.height.places, window.width.places, graph.shape(*input)[3]};
  const int output = graph.output(shape, graph.tensor(*input).quantization);
  graph.add({*input}, {output}, [=, input = *input](ModelWriter& writer) {
    writer.add_pool_2d(kPool, input, output, window.height.kernel, window.width.kernel, window.options);
  });
}

void add_resize_nearest_neighbor(GraphBuilder& graph) {
  const auto input = graph.image();
  if (!input) return;
  const Shape& from = graph.shape(*input);
  const Shape shape = {1, graph.random.between(1, 2 * from[1]), graph.random.between(1, 2 * from[2]), from[3]};
  if (!fits(shape)) return;
  const int size = graph.constant_int32({2}, {shape[1], shape[2]});
  const bool align_corners = graph.random.chance(40);
  const bool half_pixel_centers = !align_corners && graph.random.chance(50);
  const int output = graph.output(shape, graph.tensor(*input).quantization);
  graph.add({*input}, {output}, [=, input = *input](ModelWriter& writer) {
    writer.add_resize_nearest_neighbor(input, size, output, align_corners, half_pixel_centers);
  });
}

// Dense layers and reductions.

void add_fully_connected(GraphBuilder& graph) {
  const auto input = graph.value_where([](const Tensor& tensor) { return tensor.shape.size() == 2; });
  const auto from =
      input ? input : graph.new_input({graph.random.between(1, 3), graph.random.between(1, 60)}, graph.quantization());
  if (!from) return;
  const int32_t taps = graph.shape(*from)[1];
  const int32_t units = graph.random.between(1, 20);
  const int weights = graph.weights({units, taps}, 0);
  const int bias = graph.bias(units);
  const int output = graph.output({graph.shape(*from)[0], units}, graph.grid_of_sum(*from, weights, taps));
  const Activation activation = any_activation(graph.random);
  graph.add({*from}, {output}, [=, input = *from](ModelWriter& writer) {
    writer.add_fully_connected(input, weights, bias, output, activation);
  });
}

void add_mean(GraphBuilder& graph) {
  const auto input = graph.any();
  if (!input) return;
  const Shape& from = graph.shape(*input);
  const bool keep_dims = graph.random.chance(50);
  std::vector<int32_t> axes;
  Shape shape;
  for (size_t i = 0; i < from.size(); ++i) {
    const auto axis = static_cast<int32_t>(i);
    const bool reduced = graph.random.chance(50);
    if (reduced) axes.push_back(graph.random.chance(30) ? axis - static_cast<int32_t>(from.size()) : axis);
    if (!reduced || keep_dims) shape.push_back(reduced ? 1 : from[i]);
  }
  if (axes.empty() || shape.empty()) return;
  const int axes_tensor = graph.constant_int32({static_cast<int32_t>(axes.size())}, axes);
  Quantization quantization = graph.quantization();
  quantization.scales[0] = graph.tensor(*input).quantization.scale() * graph.random.power(-2, 0);
  if (graph.random.chance(50)) quantization = graph.tensor(*input).quantization;
  const int output = graph.output(shape, quantization);
  graph.add({*input}, {output},
            [=, input = *input](ModelWriter& writer) { writer.add_mean(input, axes_tensor, output, keep_dims); });
}

void add_arg_max(GraphBuilder& graph) {
  if (!graph.random.chance(20)) return;  // nothing can follow it
  const auto input = graph.any();
  if (!input) return;
  Shape shape = graph.shape(*input);
  if (shape.size() < 2) return;
  const int32_t axis = graph.random.below(static_cast<int32_t>(shape.size()));
  shape.erase(shape.begin() + axis);
  const int axis_tensor = graph.constant_int32({}, {axis});
  const int output = graph.output_int32(shape);
  graph.add({*input}, {output},
            [=, input = *input](ModelWriter& writer) { writer.add_arg_max(input, axis_tensor, output); });
}

// Element by element.

std::optional<Shape> broadcast(const Shape& a, const Shape& b) {
  Shape result(std::max(a.size(), b.size()), 1);
  for (size_t i = 0; i < result.size(); ++i) {
    const int32_t from_a = i < a.size() ? a[a.size() - 1 - i] : 1;
    const int32_t from_b = i < b.size() ? b[b.size() - 1 - i] : 1;
    if (from_a != from_b && from_a != 1 && from_b != 1) return std::nullopt;
    result[result.size() - 1 - i] = std::max(from_a, from_b);
  }
  if (!fits(result)) return std::nullopt;
  return result;
}

// A shape that broadcasts with `shape`: some dimensions of it are 1, leading ones may be missing, a 1 may have grown.
Shape shape_beside(SeededRandom& random, const Shape& shape) {
  Shape beside = shape;
  const int32_t kind = random.below(4);
  if (kind == 0) return beside;
  for (int32_t& dimension : beside) {
    if (dimension == 1 && random.chance(30))
      dimension = random.between(2, 4);
    else if (random.chance(50))
      dimension = 1;
  }
  if (kind == 2) beside.erase(beside.begin(), beside.begin() + random.below(static_cast<int32_t>(beside.size())));
  return beside;
}

struct Pair {
  int a, b;
  Shape shape;
};

// Two operands: computed ones, one that is both, or one and a constant.
std::optional<Pair> any_pair(GraphBuilder& graph, bool same_grid) {
  SeededRandom& random = graph.random;
  const auto a = graph.any();
  if (!a) return std::nullopt;
  const Quantization grid = graph.tensor(*a).quantization;
  const auto suits = [&](const Tensor& tensor) {
    return tensor.index != *a && broadcast(graph.shape(*a), tensor.shape) &&
           (!same_grid ||
            (tensor.quantization.scale() == grid.scale() && tensor.quantization.zero_point() == grid.zero_point()));
  };
  const Quantization other = same_grid ? grid : graph.quantization();
  std::optional<int> b;
  const int32_t kind = random.below(20);
  if (kind == 0) b = a;
  if (kind < 12 && !b) b = graph.value_where(suits);
  const Shape beside = shape_beside(random, graph.shape(*a));
  if (!broadcast(graph.shape(*a), beside)) return std::nullopt;
  if (kind >= 16) b = graph.new_input(beside, other);
  if (!b) b = graph.constant_int8(beside, other);
  const auto shape = broadcast(graph.shape(*a), graph.shape(*b));
  if (!shape) return std::nullopt;
  return random.chance(70) ? Pair{*a, *b, *shape} : Pair{*b, *a, *shape};
}

std::vector<int> computed(const GraphBuilder& graph, std::vector<int> tensors) {
  std::erase_if(tensors, [&](int index) { return graph.tensor(index).constant; });
  return tensors;
}

template <Binary kFunction>
void add_binary(GraphBuilder& graph) {
  constexpr bool kCompares = kFunction == Binary::kMaximum || kFunction == Binary::kMinimum;
  const auto pair = any_pair(graph, kCompares);
  if (!pair) return;
  const Quantization a = graph.tensor(pair->a).quantization;
  const Quantization b = graph.tensor(pair->b).quantization;
  Quantization result = a;
  Activation activation = Activation::kNone;
  if (!kCompares) {
    result = graph.quantization();
    const float scale = kFunction == Binary::kMul ? a.scale() * b.scale() * 64.0F : std::max(a.scale(), b.scale());
    // Products of products would soon leave what other operators take for a scale.
    result.scales[0] = std::min(1.0F, scale * graph.random.power(-1, 1));
    activation = any_activation(graph.random);
  }
  const int output = graph.output(pair->shape, result);
  graph.add(computed(graph, {pair->a, pair->b}), {output}, [=, pair = *pair](ModelWriter& writer) {
    writer.add_binary(kFunction, pair.a, pair.b, output, activation);
  });
}

template <Unary kFunction>
void add_unary(GraphBuilder& graph) {
  // LOGISTIC and TANH are defined for scales below 16.
  const auto input = graph.value_where([](const Tensor& tensor) { return tensor.quantization.scale() < 16; });
  if (!input) return;
  const Tensor& from = graph.tensor(*input);
  constexpr bool kSaturates = kFunction == Unary::kLogistic || kFunction == Unary::kTanh;
  if (kSaturates && from.quantization.scale() >= 16) return;  // as the reader refuses
  Quantization result = from.quantization;
  switch (kFunction) {
    case Unary::kLogistic:
      result = GraphBuilder::grid(1.0F / 256, -128);
      break;
    case Unary::kTanh:
      result = GraphBuilder::grid(1.0F / 128, 0);
      break;
    case Unary::kRelu:
    case Unary::kHardSwish:
    case Unary::kQuantize:
      if (graph.random.chance(80)) {
        result = graph.quantization();
        result.scales[0] = from.quantization.scale() * graph.random.power(-1, 1);
      }
      break;
    default:
      break;  // clamps what it reads as it stands
  }
  const int output = graph.output(from.shape, result);
  graph.add({*input}, {output},
            [=, input = *input](ModelWriter& writer) { writer.add_unary(kFunction, input, output); });
}

void add_leaky_relu(GraphBuilder& graph) {
  const auto input = graph.any();
  if (!input) return;
  const float alpha = graph.random.power(-4, -1) * (graph.random.chance(20) ? -1.0F : 1.0F);
  Quantization result = graph.quantization();
  result.scales[0] = graph.tensor(*input).quantization.scale() * graph.random.power(-1, 1);
  const int output = graph.output(graph.shape(*input), result);
  graph.add({*input}, {output},
            [=, input = *input](ModelWriter& writer) { writer.add_leaky_relu(input, output, alpha); });
}

void add_prelu(GraphBuilder& graph) {
  const auto input = graph.image();
  if (!input) return;
  const int32_t channels = graph.shape(*input)[3];
  const int alpha = graph.constant_int8({1, 1, graph.random.chance(80) ? channels : 1}, graph.quantization());
  Quantization result = graph.quantization();
  result.scales[0] = graph.tensor(*input).quantization.scale() * graph.random.power(-1, 1);
  const int output = graph.output(graph.shape(*input), result);
  graph.add({*input}, {output}, [=, input = *input](ModelWriter& writer) { writer.add_prelu(input, alpha, output); });
}

void add_softmax(GraphBuilder& graph) {
  const auto input = graph.value_where([](const Tensor& tensor) { return tensor.last_dimension() <= 500; });
  if (!input) return;
  const float beta = graph.random.chance(80) ? 1.0F : graph.random.power(-1, 1);
  const int output = graph.output(graph.shape(*input), GraphBuilder::grid(1.0F / 256, -128));
  graph.add({*input}, {output}, [=, input = *input](ModelWriter& writer) { writer.add_softmax(input, output, beta); });
}

// Copies.

void add_copy(GraphBuilder& graph, int input, const Shape& shape, std::function<void(ModelWriter&, int output)> write) {
  const int output = graph.output(shape, graph.tensor(input).quantization);
  graph.add({input}, {output}, [=](ModelWriter& writer) { write(writer, output); });
}

void add_reshape(GraphBuilder& graph) {
  const auto input = graph.any();
  if (!input) return;
  const Shape& from = graph.shape(*input);
  const auto count = static_cast<int32_t>(elements(from));
  Shape shape = from;
  if (graph.random.chance(50)) {
    shape = {1, count};
  } else {
    std::vector<int32_t> divisors;
    for (int32_t i = 1; i <= count; ++i) {
      if (count % i == 0) divisors.push_back(i);
    }
    const int32_t rows = graph.random.pick(divisors);
    shape = {1, 1, rows, count / rows};
    if (graph.random.chance(50)) shape = {1, rows, 1, count / rows};
  }
  add_copy(graph, *input, shape,
           [input = *input](ModelWriter& writer, int output) { writer.add_reshape(input, output); });
}

void add_squeeze(GraphBuilder& graph) {
  const auto input = graph.value_where([](const Tensor& tensor) {
    return tensor.shape.size() > 1 && std::ranges::find(tensor.shape, 1) != tensor.shape.end();
  });
  if (!input) return;
  Shape shape = graph.shape(*input);
  const auto axis = std::ranges::find(shape, 1) - shape.begin();
  shape.erase(shape.begin() + axis);
  add_copy(graph, *input, shape, [input = *input, axis](ModelWriter& writer, int output) {
    writer.add_squeeze(input, output, {static_cast<int32_t>(axis)});
  });
}

void add_expand_dims(GraphBuilder& graph) {
  const auto input = graph.value_where([](const Tensor& tensor) { return tensor.shape.size() < 4; });
  if (!input) return;
  Shape shape = graph.shape(*input);
  const int32_t axis = graph.random.between(0, static_cast<int32_t>(shape.size()));
  shape.insert(shape.begin() + axis, 1);
  const int axis_tensor = graph.constant_int32({}, {axis});
  add_copy(graph, *input, shape, [input = *input, axis_tensor](ModelWriter& writer, int output) {
    writer.add_expand_dims(input, axis_tensor, output);
  });
}

void add_concatenation(GraphBuilder& graph) {
  SeededRandom& random = graph.random;
  const auto first = graph.any();
  if (!first) return;
  const Shape from = graph.shape(*first);
  const Quantization grid = graph.tensor(*first).quantization;
  const int32_t axis = random.below(static_cast<int32_t>(from.size()));
  const auto place = static_cast<size_t>(axis);
  std::vector<int> parts = {*first};
  Shape shape = from;
  for (int32_t left = random.between(1, 3); left > 0; --left) {
    const auto suits = [&](const Tensor& tensor) {
      Shape other = tensor.shape;
      if (other.size() == from.size()) other[place] = from[place];
      return other == from && tensor.quantization.scale() == grid.scale() &&
             tensor.quantization.zero_point() == grid.zero_point() && tensor.index != *first;
    };
    std::optional<int> part = graph.value_where(suits);
    if (!part || random.chance(20)) {
      Shape wanted = from;
      wanted[place] = random.between(1, 4);
      part = random.chance(60) ? graph.new_input(wanted, grid) : *first;
    }
    if (!part) continue;
    shape[place] += graph.shape(*part)[place];
    if (!fits(shape)) return;
    parts.push_back(*part);
  }
  const int32_t written_axis = random.chance(30) ? axis - static_cast<int32_t>(from.size()) : axis;
  const int output = graph.output(shape, grid);
  graph.add(parts, {output}, [=](ModelWriter& writer) { writer.add_concatenation(parts, output, written_axis); });
}

void add_split(GraphBuilder& graph) {
  const auto input = graph.any();
  if (!input) return;
  Shape shape = graph.shape(*input);
  const int32_t axis = graph.random.below(static_cast<int32_t>(shape.size()));
  int32_t& size = shape[static_cast<size_t>(axis)];
  const int32_t parts = size % 3 == 0 && graph.random.chance(50) ? 3 : size % 2 == 0 ? 2 : 1;
  if (parts == 1 && graph.random.chance(80)) return;
  size /= parts;
  const int axis_tensor = graph.constant_int32({}, {axis});
  const Quantization grid = graph.tensor(*input).quantization;
  std::vector<int> outputs;
  for (int32_t i = 0; i < parts; ++i) outputs.push_back(graph.output(shape, grid));
  graph.add({*input}, outputs,
            [=, input = *input](ModelWriter& writer) { writer.add_split(axis_tensor, input, outputs); });
}

// Paddings of every axis, and the shape they give.
struct Paddings {
  std::vector<int32_t> values;
  Shape shape;
};

Paddings any_paddings(SeededRandom& random, const Shape& from) {
  Paddings paddings;
  for (const int32_t size : from) {
    const int32_t before = random.chance(50) ? random.between(0, 2) : 0;
    const int32_t after = random.chance(50) ? random.between(0, 2) : 0;
    paddings.values.insert(paddings.values.end(), {before, after});
    paddings.shape.push_back(before + size + after);
  }
  return paddings;
}

template <bool kWithValue>
void add_pad(GraphBuilder& graph) {
  const auto input = graph.any();
  if (!input) return;
  const Paddings paddings = any_paddings(graph.random, graph.shape(*input));
  if (!fits(paddings.shape)) return;
  const int amounts = graph.constant_int32({static_cast<int32_t>(paddings.shape.size()), 2}, paddings.values);
  const int value = kWithValue ? graph.constant_int8({}, graph.tensor(*input).quantization) : -1;
  add_copy(graph, *input, paddings.shape, [=, input = *input](ModelWriter& writer, int output) {
    if (kWithValue) return writer.add_padv2(input, amounts, value, output);
    writer.add_pad(input, amounts, output);
  });
}

void add_transpose(GraphBuilder& graph) {
  const auto input = graph.value_where([](const Tensor& tensor) { return tensor.shape.size() > 1; });
  if (!input) return;
  const Shape& from = graph.shape(*input);
  std::vector<int32_t> order(from.size());
  std::iota(order.begin(), order.end(), 0);
  for (size_t left = order.size(); left > 1; --left) {
    std::swap(order[left - 1], order[static_cast<size_t>(graph.random.below(static_cast<int32_t>(left)))]);
  }
  Shape shape;
  for (const int32_t axis : order) shape.push_back(from[static_cast<size_t>(axis)]);
  const int permutation = graph.constant_int32({static_cast<int32_t>(order.size())}, order);
  add_copy(graph, *input, shape,
           [=, input = *input](ModelWriter& writer, int output) { writer.add_transpose(input, permutation, output); });
}

// One axis of a strided slice as the file says it, and how many values it takes (0: the axis goes).
struct SliceAxis {
  int32_t begin, end, stride, count;
  bool begin_masked, end_masked, shrunk;
};

SliceAxis any_slice(SeededRandom& random, int32_t size, bool may_shrink) {
  SliceAxis axis{0, size, 1, size, false, false, false};
  if (random.chance(40)) return axis;
  axis.begin = random.below(size);
  if (may_shrink && random.chance(20)) {
    axis.shrunk = true;
    axis.end = axis.begin + 1;
    axis.count = 0;
    return axis;
  }
  axis.stride = random.pick({1, 1, 2, 3, -1, -2});
  if (axis.stride > 0) {
    axis.begin_masked = random.chance(25);
    if (axis.begin_masked) axis.begin = 0;
    axis.end_masked = random.chance(25);
    axis.end = axis.end_masked ? size : random.between(axis.begin + 1, size);
    axis.count = (axis.end - axis.begin + axis.stride - 1) / axis.stride;
  } else {
    axis.begin_masked = random.chance(25);
    if (axis.begin_masked) axis.begin = size - 1;
    axis.end = random.between(-1, axis.begin - 1);
    axis.end_masked = axis.end < 0;  // there is no number for "before the first"
    axis.count = (axis.begin - axis.end - axis.stride - 1) / -axis.stride;
  }
  if (random.chance(30) && !axis.begin_masked) axis.begin -= size;
  if (random.chance(30) && !axis.end_masked && axis.end < size) axis.end -= size;
  return axis;
}

void add_strided_slice(GraphBuilder& graph) {
  const auto input = graph.any();
  if (!input) return;
  const Shape& from = graph.shape(*input);
  Shape shape;
  StridedSliceMasks masks;
  std::vector<int32_t> begins, ends, strides;
  for (size_t i = 0; i < from.size(); ++i) {
    const SliceAxis axis = any_slice(graph.random, from[i], i + 1 < from.size() || !shape.empty());
    begins.push_back(axis.begin);
    ends.push_back(axis.end);
    strides.push_back(axis.stride);
    masks.begin |= axis.begin_masked << i;
    masks.end |= axis.end_masked << i;
    masks.shrink_axis |= axis.shrunk << i;
    if (!axis.shrunk) shape.push_back(axis.count);
  }
  if (shape.empty()) return;
  const Shape one_each = {static_cast<int32_t>(from.size())};
  const int begin = graph.constant_int32(one_each, begins);
  const int end = graph.constant_int32(one_each, ends);
  const int stride = graph.constant_int32(one_each, strides);
  add_copy(graph, *input, shape, [=, input = *input](ModelWriter& writer, int output) {
    writer.add_strided_slice(input, begin, end, stride, output, masks);
  });
}

constexpr RandomOperator kOperators[] = {
    {Code::ADD, add_binary<Binary::kAdd>},
    {Code::ARG_MAX, add_arg_max},
    {Code::AVERAGE_POOL_2D, add_pool<Pool::kAverage>},
    {Code::CONCATENATION, add_concatenation},
    {Code::CONV_2D, add_conv_2d},
    {Code::DEPTHWISE_CONV_2D, add_depthwise_conv_2d},
    {Code::EXPAND_DIMS, add_expand_dims},
    {Code::FULLY_CONNECTED, add_fully_connected},
    {Code::HARD_SWISH, add_unary<Unary::kHardSwish>},
    {Code::LEAKY_RELU, add_leaky_relu},
    {Code::LOGISTIC, add_unary<Unary::kLogistic>},
    {Code::MAXIMUM, add_binary<Binary::kMaximum>},
    {Code::MAX_POOL_2D, add_pool<Pool::kMax>},
    {Code::MEAN, add_mean},
    {Code::MINIMUM, add_binary<Binary::kMinimum>},
    {Code::MUL, add_binary<Binary::kMul>},
    {Code::PAD, add_pad<false>},
    {Code::PADV2, add_pad<true>},
    {Code::PRELU, add_prelu},
    {Code::QUANTIZE, add_unary<Unary::kQuantize>},
    {Code::RELU, add_unary<Unary::kRelu>},
    {Code::RELU6, add_unary<Unary::kRelu6>},
    {Code::RELU_N1_TO_1, add_unary<Unary::kReluN1To1>},
    {Code::RESHAPE, add_reshape},
    {Code::RESIZE_NEAREST_NEIGHBOR, add_resize_nearest_neighbor},
    {Code::SOFTMAX, add_softmax},
    {Code::SPLIT, add_split},
    {Code::SQUEEZE, add_squeeze},
    {Code::STRIDED_SLICE, add_strided_slice},
    {Code::SUB, add_binary<Binary::kSub>},
    {Code::TANH, add_unary<Unary::kTanh>},
    {Code::TRANSPOSE, add_transpose},
    {Code::TRANSPOSE_CONV, add_transpose_conv},
};

}  // namespace

std::span<const RandomOperator> random_operators() { return kOperators; }

}  // namespace bitstill::tests

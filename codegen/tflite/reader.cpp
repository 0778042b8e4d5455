#include "codegen/tflite/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "codegen/limits.h"
#include "codegen/ops/registry.h"
#include "codegen/tflite/operator_view.h"
#include "configs/support/error.h"
#include "configs/support/files.h"

namespace bitstill::codegen::tflite {
namespace {

constexpr flatbuffers::uoffset_t kDeepestNesting = 64;
constexpr flatbuffers::uoffset_t kMostTables = 1000000;

// Names are only ever shown, in messages and in comments of emitted code: whatever could end a comment goes.
std::string printable(const flatbuffers::String* name) {
  std::string text = name == nullptr ? "" : std::string(name->string_view().substr(0, kLongestName));
  for (char& c : text) {
    if (c < ' ' || c > '~' || c == '\\') c = '?';
  }
  return text;
}

// The verifier holds elements to four bytes only.
int64_t unaligned(const flatbuffers::Vector<int64_t>& numbers, size_t i) {
  int64_t number = 0;
  std::memcpy(&number, numbers.Data() + i * sizeof(number), sizeof(number));
  return flatbuffers::EndianScalar(number);
}

class ModelReader {
 public:
  ModelReader(std::span<const uint8_t> bytes, std::string file) : bytes_(bytes), file_(std::move(file)) {}

  Graph read() {
    verify_buffer();
    model_ = schema::GetModel(bytes_.data());
    if (model_->version() != 3) fail(fmt::format("schema version {}, 3 was expected", model_->version()));
    if (model_->subgraphs() == nullptr || model_->subgraphs()->size() != 1) {
      fail(fmt::format("has {} subgraphs, exactly one is supported; export the model without control flow",
                       model_->subgraphs() == nullptr ? 0 : model_->subgraphs()->size()));
    }
    subgraph_ = model_->subgraphs()->Get(0);
    read_tensors();
    graph_.inputs = read_border(subgraph_->inputs(), "input");
    graph_.outputs = read_border(subgraph_->outputs(), "output");
    read_operators();
    check_borders();
    check_order();
    check_work();
    read_metadata();
    graph_.artifact_sha256 = sha256(bytes_);
    return std::move(graph_);
  }

 private:
  [[noreturn]] void fail(const std::string& sentence) const { throw Error(file_ + ": " + sentence); }

  void verify_buffer() const {
    if (bytes_.size() < 8 || !schema::ModelBufferHasIdentifier(bytes_.data())) {
      fail("is not a .tflite file (the identifier TFL3 is missing at byte 4)");
    }
    flatbuffers::Verifier verifier(bytes_.data(), bytes_.size(), kDeepestNesting, kMostTables);
    if (!schema::VerifyModelBuffer(verifier)) fail("is a damaged .tflite file; copy or convert it again");
  }

  std::string tensor_place(size_t index, const schema::Tensor& tensor) const {
    return fmt::format("tensor t{} '{}'", index, printable(tensor.name()));
  }

  void read_tensors() {
    const size_t count = subgraph_->tensors() == nullptr ? 0 : subgraph_->tensors()->size();
    if (count > kMostTensors) fail(fmt::format("has {} tensors, at most {} are supported", count, kMostTensors));
    int64_t computed_bytes = 0;
    size_t computed = 0;
    for (size_t i = 0; i < count; ++i) {
      graph_.tensors.push_back(read_tensor(i, *subgraph_->tensors()->Get(static_cast<flatbuffers::uoffset_t>(i))));
      const Tensor& tensor = graph_.tensors.back();
      count_constant(static_cast<int64_t>(tensor.data.size() + 8 * tensor.quantization.scales.size()));
      if (tensor.constant) continue;
      computed_bytes += tensor.bytes();
      if (computed_bytes > kLargestComputedBytes) {
        fail(fmt::format("its tensors need more than {} MiB; no microcontroller holds them",
                         kLargestComputedBytes >> 20));
      }
      if (++computed > kMostComputedTensors) {
        fail(fmt::format("computes more than {} tensors, which is not supported", kMostComputedTensors));
      }
    }
  }

  // Files name data by number, so that a few bytes can ask for many copies of a large constant.
  void count_constant(int64_t bytes) {
    constant_bytes_ += bytes;
    if (constant_bytes_ > 2 * static_cast<int64_t>(bytes_.size()) + kLargestSharedBytes) {
      fail("shares its constants among so many tensors and operators that no microcontroller holds them");
    }
  }

  Tensor read_tensor(size_t index, const schema::Tensor& stored) const {
    const std::string place = tensor_place(index, stored);
    Tensor tensor;
    tensor.index = static_cast<int>(index);
    tensor.name = printable(stored.name());
    tensor.type_name = schema::EnumNameTensorType(stored.type());
    if (tensor.type_name.empty()) tensor.type_name = fmt::format("type {}", static_cast<int>(stored.type()));
    tensor.type = stored.type() == schema::TensorType::INT8      ? ElementType::kInt8
                  : stored.type() == schema::TensorType::INT32   ? ElementType::kInt32
                  : stored.type() == schema::TensorType::FLOAT32 ? ElementType::kFloat32
                                                                 : ElementType::kOther;
    read_shape(place, stored, tensor);
    read_quantization(place, stored, tensor);
    if (stored.is_variable())
      fail(place + " is a variable (the model keeps state); only stateless models are supported");
    if (stored.sparsity() != nullptr) fail(place + " is stored sparse; convert the model without sparsity");
    read_data(place, stored, tensor);
    return tensor;
  }

  void read_shape(const std::string& place, const schema::Tensor& stored, Tensor& tensor) const {
    int64_t elements = 1;
    if (stored.shape() == nullptr) return;
    if (stored.shape()->size() > kMostDimensions) {
      fail(fmt::format("{} has {} dimensions, at most {} are supported", place, stored.shape()->size(),
                       kMostDimensions));
    }
    for (const int32_t dimension : *stored.shape()) {
      if (dimension < 1) {
        fail(fmt::format("{} has dimension {}; export the model with a fixed batch and fixed sizes", place, dimension));
      }
      elements *= dimension;
      if (elements > kLargestTensorBytes) {
        fail(fmt::format("{} is larger than {} MiB; no microcontroller holds it", place, kLargestTensorBytes >> 20));
      }
      tensor.shape.push_back(dimension);
    }
  }

  void read_quantization(const std::string& place, const schema::Tensor& stored, Tensor& tensor) const {
    const auto* quantization = stored.quantization();
    if (quantization == nullptr || quantization->scale() == nullptr || quantization->scale()->size() == 0) return;
    const size_t count = quantization->scale()->size();
    const auto* zero_points = quantization->zero_point();
    if (zero_points != nullptr && zero_points->size() != count && zero_points->size() != 1) {
      fail(fmt::format("{} has {} scales but {} zero points; the file is damaged", place, count, zero_points->size()));
    }
    for (size_t i = 0; i < count; ++i) {
      const float scale = quantization->scale()->Get(static_cast<flatbuffers::uoffset_t>(i));
      if (!std::isfinite(scale) || scale <= 0)
        fail(fmt::format("{} has scale {}; a positive number was expected", place, scale));
      const int64_t zero_point = zero_points == nullptr ? 0 : unaligned(*zero_points, zero_points->size() == 1 ? 0 : i);
      if (zero_point < std::numeric_limits<int32_t>::min() || zero_point > std::numeric_limits<int32_t>::max()) {
        fail(fmt::format("{} has zero point {}; the file is damaged", place, zero_point));
      }
      tensor.quantization.scales.push_back(scale);
      tensor.quantization.zero_points.push_back(static_cast<int32_t>(zero_point));
    }
    tensor.quantization.axis = quantization->quantized_dimension();
  }

  void read_data(const std::string& place, const schema::Tensor& stored, Tensor& tensor) const {
    const size_t buffer_count = model_->buffers() == nullptr ? 0 : model_->buffers()->size();
    if (stored.buffer() == 0) return;
    if (stored.buffer() >= buffer_count) {
      fail(fmt::format("{} names buffer {} of {}; the file is damaged", place, stored.buffer(), buffer_count));
    }
    const auto* data = model_->buffers()->Get(stored.buffer())->data();
    if (data == nullptr || data->size() == 0) return;
    if (tensor.type != ElementType::kOther && static_cast<int64_t>(data->size()) != tensor.bytes()) {
      fail(fmt::format("{} holds {} bytes, its shape needs {}; the file is damaged", place, data->size(),
                       tensor.bytes()));
    }
    tensor.constant = true;
    tensor.data.assign(data->begin(), data->end());
  }

  std::vector<int> read_border(const flatbuffers::Vector<int32_t>* indices, const char* what) const {
    std::vector<int> border;
    if (indices == nullptr || indices->size() == 0) fail(fmt::format("the model has no {}", what));
    if (indices->size() > kMostOperands) {
      fail(fmt::format("the model has {} {}s, at most {} are supported", indices->size(), what, kMostOperands));
    }
    for (const int32_t index : *indices) {
      if (index < 0 || static_cast<size_t>(index) >= graph_.tensors.size()) {
        fail(fmt::format("{} tensor {} of {} does not exist; the file is damaged", what, index, graph_.tensors.size()));
      }
      const Tensor& tensor = graph_.tensor(index);
      if (std::find(border.begin(), border.end(), index) != border.end()) {
        fail(fmt::format("{} tensor t{} '{}' is listed twice; the file is damaged", what, index, tensor.name));
      }
      border.push_back(index);
    }
    return border;
  }

  // A model may take or give float or uint8 values that its first and last operators turn into int8: that is left to
  // the caller, who knows scale and zero point. True where the operator is such a one; the border is then its int8
  // side.
  bool leave_conversion_to_caller(const OperatorView& view, schema::BuiltinOperator code) {
    const bool quantises = code == schema::BuiltinOperator::QUANTIZE;
    if (!quantises && code != schema::BuiltinOperator::DEQUANTIZE) return false;
    view.expect_counts(1, 1, 1);
    const int outside = quantises ? view.input(0) : view.output(0);
    const int inside = quantises ? view.output(0) : view.input(0);
    std::vector<int>& border = quantises ? graph_.inputs : graph_.outputs;
    const auto place = std::ranges::find(border, outside);
    if (place == border.end() || inside < 0 || graph_.tensor(outside).type == ElementType::kInt8 ||
        std::ranges::find(border, inside) != border.end()) {
      return false;
    }
    *place = inside;
    graph_.fused.push_back({schema::EnumNameBuiltinOperator(code), quantises ? outside : inside,
                            quantises ? inside : outside, "left to the caller"});
    return true;
  }

  void check_borders() const {
    for (const int index : graph_.inputs) check_border(index, "input");
    for (const int index : graph_.outputs) {
      check_border(index, "output");
      if (std::ranges::find(graph_.inputs, index) != graph_.inputs.end()) {
        fail(fmt::format("output tensor t{} '{}' is also an input; a module must compute its outputs", index,
                         graph_.tensor(index).name));
      }
    }
  }

  void check_border(int index, std::string_view what) const {
    const Tensor& tensor = graph_.tensor(index);
    if (tensor.type == ElementType::kInt32 && what == "output") return;  // of ARG_MAX
    if (tensor.type != ElementType::kInt8) {
      fail(
          fmt::format("{} tensor t{} '{}' is {}, INT8 was expected; convert the model with full-integer int8 "
                      "quantisation, inputs and outputs included (inference_input_type = inference_output_type = "
                      "int8)",
                      what, index, tensor.name, tensor.type_name));
    }
    if (tensor.constant)
      fail(fmt::format("{} tensor t{} '{}' is a constant; the file is damaged", what, index, tensor.name));
    if (!tensor.quantization.per_tensor() || tensor.quantization.zero_point() < -128 ||
        tensor.quantization.zero_point() > 127) {
      fail(
          fmt::format("{} tensor t{} '{}' lacks one scale and an int8 zero point; convert the model with "
                      "full-integer int8 quantisation",
                      what, index, tensor.name));
    }
  }

  // Files before schema 3a keep the code in an int8; later ones may keep it in both: the larger is the true one.
  schema::BuiltinOperator code_of(const schema::Operator& node) const {
    const size_t count = model_->operator_codes() == nullptr ? 0 : model_->operator_codes()->size();
    if (node.opcode_index() >= count) {
      fail(fmt::format("operator code {} of {} does not exist; the file is damaged", node.opcode_index(), count));
    }
    const auto* code = model_->operator_codes()->Get(node.opcode_index());
    return static_cast<schema::BuiltinOperator>(
        std::max(static_cast<int32_t>(code->deprecated_builtin_code()), static_cast<int32_t>(code->builtin_code())));
  }

  void read_operators() {
    if (subgraph_->operators() == nullptr || subgraph_->operators()->size() == 0) fail("the model has no operators");
    if (subgraph_->operators()->size() > kMostOperators) {
      fail(fmt::format("has {} operators, at most {} are supported", subgraph_->operators()->size(), kMostOperators));
    }
    for (flatbuffers::uoffset_t i = 0; i < subgraph_->operators()->size(); ++i) {
      const schema::Operator& node = *subgraph_->operators()->Get(i);
      const auto code = code_of(node);
      std::string name = schema::EnumNameBuiltinOperator(code);
      if (name.empty()) name = fmt::format("code {}", static_cast<int>(code));
      const OperatorView view(graph_, node, fmt::format("{}: operator {} ({})", file_, i, name));
      check_indices(view, node);
      if (leave_conversion_to_caller(view, code)) continue;
      const ops::OperatorRow* row = ops::find_operator(code);
      if (row == nullptr) {
        const int output = view.output(0);
        view.refuse(
            fmt::format("computes {}, but bitstill has no such operator; it has {}",
                        output < 0 ? "nothing" : fmt::format("tensor t{} '{}'", output, graph_.tensor(output).name),
                        ops::operator_list()));
      }
      graph_.operators.push_back(read_operator(*row, view));
    }
  }

  // What lies below the readers, such as the arithmetic, refuses without knowing the place.
  std::unique_ptr<Operator> read_operator(const ops::OperatorRow& row, const OperatorView& view) const {
    try {
      return row.read(view);
    } catch (const Error& error) {
      if (std::string_view(error.what()).starts_with(file_ + ": ")) throw;
      view.refuse(error.what());
    }
  }

  void check_indices(const OperatorView& view, const schema::Operator& node) {
    const auto check = [&](const flatbuffers::Vector<int32_t>* indices, int32_t least) {
      if (indices == nullptr) return;
      if (indices->size() > kMostOperands) {
        view.refuse(fmt::format("has {} inputs or outputs, at most {} are supported", indices->size(), kMostOperands));
      }
      for (const int32_t index : *indices) {
        if (index < least || index >= static_cast<int32_t>(graph_.tensors.size())) {
          view.refuse(fmt::format("names tensor {} of {}; the file is damaged", index, graph_.tensors.size()));
        }
        if (index >= 0) count_constant(static_cast<int64_t>(graph_.tensor(index).data.size()));
      }
    };
    check(node.inputs(), -1);
    check(node.outputs(), 0);
  }

  // Every tensor is computed once, before it is read.
  void check_order() const {
    std::vector<bool> known(graph_.tensors.size(), false);
    for (const int index : graph_.inputs) known[static_cast<size_t>(index)] = true;
    for (const Tensor& tensor : graph_.tensors) {
      if (tensor.constant) known[static_cast<size_t>(tensor.index)] = true;
    }
    for (size_t i = 0; i < graph_.operators.size(); ++i) {
      const Operator& node = *graph_.operators[i];
      for (const int index : node.inputs) {
        if (!known[static_cast<size_t>(index)]) {
          fail(fmt::format("operator {} ({}) reads tensor t{} '{}' before anything computes it; the file is damaged", i,
                           node.name(), index, graph_.tensor(index).name));
        }
      }
      for (const int index : node.outputs) {
        if (known[static_cast<size_t>(index)]) {
          fail(fmt::format("operator {} ({}) computes tensor t{} '{}' a second time; the file is damaged", i,
                           node.name(), index, graph_.tensor(index).name));
        }
        known[static_cast<size_t>(index)] = true;
      }
    }
    for (const int index : graph_.outputs) {
      if (!known[static_cast<size_t>(index)]) {
        fail(fmt::format("output tensor t{} '{}' is never computed; the file is damaged", index,
                         graph_.tensor(index).name));
      }
    }
  }

  void check_work() const {
    int64_t macs = 0;
    for (const auto& node : graph_.operators) {
      macs += node->macs();
      if (macs <= kMostMultiplyAdds) continue;
      fail(fmt::format("one inference takes more than {} multiply-adds; no microcontroller computes them in time",
                       kMostMultiplyAdds));
    }
  }

  void read_metadata() {
    if (model_->metadata() == nullptr) return;
    for (const auto* entry : *model_->metadata()) {
      if (entry->name() == nullptr || entry->name()->str() != "bitstill") continue;
      const size_t buffer_count = model_->buffers() == nullptr ? 0 : model_->buffers()->size();
      if (entry->buffer() >= buffer_count) fail("its metadata names a buffer that does not exist; the file is damaged");
      const auto* data = model_->buffers()->Get(entry->buffer())->data();
      if (data == nullptr) return;
      if (data->size() > kLargestMetadataBytes) {
        fail(fmt::format("its metadata 'bitstill' has {} bytes, at most {} are supported", data->size(),
                         kLargestMetadataBytes));
      }
      graph_.metadata.assign(data->begin(), data->end());
      return;
    }
  }

  std::span<const uint8_t> bytes_;
  std::string file_;
  const schema::Model* model_ = nullptr;
  const schema::SubGraph* subgraph_ = nullptr;
  int64_t constant_bytes_ = 0;  // of tensors, and again of every operator that reads them
  Graph graph_;
};

}  // namespace

Graph read_model(std::span<const uint8_t> bytes, const std::string& file) { return ModelReader(bytes, file).read(); }

}  // namespace bitstill::codegen::tflite

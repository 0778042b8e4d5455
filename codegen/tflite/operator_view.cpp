#include "codegen/tflite/operator_view.h"

#include <fmt/format.h>

#include "configs/support/error.h"

namespace bitstill::codegen::tflite {
namespace {

int at(const flatbuffers::Vector<int32_t>* indices, size_t i) {
  return indices == nullptr || i >= indices->size() ? -1 : indices->Get(static_cast<flatbuffers::uoffset_t>(i));
}

size_t count(const flatbuffers::Vector<int32_t>* indices) { return indices == nullptr ? 0 : indices->size(); }

}  // namespace

void OperatorView::refuse(const std::string& sentence) const { throw Error(place_ + ": " + sentence); }

void OperatorView::expect_counts(size_t least_inputs, size_t most_inputs, size_t outputs) const {
  if (input_count() < least_inputs || input_count() > most_inputs || count(node_.outputs()) != outputs) {
    refuse(fmt::format("has {} inputs and {} outputs, {} to {} and {} were expected; the file is damaged",
                       input_count(), count(node_.outputs()), least_inputs, most_inputs, outputs));
  }
}

size_t OperatorView::input_count() const { return count(node_.inputs()); }
int OperatorView::input(size_t i) const { return at(node_.inputs(), i); }
int OperatorView::output(size_t i) const { return at(node_.outputs(), i); }

int OperatorView::int8_input(size_t i) const {
  if (input(i) < 0) refuse(fmt::format("its input {} is missing; the file is damaged", i));
  expect_int8(input_tensor(i));
  expect_computed(input_tensor(i));
  return input(i);
}

int OperatorView::int8_operand(size_t i) const {
  if (input(i) < 0) refuse(fmt::format("its input {} is missing; the file is damaged", i));
  expect_int8(input_tensor(i));
  return input(i);
}

std::vector<int32_t> OperatorView::int32_parameter(size_t i, const std::string& what) const {
  if (input(i) < 0) refuse(fmt::format("its {} is missing; the file is damaged", what));
  const Tensor& tensor = input_tensor(i);
  const bool wide = tensor.type_name == "INT64";
  if (!tensor.constant || (tensor.type != ElementType::kInt32 && !wide)) {
    refuse(fmt::format("its {} t{} '{}' is {}, a constant INT32 was expected; export the model with fixed shapes", what,
                       tensor.index, tensor.name, tensor.constant ? tensor.type_name : "computed while it runs"));
  }
  if (!wide) return tensor.int32_values();
  std::vector<int32_t> values;
  for (const int64_t value : tensor.int64_values()) {
    if (value < INT32_MIN || value > INT32_MAX)
      refuse(fmt::format("its {} holds {}; the file is damaged", what, value));
    values.push_back(static_cast<int32_t>(value));
  }
  return values;
}

void OperatorView::expect_same_quantization(const Tensor& a, const Tensor& b) const {
  if (a.quantization.scale() == b.quantization.scale() && a.quantization.zero_point() == b.quantization.zero_point()) {
    return;
  }
  refuse(fmt::format("{} (t{}) and {} (t{}) are quantised differently; convert the model again", describe(a), a.index,
                     describe(b), b.index));
}

int OperatorView::int8_output(size_t i) const {
  if (output(i) < 0) refuse(fmt::format("its output {} is missing; the file is damaged", i));
  expect_int8(output_tensor(i));
  expect_computed(output_tensor(i));
  return output(i);
}

void OperatorView::expect_int8(const Tensor& tensor) const {
  if (tensor.type != ElementType::kInt8) {
    refuse(
        fmt::format("tensor t{} '{}' is {}, INT8 was expected; convert the model with full-integer int8 "
                    "quantisation, inputs and outputs included",
                    tensor.index, tensor.name, tensor.type_name));
  }
  if (!tensor.quantization.per_tensor()) {
    refuse(
        fmt::format("tensor t{} '{}' has {} scales, an activation needs exactly one; convert the model with "
                    "full-integer int8 quantisation",
                    tensor.index, tensor.name, tensor.quantization.scales.size()));
  }
  const int32_t zero_point = tensor.quantization.zero_point();
  if (zero_point < -128 || zero_point > 127) {
    refuse(fmt::format("tensor t{} '{}' has zero point {}, int8 allows -128 to 127; the file is damaged", tensor.index,
                       tensor.name, zero_point));
  }
}

void OperatorView::expect_computed(const Tensor& tensor) const {
  if (tensor.constant) {
    refuse(fmt::format("tensor t{} '{}' is a constant where a computed tensor was expected; fold it before conversion",
                       tensor.index, tensor.name));
  }
}

}  // namespace bitstill::codegen::tflite

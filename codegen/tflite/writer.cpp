#include "codegen/tflite/writer.h"

#include <algorithm>

#include "schema_generated.h"

namespace bitstill::codegen::tflite {
namespace {

schema::TensorType stored_type(ElementType type) {
  switch (type) {
    case ElementType::kInt8:
      return schema::TensorType::INT8;
    case ElementType::kInt32:
      return schema::TensorType::INT32;
    default:
      return schema::TensorType::FLOAT32;
  }
}

schema::ActivationFunctionType stored_activation(Activation activation) {
  switch (activation) {
    case Activation::kRelu:
      return schema::ActivationFunctionType::RELU;
    case Activation::kReluN1To1:
      return schema::ActivationFunctionType::RELU_N1_TO_1;
    case Activation::kRelu6:
      return schema::ActivationFunctionType::RELU6;
    case Activation::kNone:
      break;
  }
  return schema::ActivationFunctionType::NONE;
}

}  // namespace

struct ModelWriter::State {
  schema::ModelT model;
  schema::SubGraphT& graph() { return *model.subgraphs[0]; }

  uint32_t add_buffer(std::vector<uint8_t> data) {
    auto buffer = std::make_unique<schema::BufferT>();
    buffer->data = std::move(data);
    model.buffers.push_back(std::move(buffer));
    return static_cast<uint32_t>(model.buffers.size() - 1);
  }

  uint32_t operator_code(schema::BuiltinOperator code, int32_t version) {
    for (size_t i = 0; i < model.operator_codes.size(); ++i) {
      if (model.operator_codes[i]->builtin_code == code && model.operator_codes[i]->version == version) {
        return static_cast<uint32_t>(i);
      }
    }
    auto row = std::make_unique<schema::OperatorCodeT>();
    row->builtin_code = code;
    row->deprecated_builtin_code = static_cast<int8_t>(std::min(static_cast<int32_t>(code), 127));
    row->version = version;
    model.operator_codes.push_back(std::move(row));
    return static_cast<uint32_t>(model.operator_codes.size() - 1);
  }

  schema::OperatorT& add_operator(schema::BuiltinOperator code, int32_t version, std::vector<int> inputs, int output) {
    auto node = std::make_unique<schema::OperatorT>();
    node->opcode_index = operator_code(code, version);
    node->inputs = std::move(inputs);
    node->outputs = {output};
    graph().operators.push_back(std::move(node));
    return *graph().operators.back();
  }
};

ModelWriter::ModelWriter() : state_(std::make_unique<State>()) {
  state_->model.version = 3;
  state_->model.description = "bitstill";
  state_->model.subgraphs.push_back(std::make_unique<schema::SubGraphT>());
  state_->graph().name = "main";
  state_->add_buffer({});  // buffer 0 is empty by convention
}

ModelWriter::~ModelWriter() = default;

int ModelWriter::add_tensor(const Tensor& tensor) {
  auto stored = std::make_unique<schema::TensorT>();
  stored->shape = tensor.shape;
  stored->type = stored_type(tensor.type);
  stored->name = tensor.name;
  stored->buffer = tensor.constant ? state_->add_buffer(tensor.data) : 0;
  auto quantization = std::make_unique<schema::QuantizationParametersT>();
  quantization->scale = tensor.quantization.scales;
  quantization->zero_point.assign(tensor.quantization.zero_points.begin(), tensor.quantization.zero_points.end());
  quantization->quantized_dimension = tensor.quantization.axis;
  stored->quantization = std::move(quantization);
  state_->graph().tensors.push_back(std::move(stored));
  return static_cast<int>(state_->graph().tensors.size() - 1);
}

void ModelWriter::add_fully_connected(int input, int weights, int bias, int output, Activation activation) {
  const auto& scales = state_->graph().tensors.at(static_cast<size_t>(weights))->quantization->scale;
  // Version 4 is int8 with one weight scale; version 12 brought one scale per output channel.
  const int32_t version = scales.size() > 1 ? 12 : 4;
  auto& node = state_->add_operator(schema::BuiltinOperator::FULLY_CONNECTED, version, {input, weights, bias}, output);
  schema::FullyConnectedOptionsT options;
  options.fused_activation_function = stored_activation(activation);
  node.builtin_options.Set(std::move(options));
}

void ModelWriter::add_reshape(int input, int output) {
  auto& node = state_->add_operator(schema::BuiltinOperator::RESHAPE, 1, {input}, output);
  schema::ReshapeOptionsT options;
  options.new_shape = state_->graph().tensors.at(static_cast<size_t>(output))->shape;
  node.builtin_options.Set(std::move(options));
}

void ModelWriter::add_softmax(int input, int output) {
  auto& node = state_->add_operator(schema::BuiltinOperator::SOFTMAX, 2, {input}, output);
  schema::SoftmaxOptionsT options;
  options.beta = 1;
  node.builtin_options.Set(std::move(options));
}

void ModelWriter::add_logistic(int input, int output) {
  state_->add_operator(schema::BuiltinOperator::LOGISTIC, 2, {input}, output);
}

void ModelWriter::add_tanh(int input, int output) {
  state_->add_operator(schema::BuiltinOperator::TANH, 2, {input}, output);
}

void ModelWriter::add_quantize(int input, int output) {
  auto& node = state_->add_operator(schema::BuiltinOperator::QUANTIZE, 2, {input}, output);
  node.builtin_options.Set(schema::QuantizeOptionsT());
}

void ModelWriter::set_inputs(const std::vector<int>& tensors) { state_->graph().inputs = tensors; }
void ModelWriter::set_outputs(const std::vector<int>& tensors) { state_->graph().outputs = tensors; }

void ModelWriter::add_metadata(const std::string& name, const std::string& text) {
  auto entry = std::make_unique<schema::MetadataT>();
  entry->name = name;
  entry->buffer = state_->add_buffer({text.begin(), text.end()});
  state_->model.metadata.push_back(std::move(entry));
}

std::vector<uint8_t> ModelWriter::finish() {
  flatbuffers::FlatBufferBuilder builder;
  schema::FinishModelBuffer(builder, schema::Model::Pack(builder, &state_->model));
  return {builder.GetBufferPointer(), builder.GetBufferPointer() + builder.GetSize()};
}

}  // namespace bitstill::codegen::tflite

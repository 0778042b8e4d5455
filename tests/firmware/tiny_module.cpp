#include "tests/firmware/tiny_module.h"

#include "codegen/codegen.h"
#include "codegen/tflite/writer.h"

namespace bitstill::tests {
namespace {

using codegen::ElementType;
using codegen::Tensor;

constexpr int kHidden = 4;

Tensor activations(const std::string& name, int32_t size, float scale, int32_t zero_point) {
  Tensor tensor;
  tensor.name = name;
  tensor.shape = {1, size};
  tensor.quantization = {{scale}, {zero_point}, 0};
  return tensor;
}

Tensor weights(const std::string& name, int32_t outputs, int32_t inputs) {
  Tensor tensor;
  tensor.name = name;
  tensor.shape = {outputs, inputs};
  tensor.quantization = {{0.02F}, {0}, 0};
  tensor.constant = true;
  for (int32_t i = 0; i < outputs * inputs; ++i) tensor.data.push_back(static_cast<uint8_t>((i * 37 + 11) % 255 - 127));
  return tensor;
}

Tensor bias(const std::string& name, int32_t outputs, float input_scale) {
  Tensor tensor;
  tensor.name = name;
  tensor.type = ElementType::kInt32;
  tensor.type_name = "INT32";
  tensor.shape = {outputs};
  tensor.quantization = {{input_scale * 0.02F}, {0}, 0};
  tensor.constant = true;
  for (int32_t i = 0; i < outputs; ++i) {
    tensor.data.insert(tensor.data.end(), {static_cast<uint8_t>(40 * i), 1, 0, 0});
  }
  return tensor;
}

std::vector<uint8_t> tiny_artifact() {
  codegen::tflite::ModelWriter writer;
  const int input = writer.add_tensor(activations("input", kTinyInputs, 0.05F, 3));
  const int hidden = writer.add_tensor(activations("hidden", kHidden, 0.08F, -128));
  const int logits = writer.add_tensor(activations("logits", kTinyOutputs, 0.1F, -7));
  const int output = writer.add_tensor(activations("output", kTinyOutputs, 1.0F / 256, -128));
  const int hidden_weights = writer.add_tensor(weights("hidden/weights", kHidden, kTinyInputs));
  const int hidden_bias = writer.add_tensor(bias("hidden/bias", kHidden, 0.05F));
  const int logits_weights = writer.add_tensor(weights("logits/weights", kTinyOutputs, kHidden));
  const int logits_bias = writer.add_tensor(bias("logits/bias", kTinyOutputs, 0.08F));
  writer.set_inputs({input});
  writer.set_outputs({output});
  writer.add_fully_connected(input, hidden_weights, hidden_bias, hidden, codegen::tflite::Activation::kRelu);
  writer.add_fully_connected(hidden, logits_weights, logits_bias, logits, codegen::tflite::Activation::kNone);
  writer.add_unary(codegen::tflite::Unary::kLogistic, logits, output);
  return writer.finish();
}

}  // namespace

TinyModule::TinyModule() {
  write_file(artifact(), tiny_artifact());
  std::filesystem::create_directories(run());
  codegen::GenerateOptions options;
  options.name = "tiny";
  codegen::generate_module(artifact(), path(), options);
}

std::vector<firmware::Detected> emulated_targets() {
  using namespace firmware;
  std::vector<Detected> targets{detect_lx106(), detect_esp32(BITSTILL_SHARED_DIR "/xtensa/esp32-toolchain/bin"),
                                detect_cortex_m4(), detect_rv32imc()};
  std::erase_if(targets, [](const Detected& detected) { return !detected.missing.empty(); });
  return targets;
}

void TinyModule::flip(const std::string& name, size_t byte) const {
  auto bytes = read_file(path() / name);
  ++bytes.at(byte);
  write_file(path() / name, bytes);
}

void TinyModule::edit(const std::string& name, const std::string& from, const std::string& to) const {
  std::string text = read_text(path() / name);
  const size_t at = text.find(from);
  ASSERT_NE(at, std::string::npos) << name << " has no " << from;
  write_file(path() / name, text.replace(at, from.size(), to));
}

}  // namespace bitstill::tests

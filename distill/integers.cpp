#include "distill/integers.h"

#include <fmt/format.h>

#include <algorithm>

#include "codegen/codegen.h"
#include "codegen/reference/executor.h"
#include "configs/support/error.h"

namespace bitstill::distill {

codegen::Graph load_artifact(const train::Run& run) {
  const std::filesystem::path artifact = run.folder().artifact();
  if (!std::filesystem::exists(artifact)) {
    throw Error(
        fmt::format("{}: is not there yet; run `bitstill distill {}`", artifact.string(), run.config().place.file));
  }
  return codegen::load_graph(artifact);
}

std::vector<torch::Tensor> run_integers(const codegen::Graph& graph, const torch::Tensor& inputs,
                                        const std::vector<int>& tensors) {
  const int64_t count = inputs.size(0);
  if (inputs.numel() != count * graph.input_bytes()) {
    throw Error(fmt::format("the artifact takes {} bytes but the dataset's samples have {}; distil the student again",
                            graph.input_bytes(), inputs.numel() / count));
  }
  std::vector<torch::Tensor> values;
  for (const int tensor : tensors) values.push_back(torch::empty({count, graph.tensor(tensor).bytes()}, torch::kInt8));

  const torch::Tensor flat = inputs.contiguous();
  const auto* input_bytes = reinterpret_cast<const uint8_t*>(flat.data_ptr<int8_t>());
  const auto size = static_cast<size_t>(graph.input_bytes());
  codegen::Executor executor(graph);
  for (int64_t i = 0; i < count; ++i) {
    executor.run({input_bytes + static_cast<size_t>(i) * size, size});
    for (size_t k = 0; k < tensors.size(); ++k) {
      std::ranges::copy(executor.bytes(tensors[k]), reinterpret_cast<uint8_t*>(values[k][i].data_ptr<int8_t>()));
    }
  }
  return values;
}

torch::Tensor real_values(const codegen::Tensor& tensor, const torch::Tensor& integers) {
  return (integers.to(torch::kFloat) - tensor.quantization.zero_point()) * tensor.quantization.scale();
}

}  // namespace bitstill::distill

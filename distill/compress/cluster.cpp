// Every layer's weights become few different numbers.
#include "distill/compress/step.h"
#include "distill/quantize/fold.h"

namespace bitstill::distill {

// A batch norm would make other numbers of a cluster in every row, so it is folded away first.
Prepared prepare_cluster(CompressedStudent& student, const configs::CompressConfig& step, train::Run& run) {
  const torch::NoGradGuard no_gradients;
  student.network = folded_network(*student.network);
  const std::vector<torch::Tensor> weights = student.network->weight_parameters();
  for (const size_t i : chosen_layers(student.network->plan(), step)) {
    const bool per_channel = run.config().quantization.per_channel || weights[i].dim() == 4;
    torch::Tensor rows = train::in_rows(weights[i]).clone();
    student.ties.at(i) = train::cluster_weights(rows, {step.clusters, step.groups, step.initialization, per_channel});
    weights[i].copy_(train::as_weight(rows, weights[i]));
  }
  return {};
}

}  // namespace bitstill::distill

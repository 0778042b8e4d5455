// A whole split as tensors, made once, so that a batch is one gather.
#pragma once

#include <torch/torch.h>

#include <string>

#include "datasets/dataset.h"

namespace bitstill::train {

struct Samples {
  torch::Tensor inputs;           // float32 [n, input shape...]
  torch::Tensor targets;          // int64 [n] classes, or float32 [n, target_size]
  torch::Tensor teacher_outputs;  // float32 [n, outputs]; undefined where nobody teaches
  // Blended samples (mixup) of classes: `share` of a sample is `targets`, the rest `other_targets`.
  torch::Tensor other_targets;  // int64 [n]; undefined where nothing is blended
  double share = 1;

  int64_t size() const { return inputs.size(0); }
  bool classification() const { return targets.scalar_type() == torch::kInt64; }
  Samples select(const torch::Tensor& indices) const;
  Samples to(const torch::Device& device) const;
};

// Reads every sample of `split`. Throws Error for an empty split or a sample that does not have the splits' shape;
// `name` is the word for the split in messages. Several `threads` read at once; the samples do not depend on them.
Samples load_samples(const datasets::Splits& splits, const datasets::Dataset& split, const std::string& name,
                     int64_t threads = 1);

}  // namespace bitstill::train

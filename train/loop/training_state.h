// A training between two steps, in a file: what is needed to go on as if nothing had happened.
#pragma once

#include <torch/torch.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "train/loop/meters.h"

namespace bitstill::train {

struct BestEpoch {
  int64_t epoch = 0;
  Score score;
  std::vector<torch::Tensor> weights;  // parameters and buffers
};

struct TrainingState {
  int64_t epoch = 0;                      // from 0
  int64_t step = 0;                       // steps of the epoch that are done
  double loss_sum = 0;                    // of these steps
  torch::Tensor order;                    // int64: the epoch's order of samples; undefined until it is drawn
  std::vector<torch::Tensor> model;       // parameters and buffers
  std::vector<torch::Tensor> average;     // empty where none is kept
  std::vector<torch::Tensor> generators;  // states of the random number generators
  torch::Tensor optimizer;                // uint8: LibTorch's own serialisation
  std::optional<BestEpoch> best;
};

// Where the state of one stage is kept. `recipe` names everything that led to it.
struct StateFile {
  std::filesystem::path path;
  std::string recipe;
};

void save_state(const StateFile& file, const TrainingState& state);

// Nothing where the file is missing, damaged or of another recipe: the stage then starts over.
std::optional<TrainingState> load_state(const StateFile& file);

}  // namespace bitstill::train

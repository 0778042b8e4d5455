// Calibration of the whole student: block by block, each fed by the already quantised ones before it.
#include <algorithm>

#include "distill/quantize/quantized_student.h"
#include "train/layers/image.h"
#include "train/layers/layers.h"
#include "train/models/liveness.h"

namespace bitstill::distill {
namespace {

using train::Block;

constexpr int64_t kCalibrationBatch = 128;

// What every block gave, batch by batch.
template <class Batch>
struct Outputs {
  std::vector<Batch> input;
  std::vector<std::vector<Batch>> blocks;

  const std::vector<Batch>& at(int position) const {
    return position == train::kNetworkInput ? input : blocks[static_cast<size_t>(position)];
  }
};

// A block without weights, in the float network; images are [n, height, width, channels].
std::vector<torch::Tensor> real_outputs(const Block& block, const Outputs<torch::Tensor>& reals) {
  const auto layer = train::make_layer(block);
  layer->eval();
  std::vector<torch::Tensor> outputs;
  for (size_t batch = 0; batch < reals.input.size(); ++batch) {
    std::vector<torch::Tensor> sources;
    for (const int source : block.sources) sources.push_back(train::channels_first(reals.at(source)[batch]));
    outputs.push_back(train::channels_last(layer->join(sources)));
  }
  return outputs;
}

// The last block that needs each block's output: a later reader, or one whose range is found together with others
// before it, after which all of them run again.
std::vector<int> last_needed(const train::NetworkPlan& plan, const std::vector<int>& owners) {
  std::vector<int> last = train::last_readers(plan);
  for (size_t i = 0; i < owners.size(); ++i) {
    for (size_t between = i; static_cast<int>(between) <= owners[i]; ++between) {
      for (const int source : plan.blocks[between].sources) {
        if (source >= 0) last[static_cast<size_t>(source)] = std::max(last[static_cast<size_t>(source)], owners[i]);
      }
    }
  }
  return last;
}

}  // namespace

void QuantizedStudent::calibrate(const torch::Tensor& inputs) {
  const torch::NoGradGuard no_gradients;
  const std::vector<torch::Tensor> batches = inputs.split(kCalibrationBatch);
  const bool correct_biases = config_.bias_correction && config_.method == "ptq";
  const std::vector<int> last = last_needed(plan_, owners_);
  input_observer_->calibrate(batches);
  for (RangeObserver& shared : shared_) {
    if (!shared.is_empty()) shared->forget();
  }
  Outputs<torch::Tensor> reals{batches, {}};  // of the float network; followed only where biases are corrected
  Outputs<IntegerActivation> outputs{{}, std::vector<Activations>(plan_.blocks.size())};
  for (const torch::Tensor& batch : batches) outputs.input.push_back(quantize(batch, input_grid()));

  const auto run = [&](size_t i) {
    outputs.blocks[i].clear();
    for (size_t batch = 0; batch < batches.size(); ++batch) {
      Activations sources;
      for (const int source : plan_.blocks[i].sources) sources.push_back(outputs.at(source)[batch]);
      outputs.blocks[i].push_back(run_block(i, sources, Ranges::kHeld));
    }
  };
  for (size_t i = 0; i < plan_.blocks.size(); ++i) {
    const Block& block = plan_.blocks[i];
    const Activations& input = outputs.at(block.sources.at(0));
    if (correct_biases) {
      reals.blocks.push_back(dense_[i].is_empty() ? real_outputs(block, reals)
                                                  : dense_[i]->correct_bias(input, reals.at(block.sources.at(0))));
    }
    if (!dense_[i].is_empty()) dense_[i]->calibrate(input);
    if (!adds_[i].is_empty()) adds_[i]->calibrate(input, outputs.at(block.sources.at(1)));
    if (block.kind == train::BlockKind::kConcatenate) {
      // All that it joins have widened the range by now: they, and what follows them, run again on the final grid.
      const auto first = std::ranges::find(owners_, owners_[i]) - owners_.begin();
      for (auto again = static_cast<size_t>(first); again < i; ++again) run(again);
    }
    run(i);
    for (size_t done = 0; done < i; ++done) {
      if (last[done] > static_cast<int>(i)) continue;
      outputs.blocks[done].clear();
      if (correct_biases) reals.blocks[done].clear();
    }
  }
}

}  // namespace bitstill::distill

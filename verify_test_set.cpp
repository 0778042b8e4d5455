#include "verify_test_set.h"

#include <fmt/format.h>

#include <filesystem>

#include "codegen/codegen.h"
#include "configs/schema/describe.h"
#include "configs/support/error.h"
#include "datasets/open.h"
#include "datasets/speech/speech_dataset.h"
#include "distill/quantize/integer_activation.h"
#include "train/loop/samples.h"
#include "train/run/run_folder.h"

namespace bitstill {
namespace {

std::vector<uint8_t> bytes_of(const void* data, size_t bytes) {
  const auto* const from = static_cast<const uint8_t*>(data);
  return {from, from + bytes};
}

// As the artifact takes them.
std::vector<uint8_t> integers(const torch::Tensor& inputs, const codegen::Graph& graph) {
  const codegen::Quantization& grid = graph.tensor(graph.inputs.at(0)).quantization;
  const torch::Tensor values = distill::quantize(inputs, {grid.scale(), grid.zero_point()}).int8().contiguous();
  return bytes_of(values.data_ptr<int8_t>(), static_cast<size_t>(values.numel()));
}

std::vector<uint8_t> clips(const datasets::Dataset& test, const std::string& folder) {
  const auto* const speech = dynamic_cast<const datasets::SpeechDataset*>(&test);
  if (speech == nullptr) {
    throw Error(fmt::format("{}: its test set is no recordings, which --from pcm begins at; leave --from out", folder));
  }
  std::vector<uint8_t> all;
  for (int64_t i = 0; i < speech->size(); ++i) {
    const datasets::Pcm clip = speech->clip(i);
    const auto bytes = bytes_of(clip.data(), clip.size() * sizeof(clip[0]));
    all.insert(all.end(), bytes.begin(), bytes.end());
  }
  return all;
}

}  // namespace

firmware::TestSet read_test_set(const std::string& folder, bool from_pcm) {
  const train::RunFolder run{folder};
  if (!std::filesystem::exists(run.config()) || !std::filesystem::exists(run.artifact())) {
    throw Error(fmt::format("{}: is no run, whose test set could be taken; give a run folder, or samples with {}",
                            folder, from_pcm ? "--wavs" : "--inputs"));
  }
  const configs::ExperimentConfig config = configs::read_experiment(run.config());
  const datasets::Splits splits = datasets::open_dataset(config);
  const train::Samples test = train::load_samples(splits, *splits.test, "test", config.threads);
  firmware::TestSet test_set;
  test_set.samples =
      from_pcm ? clips(*splits.test, folder) : integers(test.inputs, codegen::load_graph(run.artifact()));
  if (!test.classification()) return test_set;
  const torch::Tensor classes = test.targets.contiguous();
  test_set.classes.assign(classes.data_ptr<int64_t>(), classes.data_ptr<int64_t>() + classes.numel());
  return test_set;
}

}  // namespace bitstill

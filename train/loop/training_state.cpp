#include "train/loop/training_state.h"

#include <spdlog/spdlog.h>

#include <sstream>

#include "configs/support/files.h"

namespace bitstill::train {
namespace {

using Tensors = std::vector<torch::Tensor>;

class Writer {
 public:
  void number(const std::string& key, int64_t value) { archive_.write(key, c10::IValue(value)); }
  void number(const std::string& key, double value) { archive_.write(key, c10::IValue(value)); }
  void text(const std::string& key, const std::string& value) { archive_.write(key, c10::IValue(value)); }
  void tensors(const std::string& key, const Tensors& value) {
    c10::List<torch::Tensor> list;
    for (const torch::Tensor& tensor : value) list.push_back(tensor.detach().cpu());
    archive_.write(key, c10::IValue(list));
  }

  std::string bytes() {
    std::ostringstream stream;
    archive_.save_to(stream);
    return stream.str();
  }

 private:
  torch::serialize::OutputArchive archive_;
};

class Reader {
 public:
  explicit Reader(const std::filesystem::path& path) {
    std::istringstream stream(read_text(path));
    archive_.load_from(stream, torch::Device(torch::kCPU));
  }

  int64_t whole(const std::string& key) { return value(key).toInt(); }
  double real(const std::string& key) { return value(key).toDouble(); }
  std::string text(const std::string& key) { return value(key).toStringRef(); }
  Tensors tensors(const std::string& key) { return value(key).toTensorVector(); }

 private:
  c10::IValue value(const std::string& key) {
    c10::IValue value;
    archive_.read(key, value);
    return value;
  }

  torch::serialize::InputArchive archive_;
};

TrainingState read_state(Reader& file) {
  TrainingState state;
  state.epoch = file.whole("epoch");
  state.step = file.whole("step");
  state.loss_sum = file.real("loss_sum");
  state.model = file.tensors("model");
  state.average = file.tensors("average");
  state.generators = file.tensors("generators");
  state.order = file.tensors("order").at(0);
  state.optimizer = file.tensors("optimizer").at(0);
  if (file.whole("has_best") == 0) return state;
  const Score score{file.whole("best_classification") != 0, file.real("best_value"), file.real("best_loss")};
  state.best = BestEpoch{file.whole("best_epoch"), score, file.tensors("best_weights")};
  return state;
}

}  // namespace

void save_state(const StateFile& file, const TrainingState& state) {
  Writer archive;
  archive.text("recipe", file.recipe);
  archive.number("epoch", state.epoch);
  archive.number("step", state.step);
  archive.number("loss_sum", state.loss_sum);
  archive.tensors("model", state.model);
  archive.tensors("average", state.average);
  archive.tensors("generators", state.generators);
  archive.tensors("order", {state.order});
  archive.tensors("optimizer", {state.optimizer});
  archive.number("has_best", int64_t{state.best.has_value()});
  if (state.best) {
    archive.number("best_epoch", state.best->epoch);
    archive.number("best_classification", int64_t{state.best->score.classification});
    archive.number("best_value", state.best->score.value);
    archive.number("best_loss", state.best->score.loss);
    archive.tensors("best_weights", state.best->weights);
  }
  write_file(file.path, std::string_view(archive.bytes()));
}

std::optional<TrainingState> load_state(const StateFile& file) {
  if (file.path.empty() || !std::filesystem::exists(file.path)) return std::nullopt;
  try {
    Reader archive(file.path);
    if (archive.text("recipe") == file.recipe) return read_state(archive);
    spdlog::info("{}: belongs to another config; this stage starts over", file.path.string());
  } catch (const std::exception&) {
    spdlog::warn("{}: is damaged; this stage starts over", file.path.string());
  }
  return std::nullopt;
}

}  // namespace bitstill::train

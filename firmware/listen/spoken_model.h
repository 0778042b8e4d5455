// An artifact that hears: its graph, its front-end and the names of its classes, all from the one file.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "codegen/graph/graph.h"
#include "codegen/reference/executor.h"
#include "datasets/features/front_end.h"

namespace bitstill::firmware {

class SpokenModel {
 public:
  // Throws Error for an artifact without a front-end in its metadata, with other labels than outputs, or with outputs
  // that are not int8.
  explicit SpokenModel(const std::filesystem::path& artifact);

  const std::string& path() const { return path_; }
  const codegen::Graph& graph() const { return graph_; }
  const features::FrontEnd& front_end() const { return *front_end_; }
  const features::Parameters& parameters() const { return front_end_->parameters(); }
  // One per output; its number where the metadata has none.
  const std::vector<std::string>& labels() const { return labels_; }
  // Which part of a longer recording it was trained on, as read_clip() takes it.
  const std::string& crop() const { return crop_; }
  double seconds(int64_t samples) const;
  // Whether its outputs lie on the grid that softmax and sigmoid always have.
  bool gives_probabilities() const;

 private:
  std::string path_;
  codegen::Graph graph_;
  std::unique_ptr<const features::FrontEnd> front_end_;
  std::vector<std::string> labels_;
  std::string crop_;
};

// Clips through the front-end and the reference executor. One thread's; the model may have several and must outlive
// them.
class Listener {
 public:
  explicit Listener(const SpokenModel& model) : model_(model), executor_(model.graph()) {}

  // The network's outputs as they are.
  std::vector<int8_t> outputs(std::span<const int16_t> clip);
  // One per label, from 0 to 1: what the outputs mean where they are probabilities, else their
  // softmax.
  std::vector<double> scores(std::span<const int16_t> clip);

 private:
  const SpokenModel& model_;
  codegen::Executor executor_;
};

}  // namespace bitstill::firmware

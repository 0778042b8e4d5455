#include "distill/compress/compressed_student.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "configs/schema/describe.h"
#include "configs/support/error.h"
#include "train/loop/checkpoint.h"

namespace bitstill::distill {
namespace {

using Json = nlohmann::ordered_json;
using train::Run;

train::CheckpointFile file_after(const Run& run, size_t steps) {
  if (steps == 0) return {run.folder().student(), run.recipes().student, distill_remedy(run)};
  return {run.folder().compressed(steps), run.recipes().compressed.at(steps - 1), distill_remedy(run)};
}

// What a file holds: the network, and what its weights have to do with one another.
class Contents final : public torch::nn::Module {
 public:
  explicit Contents(const CompressedStudent& student) {
    register_module("network", student.network);
    for (size_t i = 0; i < student.ties.size(); ++i) {
      clusters_.push_back(register_buffer(fmt::format("cluster_{}", i), student.ties[i].cluster));
      row_scales_.push_back(register_buffer(fmt::format("row_scale_{}", i), student.ties[i].row_scale));
    }
  }

  // load() may have given the buffers other tensors.
  std::vector<train::Ties> ties() const {
    const auto named = named_buffers();
    std::vector<train::Ties> ties;
    for (size_t i = 0; i < clusters_.size(); ++i) {
      ties.push_back({named[fmt::format("cluster_{}", i)], named[fmt::format("row_scale_{}", i)]});
    }
    return ties;
  }

 private:
  std::vector<torch::Tensor> clusters_, row_scales_;
};

// The blocks that are left, as text in the file.
std::string describe_plan(const train::NetworkPlan& plan) {
  Json blocks = Json::array();
  for (const train::Block& block : plan.blocks) {
    blocks.push_back({{"name", block.name},
                      {"input_shape", block.input_shape},
                      {"output_shape", block.output_shape},
                      {"batch_norm", block.batch_norm},
                      {"sources", block.sources}});
  }
  return blocks.dump();
}

// `plan` is the config's.
train::NetworkPlan read_plan(const train::NetworkPlan& plan, const train::CheckpointFile& file) {
  train::NetworkPlan smaller{plan.input_shape, {}};
  try {
    for (const Json& entry : Json::parse(train::read_description(file.path))) {
      const auto found = std::ranges::find(plan.blocks, entry.at("name").get<std::string>(), &train::Block::name);
      if (found == plan.blocks.end()) return plan;  // of another config: load_checkpoint() says so
      train::Block block = *found;
      block.input_shape = entry.at("input_shape").get<datasets::Shape>();
      block.output_shape = entry.at("output_shape").get<datasets::Shape>();
      block.batch_norm = entry.at("batch_norm");
      block.sources = entry.at("sources").get<std::vector<int>>();
      smaller.blocks.push_back(std::move(block));
    }
  } catch (const Json::exception&) {
    return plan;
  }
  return smaller;
}

}  // namespace

std::string distill_remedy(const Run& run) { return fmt::format("run `bitstill distill {}`", run.config().place.file); }

CompressedStudent load_compressed(Run& run, size_t steps) {
  const train::CheckpointFile file = file_after(run, steps);
  train::NetworkPlan plan = run.bench().student_plan;
  if (steps > 0 && std::filesystem::exists(file.path)) plan = read_plan(plan, file);
  CompressedStudent student{std::make_shared<train::Network>(plan), train::no_ties(plan)};
  if (steps == 0) {
    train::load_checkpoint(file, *student.network);
    return student;
  }
  Contents contents(student);
  train::load_checkpoint(file, contents);
  student.ties = contents.ties();
  return student;
}

void save_compressed(Run& run, size_t steps, const CompressedStudent& student) {
  train::save_checkpoint(file_after(run, steps), Contents(student), describe_plan(student.network->plan()));
}

}  // namespace bitstill::distill

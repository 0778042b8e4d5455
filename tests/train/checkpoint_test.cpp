// Checkpoint files: what comes back, and what is refused.
#include "train/loop/checkpoint.h"

#include <gtest/gtest.h>

#include "configs/support/error.h"
#include "configs/support/files.h"
#include "tests/train/layers.h"
#include "train/models/network.h"

namespace bitstill::train {
namespace {

NetworkPlan plan(int64_t units) {
  return plan_network(
      tests::network({tests::layer("dense", units), tests::layer("batch_norm"), tests::layer("dense", 1)}),
      {{2}, 1, false});
}

std::string refusal(const CheckpointFile& file, int64_t units) {
  Network network(plan(units));
  try {
    load_checkpoint(file, network);
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Checkpoint, BringsBackParametersAndBuffers) {
  const TemporaryFolder folder;
  const CheckpointFile file{folder.path() / "teacher.pt", "recipe", "run `bitstill train x.yaml`"};
  Network written(plan(3)), read(plan(3));
  written.train();
  written.forward(torch::randn({8, 2}));  // moves batch norm's running statistics
  save_checkpoint(file, written);
  load_checkpoint(file, read);
  for (const auto& parameter : written.named_parameters()) {
    EXPECT_TRUE(read.named_parameters()[parameter.key()].equal(parameter.value())) << parameter.key();
  }
  for (const auto& buffer : written.named_buffers()) {
    EXPECT_TRUE(read.named_buffers()[buffer.key()].equal(buffer.value())) << buffer.key();
  }
}

TEST(Checkpoint, RefusesWhatIsNotThisStagesFile) {
  const TemporaryFolder folder;
  const CheckpointFile file{folder.path() / "teacher.pt", "recipe", "run `bitstill train x.yaml`"};
  const std::string name = file.path.string();
  EXPECT_EQ(refusal(file, 3), name + ": is not there yet; run `bitstill train x.yaml`");

  write_file(file.path, std::string_view("not a checkpoint"));
  EXPECT_EQ(refusal(file, 3), name + ": is damaged or no checkpoint of bitstill; run `bitstill train x.yaml`");

  save_checkpoint(file, Network(plan(3)));
  EXPECT_EQ(refusal(file, 3), "accepted");
  EXPECT_EQ(refusal(file, 4), name + ": holds weights of other shapes; run `bitstill train x.yaml`");
  EXPECT_EQ(refusal({file.path, "another recipe", file.remedy}, 3),
            name + ": was made from another config; run `bitstill train x.yaml`, or choose another folder with --run");

  auto bytes = read_file(file.path);
  bytes.resize(bytes.size() / 2);
  write_file(file.path, bytes);
  EXPECT_EQ(refusal(file, 3), name + ": is damaged or no checkpoint of bitstill; run `bitstill train x.yaml`");
}

TEST(Snapshot, RestoresWhatItSaw) {
  Network network(plan(3));
  const torch::Tensor x = torch::randn({4, 2});
  network.eval();
  const torch::Tensor before = network.forward(x).detach().clone();
  const Snapshot snapshot(network);
  {
    const torch::NoGradGuard no_gradients;
    for (torch::Tensor& parameter : network.parameters()) parameter.add_(1);
    for (torch::Tensor& buffer : network.buffers()) buffer.add_(1);
  }
  EXPECT_FALSE(network.forward(x).equal(before));
  snapshot.restore(network);
  EXPECT_TRUE(network.forward(x).equal(before));
}

}  // namespace
}  // namespace bitstill::train

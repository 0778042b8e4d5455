// A split as tensors.
#include "train/loop/samples.h"

#include <gtest/gtest.h>

#include "configs/support/error.h"

namespace bitstill::train {
namespace {

using datasets::Sample;

class List final : public datasets::Dataset {
 public:
  explicit List(std::vector<Sample> samples) : samples_(std::move(samples)) {}
  int64_t size() const override { return static_cast<int64_t>(samples_.size()); }
  Sample get(int64_t index) const override { return samples_.at(static_cast<size_t>(index)); }

 private:
  std::vector<Sample> samples_;
};

datasets::Splits classes() {
  datasets::Splits splits;
  splits.input_shape = {1, 2};
  splits.class_names = {"no", "yes"};
  return splits;
}

std::string refusal(const std::vector<Sample>& samples) {
  try {
    load_samples(classes(), List(samples), "training");
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Samples, KeepTheDatasetsOrderAndShape) {
  const auto samples = load_samples(classes(), List({{{1, 2}, {}, 1}, {{3, 4}, {}, 0}, {{5, 6}, {}, 1}}), "training");
  EXPECT_EQ(samples.inputs.sizes().vec(), (std::vector<int64_t>{3, 1, 2}));
  EXPECT_TRUE(samples.classification());
  const auto picked = samples.select(torch::tensor({int64_t{2}, int64_t{1}}));
  EXPECT_TRUE(picked.inputs.equal(torch::tensor({5.0F, 6.0F, 3.0F, 4.0F}).view({2, 1, 2})));
  EXPECT_TRUE(picked.targets.equal(torch::tensor({int64_t{1}, int64_t{0}})));
  EXPECT_FALSE(picked.teacher_outputs.defined());
}

TEST(Samples, SelectTheTeachersOutputsAlong) {
  auto samples = load_samples(classes(), List({{{1, 2}, {}, 1}, {{3, 4}, {}, 0}}), "training");
  samples.teacher_outputs = torch::tensor({{0.5F, 1.5F}, {2.5F, 3.5F}});
  EXPECT_TRUE(samples.select(torch::tensor({int64_t{1}})).teacher_outputs.equal(torch::tensor({{2.5F, 3.5F}})));
}

TEST(Samples, RefuseWhatDoesNotFitTheSplits) {
  EXPECT_EQ(refusal({}), "the training split is empty; give it samples in the config's dataset");
  EXPECT_EQ(refusal({{{1, 2}, {}, 0}, {{1, 2, 3}, {}, 0}}),
            "training sample 1: has 3 input values, 2 were expected; check the dataset");
  EXPECT_EQ(refusal({{{1, 2}, {}, 2}}), "training sample 0: has label 2, the dataset has 2 classes; check its labels");
}

}  // namespace
}  // namespace bitstill::train

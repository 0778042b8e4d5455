// Who teaches: members, ensembles, TorchScript files made elsewhere.
#include <gmock/gmock.h>

#include "configs/support/error.h"
#include "configs/support/files.h"
#include "train/teachers/ensemble.h"
#include "train/teachers/members.h"
#include "train/teachers/torchscript.h"

namespace bitstill::train {
namespace {

using configs::TeacherConfig;

TeacherConfig of_kind(const std::string& kind) {
  TeacherConfig config;
  config.kind = kind;
  return config;
}

std::vector<std::string> names(const TeacherConfig& config) {
  std::vector<std::string> names;
  for (const TeacherMember& member : teacher_members(config)) names.push_back(member.name + " " + member.config.kind);
  return names;
}

TEST(TeacherMembers, TakesCopiesAndEnsemblesApart) {
  EXPECT_THAT(names(of_kind("network")), testing::ElementsAre("teacher network"));
  TeacherConfig copies = of_kind("network");
  copies.copies = 2;
  TeacherConfig ensemble = of_kind("ensemble");
  ensemble.members = {of_kind("checkpoint"), copies, of_kind("ensemble")};
  ensemble.members.back().members = {of_kind("torchscript")};
  EXPECT_THAT(names(ensemble), testing::ElementsAre("teacher_1 checkpoint", "teacher_2 network", "teacher_3 network",
                                                    "teacher_4 torchscript"));
}

class Constant final : public Model {
 public:
  explicit Constant(torch::Tensor outputs) : outputs_(std::move(outputs)) {}
  torch::Tensor forward(torch::Tensor) override { return outputs_; }

 private:
  torch::Tensor outputs_;
};

torch::Tensor together(std::vector<torch::Tensor> answers, bool classification) {
  std::vector<std::unique_ptr<Model>> members;
  for (torch::Tensor& answer : answers) members.push_back(std::make_unique<Constant>(std::move(answer)));
  return Ensemble(std::move(members), classification).forward({});
}

TEST(Ensemble, AveragesValues) {
  EXPECT_TRUE(together({torch::tensor({{1.0F}}), torch::tensor({{4.0F}})}, false).equal(torch::tensor({{2.5F}})));
}

TEST(Ensemble, DoesNotCareForAConstantThatAMemberAddsToItsLogits) {
  const torch::Tensor one = torch::tensor({{1.0F, 3.0F}}), other = torch::tensor({{2.0F, -1.0F}});
  const torch::Tensor plain = together({one, other}, true), shifted = together({one + 50, other}, true);
  EXPECT_TRUE(torch::softmax(plain, 1).allclose(torch::softmax(shifted, 1)));  // float32 sums differ in the last bits
  EXPECT_TRUE(torch::softmax(plain, 1).allclose(torch::softmax((one + other) / 2, 1)));
}

class TorchScript : public testing::Test {
 protected:
  // A module without weights: `body` computes from x.
  configs::TorchScriptConfig saved(const std::string& body) const {
    torch::jit::Module module("Elsewhere");
    module.define("def forward(self, x):\n    return " + body + "\n");
    configs::TorchScriptConfig config;
    config.file = file();
    module.save(config.file);
    return config;
  }
  std::string file() const { return (folder_.path() / "teacher.pts").string(); }

  static torch::Tensor answer(const configs::TorchScriptConfig& config, const torch::Tensor& x) {
    return TorchScriptModel(config, kPurpose, torch::kCPU).forward(x);
  }
  static std::string refusal(const configs::TorchScriptConfig& config, const NetworkPurpose& purpose = kPurpose) {
    try {
      TorchScriptModel(config, purpose, torch::kCPU);
    } catch (const Error& error) {
      return error.what();
    }
    return "accepted";
  }

  inline static const NetworkPurpose kPurpose{{2, 3, 2}, 2, true};
  TemporaryFolder folder_;
};

TEST_F(TorchScript, GetsItsInputsInItsLayout) {
  const torch::Tensor x = torch::arange(12, torch::kFloat).reshape({1, 2, 3, 2});
  const torch::Tensor blank = torch::zeros({1});
  auto last = saved("x[:, 0, 1, :] + 7");
  EXPECT_TRUE(answer(last, x).equal(torch::tensor({{9.0F, 10.0F}})));
  auto first = saved("x[:, 1, :, 2] + 7");  // the second channel's last column
  first.input_layout = "channels_first";
  EXPECT_TRUE(answer(first, x).equal(torch::tensor({{12.0F, 18.0F}})));
  auto flat = saved("x[:, 4:6] + 7");
  flat.input_layout = "flat";
  EXPECT_TRUE(answer(flat, x).equal(torch::tensor({{11.0F, 12.0F}})));
}

TEST_F(TorchScript, GetsItsInputsNormalised) {
  auto config = saved("x[:, 0, 0, :] + 7");
  config.mean = {1, 2};
  config.deviation = {4};
  EXPECT_TRUE(answer(config, torch::full({1, 2, 3, 2}, 10.0F)).equal(torch::tensor({{9.25F, 9.0F}})));
}

TEST_F(TorchScript, ProbabilitiesBecomeLogits) {
  auto config = saved("torch.softmax(x[:, 0, 0, :], 1)");
  config.outputs = "probabilities";
  const torch::Tensor x = torch::zeros({1, 2, 3, 2});
  x[0][0][0][0] = 2;
  const torch::Tensor logits = answer(config, x);
  EXPECT_FLOAT_EQ((logits[0][0] - logits[0][1]).item<float>(), 2);
}

TEST_F(TorchScript, RefusesInOneSentence) {
  EXPECT_EQ(refusal({.file = file(), .input_layout = "flat", .mean = {}, .deviation = {}, .outputs = "logits"}),
            file() + ": no such file");
  write_file(file(), std::string_view("not a module"));
  EXPECT_EQ(refusal({.file = file(), .input_layout = "flat", .mean = {}, .deviation = {}, .outputs = "logits"}),
            file() + ": is no TorchScript module; save one with torch.jit.save(torch.jit.script(model), ...)");
  EXPECT_EQ(refusal(saved("x[:, 0]")),
            file() + ": gives outputs of the shape [2, 3, 2] for two samples, expected [2, 2] for this dataset");
  const std::string unfit = refusal(saved("torch.mm(x, x)"));
  EXPECT_THAT(unfit, testing::StartsWith(file() + ": cannot take inputs of the shape [2, 2, 3, 2] ("));
  EXPECT_THAT(unfit, testing::EndsWith("); check its input_layout"));
  EXPECT_THAT(unfit, testing::Not(testing::HasSubstr("\n")));
  EXPECT_EQ(refusal(saved("torch.softmax(x[:, 0, 0, :], 1)")),
            file() + ": its outputs are probabilities but outputs is logits; set it to probabilities");
  auto logits = saved("x[:, 0, 0, :] + 7");
  logits.outputs = "probabilities";
  EXPECT_EQ(refusal(logits),
            file() + ": its outputs are no probabilities but outputs is probabilities; set it to logits");
  logits.outputs = "logits";
  logits.mean = {1, 2, 3};
  EXPECT_EQ(refusal(logits), file() + ": mean has 3 numbers, expected one, or one for each of 2 channels");
  auto flat_data = saved("x + 7");
  flat_data.input_layout = "channels_first";
  EXPECT_EQ(refusal(flat_data, {{2}, 2, true}),
            file() + ": input_layout is channels_first but the dataset's inputs have the shape [2]; use flat");
}

}  // namespace
}  // namespace bitstill::train

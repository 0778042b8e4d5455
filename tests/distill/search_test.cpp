// The search for a student that a budget allows, on small curves.
#include "distill/search/search.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "configs/schema/describe.h"
#include "configs/support/error.h"
#include "configs/support/files.h"
#include "train/teacher.h"

namespace bitstill::distill {
namespace {

constexpr const char* kSearched = R"(
dataset:
  kind: function
  function: sine
  counts: {train: 256, validation: 64, test: 50}
teacher:
  layers: [{dense: {units: 16}}, tanh, {dense: {units: 1}}]
  training: {epochs: 3, batch_size: 32}
search:
  family: mlp
  widths: [0.0625, 0.125, 0.25, 0.5, 1]
  blocks: [1, 2]
  candidates: 6
  keep: 0.4
student:
  training: {epochs: 6, batch_size: 32}
budget: {flash: 2KiB}
)";

class Search : public testing::Test {
 protected:
  configs::ExperimentConfig config(const std::vector<std::string>& overrides = {}) const {
    const auto file = folder_.path() / "curve.yaml";
    write_file(file, std::string_view(kSearched));
    return configs::read_experiment(file, overrides);
  }

  // At work in a folder, as `bitstill run` opens it for the search.
  std::unique_ptr<train::Run> run(const std::string& name, const std::vector<std::string>& overrides = {}) const {
    configs::ExperimentConfig searching = config(overrides);
    searching.student.searched = false;
    searching.student.layers = {candidates_of(searching.search).front().preset};
    return std::make_unique<train::Run>(searching, train::RunFolder{folder_.path() / name});
  }

  static std::vector<SearchedStudent> drawn(train::Run& run) {
    return draw_candidates(run, [](const std::filesystem::path&) -> int64_t { throw Error("counted"); });
  }

  static std::string refusal(train::Run& run) {
    try {
      drawn(run);
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  }

 private:
  TemporaryFolder folder_;
};

std::vector<std::string> names(const std::vector<SearchedStudent>& students) {
  std::vector<std::string> names;
  for (const SearchedStudent& student : students) names.push_back(student.candidate.name());
  return names;
}

TEST_F(Search, AFamilyHasAStudentForEveryWidthDepthAndKernel) {
  EXPECT_EQ(candidates_of(config().search).size(), 10u);
  configs::SearchConfig search;
  search.family = "ds_cnn";
  search.widths = {0.5, 1};
  search.blocks = {3};
  const std::vector<Candidate> candidates = candidates_of(search);
  ASSERT_EQ(candidates.size(), 4u);
  EXPECT_EQ(candidates.front().text(), "ds_cnn, width 0.5, 3 blocks, kernel 3");
  EXPECT_EQ(candidates.back().name(), "ds_cnn_w1_b3_k5");
  search.family = "mlp";
  search.kernels = {3};
  EXPECT_THROW(candidates_of(search), Error);
}

TEST_F(Search, DrawsOnlyWhatFitsAndTheSameAgain) {
  const auto at_work = run("run");
  const std::vector<SearchedStudent> students = drawn(*at_work);
  ASSERT_FALSE(students.empty());
  EXPECT_LE(students.size(), 6u);
  std::set<std::string> different;
  for (const SearchedStudent& student : students) {
    EXPECT_LE(student.needs.flash, 2048) << student.candidate.text();
    EXPECT_GT(student.needs.macs, 0);
    EXPECT_FALSE(student.needs.instructions.has_value());
    different.insert(student.candidate.name());
  }
  EXPECT_EQ(different.size(), students.size());
  EXPECT_EQ(names(drawn(*run("another"))), names(students));
  EXPECT_NE(names(drawn(*run("third", {"seed=2"}))), names(students));
}

TEST_F(Search, InstructionsAreCountedOfThoseThatFitOtherwise) {
  const auto at_work = run("run", {"budget.instructions=900", "search.candidates=100"});
  size_t counted = 0;
  const auto students = draw_candidates(*at_work, [&](const std::filesystem::path& artifact) -> int64_t {
    EXPECT_TRUE(std::filesystem::exists(artifact));
    return ++counted % 2 == 0 ? 1000 : 800;
  });
  EXPECT_EQ(students.size(), (counted + 1) / 2);
  for (const SearchedStudent& student : students) EXPECT_EQ(student.needs.instructions, 800);
}

TEST_F(Search, ABudgetThatCannotBeMetNamesTheClosest) {
  const auto at_work = run("run", {"budget.flash=20B", "budget.ram=1KiB"});
  EXPECT_THAT(refusal(*at_work),
              testing::AllOf(testing::HasSubstr("the budget cannot be met: of 10 students of mlp none fits"),
                             testing::HasSubstr("the closest is mlp, width 0.0625, "),
                             testing::HasSubstr("bytes of flash (20 allowed)"),
                             testing::HasSubstr("bytes of RAM (1,024 allowed)")));
}

TEST_F(Search, EveryRoundKeepsTheBestForLonger) {
  const auto at_work = run("run");
  train::train_teacher(*at_work);
  const std::vector<SearchedStudent> students = choose_among(*at_work, drawn(*at_work));
  ASSERT_EQ(students.size(), 6u);
  // 6, 2, 1: for 1 epoch, then 1 / 0.4, rounded.
  EXPECT_EQ(students[0].epochs, 3);
  EXPECT_EQ(students[1].epochs, 3);
  for (size_t i = 2; i < 6; ++i) EXPECT_EQ(students[i].epochs, 1);
  EXPECT_FALSE(students[1].validation.better_than(students[0].validation));
  for (size_t i = 3; i < 6; ++i) EXPECT_FALSE(students[i].validation.better_than(students[i - 1].validation));
  // Again, from the run folder alone: no training differs.
  EXPECT_EQ(names(choose_among(*at_work, drawn(*at_work))), names(students));
}

TEST_F(Search, TheFrontHoldsWhatNothingBeats) {
  const auto student = [](int64_t flash, int64_t macs, double accuracy) {
    SearchedStudent one;
    one.needs.flash = flash;
    one.needs.macs = macs;
    one.validation = {true, accuracy, 0};
    return one;
  };
  const std::vector<SearchedStudent> students{student(10, 9, 0.9), student(5, 10, 0.8), student(6, 8, 0.7),
                                              student(10, 9, 0.85)};
  EXPECT_EQ(on_front(students, {}), (std::vector<bool>{true, true, true, false}));
  configs::BudgetConfig flash;
  flash.flash = "1KiB";
  EXPECT_EQ(on_front(students, flash), (std::vector<bool>{true, true, false, false}));
}

}  // namespace
}  // namespace bitstill::distill

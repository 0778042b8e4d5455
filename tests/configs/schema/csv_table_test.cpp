// The keys of a CSV table: what they default to, what they may be and how they print.
#include "tests/configs/config_folder.h"

namespace bitstill::configs {
namespace {

class CsvTableKeys : public tests::ConfigFolder {
 protected:
  void SetUp() override {
    write("t.csv", "");
    write("test.csv", "");
  }

  // A config whose dataset has these keys beside kind and file.
  static std::string with(const std::string& keys) {
    return "dataset: {kind: csv_table, file: t.csv, " + keys +
           "}\nteacher: {layers: [dense: {units: 1}]}\nstudent: {layers: [dense: {units: 1}]}\n";
  }
};

constexpr const char* kSmallestTable = "inputs: [a, b], task: regression, target: c";

TEST_F(CsvTableKeys, NeedOnlyAFileInputsATaskAndATarget) {
  const CsvTableConfig table = read(with(kSmallestTable)).dataset.csv_table;
  EXPECT_EQ(table.file, (folder_.path() / "t.csv").string());
  EXPECT_EQ(table.test_file, "");
  EXPECT_EQ(table.separator, ",");
  EXPECT_THAT(table.inputs, testing::ElementsAre("a", "b"));
  EXPECT_EQ(table.task, "regression");
  EXPECT_THAT(table.targets, testing::ElementsAre("c")) << "a name alone is a list of one";
  EXPECT_EQ(table.group, "");
  EXPECT_EQ(table.normalize, "standard");
}

TEST_F(CsvTableKeys, ReadBackAsTheyPrint) {
  const ExperimentConfig config = read(
      with("test_file: test.csv, separator: \"\\t\", inputs: ['a: #1', \"b\\\"\"], task: regression, target: [c, d], "
           "validation_fraction: 0.25, test_fraction: 0.5, group: '7', normalize: min_max"));
  const CsvTableConfig again = read(print_experiment(config)).dataset.csv_table;
  EXPECT_EQ(again.file, (folder_.path() / "t.csv").string());
  EXPECT_EQ(again.test_file, (folder_.path() / "test.csv").string());
  EXPECT_EQ(again.separator, "\t");
  EXPECT_THAT(again.inputs, testing::ElementsAre("a: #1", "b\""));
  EXPECT_EQ(again.task, "regression");
  EXPECT_THAT(again.targets, testing::ElementsAre("c", "d"));
  EXPECT_EQ(again.validation_fraction, 0.25);
  EXPECT_EQ(again.test_fraction, 0.5);
  EXPECT_EQ(again.group, "7");
  EXPECT_EQ(again.normalize, "min_max");
  EXPECT_EQ(print_experiment(read(print_experiment(config))), print_experiment(config));
}

TEST_F(CsvTableKeys, WithoutATestFileReadBackAsTheyPrint) {
  const std::string printed = print_experiment(read(with(kSmallestTable)));
  EXPECT_THAT(printed, testing::HasSubstr("  test_file: \"\"\n"));
  EXPECT_EQ(print_experiment(read(printed)), printed);
  EXPECT_EQ(read(print_commented_experiment(read(with(kSmallestTable)))).dataset.csv_table.test_file, "");
}

TEST_F(CsvTableKeys, ThatMustBeThere) {
  EXPECT_EQ(problems(with("test_fraction: 0.2")),
            "x.yaml:1:1: dataset.inputs is missing, expected a list with an entry or more\n"
            "x.yaml:1:1: dataset.task is missing, expected one of classification, regression\n"
            "x.yaml:1:1: dataset.target is missing, expected a list with an entry or more");
}

TEST_F(CsvTableKeys, ATestFileThatIsNotThere) {
  EXPECT_EQ(problems(with(std::string("test_file: none.csv, ") + kSmallestTable)),
            "x.yaml:1:52: dataset.test_file is 'none.csv', expected a file that exists; there is none at none.csv");
}

TEST_F(CsvTableKeys, SeparatorsThatSeparateNothing) {
  for (const char* separator : {"''", "',,'", "'a'", "'1'", "'.'", "'-'", "'\"'", "\"\\n\""}) {
    EXPECT_EQ(problems(with(std::string(kSmallestTable) + ", separator: " + separator)),
              "x.yaml:1:97: dataset.separator separates no fields, expected one character such as ',' or \"\\t\"")
        << separator;
  }
}

TEST_F(CsvTableKeys, ColumnsInTwoRoles) {
  for (const char* keys :
       {"inputs: [a, a], task: regression, target: c", "inputs: [a, c], task: regression, target: c",
        "inputs: [a], task: regression, target: c, group: a", "inputs: [a], task: regression, target: c, group: c"}) {
    EXPECT_EQ(problems(with(keys)),
              "x.yaml:1:49: dataset.inputs names a column twice or one that is also target or "
              "group, expected each column once")
        << keys;
  }
}

TEST_F(CsvTableKeys, SeveralClassesOfARow) {
  EXPECT_EQ(problems(with("inputs: [a], task: classification, target: [b, c]")),
            "x.yaml:1:84: dataset.target names several columns, expected the one that holds the class");
}

TEST_F(CsvTableKeys, SharesThatLeaveNothing) {
  const std::string shares = std::string(kSmallestTable) + ", validation_fraction: 0.5, test_fraction: 0.5";
  EXPECT_EQ(problems(with(shares)),
            "x.yaml:1:127: dataset.test_fraction and validation_fraction leave nothing to learn from, expected a sum "
            "below 1");
  EXPECT_EQ(problems(with(shares + ", test_file: test.csv")), "") << "test_fraction says nothing there";
}

}  // namespace
}  // namespace bitstill::configs

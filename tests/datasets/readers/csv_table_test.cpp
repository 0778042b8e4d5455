// CSV files that are well: what a sample holds, what a class is, how columns are scaled and how the splits are drawn.
#include "datasets/readers/csv_table.h"

#include <gmock/gmock.h>

#include <map>
#include <set>

#include "tests/datasets/readers/csv_files.h"
#include "tests/shared.h"

namespace bitstill::datasets {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;
using CsvTable = tests::CsvFolder;

// a counts from 0, b is 10 a, c is the class a % 2, g is the group a / 4, d is -a.
std::string counting(int rows) {
  std::string text = "a,b,c,g,d\n";
  for (int a = 0; a < rows; ++a) {
    text += std::to_string(a) + "," + std::to_string(10 * a) + "," + (a % 2 == 0 ? "even" : "odd") + ",g" +
            std::to_string(a / 4) + "," + std::to_string(-a) + "\n";
  }
  return text;
}

std::multiset<float> first_inputs(const Splits& splits) {
  std::multiset<float> values;
  for (const auto& split : {splits.train, splits.validation, splits.test}) {
    for (const Sample& sample : tests::samples(*split)) values.insert(sample.input[0]);
  }
  return values;
}

// The inputs and the class of all samples, whichever split they are in.
std::map<std::vector<float>, std::string> everything(const Splits& splits) {
  std::map<std::vector<float>, std::string> found;
  for (const auto& split : {splits.train, splits.validation, splits.test}) {
    for (const Sample& sample : tests::samples(*split)) {
      found[sample.input] = splits.class_names[static_cast<size_t>(sample.label)];
    }
  }
  return found;
}

TEST_F(CsvTable, InputsAreTheColumnsInTheConfigsOrder) {
  auto config = numbers(counting(10));
  config.csv_table.inputs = {"d", "a"};
  config.csv_table.targets = {"b"};
  const Splits splits = open_dataset(config, 1);
  EXPECT_EQ(splits.input_shape, (Shape{2}));
  EXPECT_EQ(splits.target_size, 1);
  EXPECT_FALSE(splits.classification());
  EXPECT_THAT(splits.target_names, ElementsAre("b"));
  for (const Sample& sample : tests::samples(*splits.train)) {
    EXPECT_EQ(sample.input[0], -sample.input[1]);
    EXPECT_THAT(sample.target, ElementsAre(10 * sample.input[1]));
    EXPECT_EQ(sample.label, -1);
  }
}

TEST_F(CsvTable, RegressionHasAsManyTargetsAsAreNamed) {
  auto config = numbers(counting(10));
  config.csv_table.inputs = {"a"};
  config.csv_table.targets = {"b", "d"};
  const Splits splits = open_dataset(config, 1);
  EXPECT_EQ(splits.output_size(), 2);
  for (const Sample& sample : tests::samples(*splits.test)) {
    EXPECT_THAT(sample.target, ElementsAre(10 * sample.input[0], -sample.input[0]));
  }
}

TEST_F(CsvTable, EveryRowStandsInExactlyOneSplit) {
  const Splits splits = open_dataset(classes(counting(40)), 1);
  EXPECT_EQ(splits.test->size(), 8);
  EXPECT_EQ(splits.validation->size(), 4);
  EXPECT_EQ(splits.train->size(), 28);
  std::multiset<float> expected;
  for (int a = 0; a < 40; ++a) expected.insert(static_cast<float>(a));
  EXPECT_EQ(first_inputs(splits), expected);
}

TEST_F(CsvTable, TheSeedDrawsTheSplits) {
  const auto config = classes(counting(40));
  const auto test_inputs = [&](int64_t seed) {
    std::vector<float> values;
    for (const Sample& sample : tests::samples(*open_dataset(config, seed).test)) values.push_back(sample.input[0]);
    return values;
  };
  EXPECT_EQ(test_inputs(1), test_inputs(1));
  EXPECT_NE(test_inputs(1), test_inputs(2));
}

TEST_F(CsvTable, RowsOfOneGroupStandInOneSplit) {
  auto config = classes(counting(40));
  config.csv_table.group = "g";
  for (int64_t seed = 1; seed <= 20; ++seed) {
    const Splits splits = open_dataset(config, seed);
    EXPECT_EQ(splits.test->size(), 8);
    EXPECT_EQ(splits.validation->size(), 4);
    std::map<int, std::set<const Dataset*>> splits_of_group;
    for (const auto& split : {splits.train, splits.validation, splits.test}) {
      for (const Sample& sample : tests::samples(*split)) {
        splits_of_group[static_cast<int>(sample.input[0]) / 4].insert(split.get());
      }
    }
    EXPECT_EQ(splits_of_group.size(), 10u);
    for (const auto& [group, in] : splits_of_group) EXPECT_EQ(in.size(), 1u) << "seed " << seed << ", group " << group;
  }
}

TEST_F(CsvTable, ATestFileIsTheTestAndLeavesTheRestToTraining) {
  auto config = classes(counting(20));
  config.csv_table.test_file = put("test.csv", "c,b,a\nodd,1,2\neven,3,4\n");
  const Splits splits = open_dataset(config, 1);
  EXPECT_EQ(splits.train->size(), 18);
  EXPECT_EQ(splits.validation->size(), 2);
  ASSERT_EQ(splits.test->size(), 2);
  EXPECT_THAT(splits.test->get(0).input, ElementsAre(2, 1));
  EXPECT_EQ(splits.test->get(0).label, 1);
  EXPECT_EQ(splits.test->get(1).label, 0);
}

TEST_F(CsvTable, ClassesAreSortedAsNumbersWhereAllAreWhole) {
  std::string numbers = "a,b,c\n";
  std::string words = "a,b,c\n";
  for (int i = 0; i < 30; ++i) {
    const std::string row = std::to_string(i) + ",0,";
    for (const char* name : {"10", "9", "-1"}) numbers += row + name + "\n";
    for (const char* name : {"10", "9", "x"}) words += row + name + "\n";
  }
  EXPECT_THAT(open_dataset(classes(numbers), 1).class_names, ElementsAre("-1", "9", "10"));
  EXPECT_THAT(open_dataset(classes(words), 1).class_names, ElementsAre("10", "9", "x"));
}

TEST_F(CsvTable, StandardTakesMeanAndDeviationFromTrainingRowsOnly) {
  auto config = classes(counting(20));
  config.csv_table.normalize = "standard";
  config.csv_table.inputs = {"a"};
  config.csv_table.test_file = put("test.csv", "a,c\n1e6,odd\n");
  const Splits splits = open_dataset(config, 1);
  double sum = 0;
  double squares = 0;
  for (const Sample& sample : tests::samples(*splits.train)) {
    sum += sample.input[0];
    squares += sample.input[0] * sample.input[0];
  }
  // Float32 inputs near 1 have an error below 2^-24 each.
  EXPECT_NEAR(sum / 18, 0, 1e-7);
  EXPECT_NEAR(squares / 18, 1, 1e-6);
  ASSERT_EQ(splits.inputs.size(), 1u);
  EXPECT_EQ(splits.inputs[0].name, "a");
  EXPECT_EQ(splits.test->get(0).input[0],
            static_cast<float>((1e6 - splits.inputs[0].offset) / splits.inputs[0].divisor));
}

TEST_F(CsvTable, MinMaxBringsTrainingRowsBetweenZeroAndOne) {
  auto config = classes("a,b,c\n5,-2,x\n7,2,y\n5,-2,x\n7,2,y\n5,-2,x\n7,2,y\n5,-2,x\n7,2,y\n");
  config.csv_table.normalize = "min_max";
  config.csv_table.test_file = put("test.csv", "a,b,c\n6,4,x\n");
  const Splits splits = open_dataset(config, 1);
  ASSERT_EQ(splits.inputs.size(), 2u);
  EXPECT_EQ(splits.inputs[0].offset, 5);
  EXPECT_EQ(splits.inputs[0].divisor, 2);
  EXPECT_EQ(splits.inputs[1].offset, -2);
  EXPECT_EQ(splits.inputs[1].divisor, 4);
  EXPECT_THAT(splits.test->get(0).input, ElementsAre(0.5, 1.5));
}

TEST_F(CsvTable, NoneLeavesNumbersAsTheyAreAndSaysSo) {
  const Splits splits = open_dataset(classes(counting(20)), 1);
  EXPECT_EQ(splits.inputs[1].name, "b");
  EXPECT_EQ(splits.inputs[1].offset, 0);
  EXPECT_EQ(splits.inputs[1].divisor, 1);
}

constexpr const char* kPlain = "a,b,c\n1,2,x\n3,4,y\n5,6,x\n7,8,y\n-.5,1e2,x\n6,0,y\n";

TEST_F(CsvTable, ReadsHowEverSpreadsheetsWriteTheSameRows) {
  const auto expected = everything(open_dataset(classes(kPlain), 3));
  EXPECT_EQ(expected.size(), 6u);
  EXPECT_EQ(expected.at({-0.5f, 100}), "x");
  for (const char* text : {
           "a,b,c\r\n1,2,x\r\n3,4,y\r\n5,6,x\r\n7,8,y\r\n-.5,1e2,x\r\n6,0,y\r\n",
           "a,b,c\r1,2,x\r3,4,y\r5,6,x\r7,8,y\r-.5,1e2,x\r6,0,y\r",
           "a,b,c\n1,2,x\n3,4,y\n5,6,x\n7,8,y\n-.5,1e2,x\n6,0,y",
           "\xef\xbb\xbf"
           "a,b,c\n1,2,x\n3,4,y\n5,6,x\n7,8,y\n-.5,1e2,x\n6,0,y\n",
           "\n\na,b,c\n\n1,2,x\n3,4,y\n  \n5,6,x\n7,8,y\n-.5,1e2,x\n6,0,y\n\n\n",
           " a ,b,  c\n1 ,2, x\n3,4,y\n5,\t6,x\n7,8,y\n-.5,1e2,x\n+6,0,y\n",
           "\"a\",\"b\",\"c\"\n\"1\",\"2\",\"x\"\n3,4,y\n5,6,\"x\"\n7,8,y\n-.5,1e2,x\n6,0,y\n",
           "a,b,c,\n1,2,x,\n3,4,y,\n5,6,x,\n7,8,y,\n-.5,1e2,x,\n6,0,y,\n",
           "note,c,b,a\n\"two\nlines, \"\"one\"\" row\",x,2,1\nn,y,4,3\n,x,6,5\n,y,8,7\n,x,1e2,-.5\n,y,0,6\n",
       }) {
    EXPECT_EQ(everything(open_dataset(classes(text), 3)), expected) << text;
  }
}

TEST_F(CsvTable, ReadsOtherSeparators) {
  const auto expected = everything(open_dataset(classes(kPlain), 3));
  for (const char* separator : {";", "\t", "|", " "}) {
    std::string text = kPlain;
    std::ranges::replace(text, ',', separator[0]);
    auto config = classes(text);
    config.csv_table.separator = separator;
    EXPECT_EQ(everything(open_dataset(config, 3)), expected) << separator;
  }
}

TEST_F(CsvTable, ReadsAFileOfManyPieces) {
  std::string text = "a,b,c\r\n";
  for (int i = 0; i < 50'000; ++i)
    text += std::to_string(i) + ",\"" + std::to_string(2 * i) + "\",x" + std::to_string(i % 2) + "\r\n";
  const Splits splits = open_dataset(classes(text), 1);
  EXPECT_EQ(splits.train->size() + splits.validation->size() + splits.test->size(), 50'000);
  for (const Sample& sample : tests::samples(*splits.test)) {
    EXPECT_EQ(sample.input[1], 2 * sample.input[0]);
    EXPECT_EQ(sample.label, static_cast<int64_t>(sample.input[0]) % 2);
  }
}

TEST_F(CsvTable, ReadsRealManifestsOfSpokenDigits) {
  BITSTILL_NEED_SHARED("data/fsdd/manifest.csv");
  configs::DatasetConfig config;
  config.kind = "csv_table";
  config.csv_table.file = tests::shared_path("data/fsdd/manifest.csv").string();
  config.csv_table.inputs = {"duration_s", "rms", "peak"};
  config.csv_table.task = "classification";
  config.csv_table.targets = {"label"};
  config.csv_table.group = "speaker";
  const Splits splits = open_dataset(config, 1);
  EXPECT_THAT(splits.class_names, ElementsAre("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"));
  EXPECT_EQ(splits.train->size(), 1500) << "three of five speakers with 500 recordings each";
  EXPECT_EQ(splits.validation->size(), 500);
  EXPECT_EQ(splits.test->size(), 500);
  EXPECT_EQ(splits.inputs[0].name, "duration_s");
  EXPECT_GT(splits.inputs[0].offset, 0.14);
  EXPECT_LT(splits.inputs[0].offset, 2.28);
}

TEST_F(CsvTable, ReadsARealLogOfAnInertialSensorSeparatedByTabs) {
  BITSTILL_NEED_SHARED("data/st_imu/tennis/serve.txt");
  configs::DatasetConfig config;
  config.kind = "csv_table";
  config.csv_table.file = tests::shared_path("data/st_imu/tennis/serve.txt").string();
  config.csv_table.separator = "\t";
  config.csv_table.inputs = {"T [LSB]"};
  config.csv_table.task = "regression";
  config.csv_table.targets = {"T [degC]"};
  config.csv_table.normalize = "none";
  const Splits splits = open_dataset(config, 1);
  EXPECT_EQ(splits.train->size() + splits.validation->size() + splits.test->size(), 2719);
  for (const Sample& sample : tests::samples(*splits.test)) {
    // The sensor's sheet: 256 LSB for a degree, 0 at 25 degrees; the log has three decimals.
    EXPECT_NEAR(sample.target[0], 25 + sample.input[0] / 256, 0.0011);
  }
}

}  // namespace
}  // namespace bitstill::datasets

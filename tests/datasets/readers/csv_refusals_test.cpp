// CSV files that are not well: every refusal names the file, the line, the column and the remedy.
#include <gmock/gmock.h>

#include "datasets/random.h"
#include "datasets/readers/csv_file.h"
#include "datasets/readers/csv_rows.h"
#include "tests/datasets/readers/csv_files.h"

namespace bitstill::datasets {
namespace {

using CsvRefusals = tests::CsvFolder;
using testing::HasSubstr;

const std::string kRows = "1,2,x\n3,4,y\n5,6,x\n7,8,y\n9,1,x\n6,0,y\n";
const std::string kWhole = "a,b,c\n" + kRows;

TEST_F(CsvRefusals, NothingOfAWholeFile) { EXPECT_EQ(refusal(classes(kWhole)), ""); }

TEST_F(CsvRefusals, AFileThatIsNotThere) {
  auto config = classes(kWhole);
  config.csv_table.file += "x";
  EXPECT_EQ(refusal(config), "t.csvx: no such file");
}

TEST_F(CsvRefusals, AnEmptyFile) {
  for (const char* text : {"", "\n\r\n \n", "\xef\xbb\xbf"}) {
    EXPECT_EQ(refusal(classes(text)), "t.csv: is empty, expected a header row and rows of values");
  }
}

TEST_F(CsvRefusals, AHeaderAlone) {
  EXPECT_EQ(refusal(classes("a,b,c\n")), "t.csv: has a header but no rows below it, expected rows of values");
}

TEST_F(CsvRefusals, AColumnThatIsNotThere) {
  auto config = classes("a,b,c,person\n" + kRows);
  config.csv_table.group = "persn";
  EXPECT_EQ(refusal(config),
            "t.csv:1: has no column 'persn' for dataset.group, the header is 'a,b,c,person' (did you mean 'person'?)");
  config.csv_table.targets = {"speed"};
  EXPECT_EQ(refusal(config), "t.csv:1: has no column 'speed' for dataset.target, the header is 'a,b,c,person'");
  config.csv_table.inputs = {"a", "x_mg"};
  EXPECT_EQ(refusal(config), "t.csv:1: has no column 'x_mg' for dataset.inputs, the header is 'a,b,c,person'");
}

TEST_F(CsvRefusals, AnotherSeparator) {
  EXPECT_EQ(refusal(classes("a;b;c\n1;2;x\n")),
            "t.csv:1: has no column 'a' for dataset.inputs, the header is 'a;b;c'; is dataset.separator right?");
}

TEST_F(CsvRefusals, AColumnThatStandsTwice) {
  EXPECT_EQ(refusal(classes("a,b,a,c\n1,2,3,x\n")), "t.csv:1: column 'a' stands twice in the header, expected once");
  EXPECT_EQ(refusal(classes("d,a,b,c,d\n0,1,2,x,0\n0,3,4,y,0\n0,3,4,y,0\n0,1,2,x,0\n0,3,4,y,0\n0,3,4,x,0\n")), "")
      << "of no concern where it is not used";
}

TEST_F(CsvRefusals, RowsOfAnotherWidth) {
  EXPECT_EQ(refusal(classes(kWhole + "1,2\n")),
            "t.csv:8: has 2 fields, expected 3 as in the header; column 'c' is the first without");
  EXPECT_EQ(refusal(classes(kWhole + "\n1,2,x,4\n")), "t.csv:9: has 4 fields, expected 3 as in the header");
}

TEST_F(CsvRefusals, WhatIsNotANumber) {
  const auto row = [&](const std::string& text) { return refusal(classes(kWhole + "1," + text + ",x\n")); };
  for (const char* text :
       {"one", "1.5e", "0x10", "1 2", "nan", "NaN", "inf", "-inf", "1e39", "1e999", "--1", "1.2.3"}) {
    EXPECT_EQ(row(text), std::string("t.csv:8: column 'b' is '") + text + "', expected a finite number");
  }
  EXPECT_EQ(row("\"1,5\""), "t.csv:8: column 'b' is '1,5', expected a finite number");
  EXPECT_EQ(row(""), "t.csv:8: column 'b' is empty, expected a finite number");
  EXPECT_EQ(refusal(numbers(kWhole)), "t.csv:2: column 'c' is 'x', expected a finite number");
}

TEST_F(CsvRefusals, LinesAreCountedThroughQuotedLineEndsAndBlankLines) {
  const std::string note = "a,b,c,note\r\n1,2,x,\"one\r\ntwo\r\n\r\nfour\"\r\n\r\n\r\n";
  EXPECT_EQ(refusal(classes(note + "1,!,x,\r\n")), "t.csv:8: column 'b' is '!', expected a finite number");
  EXPECT_EQ(refusal(classes(note + "1,!,x,\"\r\n\"\r\n")), "t.csv:8: column 'b' is '!', expected a finite number");
  EXPECT_EQ(refusal(classes("a,b,c\r1,2,x\r1,!,x\r")), "t.csv:3: column 'b' is '!', expected a finite number");
}

TEST_F(CsvRefusals, ANameThatIsNoClass) {
  EXPECT_EQ(refusal(classes(kWhole + "1,2,\n")), "t.csv:8: column 'c' is empty, expected a class");
  EXPECT_EQ(refusal(classes(kWhole + "1,2,\"x\ny\"\n")),
            "t.csv:8: column 'c' is 'x y', expected the name of a class: at most 60 bytes on one line");
  EXPECT_THAT(refusal(classes(kWhole + "1,2," + std::string(61, 'x') + "\n")), HasSubstr("at most 60 bytes"));
}

TEST_F(CsvRefusals, AnEmptyGroup) {
  auto config = classes("a,b,c,g\n1,2,x,g1\n3,4,y,\n");
  config.csv_table.group = "g";
  EXPECT_EQ(refusal(config), "t.csv:3: column 'g' is empty, expected a group");
}

TEST_F(CsvRefusals, MoreClassesThanThereAreClasses) {
  std::string text = "a,b,c\n";
  for (int64_t i = 0; i <= kMostCsvClasses + 1; ++i) text += "1,2," + std::to_string(i) + ".5\n";
  EXPECT_EQ(refusal(classes(text)),
            "t.csv:1003: column 'c' has more than 1000 different texts, expected classes; is it another column, or the "
            "task regression?");
}

TEST_F(CsvRefusals, OneClass) {
  EXPECT_EQ(refusal(classes("a,b,c\n1,2,x\n1,2,x\n1,2,x\n1,2,x\n1,2,x\n")),
            "t.csv: column 'c' is 'x' in every training row, expected two classes or more");
}

TEST_F(CsvRefusals, AClassThatOnlyTheTestHas) {
  auto config = classes(kWhole);
  config.csv_table.test_file = put("test.csv", "a,b,c\n1,2,x\n1,2,z\n");
  EXPECT_EQ(refusal(config), "test.csv:3: column 'c' is 'z', which no training row has, expected one of x, y");
}

TEST_F(CsvRefusals, ATestFileThatIsTheTrainingFile) {
  auto config = classes(kWhole);
  config.csv_table.test_file = config.csv_table.file;
  EXPECT_EQ(refusal(config), "t.csv: is also dataset.file, expected another file for the test");
}

TEST_F(CsvRefusals, AGroupInBothFiles) {
  auto config = classes("a,b,c,g\n1,2,x,1\n3,4,y,1\n1,2,x,2\n3,4,y,2\n1,2,x,3\n3,4,y,3\n");
  config.csv_table.group = "g";
  config.csv_table.test_file = put("test.csv", "a,b,c,g\n1,2,x,4\n1,2,x,2\n");
  EXPECT_EQ(refusal(config),
            "test.csv:3: column 'g' is '2', a group that t.csv has too, expected each group in one file only");
}

TEST_F(CsvRefusals, SplitsWithoutRows) {
  EXPECT_EQ(refusal(classes("a,b,c\n1,2,x\n")),
            "t.csv: 1 row leaves nothing to learn from, expected more of them or other fractions");
  EXPECT_EQ(refusal(classes("a,b,c\n1,2,x\n1,2,y\n")),
            "t.csv: 2 rows leave nothing to learn from, expected more of them or other fractions");
  auto config = classes("a,b,c,g\n1,2,x,1\n3,4,y,1\n1,2,x,2\n3,4,y,2\n");
  config.csv_table.group = "g";
  EXPECT_EQ(refusal(config),
            "t.csv: 4 rows in 2 groups leave nothing to learn from, expected more of them or other fractions");
}

TEST_F(CsvRefusals, AColumnThatNeverVaries) {
  auto config = classes("a,b,c\n0.1,2,x\n0.1,4,y\n0.1,6,x\n0.1,8,y\n0.1,3,x\n0.1,4,y\n");
  for (const char* normalize : {"standard", "min_max"}) {
    config.csv_table.normalize = normalize;
    EXPECT_EQ(refusal(config),
              "t.csv: column 'a' is 0.1 in every training row and tells nothing, expected values that differ; leave it "
              "out of dataset.inputs");
  }
  config.csv_table.normalize = "none";
  EXPECT_EQ(refusal(config), "");
}

TEST_F(CsvRefusals, ATestRowThatCannotBeScaled) {
  auto config = classes("a,b,c\n0,2,x\n1e-30,4,y\n0,6,x\n1e-30,8,y\n0,3,x\n1e-30,4,y\n");
  config.csv_table.normalize = "min_max";
  config.csv_table.test_file = put("test.csv", "a,b,c\n1e30,2,x\n");
  EXPECT_EQ(refusal(config),
            "test.csv:2: column 'a' is 1e+30, too far from the training rows to be scaled like them, expected a value "
            "near theirs");
}

TEST_F(CsvRefusals, QuotesThatDoNotMatch) {
  EXPECT_EQ(refusal(classes(kWhole + "1,2,\"x\n3,4,y\n")),
            "t.csv:8: the row that begins here opens a quote that is never closed, expected another '\"'");
  EXPECT_EQ(refusal(classes(kWhole + "1,2,x\"\n")),
            "t.csv:8: a quote stands inside a field, expected the whole field in quotes and quotes in it doubled");
  EXPECT_EQ(refusal(classes(kWhole + "1,2,\"x\"y\n")),
            "t.csv:8: a quote stands inside a field, expected the whole field in quotes and quotes in it doubled");
}

TEST_F(CsvRefusals, ARowWithoutEnd) {
  const std::string expected =
      "t.csv:8: the row that begins here is longer than 1048576 bytes, expected a shorter one; is a closing quote "
      "missing?";
  EXPECT_EQ(refusal(classes(kWhole + "1,2,\"" + std::string(kLongestCsvRow + 70'000, '\n'))), expected);
  EXPECT_EQ(refusal(classes(kWhole + std::string(kLongestCsvRow + 70'000, ','))), expected);
}

TEST_F(CsvRefusals, WhatIsNotText) {
  const std::string field = "field 3 is not text in UTF-8, expected a CSV file saved as UTF-8";
  EXPECT_EQ(refusal(classes("a,b,temp[\xb0"
                            "C]\n")),
            "t.csv:1: " + field);
  EXPECT_EQ(refusal(classes(kWhole + "1,2,x" + std::string(1, '\0') + "\n")), "t.csv:8: " + field);
  EXPECT_EQ(refusal(classes(std::string_view("\xff\xfe"
                                             "a\0,\0",
                                             6))),
            "t.csv: is text in UTF-16, expected UTF-8; save it as UTF-8");
  EXPECT_EQ(refusal(classes("\x1f\x8b\x08\x03")), "t.csv: is gzipped, expected plain text; unpack it first");
}

TEST_F(CsvRefusals, RandomBytesAndDamagedFilesInASentence) {
  for (uint64_t seed = 0; seed < 300; ++seed) {
    Random random{seed};
    std::string garbage;
    for (int64_t i = random.below(2000); i > 0; --i) garbage += static_cast<char>(random.below(256));
    EXPECT_NE(refusal(classes(garbage)), "") << "seed " << seed;
    std::string damaged = kWhole;
    for (int i = 0; i < 3; ++i) {
      constexpr std::string_view kBytes = "\",\n\r\0\xff 1x";
      damaged[static_cast<size_t>(random.below(static_cast<int64_t>(damaged.size())))] =
          kBytes[static_cast<size_t>(random.below(static_cast<int64_t>(kBytes.size())))];
    }
    const std::string text = refusal(classes(damaged));
    EXPECT_TRUE(text.empty() || text.starts_with("t.csv")) << "seed " << seed << ": " << text;
  }
}

TEST_F(CsvRefusals, AFileThatIsTooLarge) {
  const auto config = classes(kWhole);
  std::filesystem::resize_file(config.csv_table.file, kMostCsvBytes + 1);  // a hole takes no room on the disk
  EXPECT_EQ(refusal(config), "t.csv: is larger than 256 MiB, expected a smaller file; take fewer rows or columns");
}

}  // namespace
}  // namespace bitstill::datasets

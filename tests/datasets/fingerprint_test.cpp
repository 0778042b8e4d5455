// A fingerprint names what the samples come from and not where it lies.
#include "datasets/fingerprint.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "configs/support/error.h"
#include "configs/support/files.h"

namespace bitstill::datasets {
namespace {

class Fingerprint : public testing::Test {
 protected:
  std::string put(const std::string& name, std::string_view text) {
    write_file(folder_.path() / name, text);
    return (folder_.path() / name).string();
  }

  configs::DatasetConfig table(const std::string& file, const std::string& test_file = "") {
    configs::DatasetConfig config;
    config.kind = "csv_table";
    config.csv_table.file = file;
    config.csv_table.test_file = test_file;
    return config;
  }

  TemporaryFolder folder_;
};

TEST_F(Fingerprint, StaysWhereContentMoves) {
  EXPECT_EQ(fingerprint(table(put("a.csv", "a,b\n1,2\n"))), fingerprint(table(put("sub/b", "a,b\n1,2\n"))));
}

TEST_F(Fingerprint, ChangesWithOneByte) {
  EXPECT_NE(fingerprint(table(put("a.csv", "a,b\n1,2\n"))), fingerprint(table(put("b.csv", "a,b\n1,3\n"))));
}

TEST_F(Fingerprint, ChangesWithTheLastByteOfAFileOfManyPieces) {
  std::string text(300'000, '1');
  const std::string before = fingerprint(table(put("a.csv", text)));
  text.back() = '2';
  EXPECT_NE(before, fingerprint(table(put("a.csv", text))));
}

TEST_F(Fingerprint, KnowsWhichFileIsWhich) {
  const std::string one = put("one", "1");
  const std::string two = put("two", "2");
  EXPECT_NE(fingerprint(table(one, two)), fingerprint(table(two, one)));
  EXPECT_NE(fingerprint(table(one)), fingerprint(table(one, one)));
}

TEST_F(Fingerprint, CoversEveryFileOfImages) {
  configs::DatasetConfig config;
  config.kind = "idx_images";
  config.idx_images = {.train_images = put("ti", "1"),
                       .train_labels = put("tl", "2"),
                       .test_images = put("ei", "3"),
                       .test_labels = put("el", "4")};
  const std::string before = fingerprint(config);
  EXPECT_EQ(before, fingerprint(config));
  for (const char* name : {"ti", "tl", "ei", "el"}) {
    const std::string text = read_text(folder_.path() / name);
    put(name, "x");
    EXPECT_NE(fingerprint(config), before) << name;
    put(name, text);
  }
  EXPECT_EQ(before, fingerprint(config));
}

TEST_F(Fingerprint, OfAFunctionIsItsConfig) {
  configs::DatasetConfig config;
  const std::string sine = fingerprint(config);
  EXPECT_EQ(sine.size(), 64u);
  config.place = {"elsewhere.yaml", 3, 1};
  EXPECT_EQ(fingerprint(config), sine);
  config.function.noise = 0.5;
  EXPECT_NE(fingerprint(config), sine);
}

TEST_F(Fingerprint, OfAFileThatIsNotThereIsAnError) {
  EXPECT_THROW(fingerprint(table((folder_.path() / "none").string())), Error);
}

TEST_F(Fingerprint, CoversNamesAndBytesOfRecordingsAndListsInAFolder) {
  const auto in = [&](const std::string& folder) {
    configs::DatasetConfig config;
    config.kind = "waveform_folder";
    config.waveform_folder.recordings.folder = (folder_.path() / folder).string();
    return fingerprint(config);
  };
  for (const std::string folder : {"one", "two"}) {
    put(folder + "/bed/1.wav", "1");
    put(folder + "/testing_list.txt", "bed/1.wav");
  }
  const std::string before = in("one");
  EXPECT_EQ(before, in("two")) << "only the place differs";
  put("two/notes.txt", "anything");
  EXPECT_EQ(before, in("two"));
  put("two/testing_list.txt", "");
  EXPECT_NE(before, in("two"));
  put("one/bed/1.wav", "2");
  EXPECT_NE(before, in("one"));
  put("one/bed/1.wav", "1");
  put("one/bed/2.wav", "1");
  EXPECT_NE(before, in("one"));
}

TEST_F(Fingerprint, OfAnExperimentKnowsItsFeaturesWhereItHasThem) {
  configs::ExperimentConfig experiment;
  const auto with_bands = [&](int64_t bands) {
    experiment.features.bands = bands;
    return fingerprint(experiment);
  };
  EXPECT_EQ(with_bands(20), with_bands(40)) << "a function has none";
  experiment.dataset.kind = "spoken_words";
  EXPECT_NE(with_bands(20), with_bands(40));
}

}  // namespace
}  // namespace bitstill::datasets

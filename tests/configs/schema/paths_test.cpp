// What a config says without its paths, and which files it names.
#include "configs/schema/paths.h"

#include <gmock/gmock.h>

#include "configs/schema/describe.h"

namespace bitstill::configs {
namespace {

DatasetConfig images(const std::string& folder) {
  DatasetConfig config;
  config.kind = "idx_images";
  config.idx_images = {.train_images = folder + "/a",
                       .train_labels = folder + "/b",
                       .test_images = folder + "/c",
                       .test_labels = folder + "/d"};
  return config;
}

TEST(Paths, StandUnderTheirKeysInOrder) {
  std::vector<std::string> lines;
  for (const NamedPath& named : paths_of(images("f"))) lines.push_back(named.key + " " + named.path);
  EXPECT_THAT(lines,
              testing::ElementsAre("train_images f/a", "train_labels f/b", "test_images f/c", "test_labels f/d"));
}

TEST(Paths, AreNoneWhereNoneIsNamed) {
  EXPECT_THAT(paths_of({}), testing::IsEmpty());
  DatasetConfig table;
  table.kind = "csv_table";
  table.csv_table.file = "t";
  EXPECT_THAT(paths_of(table), testing::SizeIs(1)) << "an empty test_file is no file";
}

TEST(WithoutPaths, PrintsTheSameWhereverFilesLie) {
  EXPECT_EQ(print_dataset(without_paths(images("here"))), print_dataset(without_paths(images("there"))));
  EXPECT_EQ(print_dataset(without_paths(images("here"))).find("here"), std::string::npos);
}

TEST(WithoutPaths, KeepsEverythingElse) {
  DatasetConfig config = images("here");
  config.idx_images.train_limit = 7;
  EXPECT_EQ(without_paths(config).idx_images.train_limit, 7);
  EXPECT_EQ(without_paths(config).kind, "idx_images");
}

}  // namespace
}  // namespace bitstill::configs

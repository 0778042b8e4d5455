// What the artifact says about a table, so that a device can do to its inputs what training did.
#include "distill/export/metadata.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "configs/support/files.h"

namespace bitstill::distill {
namespace {

nlohmann::json metadata_of(const std::string& task) {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "t.csv").string();
  write_file(path,
             std::string_view("a,b,c,d\n1,2,x,5\n3,4,y,6\n1,2,x,5\n3,4,y,6\n1,2,x,5\n3,4,y,6\n1,2,x,5\n3,4,y,6\n"));
  configs::ExperimentConfig config;
  config.device = "cpu";
  config.dataset.kind = "csv_table";
  config.dataset.csv_table.file = path;
  config.dataset.csv_table.inputs = {"b", "a"};
  config.dataset.csv_table.normalize = "min_max";
  config.dataset.csv_table.task = task;
  config.dataset.csv_table.targets = {task == "classification" ? "c" : "d"};
  configs::LayerConfig dense;
  dense.kind = "dense";
  dense.units = task == "classification" ? 2 : 1;
  config.teacher.network.layers = {dense};
  config.student.layers = {dense};
  const train::Workbench bench(config);
  return nlohmann::json::parse(artifact_metadata(bench, bench.student_plan, {}));
}

TEST(Metadata, SaysHowEachInputColumnOfATableIsScaled) {
  const nlohmann::json metadata = metadata_of("classification");
  EXPECT_EQ(metadata["inputs"], nlohmann::json::parse(R"([{"name": "b", "offset": 2.0, "divisor": 2.0},
                                                          {"name": "a", "offset": 1.0, "divisor": 2.0}])"));
  EXPECT_EQ(metadata["labels"], nlohmann::json::parse(R"(["x", "y"])"));
  EXPECT_FALSE(metadata.contains("targets"));
}

TEST(Metadata, NamesTheTargetsOfARegression) {
  EXPECT_EQ(metadata_of("regression")["targets"], nlohmann::json::parse(R"(["d"])"));
}

}  // namespace
}  // namespace bitstill::distill

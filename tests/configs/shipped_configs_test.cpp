// The configs that come with the project keep what their comments say.
#include <fstream>
#include <regex>

#include "tests/configs/config_folder.h"
#include "tests/shared.h"

namespace bitstill::configs {
namespace {

using ShippedConfigs = tests::ConfigFolder;

std::filesystem::path shipped(const std::string& name) {
  return std::filesystem::path(BITSTILL_SOURCE_DIR) / "configs" / name;
}

int64_t dense_parameters(const NetworkConfig& network, int64_t inputs) {
  int64_t sum = 0;
  for (const LayerConfig& layer : network.layers) {
    if (layer.kind != "dense") continue;
    sum += (inputs + 1) * layer.units;
    inputs = layer.units;
  }
  return sum;
}

TEST_F(ShippedConfigs, SineBecomesCosineByOneWord) {
  const std::string text = read_text(shipped("sine.yaml"));
  EXPECT_EQ(read(text).dataset.function.function, "sine");
  const std::regex word("\\bsine\\b");
  EXPECT_EQ(std::distance(std::sregex_iterator(text.begin(), text.end(), word), std::sregex_iterator()), 1);
  EXPECT_EQ(read(std::regex_replace(text, word, "cosine")).dataset.function.function, "cosine");
}

TEST_F(ShippedConfigs, SineStudentHas321Parameters) {
  EXPECT_EQ(dense_parameters(read_experiment(shipped("sine.yaml")).student, 1), 321);
}

// A shipped config on MNIST's files, wherever they are.
ExperimentConfig read_mnist(const std::filesystem::path& folder, const std::string& name) {
  std::filesystem::copy_file(shipped(name), folder / name);
  std::vector<std::string> overrides;
  const std::string data = tests::shared_path("data/mnist").string();
  for (const auto& [key, file] : {std::pair("train_images", "train-images-idx3"),
                                  {"train_labels", "train-labels-idx1"},
                                  {"test_images", "devtest5k-images-idx3"},
                                  {"test_labels", "devtest5k-labels-idx1"}}) {
    overrides.push_back(std::string("dataset.") + key + "=" + data + "/" + file + "-ubyte.gz");
  }
  return read_experiment(folder / name, overrides);
}

TEST_F(ShippedConfigs, MnistStudentHasAtMost60000ParametersAndALargerTeacher) {
  BITSTILL_NEED_SHARED("data/mnist");
  const ExperimentConfig config = read_mnist(folder_.path(), "mnist_mlp.yaml");
  EXPECT_LE(dense_parameters(config.student, 28 * 28), 60'000);
  EXPECT_GT(dense_parameters(config.teacher.network, 28 * 28), dense_parameters(config.student, 28 * 28));
}

TEST_F(ShippedConfigs, Lenet5StudentIsThePresetAndItsTeacherAWiderOne) {
  BITSTILL_NEED_SHARED("data/mnist");
  const ExperimentConfig config = read_mnist(folder_.path(), "mnist_lenet5.yaml");
  ASSERT_EQ(config.student.layers.size(), 1u);
  EXPECT_EQ(config.student.layers[0].preset, "lenet5");
  EXPECT_EQ(config.student.layers[0].width, 1);
  EXPECT_GT(config.teacher.network.layers[0].width, 1);
  EXPECT_EQ(config.quantization.method, "qat");
}

TEST_F(ShippedConfigs, SpeakersStudentHas421ParametersAndReadsColumnsThatAreThere) {
  BITSTILL_NEED_SHARED("data/fsdd/manifest.csv");
  const std::string file = tests::shared_path("data/fsdd/manifest.csv").string();
  const ExperimentConfig config =
      read(std::regex_replace(read_text(shipped("speakers_csv.yaml")), std::regex("file: \\S+"), "file: " + file));
  const CsvTableConfig& table = config.dataset.csv_table;
  EXPECT_EQ(dense_parameters(config.student, static_cast<int64_t>(table.inputs.size())), 421);
  std::ifstream stream(file);
  std::string header;
  std::getline(stream, header);
  for (const std::string& column : table.inputs)
    EXPECT_THAT("," + header + ",", testing::HasSubstr("," + column + ","));
}

}  // namespace
}  // namespace bitstill::configs

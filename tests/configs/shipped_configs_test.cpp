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

TEST_F(ShippedConfigs, DeepCompressionPrunesThenClustersTheNetworksOfThePaper) {
  BITSTILL_NEED_SHARED("data/mnist");
  const ExperimentConfig dense = read_mnist(folder_.path(), "lenet300_deep_compression.yaml");
  EXPECT_EQ(dense_parameters(dense.student, 28 * 28), 266'610);
  const ExperimentConfig convolutional = read_mnist(folder_.path(), "lenet5_deep_compression.yaml");
  for (const ExperimentConfig& config : {dense, convolutional}) {
    ASSERT_EQ(config.compress.size(), 2u);
    EXPECT_EQ(config.compress[0].kind, "prune");
    EXPECT_GE(config.compress[0].sparsity, 0.92);
    EXPECT_EQ(config.compress[1].kind, "cluster");
    EXPECT_TRUE(config.compress[0].teacher && config.compress[1].teacher);
    EXPECT_EQ(print_experiment(read(print_experiment(config))), print_experiment(config));
  }
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

// Taps, biases and positions of ds_cnn, its batch norms folded: a 10x4 convolution of stride 2, four separable ones,
// and a dense layer.
struct Cost {
  int64_t parameters = 0;
  int64_t macs = 0;  // as many as if every tap were inside the image
};

Cost ds_cnn_cost(const ExperimentConfig& config, int64_t classes) {
  EXPECT_EQ(config.student.layers.at(0).preset, "ds_cnn");
  const FeaturesConfig& features = config.features;
  const auto frames =
      static_cast<int64_t>((static_cast<double>(features.clip_ms) - features.window_ms) / features.hop_ms) + 1;
  const int64_t coefficients = features.kind == "mfcc" ? features.coefficients : features.bands;
  const auto channels = static_cast<int64_t>(64 * config.student.layers.at(0).width);
  const int64_t positions = (frames + 1) / 2 * ((coefficients + 1) / 2);
  const int64_t separable = 9 * channels + channels * channels;
  return {40 * channels + channels + 4 * (separable + 2 * channels) + (channels + 1) * classes,
          positions * (40 * channels + 4 * separable) + channels * classes};
}

// A shipped config on the recordings of three words, wherever they are, and what its variants change besides.
ExperimentConfig read_keywords(const std::filesystem::path& folder, const std::string& name,
                               const std::vector<std::string>& more = {}) {
  std::filesystem::copy_file(shipped(name), folder / name, std::filesystem::copy_options::overwrite_existing);
  const std::string data = tests::shared_path("data").string();
  std::vector<std::string> overrides{
      "dataset.folder=" + data + "/speech_commands_3w", "dataset.manifest=" + data + "/speech_commands_3w/manifest.csv",
      "dataset.unknown.sources.0.folder=" + data + "/wake_words_picovoice",
      "dataset.unknown.sources.0.manifest=" + data + "/wake_words_picovoice/manifest.csv",
      "dataset.noise.folder=" + data + "/background_noise"};
  overrides.insert(overrides.end(), more.begin(), more.end());
  return read_experiment(folder / name, overrides);
}

TEST_F(ShippedConfigs, CompressedKeywordsAreTheKeywordsAndEveryRecipeComparedCanBeRead) {
  BITSTILL_NEED_SHARED("data/speech_commands_3w");
  const ExperimentConfig keywords = read_keywords(folder_.path(), "keywords.yaml");
  const ExperimentConfig compressed = read_keywords(folder_.path(), "keywords_compressed.yaml");
  EXPECT_EQ(print_layers(compressed.student.layers), print_layers(keywords.student.layers));
  EXPECT_EQ(print_features(compressed.features), print_features(keywords.features));
  EXPECT_EQ(compressed.compress.front().kind, "prune_channels");
  EXPECT_EQ(read_keywords(folder_.path(), "keywords_search.yaml").search.family, "ds_cnn");
  const ExperimentConfig compared = read_keywords(folder_.path(), "compare_kws.yaml");
  EXPECT_EQ(compared.variants.size(), 9u);
  for (const VariantConfig& variant : compared.variants) read_keywords(folder_.path(), "compare_kws.yaml", variant.set);
}

TEST_F(ShippedConfigs, KeywordsReadsRecordingsAndFitsASmallBoard) {
  BITSTILL_NEED_SHARED("data/speech_commands_3w");
  const ExperimentConfig config = read_keywords(folder_.path(), "keywords.yaml");
  EXPECT_THAT(config.dataset.waveform_folder.words, testing::ElementsAre("bed", "cat", "happy"));
  EXPECT_EQ(config.dataset.waveform_folder.unknown.sources.size(), 1u);
  EXPECT_EQ(config.student.layers.at(0).preset, "tc_resnet8");  // its size: tests/train/presets_test.cpp
  EXPECT_EQ(config.student.layers.at(0).width, 0.6);
  EXPECT_EQ(print_experiment(read(print_experiment(config))), print_experiment(config));
}

TEST_F(ShippedConfigs, DigitsCanBeSplitAsUpstreamDoes) {
  BITSTILL_NEED_SHARED("data/fsdd");
  std::filesystem::copy_file(shipped("digits.yaml"), folder_.path() / "digits.yaml");
  const std::string data = tests::shared_path("data").string();
  const std::vector<std::string> paths = {"dataset.folder=" + data + "/fsdd",
                                          "dataset.manifest=" + data + "/fsdd/manifest.csv",
                                          "dataset.noise.folder=" + data + "/background_noise"};
  const ExperimentConfig config = read_experiment(folder_.path() / "digits.yaml", paths);
  EXPECT_EQ(config.dataset.waveform_folder.recordings.keep_together, "recording");
  EXPECT_FALSE(config.dataset.waveform_folder.recordings.speakers_may_overlap);
  EXPECT_EQ(config.student.layers.at(0).preset, "tc_resnet8");

  std::vector<std::string> overrides = paths;
  const std::string text = read_text(shipped("digits.yaml"));
  const std::regex setting("--set (\\S+)");
  for (std::sregex_iterator each(text.begin(), text.end(), setting), end; each != end; ++each) {
    if ((*each)[1] != "seeds=5") overrides.push_back((*each)[1]);
  }
  const ExperimentConfig other = read_experiment(folder_.path() / "digits.yaml", overrides);
  EXPECT_EQ(other.name, "digits_same_speakers");
  EXPECT_EQ(other.dataset.waveform_folder.recordings.split_column, "readme_split");
}

TEST_F(ShippedConfigs, MyWordsNeedsNoFile) {
  const ExperimentConfig config = read_experiment(shipped("my_words.yaml"));
  EXPECT_EQ(config.dataset.spoken_words.words.size(), 3u);
  EXPECT_EQ(config.student.layers.at(0).preset, "tc_resnet8");
}

TEST_F(ShippedConfigs, SpeechCommandsHasTwelveClasses) {
  std::filesystem::create_directories(folder_.path() / "v2/_background_noise_");
  std::filesystem::copy_file(shipped("speech_commands.yaml"), folder_.path() / "speech_commands.yaml");
  const std::string data = (folder_.path() / "v2").string();
  const ExperimentConfig config =
      read_experiment(folder_.path() / "speech_commands.yaml",
                      {"dataset.folder=" + data, "dataset.noise.folder=" + data + "/_background_noise_"});
  const WaveformFolderConfig& dataset = config.dataset.waveform_folder;
  EXPECT_EQ(dataset.words.size() + 2, 12u);
  EXPECT_TRUE(dataset.unknown.other_words);
  EXPECT_GT(dataset.silence.per_word, 0);
  EXPECT_EQ(ds_cnn_cost(config, 12).parameters, 22'604);
  EXPECT_LE(ds_cnn_cost(config, 12).macs, 3'000'000);
}

}  // namespace
}  // namespace bitstill::configs

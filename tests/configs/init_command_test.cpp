// bitstill init: what it writes can be run, and it never destroys what is there.
#include "configs/init_command.h"

#include "tests/configs/config_folder.h"

namespace bitstill::configs {
namespace {

class InitCommand : public tests::ConfigFolder {
 protected:
  void run(std::vector<std::string> arguments) {
    CLI::App app;
    add_init_command(app);
    std::ranges::reverse(arguments);
    arguments.push_back("init");
    testing::internal::CaptureStdout();
    try {
      app.parse(arguments);
    } catch (...) {
      testing::internal::GetCapturedStdout();
      throw;
    }
    printed_ = testing::internal::GetCapturedStdout();
  }

  std::string printed_;
};

TEST_F(InitCommand, WritesAConfigThatReadsWithoutAProblem) {
  const auto path = folder_.path() / "wave.yaml";
  run({path.string()});
  EXPECT_EQ(without_folder(printed_), "wave.yaml: written; edit it, then: bitstill run wave.yaml\n");
  const ExperimentConfig config = read_experiment(path);
  EXPECT_EQ(config.name, "wave");
  EXPECT_EQ(config.student.layers.size(), 5);
}

TEST_F(InitCommand, ImagesNeedTheirFilesBesideIt) {
  const auto path = folder_.path() / "digits.yaml";
  run({path.string(), "--example", "images"});
  EXPECT_THROW(read_experiment(path), Error);
  for (const char* file : {"train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"}) {
    write(std::string("data/") + file + "-ubyte.gz", "");
  }
  EXPECT_EQ(read_experiment(path).dataset.kind, "idx_images");
}

TEST_F(InitCommand, WordsNeedNoFile) {
  const auto path = folder_.path() / "spotter.yaml";
  run({path.string(), "--example", "words"});
  const ExperimentConfig config = read_experiment(path);
  EXPECT_THAT(config.dataset.spoken_words.words, testing::ElementsAre("lamp", "music", "stop"));
  EXPECT_EQ(config.features.kind, "mfcc");
}

TEST_F(InitCommand, OverwritesOnlyWhenForced) {
  const auto path = write("mine.yaml", "precious");
  try {
    run({path.string()});
    FAIL() << "it overwrote";
  } catch (const Error& error) {
    EXPECT_EQ(without_folder(error.what()),
              "mine.yaml: exists already; choose another path, or overwrite it with --force");
  }
  EXPECT_EQ(read_text(path), "precious");
  run({path.string(), "--force"});
  EXPECT_EQ(read_experiment(path).name, "mine");
}

TEST_F(InitCommand, RefusesAFileNameThatNamesNoExperiment) {
  EXPECT_THROW(run({(folder_.path() / "my-net.yaml").string()}), Error);
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "my-net.yaml"));
}

}  // namespace
}  // namespace bitstill::configs

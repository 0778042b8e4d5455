#include "datasets/mix_command.h"

#include <fmt/format.h>

#include <cmath>
#include <memory>

#include "configs/schema/describe.h"
#include "configs/support/error.h"
#include "datasets/open.h"
#include "datasets/speech/long_mix.h"

namespace bitstill::datasets {
namespace {

struct MixArguments {
  std::string config;
  std::vector<std::string> overrides;
  std::string wav = "long.wav";
  double minutes = 5;
  LongMixParameters parameters;
};

void write_mix(const MixArguments& arguments) {
  const std::filesystem::path wav(arguments.wav);
  if (wav.extension() != ".wav") {
    throw Error(
        fmt::format("{}: does not end in .wav, expected a name such as long.wav; the words' times go into "
                    "long.csv beside it",
                    arguments.wav));
  }
  const configs::ExperimentConfig config = configs::read_experiment(arguments.config, arguments.overrides);
  const Splits splits = open_dataset(config);
  if (!splits.front_end) {
    throw Error(fmt::format("{}: dataset kind {} has no recordings to mix, expected waveform_folder or spoken_words",
                            config.dataset.place.text(), config.dataset.kind));
  }
  LongMixParameters parameters = arguments.parameters;
  parameters.seconds = std::lround(60 * arguments.minutes);
  const LongMix mix = make_long_mix(splits, *splits.test, parameters);
  const std::filesystem::path csv = std::filesystem::path(wav).replace_extension(".csv");
  write_long_mix(mix, splits.class_names, wav, csv);
  fmt::print("{}: {} s, {} words to be found and {} others; their times are in {}\n", wav.string(), parameters.seconds,
             mix.words.size(), mix.others.size(), csv.string());
}

}  // namespace

void add_mix_command(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "mix", "write minutes of noise with a dataset's test words at known times, for bitstill evaluate --stream");
  auto arguments = std::make_shared<MixArguments>();
  LongMixParameters& parameters = arguments->parameters;
  command->add_option("CONFIG", arguments->config, "an experiment on recordings")->required();
  command->add_option("-o,--output", arguments->wav, "WAV file to write, and beside it a .csv")->capture_default_str();
  command->add_option("--minutes", arguments->minutes, "how long")
      ->check(CLI::Range(0.2, 600.0))
      ->capture_default_str();
  command->add_option("--words-per-minute", parameters.words_per_minute, "words to be found")
      ->check(CLI::Range(0.0, 60.0))
      ->capture_default_str();
  command->add_option("--others-per-minute", parameters.others_per_minute, "words to be passed over")
      ->check(CLI::Range(0.0, 60.0))
      ->capture_default_str();
  command->add_option("--noise-dbfs", parameters.noise_dbfs, "RMS of the noise, 0 is the loudest square wave")
      ->check(CLI::Range(-90.0, 0.0))
      ->capture_default_str();
  command->add_option("--seed", parameters.seed, "of every draw")->capture_default_str();
  command->add_option("--set", arguments->overrides, "overrides one value of the config")->type_name("KEY=VALUE");
  command->callback([arguments] { write_mix(*arguments); });
}

}  // namespace bitstill::datasets

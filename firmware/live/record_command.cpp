#include "firmware/live/record_command.h"

#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <string>

#include "configs/support/error.h"
#include "firmware/live/board_line.h"
#include "firmware/live/level_meter.h"
#include "firmware/live/recorder.h"
#include "firmware/live/terminal_line.h"

namespace bitstill::firmware {
namespace {

struct RecordArguments {
  std::string port;
  RecordingPlace place{.folder = "recordings", .word = "", .speaker = "person"};
  int64_t count = 20;
  int64_t clip_milliseconds = 1000;
  int64_t seconds = 0;
};

void check_name(const std::string& option, const std::string& name) {
  if (!name.empty() && name.find('/') == std::string::npos && name[0] != '.' &&
      name.find("_nohash_") == std::string::npos) {
    return;
  }
  throw Error(fmt::format("{} '{}': expected a word that may be part of a file's name", option, name));
}

double milliseconds_of(int64_t samples, int64_t rate) {
  return 1000.0 * static_cast<double>(samples) / static_cast<double>(rate);
}

class RecordPrinter : public RecordingObserver {
 public:
  RecordPrinter(std::string prompt, int64_t total) : prompt_(std::move(prompt)), total_(total) {}

  void heard(int32_t peak, bool in_word, int64_t recorded) override {
    line_.show(fmt::format("{} {} of {}  {} {}", level_meter(peak), recorded, total_, prompt_, in_word ? "..." : ""));
  }
  void kept(const std::filesystem::path& file, const Utterance& utterance, int64_t rate) override {
    line_.clear();
    fmt::print("{}  {:.0f} ms, {}\n", file.string(), milliseconds_of(utterance.word_samples, rate),
               level_meter(utterance.peak));
    std::fflush(stdout);
  }
  void passed_over(const std::string& reason) override {
    line_.clear();
    fmt::print("again: {}\n", reason);
    std::fflush(stdout);
  }

 private:
  TerminalLine line_;
  std::string prompt_;
  int64_t total_;
};

void run_record(const RecordArguments& arguments) {
  check_name("--word", arguments.place.word);
  check_name("--speaker", arguments.place.speaker);
  const auto client = connect_for_sound(arguments.port);
  if (arguments.seconds > 0) {
    std::filesystem::path file;
    {
      RecordPrinter printer("s, say nothing", arguments.seconds);
      file = record_all(*client, arguments.place, arguments.seconds, printer);
    }
    fmt::print("{}  {} s\n", file.string(), arguments.seconds);
    return;
  }
  RecordPrinter printer(fmt::format("say '{}'", arguments.place.word), arguments.count);
  record_words(*client, {arguments.place, arguments.count, arguments.clip_milliseconds}, printer);
}

}  // namespace

void add_record_command(CLI::App& app) {
  auto arguments = std::make_shared<RecordArguments>();
  CLI::App* command = app.add_subcommand(
      "record", "collect recordings of a word through the board's own microphone, as waveform_folder reads them");
  command->add_option("--port", arguments->port, "the board's serial port (default: the only one that may be a Core2)");
  command->add_option("--word", arguments->place.word, "what is said, and the folder it goes to")->required();
  command->add_option("--count", arguments->count, "words to record")
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
  command->add_option("-o,--output", arguments->place.folder, "folder of the recordings")->capture_default_str();
  command->add_option("--speaker", arguments->place.speaker, "who speaks: datasets keep a speaker in one split")
      ->capture_default_str();
  command->add_option("--clip-ms", arguments->clip_milliseconds, "length of a clip, with the word in its middle")
      ->check(CLI::Range(200, 5000))
      ->capture_default_str();
  command->add_option("--seconds", arguments->seconds, "instead of words: all that is heard for so long, as noise")
      ->check(CLI::Range(1, 1800));
  command->footer(
      "Files are WORD/SPEAKER_nohash_NUMBER.wav; existing ones stay, numbers go on. For noise: --word "
      "_background_noise_ --seconds 60.");
  command->callback([arguments] { run_record(*arguments); });
}

}  // namespace bitstill::firmware

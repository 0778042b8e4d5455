#include "datasets/synthesis/synthesizer.h"

#include <espeak-ng/speak_lib.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <set>

#include "configs/schema/utf8.h"
#include "configs/support/error.h"

namespace bitstill::datasets {
namespace {

constexpr const char* kRemedy = "is its data installed (Debian: espeak-ng-data)?";

// espeak-ng keeps its state in globals and cannot always be ended, so each use of it is a process of its own that ends
// with it. `work` writes to the pipe whose end `result` is.
struct Child {
  explicit Child(const std::function<void(std::FILE*)>& work) {
    int ends[2];
    if (::pipe(ends) != 0) throw Error("no pipe to the speech synthesiser can be opened, expected free file handles");
    std::fflush(nullptr);
    id = ::fork();
    if (id == 0) {
      ::close(ends[0]);
      std::FILE* pipe = ::fdopen(ends[1], "wb");
      if (pipe != nullptr) work(pipe);
      std::_Exit(pipe != nullptr && std::fclose(pipe) == 0 ? 0 : 1);
    }
    ::close(ends[1]);
    if (id > 0) result = ::fdopen(ends[0], "rb");
    if (result == nullptr) {
      ::close(ends[0]);
      throw Error("the speech synthesiser cannot be started, expected memory for another process");
    }
  }
  ~Child() {
    std::fclose(result);
    int status = 0;
    ::waitpid(id, &status, 0);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  template <class Value>
  bool read(Value* values, size_t count) {
    return std::fread(values, sizeof(Value), count, result) == count;
  }

  pid_t id = -1;
  std::FILE* result = nullptr;
};

void write_text(std::FILE* pipe, const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), pipe);
  std::fputc('\n', pipe);
}

// In the child from here on.
std::vector<int16_t> heard;

int hear(short* samples, int count, espeak_EVENT*) {
  if (samples != nullptr) heard.insert(heard.end(), samples, samples + count);
  return 0;
}

// Samples per second; negative where the data are missing.
int start() {
  std::srand(1);
  const int rate = espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, 0, nullptr, espeakINITIALIZE_DONT_EXIT);
  espeak_SetSynthCallback(hear);
  return rate;
}

bool speaks(const espeak_VOICE& voice, const std::string& language) {
  // A list of (priority byte, text, zero byte), ended by a zero byte.
  for (const char* each = voice.languages; *each != 0; each += std::strlen(each + 1) + 2) {
    const std::string name = each + 1;
    if (name == language || name.starts_with(language + "-")) return true;
  }
  return false;
}

void list_in_child(const std::string& language, std::FILE* pipe) {
  if (start() < 0) return;
  for (const espeak_VOICE** each = espeak_ListVoices(nullptr); *each != nullptr; ++each) {
    const std::string identifier = (*each)->identifier;
    const bool foreign_engine = identifier.starts_with("mb/");
    if (speaks(**each, language) && !foreign_engine) write_text(pipe, "v" + identifier);
  }
  espeak_VOICE variants{};
  variants.languages = "variant";
  for (const espeak_VOICE** each = espeak_ListVoices(&variants); *each != nullptr; ++each) {
    const std::string identifier = (*each)->identifier;
    write_text(pipe, "!" + identifier.substr(identifier.rfind('/') + 1));
  }
}

void speak_in_child(const std::vector<Utterance>& utterances, std::FILE* pipe) {
  const int32_t rate = start();
  std::fwrite(&rate, sizeof rate, 1, pipe);
  if (rate < 0) return;
  for (const Utterance& each : utterances) {
    heard.clear();
    const std::string name = each.variant.empty() ? each.voice : each.voice + "+" + each.variant;
    if (espeak_SetVoiceByName(name.c_str()) == EE_OK) {
      espeak_SetParameter(espeakRATE, each.words_per_minute, 0);
      espeak_SetParameter(espeakPITCH, each.pitch, 0);
      espeak_Synth(each.text.c_str(), each.text.size() + 1, 0, POS_CHARACTER, 0, espeakCHARS_UTF8, nullptr, nullptr);
    }
    const uint64_t count = heard.size();
    std::fwrite(&count, sizeof count, 1, pipe);
    if (count > 0) std::fwrite(heard.data(), sizeof(int16_t), heard.size(), pipe);
  }
}

}  // namespace

Voices list_voices(const std::string& language) {
  Child child([&](std::FILE* pipe) { list_in_child(language, pipe); });
  std::set<std::string> voices, variants;
  std::string line;
  for (int next; (next = std::fgetc(child.result)) != EOF;) {
    if (next != '\n') {
      line += static_cast<char>(next);
      continue;
    }
    (line[0] == 'v' ? voices : variants).insert(line.substr(1));
    line.clear();
  }
  if (voices.empty()) {
    throw Error(
        fmt::format("the synthesiser has no voice for the language '{}', expected one of `espeak-ng --voices`; {}",
                    configs::one_line(language), kRemedy));
  }
  return {{voices.begin(), voices.end()}, {variants.begin(), variants.end()}};
}

std::vector<Waveform> synthesize(const std::vector<Utterance>& utterances) {
  Child child([&](std::FILE* pipe) { speak_in_child(utterances, pipe); });
  int32_t rate = 0;
  if (!child.read(&rate, 1) || rate < 1) {
    throw Error(fmt::format("the speech synthesiser does not start; {}", kRemedy));
  }
  constexpr uint64_t kFewest = 500;
  constexpr uint64_t kMost = 1 << 22;
  std::vector<Waveform> result;
  for (const Utterance& each : utterances) {
    uint64_t count = 0;
    const bool said = child.read(&count, 1) && count >= kFewest && count <= kMost;
    std::vector<int16_t> samples(said ? count : 0);
    if (!said || !child.read(samples.data(), samples.size())) {
      throw Error(
          fmt::format("the synthesiser gives no sound for '{}' by the voice {}+{}, expected a word that can be "
                      "spoken",
                      configs::one_line(each.text), each.voice, each.variant));
    }
    Waveform& waveform = result.emplace_back(Waveform{rate, std::vector<float>(samples.size())});
    std::ranges::transform(samples, waveform.samples.begin(),
                           [](int16_t sample) { return static_cast<float>(sample) / 32768.0f; });
  }
  return result;
}

}  // namespace bitstill::datasets

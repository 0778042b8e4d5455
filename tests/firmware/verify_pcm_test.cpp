// `bitstill verify --from pcm`: the chain of equal bytes begins at samples.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "codegen/codegen.h"
#include "codegen/front_end.h"
#include "firmware/verify/verify.h"
#include "firmware/verify/verify_command.h"
#include "tests/firmware/listen_folder.h"
#include "tests/firmware/tiny_module.h"
#include "tests/shared.h"
#include "tests/support/spoken_artifact.h"

namespace bitstill::firmware {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class VerifyPcm : public tests::ListenFolder {
 protected:
  void SetUp() override {
    ListenFolder::SetUp();
    generate({});
  }

  void generate(const codegen::GenerateOptions& options) const {
    codegen::generate_module(at("pitch.tflite"), at("module.d"), options);
  }

  // Of one file of the module, the first occurrence of a text.
  void edit(const std::string& name, const std::string& from, const std::string& to) const {
    std::string text = read_text(at("module.d") / name);
    const size_t found = text.find(from);
    ASSERT_NE(found, std::string::npos) << name << " has no " << from;
    write_file(at("module.d") / name, text.replace(found, from.size(), to));
  }

  tests::Ended verify_command(const std::vector<std::string>& words) const {
    std::vector<std::string> all{"verify"};
    all.insert(all.end(), words.begin(), words.end());
    return run([](CLI::App& app) { add_verify_command(app, {}); }, all);
  }

  Verdict verify_on(const Target& target) const {
    VerifyRequest request;
    request.from_pcm = true;
    return verify(open_module(at("module.d")), request, target);
  }
};

TEST_F(VerifyPcm, AcceptsTheModulesOwnClipsOnTheHost) {
  const Verdict verdict = verify_on(*detect_host().target);
  EXPECT_FALSE(verdict.mismatch) << verdict.mismatch->text();
  EXPECT_EQ(verdict.samples, 3);
  // Four witnesses beside the first for the features, one for each layer, two for the outputs.
  EXPECT_EQ(verdict.bytes, 3 * (4 * 9 * 6 + (2 + 2) + 2 * 2));
}

TEST_F(VerifyPcm, AcceptsThemOnEveryEmulatedCore) {
  for (const Detected& detected : tests::emulated_targets()) {
    const Verdict verdict = verify_on(*detected.target);
    EXPECT_FALSE(verdict.mismatch) << detected.target->name << ": " << verdict.mismatch->text();
    EXPECT_EQ(verdict.samples, 3);
  }
}

TEST_F(VerifyPcm, TakesRecordings) {
  tests::write_tone(at("wavs/low.wav"), 300);
  tests::write_tone(at("wavs/long.wav"), 3000, 5 * tests::kPitchClipSamples);
  tests::write_tone(at("other.wav"), 900, 700);
  const tests::Ended ended = verify_command({"module.d", "--from", "pcm", "--wavs", "wavs/", "other.wav"});
  EXPECT_EQ(ended.refusal, "");
  EXPECT_EQ(ended.exit_code, kExitFine);
  EXPECT_THAT(ended.text, StartsWith("host: every byte equal: 9 x 6 features, 2 layers, 3 clips, "));
  EXPECT_THAT(verify_command({"module.d", "--from", "pcm", "--wavs", "wavs/", "--samples", "1"}).text,
              HasSubstr("2 layers, 1 clips"));
}

TEST_F(VerifyPcm, TakesTheClipsThatTheModuleWasGeneratedWith) {
  codegen::GenerateOptions options;
  options.check_clips.resize(5 * tests::kPitchClipSamples, 1234);
  generate(options);
  EXPECT_EQ(read_file(at("module.d/check/pcm.bin")).size(), 2 * options.check_clips.size());
  EXPECT_EQ(verify_on(*detect_host().target).samples, 5);
  options.check_clips.pop_back();
  EXPECT_THROW(generate(options), Error);
}

TEST_F(VerifyPcm, NamesTheFrameAndTheCoefficientOfAFeatureThatDiffers) {
  // Only the window that begins with the click; frame 3 does.
  edit("src/pitch_features.cpp", "extract_frame(kTables, memory, samples, features_);",
       "extract_frame(kTables, memory, samples, features_);\n  if (samples[0] > 30000) features_[4] = 0;");
  std::vector<int16_t> clip(tests::kPitchClipSamples, 100);
  clip[3 * 160] = 32000;
  const auto bytes = std::span(reinterpret_cast<const uint8_t*>(clip.data()), 2 * clip.size());
  write_file(at("module.d/check/pcm.bin"), bytes);
  const tests::Ended ended = verify_command({"module.d", "--from", "pcm"});
  EXPECT_EQ(ended.exit_code, kExitCheckFailed);
  EXPECT_THAT(ended.text, StartsWith("host: mismatch in features (front-end, tensor t0), sample 0, frame 3, "
                                     "coefficient 4: expected "));
  EXPECT_THAT(ended.text, HasSubstr("module on host, hop by hop\n"));
  const auto json = nlohmann::json::parse(verify_command({"module.d", "--from", "pcm", "--json"}).text);
  EXPECT_EQ(json["equal"], false);
  EXPECT_EQ(json["targets"][0]["from"], "pcm");
  EXPECT_EQ(json["targets"][0]["mismatch"]["frame"], 3);
  EXPECT_EQ(json["targets"][0]["mismatch"]["coefficient"], 4);
  EXPECT_EQ(json["targets"][0]["mismatch"]["layer"], "features");
}

TEST_F(VerifyPcm, NamesTheLayerAndTheRecordingBehindFeaturesThatAreEqual) {
  tests::write_tone(at("low.wav"), 300);
  edit("src/pitch.cpp", "Network::run() noexcept {", "Network::run() noexcept {\n  memset(input(), 127, 54);");
  const tests::Ended ended = verify_command({"module.d", "--from", "pcm", "--wavs", "low.wav"});
  EXPECT_EQ(ended.exit_code, kExitCheckFailed);
  EXPECT_THAT(ended.text, HasSubstr("mismatch in dense_1 (FULLY_CONNECTED, tensor t"));
  EXPECT_THAT(ended.text, HasSubstr("sample 0 (low.wav), element 0"));
}

TEST_F(VerifyPcm, SeesAStreamThatDiffersFromTheWholeClip) {
  edit("src/pitch_features.cpp", "  features_of_window(samples_, frame);",
       "  features_of_window(samples_, frame);\n  frame[0] ^= 1;");
  EXPECT_THAT(verify_command({"module.d", "--from", "pcm"}).text,
              HasSubstr("mismatch in features (front-end, tensor t0), sample 0, frame 0, coefficient 0"));
}

TEST_F(VerifyPcm, RefusesWhatHasNoSamples) {
  const tests::TinyModule tiny;
  const auto refusal = [&](const std::vector<std::string>& words) {
    const tests::Ended ended = verify_command(words);
    EXPECT_EQ(ended.exit_code, kExitUsage);
    return ended.refusal;
  };
  std::filesystem::copy(tiny.path(), at("tiny.d"), std::filesystem::copy_options::recursive);
  EXPECT_EQ(refusal({"tiny.d", "--from", "pcm"}),
            "tiny.d: has no front-end that would make features of samples; verify it without --from pcm");
  EXPECT_THAT(refusal({"module.d", "--wavs", "low.wav"}), StartsWith("--wavs needs --from pcm"));
  EXPECT_THAT(refusal({"module.d", "--from", "pcm", "--inputs", "a.bin"}), StartsWith("--inputs and --expect are"));
  EXPECT_THAT(refusal({"module.d", "--from", "pcm", "--wavs", "none.wav"}), StartsWith("none.wav: is no file"));
  std::filesystem::create_directory(at("empty.d"));
  EXPECT_THAT(refusal({"module.d", "--from", "pcm", "--wavs", "empty.d"}), StartsWith("empty.d: holds no recordings"));
  std::filesystem::remove(at("module.d/check/pcm.bin"));
  EXPECT_THAT(refusal({"module.d", "--from", "pcm"}), StartsWith("module.d/check/pcm.bin: is not there"));
  write_file(at("module.d/check/pcm.bin"), "odd");
  EXPECT_THAT(refusal({"module.d", "--from", "pcm"}), HasSubstr("not a whole number of samples of 3200 bytes"));
}

TEST_F(VerifyPcm, HoldsForTheKeywordSpotterOfMlperfTinyOnRealRecordings) {
  BITSTILL_NEED_SHARED("golden/kws_ref");
  BITSTILL_NEED_SHARED("data/tflm_samples");
  write_file(at("pitch.tflite"), tests::with_front_end(read_file(tests::shared_path("golden/kws_ref/model.tflite")),
                                                       tests::mlperf_front_end(), tests::mlperf_labels()));
  generate({});
  VerifyRequest request;
  request.from_pcm = true;
  for (const char* name : {"yes_1000ms.wav", "no_1000ms.wav", "noise_1000ms.wav", "silence_1000ms.wav"}) {
    request.recordings.push_back(tests::shared_path("data/tflm_samples").string() + "/" + name);
  }
  const Verdict verdict = verify(open_module(at("module.d")), request, *detect_host().target);
  EXPECT_FALSE(verdict.mismatch) << verdict.mismatch->text();
  EXPECT_EQ(verdict.samples, 4);
}

}  // namespace
}  // namespace bitstill::firmware

#include "firmware/verify/verify.h"

#include <gmock/gmock.h>

#include "codegen/codegen.h"
#include "configs/support/error.h"
#include "firmware/verify/verify_command.h"
#include "tests/firmware/tiny_module.h"
#include "tests/shared.h"

namespace bitstill::firmware {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;
using tests::TinyModule;

constexpr const char* kEsp32Folder = BITSTILL_SHARED_DIR "/xtensa/esp32-toolchain/bin";

Verdict verify_on(const Detected& detected, const TinyModule& tiny, const VerifyRequest& request = {}) {
  return verify(tiny.open(), request, *detected.target);
}

void expect_all_equal(const Detected& detected) {
  const TinyModule tiny;
  const Verdict verdict = verify_on(detected, tiny);
  EXPECT_FALSE(verdict.mismatch) << verdict.mismatch->text();
  EXPECT_EQ(verdict.samples, 11);
  // Two witnesses beside the first for each layer, and two for the outputs.
  EXPECT_EQ(verdict.bytes, 11 * (2 * (4 + 3 + 3) + 2 * 3));
}

TEST(Verify, AcceptsAModuleOnTheHost) { expect_all_equal(detect_host()); }

TEST(Verify, AcceptsAModuleOnLx106) {
  const Detected lx106 = detect_lx106();
  BITSTILL_NEED_TARGET(lx106);
  expect_all_equal(lx106);
}

TEST(Verify, AcceptsAModuleOnEsp32) {
  const Detected esp32 = detect_esp32(kEsp32Folder);
  BITSTILL_NEED_TARGET(esp32);
  expect_all_equal(esp32);
}

TEST(Verify, AcceptsAModuleOnCortexM4) {
  const Detected cortex_m4 = detect_cortex_m4();
  BITSTILL_NEED_TARGET(cortex_m4);
  expect_all_equal(cortex_m4);
}

TEST(Verify, AcceptsAModuleOnRv32imc) {
  const Detected rv32imc = detect_rv32imc();
  BITSTILL_NEED_TARGET(rv32imc);
  expect_all_equal(rv32imc);
}

TEST(Verify, AcceptsAModuleHoweverItIsOptimized) {
  for (const char* level : {"0", "3", "s"}) {
    Detected host = detect_host();
    optimize(*host.target, level);
    EXPECT_THAT(host.target->description, HasSubstr(std::string(", -O") + level));
    expect_all_equal(host);
  }
}

TEST(Verify, NamesTheByteOfAVectorThatDiffers) {
  const TinyModule tiny;
  const ModuleFolder module = tiny.open();
  tiny.flip("check/t" + std::to_string(module.layers[1].tensor) + ".bin", 3 * 7 + 2);
  const Verdict verdict = verify_on(detect_host(), tiny);
  ASSERT_TRUE(verdict.mismatch);
  EXPECT_EQ(verdict.mismatch->layer, module.layers[1].name);
  EXPECT_EQ(verdict.mismatch->operator_name, "FULLY_CONNECTED");
  EXPECT_EQ(verdict.mismatch->tensor, module.layers[1].tensor);
  EXPECT_EQ(verdict.mismatch->sample, 7);
  EXPECT_EQ(verdict.mismatch->element, 2);
  EXPECT_EQ(verdict.mismatch->expected().value, verdict.mismatch->got().value + 1);
  EXPECT_EQ(verdict.mismatch->got().witness, "reference executor");
}

TEST(Verify, NamesTheLayerThatTheModuleComputesOtherwise) {
  const TinyModule tiny;
  const ModuleFolder module = tiny.open();
  tiny.edit("src/tiny.cpp", "kDense2Bias", "kDense1Bias");
  const Verdict verdict = verify_on(detect_host(), tiny);
  ASSERT_TRUE(verdict.mismatch);
  EXPECT_EQ(verdict.mismatch->layer, module.layers[1].name);
  EXPECT_EQ(verdict.mismatch->got().witness, "module on host, observed");
}

TEST(Verify, TakesInputsAndExpectationsFromFiles) {
  const TinyModule tiny;
  const std::string output = "t" + std::to_string(tiny.open().outputs[0].tensor) + ".bin";
  auto expected = read_file(tiny.path() / "check" / output);
  write_file(tiny.file("y.bin"), expected);
  const VerifyRequest request{tiny.path() / "check" / "inputs.bin", tiny.file("y.bin"), 0};
  EXPECT_FALSE(verify_on(detect_host(), tiny, request).mismatch);

  ++expected[3 * 4 + 1];
  write_file(tiny.file("y.bin"), expected);
  const Verdict verdict = verify_on(detect_host(), tiny, request);
  ASSERT_TRUE(verdict.mismatch);
  EXPECT_EQ(verdict.mismatch->sample, 4);
  EXPECT_EQ(verdict.mismatch->element, 1);
  EXPECT_EQ(verdict.mismatch->layer, "logistic_1");
  EXPECT_FALSE(verify_on(detect_host(), tiny, {request.inputs, request.expect, 4}).mismatch);
}

TEST(Verify, RefusesFilesThatDoNotFitTheModule) {
  const TinyModule tiny;
  const Detected host = detect_host();
  const auto inputs = tiny.path() / "check" / "inputs.bin";
  write_file(tiny.file("x.bin"), std::string(tests::kTinyInputs + 1, 'x'));
  write_file(tiny.file("y.bin"), std::string(tests::kTinyOutputs, 'y'));
  EXPECT_THAT(
      [&] {
        verify_on(host, tiny, {tiny.file("x.bin"), {}, 0});
      },
      ThrowsMessage<Error>(HasSubstr("not a whole number of samples of 5 bytes")));
  EXPECT_THAT(
      [&] {
        verify_on(host, tiny, {inputs, tiny.file("y.bin"), 0});
      },
      ThrowsMessage<Error>(HasSubstr("holds 1 samples where the inputs hold 11")));
  EXPECT_THAT(
      [&] {
        verify_on(host, tiny, {{}, tiny.file("y.bin"), 0});
      },
      ThrowsMessage<Error>(HasSubstr("--expect needs --inputs")));
}

TEST(Verify, RefusesAModuleThatDoesNotCompile) {
  const TinyModule tiny;
  tiny.edit("src/tiny.cpp", "void Network::run", "int Network::run");
  EXPECT_THAT([&] { verify_on(detect_host(), tiny); }, ThrowsMessage<Error>(HasSubstr("compiling tiny fails")));
}

TEST(Verify, RefusesLayersThatTheArtifactDoesNotHave) {
  const TinyModule tiny;
  tiny.edit("check/module.json", "LOGISTIC", "TANH");
  EXPECT_THAT([&] { verify_on(detect_host(), tiny); }, ThrowsMessage<Error>(HasSubstr("names other layers")));
}

TEST(VerifyCommand, EndsWithOneAndNamesThePlaceOfAMismatch) {
  const TinyModule tiny;
  tiny.flip("check/t" + std::to_string(tiny.open().layers[0].tensor) + ".bin", 0);
  CLI::App app;
  add_verify_command(app, {});
  testing::internal::CaptureStdout();
  int exit_code = 0;
  try {
    app.parse("verify " + tiny.run().string() + " --on host");
  } catch (const CLI::RuntimeError& end) {
    exit_code = end.get_exit_code();
  }
  EXPECT_THAT(testing::internal::GetCapturedStdout(), HasSubstr("mismatch in dense_1 (FULLY_CONNECTED, tensor t"));
  EXPECT_EQ(exit_code, 1);
}

TEST(Verify, HoldsForTheGoldenModels) {
  BITSTILL_NEED_SHARED("golden");
  for (const std::string name : {"hello_world_int8", "ad01"}) {
    const auto golden = tests::shared_path("golden/" + name);
    const TemporaryFolder folder;
    codegen::generate_module(golden / "model.tflite", folder.path() / "m", {});
    const ModuleFolder module = open_module(folder.path() / "m");
    std::vector<Detected> everywhere = tests::emulated_targets();
    everywhere.push_back(detect_host());
    for (const Detected& detected : everywhere) {
      const Verdict verdict = verify(module, {golden / "inputs.bin", golden / "outputs.bin", 0}, *detected.target);
      EXPECT_EQ(verdict.samples, 67);
      EXPECT_FALSE(verdict.mismatch) << name << " on " << detected.target->name << ": " << verdict.mismatch->text();
    }
  }
}

// Without an ESP32 toolchain, too: LLVM assembles its kernels.
TEST(Verify, HoldsForTheEsp32sOwnKernels) {
  BITSTILL_NEED_SHARED("golden/kws_ref/model.tflite");
  const TemporaryFolder folder;
  codegen::GenerateOptions options;
  options.target = codegen::Target::kEsp32;
  codegen::generate_module(tests::shared_path("golden/kws_ref/model.tflite"), folder.path() / "m", options);
  const ModuleFolder module = open_module(folder.path() / "m");
  ASSERT_FALSE(module.assembly().empty());
  for (const Detected& detected :
       {detect_lx106_mac16(), detect_esp32(BITSTILL_SHARED_DIR "/xtensa/esp32-toolchain/bin")}) {
    if (!detected.missing.empty()) {
      std::cout << "skipped: " << detected.missing << "\n";
      continue;
    }
    const Verdict verdict = verify(module, {{}, {}, 1}, *detected.target);
    EXPECT_FALSE(verdict.mismatch) << detected.target->name << ": " << verdict.mismatch->text();
  }
}

}  // namespace
}  // namespace bitstill::firmware

// Models made elsewhere, through the commands generate, verify and infer, against TFLite Micro's outputs. Every other
// golden model is proved in a batch: tests/modules.
#include <gmock/gmock.h>

#include "firmware/targets/find_targets.h"
#include "tests/end_to_end/program.h"
#include "tests/shared.h"

namespace bitstill::tests {
namespace {

using testing::HasSubstr;

class GoldenModule : public ProgramTest {
 protected:
  std::string golden(const std::string& name) const { return shared_path("golden/" + name).string(); }

  // generate, then verify --on `target` with the golden inputs and outputs.
  void expect_exact(const std::string& model, const std::string& target) {
    const auto made = bitstill({"generate", golden(model + "/model.tflite"), "-o", model, "--name", "golden"});
    ASSERT_EQ(made.exit_code, 0) << made.text;
    const auto proof = bitstill({"verify", model, "--on", target, "--inputs", golden(model + "/inputs.bin"), "--expect",
                                 golden(model + "/outputs.bin")});
    EXPECT_EQ(proof.exit_code, 0) << model << "\n" << proof.text;
  }
};

TEST_F(GoldenModule, HelloWorldIsExactOnXtensa) {
  BITSTILL_NEED_SHARED("golden/hello_world_int8");
  expect_exact("hello_world_int8", "host");
  expect_exact("hello_world_int8", "xtensa");
}

TEST_F(GoldenModule, AnomalyDetectionIsExactOnXtensa) {
  BITSTILL_NEED_SHARED("golden/ad01");
  expect_exact("ad01", "host");
  expect_exact("ad01", "xtensa");
}

TEST_F(GoldenModule, AChangedExpectationIsNamedAndExitsWithOne) {
  BITSTILL_NEED_SHARED("golden/ad01");
  ASSERT_EQ(bitstill({"generate", golden("ad01/model.tflite"), "-o", "m"}).exit_code, 0);
  auto outputs = read_file(golden("ad01/outputs.bin"));
  outputs[3 * 640 + 17] ^= 1;
  write_file(path("y.bin"), outputs);
  const auto proof =
      bitstill({"verify", "m", "--on", "host", "--inputs", golden("ad01/inputs.bin"), "--expect", "y.bin"});
  EXPECT_EQ(proof.exit_code, 1);
  EXPECT_THAT(proof.text, HasSubstr("dense_10 (FULLY_CONNECTED, tensor t30), sample 3, element 17"));
}

TEST_F(GoldenModule, InferDumpsEveryTensorAsTfliteMicroDoes) {
  BITSTILL_NEED_SHARED("golden/hello_world_int8");
  for (const char* on : {"reference", "host", "xtensa"}) {
    const auto done =
        bitstill({"infer", golden("hello_world_int8/model.tflite"), "--inputs", golden("hello_world_int8/inputs.bin"),
                  "--outputs", "y.bin", "--dump", "dump", "--on", on});
    ASSERT_EQ(done.exit_code, 0) << done.text;
    EXPECT_EQ(read_file(path("y.bin")), read_file(golden("hello_world_int8/outputs.bin")));
    for (const char* tensor : {"t0.bin", "t7.bin", "t8.bin", "t9.bin"}) {
      EXPECT_EQ(read_file(path(std::string("dump/") + tensor)),
                read_file(golden(std::string("hello_world_int8/dump/") + tensor)))
          << on << " " << tensor;
    }
  }
}

TEST_F(GoldenModule, InferNeverOverwritesWhatItReads) {
  BITSTILL_NEED_SHARED("golden/hello_world_int8");
  const auto inputs = read_file(golden("hello_world_int8/inputs.bin"));
  write_file(path("x.bin"), inputs);
  const auto refused =
      bitstill({"infer", golden("hello_world_int8/model.tflite"), "--inputs", "x.bin", "--outputs", "x.bin"});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.text, HasSubstr("x.bin: is read by this command and would be overwritten"));
  EXPECT_EQ(read_file(path("x.bin")), inputs);
}

TEST_F(GoldenModule, RefusedModelsSayWhyInOneSentence) {
  BITSTILL_NEED_SHARED("golden/resnet8");
  auto bytes = read_file(golden("resnet8/model.tflite"));
  bytes.resize(bytes.size() / 2);
  write_file(path("half.tflite"), bytes);
  const auto refused = bitstill({"generate", "half.tflite", "-o", "m"});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.text, HasSubstr("half.tflite: is a damaged .tflite file; copy or convert it again"));
  EXPECT_FALSE(std::filesystem::exists(path("m")));
  EXPECT_EQ(std::count(refused.text.begin(), refused.text.end(), '\n'), 1);
}

}  // namespace
}  // namespace bitstill::tests

#include "firmware/verify/infer_command.h"

#include <gmock/gmock.h>

#include "configs/support/error.h"
#include "tests/firmware/tiny_module.h"
#include "tests/shared.h"

namespace bitstill::firmware {
namespace {

using tests::TinyModule;

// The command's words on standard output.
std::string infer(const TinyModule& tiny, const std::string& on) {
  CLI::App app;
  add_infer_command(app);
  testing::internal::CaptureStdout();
  const auto inputs = tiny.path() / "check" / "inputs.bin";
  app.parse("infer " + tiny.artifact().string() + " --inputs " + inputs.string() + " --outputs " +
            tiny.file(on + ".bin").string() + " --dump " + tiny.file(on).string() + " --on " + on);
  return testing::internal::GetCapturedStdout();
}

void expect_check_vectors(const TinyModule& tiny, const std::string& on) {
  EXPECT_THAT(infer(tiny, on), testing::HasSubstr("11 samples, 33 output bytes"));
  const ModuleFolder module = tiny.open();
  const auto tensor = [](int index) { return "t" + std::to_string(index) + ".bin"; };
  for (const ModuleLayer& layer : module.layers) {
    EXPECT_EQ(read_file(tiny.file(on) / tensor(layer.tensor)), read_file(module.check(tensor(layer.tensor))));
  }
  EXPECT_EQ(read_file(tiny.file(on) / tensor(module.inputs[0].tensor)), read_file(module.check("inputs.bin")));
  EXPECT_EQ(read_file(tiny.file(on + ".bin")), read_file(module.check(tensor(module.outputs[0].tensor))));
}

TEST(Infer, DumpsEveryTensorOfTheReferenceExecutor) { expect_check_vectors(TinyModule(), "reference"); }

TEST(Infer, DumpsEveryTensorOfTheModuleOnTheHost) { expect_check_vectors(TinyModule(), "host"); }

TEST(Infer, DumpsEveryTensorOfTheModuleOnLx106) {
  const Detected lx106 = detect_lx106();
  BITSTILL_NEED_TARGET(lx106);
  expect_check_vectors(TinyModule(), "lx106");
}

TEST(Infer, RefusesPartOfASample) {
  const TinyModule tiny;
  write_file(tiny.path() / "check" / "inputs.bin", "four");
  EXPECT_THROW(infer(tiny, "reference"), Error);
  testing::internal::GetCapturedStdout();
}

}  // namespace
}  // namespace bitstill::firmware

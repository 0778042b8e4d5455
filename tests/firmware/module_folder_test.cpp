#include "firmware/targets/module_folder.h"

#include <gmock/gmock.h>

#include "configs/support/error.h"
#include "tests/firmware/tiny_module.h"

namespace bitstill::firmware {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;
using tests::TinyModule;

TEST(ModuleFolder, IsFoundByItselfAndInARunFolder) {
  const TinyModule tiny;
  const ModuleFolder module = open_module(tiny.run());
  EXPECT_EQ(module.path, open_module(tiny.path()).path);
  EXPECT_EQ(module.name, "tiny");
  EXPECT_EQ(module.input_bytes(), tests::kTinyInputs);
  EXPECT_EQ(module.output_bytes(), tests::kTinyOutputs);
  ASSERT_EQ(module.layers.size(), 3U);
  EXPECT_EQ(module.layers[2].operator_name, "LOGISTIC");
  EXPECT_EQ(module.layers[0].macs, 20);
}

TEST(ModuleFolder, RefusesAFolderThatIsNone) {
  const TemporaryFolder folder;
  EXPECT_THAT([&] { open_module(folder.path()); }, ThrowsMessage<Error>(HasSubstr("bitstill generate")));
}

TEST(ModuleFolder, RefusesAnArtifactItWasNotMadeFrom) {
  const TinyModule tiny;
  tiny.flip("check/model.tflite", 100);
  EXPECT_THAT([&] { tiny.open(); }, ThrowsMessage<Error>(HasSubstr("is not the artifact")));
}

TEST(ModuleFolder, RefusesADamagedDescription) {
  for (const auto& [from, to] :
       {std::pair{"\"layers\"", "\"lairs\""}, std::pair{"\"arena_bytes\": ", "\"arena_bytes\": -"},
        std::pair{"\"tiny\"", "\"../tiny\""}, std::pair{"{", "["}}) {
    const TinyModule tiny;
    tiny.edit("check/module.json", from, to);
    EXPECT_THAT([&] { tiny.open(); }, ThrowsMessage<Error>(HasSubstr("module.json: damaged"))) << from;
  }
}

TEST(ModuleFolder, OfAnotherVersionIsRefusedWhereAFirmwareIsToCarryIt) {
  const TinyModule tiny;
  EXPECT_NO_THROW(check_adapter(tiny.open()));
  tiny.edit("check/module.json", "\"adapter\"", "\"adapted\"");
  EXPECT_THAT([&] { check_adapter(tiny.open()); },
              ThrowsMessage<Error>(HasSubstr("delete this folder and repeat the bitstill run")));
}

}  // namespace
}  // namespace bitstill::firmware

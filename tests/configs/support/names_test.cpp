// Names of experiments and modules.
#include "configs/support/names.h"

#include <gtest/gtest.h>

#include <string>

namespace bitstill {
namespace {

TEST(ModuleName, IsACppIdentifierThatAnyFileSystemTakes) {
  EXPECT_TRUE(is_module_name("sine"));
  EXPECT_TRUE(is_module_name("Keyword_spotter2"));
  for (const char* name : {"", "2fast", "_x", "a-b", "a b", "a__b", "../a", "gr\xc3\xbcn", "a.b", "a\n"}) {
    EXPECT_FALSE(is_module_name(name)) << name;
  }
  EXPECT_TRUE(is_module_name(std::string(64, 'a')));
  EXPECT_FALSE(is_module_name(std::string(65, 'a')));
}

TEST(ModuleName, IsNoWordOfCppOrOfTheModule) {
  for (const char* name : {"class", "xor_eq", "alignas", "std", "main", "ops", "check", "null", "bitstill"}) {
    EXPECT_FALSE(is_module_name(name)) << name;
  }
  EXPECT_TRUE(is_module_name("classes"));
  EXPECT_TRUE(is_module_name("eq"));
}

}  // namespace
}  // namespace bitstill

// Text that is no config at all, or was made to bring a reader down: refused in one sentence.
#include "tests/configs/config_folder.h"

namespace bitstill::configs {
namespace {

using HostileYaml = tests::ConfigFolder;
using tests::kSmallest;

std::string repeated(const std::string& text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

TEST_F(HostileYaml, SyntaxErrorIsNamedWithItsPlace) {
  EXPECT_EQ(problems("seed: 1\ndataset: a: b\n"), "x.yaml:2:11: not valid YAML (illegal map value)");
}

TEST_F(HostileYaml, OtherThanASectionOfKeys) {
  EXPECT_EQ(problems("hello\n"), "x.yaml:1:1: the file is 'hello', expected keys such as dataset, teacher and student");
  EXPECT_EQ(problems("- 1\n"), "x.yaml:1:1: the file is a list, expected keys such as dataset, teacher and student");
}

TEST_F(HostileYaml, BinaryIsNotText) {
  const std::string expected = "x.yaml: is not text in UTF-8, expected a YAML file";
  EXPECT_EQ(problems(std::string("a: \0b", 5)), expected);
  EXPECT_EQ(problems("a: \xff\xfe"), expected);
  EXPECT_EQ(problems("name: \xc3"), expected) << "a character that the end of the file cuts off";
  EXPECT_EQ(problems("\x1f\x8b\x08"), expected);
}

TEST_F(HostileYaml, NestingEndsAtTheDepthNoConfigHas) {
  EXPECT_EQ(problems(repeated("[", 100000)), "x.yaml:1:17: nested more than 32 levels deep, expected a few");
  EXPECT_EQ(problems(repeated("- ", 100000)), "x.yaml:1:65: nested more than 32 levels deep, expected a few");
  EXPECT_EQ(problems(repeated("{a: ", 50000)), "x.yaml:1:125: nested more than 32 levels deep, expected a few");
}

TEST_F(HostileYaml, AliasesAreNotFollowed) {
  EXPECT_EQ(problems("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"),
            "x.yaml:2:8: an alias, expected the value itself; write it out");
  EXPECT_EQ(problems("a: &a [*a]\n"), "x.yaml:1:8: an alias, expected the value itself; write it out");
}

TEST_F(HostileYaml, KeysThatAreNoWords) {
  EXPECT_EQ(problems("? [a]\n: b\n"), "x.yaml:1:3: a key is a list, expected a word");
  EXPECT_EQ(problems("~: b\n"), "x.yaml:1:1: a key is empty, expected a word");
}

TEST_F(HostileYaml, SecondDocument) {
  EXPECT_EQ(problems(kSmallest + "---\nseed: 1\n"), "x.yaml:5:1: a second YAML document begins, expected only one");
}

TEST_F(HostileYaml, LongAndOddTextStaysOnOneLineOfTheMessage) {
  EXPECT_EQ(problems(kSmallest + "threads: \"1\\n2\"\n"),
            "x.yaml:4:10: threads is '1 2' in quotes, expected a whole number from 1 to 1024");
  EXPECT_EQ(problems(kSmallest + "threads: " + repeated("7", 1000) + "\n"),
            "x.yaml:4:10: threads is '" + repeated("7", 60) + "...', expected a whole number from 1 to 1024");
}

TEST_F(HostileYaml, FilesNoPersonWrote) {
  EXPECT_EQ(problems(repeated("#", 300000)), "x.yaml: has more than 262144 bytes, expected a config of a page or two");
}

TEST_F(HostileYaml, FoldersDevicesAndNothing) {
  const auto message = [&](const std::filesystem::path& path) -> std::string {
    try {
      read_experiment(path);
    } catch (const Error& error) {
      return without_folder(error.what());
    }
    return "";
  };
  const std::string not_a_file = ": is not a file, expected a YAML file (bitstill init writes one)";
  EXPECT_EQ(message(folder_.path()), folder_.path().string() + not_a_file);
  EXPECT_EQ(message("/dev/zero"), "/dev/zero" + not_a_file);
  EXPECT_EQ(message(folder_.path() / "none.yaml"), "none.yaml: no such file");
}

}  // namespace
}  // namespace bitstill::configs

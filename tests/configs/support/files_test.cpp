// Whole files in and out, and what is left when the disk refuses.
#include "configs/support/files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>

#include "configs/support/error.h"

namespace bitstill {
namespace {

namespace fs = std::filesystem;

// Until the end of its life no file may grow beyond `bytes`: what a full disk does, at a place of our choosing.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  void (*handler_)(int);
  rlimit before_{};
};

class Files : public ::testing::Test {
 protected:
  fs::path path(const std::string& name) const { return folder_.path() / name; }

  std::vector<std::string> listing() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder_.path())) names.push_back(entry.path().filename().string());
    return names;
  }

  TemporaryFolder folder_;
};

template <class Action>
std::string error_of(Action action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST_F(Files, ComeBackByteForByte) {
  std::vector<uint8_t> bytes(100'000);
  for (size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<uint8_t>(i * i >> 3);
  write_file(path("deep/er/file"), bytes);
  EXPECT_EQ(read_file(path("deep/er/file")), bytes);
}

TEST_F(Files, ReplaceOlderOnesAndLeaveNothingBeside) {
  write_file(path("file"), "a longer text");
  write_file(path("file"), "short");
  EXPECT_EQ(read_text(path("file")), "short");
  EXPECT_THAT(listing(), testing::ElementsAre("file"));
}

TEST_F(Files, WriteThatFailsLeavesTheOlderFileAndNothingElse) {
  write_file(path("file"), "old");
  const std::string text(10'000, 'x');
  const std::string error = error_of([&] {
    const FileSizeLimit limit(4096);
    write_file(path("file"), text);
  });
  EXPECT_EQ(error, path("file").string() + ": cannot be written (File too large)");
  EXPECT_EQ(read_text(path("file")), "old");
  EXPECT_THAT(listing(), testing::ElementsAre("file"));
}

TEST_F(Files, FullDiskIsAnErrorWithARemedy) {
  EXPECT_EQ(error_of([] { write_file("/dev/full", "x"); }),
            "/dev/full: cannot be written (No space left on device); free some space and run again");
}

TEST_F(Files, LinkKeepsPointingWhereItPoints) {
  write_file(path("real"), "old");
  fs::create_symlink("real", path("link"));
  write_file(path("link"), "new");
  EXPECT_TRUE(fs::is_symlink(path("link")));
  EXPECT_EQ(read_text(path("real")), "new");
}

TEST_F(Files, RefusesToReadWhatIsNoFile) {
  EXPECT_EQ(error_of([&] { read_file(path("none")); }), path("none").string() + ": no such file");
  EXPECT_EQ(error_of([&] { read_file(path("")); }), path("").string() + ": is a folder, a file was expected");
  EXPECT_EQ(error_of([] { read_file("/dev/zero"); }), "/dev/zero: is a device, a file was expected");
}

TEST_F(Files, RefusesToWriteWhereAFolderOrAFileIsInTheWay) {
  fs::create_directory(path("folder"));
  EXPECT_EQ(error_of([&] { write_file(path("folder"), "x"); }),
            path("folder").string() + ": cannot be renamed into place (Is a directory)");
  write_file(path("file"), "x");
  EXPECT_EQ(error_of([&] { write_file(path("file/below"), "x"); }),
            path("file").string() + ": cannot be made (Not a directory)");
  EXPECT_THAT(listing(), testing::UnorderedElementsAre("folder", "file"));
}

TEST(TemporaryFolder, IsGoneWithEverythingInIt) {
  fs::path path;
  {
    const TemporaryFolder folder;
    path = folder.path();
    write_file(path / "a/b", "x");
  }
  EXPECT_FALSE(fs::exists(path));
}

TEST(Sha256, OfAFileIsThatOfItsBytes) {
  const TemporaryFolder folder;
  const std::vector<uint8_t> bytes(200'001, 7);
  write_file(folder.path() / "many_pieces", bytes);
  write_file(folder.path() / "empty", std::string_view());
  EXPECT_EQ(sha256_of_file(folder.path() / "many_pieces"), sha256(bytes));
  EXPECT_EQ(sha256_of_file(folder.path() / "empty"), sha256({}));
}

TEST(Sha256, OfTheEmptyTextAndOfAbcAsFips180PrintsThem) {
  EXPECT_EQ(sha256({}), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  const uint8_t abc[] = {'a', 'b', 'c'};
  EXPECT_EQ(sha256(abc), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace bitstill

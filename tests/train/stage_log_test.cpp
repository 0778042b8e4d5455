// What a run remembers of its stages, and when it forgets.
#include "train/run/stage_log.h"

#include <gtest/gtest.h>

#include "configs/support/error.h"
#include "configs/support/files.h"
#include "train/run/run_lock.h"

namespace bitstill::train {
namespace {

using Status = StageLog::Status;

const StageTask kTask{"teacher", "recipe", {"teacher.pt", "folder"}};

class StageLogTest : public testing::Test {
 protected:
  void SetUp() override {
    put("teacher.pt", "weights");
    put("folder/a", "1");
  }
  void put(const std::string& name, const std::string& text) const { write_file(folder_.path() / name, text); }
  Status status(const StageTask& task = kTask) const { return StageLog(folder_.path()).status(task); }
  void write() const { StageLog(folder_.path()).write(kTask, {{"value", 3}}); }

  TemporaryFolder folder_;
};

TEST_F(StageLogTest, RemembersResultsAcrossProcesses) {
  EXPECT_EQ(status(), Status::kNew);
  write();
  EXPECT_EQ(status(), Status::kDone);
  EXPECT_EQ(StageLog(folder_.path()).result(kTask), nlohmann::ordered_json({{"value", 3}}));
}

TEST_F(StageLogTest, NoticesAnotherRecipe) {
  write();
  EXPECT_EQ(status({"teacher", "other", kTask.files}), Status::kRecipeChanged);
}

TEST_F(StageLogTest, NoticesFilesThatChangedOrWent) {
  write();
  put("teacher.pt", "weightz");
  EXPECT_EQ(status(), Status::kFilesChanged);
  put("teacher.pt", "weights");
  EXPECT_EQ(status(), Status::kDone);
  put("folder/b", "");
  EXPECT_EQ(status(), Status::kFilesChanged);
  std::filesystem::remove_all(folder_.path() / "folder");
  EXPECT_EQ(status(), Status::kFilesChanged);
}

TEST_F(StageLogTest, ADamagedLogMeansThatNothingIsDone) {
  write();
  for (const char* text : {"", "{", "[]", "{\"teacher\": 3}", "{\"teacher\": {\"recipe\": \"recipe\"}}"}) {
    put("stages.json", text);
    EXPECT_NE(status(), Status::kDone) << text;
  }
}

TEST_F(StageLogTest, ClearForgetsStagesAndKeptStates) {
  write();
  put("resume/teacher.pt", "state");
  StageLog(folder_.path()).clear();
  EXPECT_EQ(status(), Status::kNew);
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "resume"));
}

TEST(RunLock, IsHeldByOneAtATime) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "run" / ".lock";
  {
    const RunLock first(file);
    try {
      const RunLock second(file);
      FAIL() << "two at once";
    } catch (const Error& error) {
      EXPECT_EQ(error.what(),
                (folder.path() / "run").string() +
                    ": another bitstill is at work here; wait for it or choose another folder with --run");
    }
  }
  const RunLock again(file);
}

TEST(RunLock, RefusesAFolderThatCannotBe) {
  const TemporaryFolder folder;
  write_file(folder.path() / "file", std::string_view("x"));
  EXPECT_THROW(RunLock(folder.path() / "file" / ".lock"), Error);
}

}  // namespace
}  // namespace bitstill::train

#include "firmware/targets/process.h"

#include <gtest/gtest.h>

#include "configs/support/error.h"
#include "configs/support/files.h"

namespace bitstill::firmware {
namespace {

TEST(Process, GivesExitCodeAndBothOutputs) {
  const Finished finished = run_process({.words = {"/bin/sh", "-c", "echo said; echo complained >&2; exit 3"}});
  EXPECT_EQ(finished.exit_code, 3);
  EXPECT_EQ(finished.text, "said\ncomplained\n");
  EXPECT_FALSE(finished.timed_out);
}

TEST(Process, KeepsArgumentsAsTheyAre) {
  const Finished finished = run_process({.words = {"/bin/echo", "a  b", "$HOME", ""}});
  EXPECT_EQ(finished.text, "a  b $HOME \n");
}

TEST(Process, ReadsAndWritesFilesAndRunsInItsFolder) {
  const TemporaryFolder folder;
  const std::string text(100'000, 'x');
  write_file(folder.path() / "in", text);
  const Finished finished = run_process({.words = {"/bin/sh", "-c", "cat; pwd >&2"},
                                         .folder = folder.path(),
                                         .input = folder.path() / "in",
                                         .output = folder.path() / "out"});
  EXPECT_EQ(finished.exit_code, 0);
  EXPECT_EQ(read_text(folder.path() / "out"), text);
  EXPECT_EQ(finished.text, std::filesystem::canonical(folder.path()).string() + "\n");
}

TEST(Process, EndsAProgramThatTakesTooLong) {
  const Finished finished =
      run_process({.words = {"/bin/sh", "-c", "exec sleep 1000"}, .time_out = std::chrono::seconds(0)});
  EXPECT_TRUE(finished.timed_out);
  EXPECT_EQ(finished.exit_code, 128 + 9);
}

TEST(Process, NamesTheSignalThatEndedAProgram) {
  EXPECT_EQ(run_process({.words = {"/bin/sh", "-c", "kill -SEGV $$"}}).exit_code, 128 + 11);
}

TEST(Process, RefusesAProgramThatIsNotThere) { EXPECT_THROW(run_process({.words = {"/no/such/program"}}), Error); }

}  // namespace
}  // namespace bitstill::firmware

// What is said of a port that cannot be had.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

#include "configs/support/error.h"
#include "firmware/link/lines.h"

namespace bitstill::tests {
namespace {

using testing::HasSubstr;

class Port : public testing::Test {
 protected:
  void SetUp() override {
    terminal_ = ::posix_openpt(O_RDWR | O_NOCTTY);
    ASSERT_GE(terminal_, 0);
    ASSERT_EQ(::grantpt(terminal_), 0);
    ASSERT_EQ(::unlockpt(terminal_), 0);
    path_ = ::ptsname(terminal_);
  }
  void TearDown() override { ::close(terminal_); }

  std::string refusal() const {
    try {
      firmware::open_line(path_);
    } catch (const Error& error) {
      return error.what();
    }
    return "opened";
  }

  int terminal_ = -1;
  std::string path_;
};

TEST_F(Port, ThatAnotherProgramUsesIsRefused) {
  const int other = ::open(path_.c_str(), O_RDWR | O_NOCTTY);
  ASSERT_EQ(::flock(other, LOCK_EX), 0);
  EXPECT_THAT(refusal(), HasSubstr("another program has this port open"));
  ::close(other);
  EXPECT_EQ(refusal(), "opened");
}

TEST_F(Port, ThatThisPersonMayNotOpenIsRefused) {
  constexpr uid_t kNobody = 65534;
  ASSERT_EQ(::chmod(path_.c_str(), 0), 0);
  const uid_t person = ::geteuid();
  if (person == 0) {
    ASSERT_EQ(::seteuid(kNobody), 0);
  }
  const std::string said = refusal();
  if (person == 0) {
    ASSERT_EQ(::seteuid(person), 0);
  }
  EXPECT_THAT(said, HasSubstr("you may not open this port; run: sudo usermod -aG dialout"));
}

TEST_F(Port, ThatIsNotThereOrNoneIsRefused) {
  path_ = "/dev/pts/123456";
  EXPECT_THAT(refusal(), HasSubstr("there is no such port; plug the board in"));
  path_ = "/dev/null";
  EXPECT_THAT(refusal(), HasSubstr("/dev/null: is no serial port; see bitstill ports"));
}

}  // namespace
}  // namespace bitstill::tests

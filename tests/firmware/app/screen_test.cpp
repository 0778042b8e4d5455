// The screen of a listening board: what it shows, and that it may be redrawn in parts. The goldens are pictures to look
// at; BITSTILL_REFRESH_GOLDENS=1 test_firmware --gtest_filter='Screen.*' writes them anew.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "configs/support/files.h"
#include "tests/firmware/app/drawing.h"

namespace bitstill::firmware {
namespace {

namespace fs = std::filesystem;
using app::Picture;

const fs::path kGoldens = fs::path(BITSTILL_SOURCE_DIR) / "tests" / "firmware" / "app" / "golden_screens";

constexpr const char* kLabels[] = {"lamp", "door", "window", "unknown", "silence", "go", "stop", "left"};
constexpr int8_t kScores[] = {108, -110, -121, -90, -127, -128, -128, -128};

app::Listening listening(int classes) {
  return {.name = "my_words",
          .labels = kLabels,
          .scores = kScores,
          .classes = classes,
          .word = -1,
          .level = -21,
          .inference_microseconds = 41'700,
          .hops_lost = 0};
}

Picture picture_of(const app::Listening& listening) {
  Picture picture;
  draw(listening, picture);
  return picture;
}

bool covers_every_pixel_once(const Picture& picture) {
  return std::ranges::all_of(tests::coverage(picture), [](int times) { return times == 1; });
}

bool shows(const Picture& picture, const std::string& text) {
  for (int i = 0; i < picture.count(); ++i) {
    if (picture.box(i).text == text) return true;
  }
  return false;
}

void expect_golden(const std::string& name, const std::string& text) {
  if (std::getenv("BITSTILL_REFRESH_GOLDENS") != nullptr) write_file(kGoldens / name, text);
  EXPECT_EQ(text, read_text(kGoldens / name)) << name;
}

TEST(Screen, ShowsTheWordThatWasHeardItsScoreTheLevelTheTimeAndTheLoss) {
  app::Listening seen = listening(5);
  seen.word = 0;
  seen.hops_lost = 3;
  const Picture picture = picture_of(seen);
  for (const char* text : {"my_words", "42 ms", "3 lost", "lamp", "92"}) EXPECT_TRUE(shows(picture, text)) << text;
  expect_golden("heard.svg", tests::svg_of(picture));
}

TEST(Screen, CoversEveryPixelOnce) {
  for (int classes = 1; classes <= 8; ++classes) {
    for (const int level : {0, -1, -59, -60, -90}) {
      for (const int word : {-1, 0}) {
        app::Listening seen = listening(classes);
        seen.level = level;
        seen.word = word;
        EXPECT_TRUE(covers_every_pixel_once(picture_of(seen))) << classes << " classes at " << level;
      }
    }
  }
  Picture notice;
  draw(app::Notice{"No microphone", "Is the bottom board on?", "It carries microphone and IMU."}, notice);
  EXPECT_TRUE(covers_every_pixel_once(notice));
  expect_golden("notice.svg", tests::svg_of(notice));
}

TEST(Screen, NeedsOnlyTheBoxesThatChangedToBeDrawn) {
  const Picture before = picture_of(listening(5));
  app::Listening seen = listening(5);
  seen.hops_lost = 1;
  const Picture after = picture_of(seen);
  int differing = 0;
  for (int i = 0; i < after.count(); ++i) differing += after.differs(before, i);
  EXPECT_EQ(differing, 1);
}

TEST(Screen, HasRoomForTheHighestScoresOfManyClassesInTheirOrder) {
  const Picture picture = picture_of(listening(8));
  for (const char* text : {"lamp", "door", "window", "unknown", "silence", "go"}) EXPECT_TRUE(shows(picture, text));
  EXPECT_FALSE(shows(picture, "stop"));  // scores as low as "go", and comes after it
}

TEST(Screen, CutsOffALabelThatIsTooLong) {
  const std::string label(60, 'm');
  const char* labels[] = {label.c_str()};
  app::Listening seen = listening(1);
  seen.labels = labels;
  EXPECT_TRUE(shows(picture_of(seen), label.substr(0, app::kTextBytes - 1)));
}

}  // namespace
}  // namespace bitstill::firmware

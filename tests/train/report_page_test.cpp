// The report's page as text: whatever the data say, they stay data.
#include <gmock/gmock.h>

#include "configs/support/files.h"
#include "train/run/report/history.h"
#include "train/run/report/report.h"

namespace bitstill::train {
namespace {

using Json = nlohmann::ordered_json;
using testing::HasSubstr;
using testing::Not;

size_t count(const std::string& text, const std::string& part) {
  size_t found = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

std::string embedded_data(const std::string& page) {
  const std::string opening = "id=\"data\">";
  const size_t begin = page.find(opening) + opening.size();
  return page.substr(begin, page.find("</script>", begin) - begin);
}

TEST(ReportPage, DataCannotEndTheirScriptElement) {
  const Json data{{"name", "</script><script>alert(1)</script><!-- <script"}};
  const std::string page = report_page(data);
  EXPECT_EQ(count(page, "</script>"), count(report_page(Json::object()), "</script>"));
  EXPECT_THAT(page, Not(HasSubstr("alert(1)</script>")));
  EXPECT_EQ(Json::parse(embedded_data(page)), data);
}

TEST(ReportPage, DataThatLookLikeAMarkerAreNotFilledIn) {
  const Json data{{"name", "{{script}}"}};
  EXPECT_EQ(Json::parse(embedded_data(report_page(data))), data);
}

TEST(ReportPage, WhatIsNoUtf8IsReplaced) {
  const Json parsed = Json::parse(embedded_data(report_page({{"name", "\xff"}})));
  EXPECT_EQ(parsed["name"], "\xEF\xBF\xBD");
}

TEST(ReportPage, NamesNothingOutsideItself) {
  const std::string page = report_page(Json::object());
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
  EXPECT_THAT(page, HasSubstr("Chart.js v"));
  EXPECT_THAT(page, Not(HasSubstr(" src=")));
  EXPECT_THAT(page, Not(HasSubstr("<link")));
}

TEST(TrainingHistory, HasAColumnPerNumberAndAGapWhereALineLacksIt) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "metrics.jsonl";
  write_file(path, std::string_view("{\"stage\":\"teacher\",\"epoch\":1,\"train_loss\":0.5}\n"
                                    "{\"stage\":\"student\",\"epoch\":1,\"train_loss\":0.25}\n"
                                    "{\"stage\":\"teacher\",\"epoch\":2,\"validation_rmse\":0.125}\n"
                                    "{\"stage\":\"teacher\",\"epo"));
  EXPECT_EQ(training_history(path), Json::parse(R"([{"stage": "teacher", "epoch": [1, 2], "train_loss": [0.5, null],
                             "validation_rmse": [null, 0.125]},
                            {"stage": "student", "epoch": [1], "train_loss": [0.25]}])"));
}

TEST(TrainingHistory, IsEmptyWithoutAFile) { EXPECT_EQ(training_history("nowhere/metrics.jsonl"), Json::array()); }

}  // namespace
}  // namespace bitstill::train

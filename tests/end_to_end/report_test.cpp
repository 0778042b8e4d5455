// The report in a real browser: it draws every chart, says nothing on the console, and a damaged one is noticed.
#include <gmock/gmock.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <regex>

#include "configs/support/files.h"
#include "firmware/targets/find_program.h"
#include "tests/end_to_end/program.h"

namespace bitstill::tests {
namespace {

using testing::HasSubstr;

struct Opened {
  std::string console;        // what the page wrote to the console, a message per line
  std::optional<int> charts;  // drawn, as the page says at its end; nothing where its script did not get there
  std::string dom;            // the page after its scripts
};

class ReportTest : public ProgramTest {
 protected:
  void SetUp() override {
    browser_ = firmware::find_program("chromium");
    if (!browser_) GTEST_SKIP() << "chromium is not there: install it to open the report (apt-get install chromium)";
  }

  Opened open(const std::string& page) {
    firmware::Command command;
    command.words = {browser_->string(),
                     "--headless",
                     "--no-sandbox",
                     "--disable-gpu",
                     "--disable-quic",
                     "--no-first-run",
                     "--disable-background-networking",
                     "--disable-component-update",
                     "--disable-sync",
                     "--user-data-dir=" + path("browser" + std::to_string(++opened_)),
                     "--enable-logging=stderr",
                     "--virtual-time-budget=5000",
                     "--dump-dom",
                     "file://" + path(page)};
    command.output = path("dom.html");
    command.time_out = std::chrono::seconds(300);
    const firmware::Finished finished = firmware::run_process(command);
    EXPECT_EQ(finished.exit_code, 0) << finished.text;
    Opened result{"", std::nullopt, read_text(path("dom.html"))};
    const std::regex message("[^\n]*CONSOLE[^\n]*\n"), ready("data-ready=\"([0-9]+)\"");
    for (std::sregex_iterator at(finished.text.begin(), finished.text.end(), message), end; at != end; ++at) {
      result.console += at->str();
    }
    std::smatch charts;
    if (std::regex_search(result.dom, charts, ready)) result.charts = std::stoi(charts[1]);
    return result;
  }

  void make_report(const std::string& config) {
    write("tiny.yaml", config);
    for (const char* stage : {"train", "distill", "report"}) {
      const auto done = bitstill({stage, "tiny.yaml"});
      ASSERT_EQ(done.exit_code, 0) << done.text;
    }
  }

  nlohmann::json data_of(const std::string& page) const {
    const std::string text = read_text(path(page)), opening = "id=\"data\">";
    const size_t begin = text.find(opening) + opening.size();
    return nlohmann::json::parse(text.substr(begin, text.find("</script>", begin) - begin));
  }

 private:
  std::optional<std::filesystem::path> browser_;
  int opened_ = 0;
};

// An IDX file of bytes, as MNIST's are.
std::string idx(const std::vector<uint32_t>& sizes, const std::vector<uint8_t>& values) {
  std::string text{0, 0, 8, static_cast<char>(sizes.size())};
  for (const uint32_t size : sizes) {
    for (int shift = 24; shift >= 0; shift -= 8) text += static_cast<char>(size >> shift);
  }
  return text.append(values.begin(), values.end());
}

// Curve, error, noise, and loss and score of three stages.
TEST_F(ReportTest, OfARegressionDrawsItsChartsWithoutAWordOnTheConsole) {
  make_report(kTinyExperiment);
  const Opened report = open("runs/tiny/report.html");
  EXPECT_EQ(report.console, "");
  EXPECT_EQ(report.charts, 9);
  EXPECT_THAT(report.dom, HasSubstr("The 1-8-1 student in int8 errs by"));
  EXPECT_THAT(report.dom, HasSubstr("Not verified yet"));
}

TEST_F(ReportTest, OfARunSaysWhereEveryByteIsEqualAndCountsInstructions) {
  write("tiny.yaml", std::string(kTinyExperiment) +
                         "compress: [{kind: cluster, clusters: 4, training: {epochs: 1}}]\n"
                         "module: {pack: codebook}\n");
  ASSERT_EQ(bitstill({"run", "tiny.yaml"}).exit_code, 0);
  ASSERT_EQ(bitstill({"report", "runs/tiny"}).exit_code, 0);
  const Opened report = open("runs/tiny/report.html");
  EXPECT_EQ(report.console, "");
  EXPECT_THAT(report.dom, HasSubstr("✓ host: every byte equal"));
  EXPECT_THAT(report.dom, HasSubstr("Least, by sample"));
  EXPECT_THAT(report.dom, HasSubstr("step 1 cluster"));
  EXPECT_THAT(report.dom, HasSubstr("<td>codebook</td>"));
}

// Noise, and loss and score of three stages; noise pictures of random labels are hard to get right.
TEST_F(ReportTest, OfAClassificationShowsTheConfusionAndTheMistakes) {
  std::vector<uint8_t> pixels(200 * 6 * 5), labels(200);
  for (size_t i = 0; i < pixels.size(); ++i) pixels[i] = static_cast<uint8_t>(i * i * 31 / 7);
  for (size_t i = 0; i < labels.size(); ++i) labels[i] = static_cast<uint8_t>(i * 7 / 3 % 10);
  for (const std::string split : {"train", "test"}) {
    write(split + "-images", idx({200, 6, 5}, pixels));
    write(split + "-labels", idx({200}, labels));
    std::ranges::reverse(pixels);
  }
  make_report(R"(
dataset: {kind: idx_images, train_images: train-images, train_labels: train-labels,
          test_images: test-images, test_labels: test-labels}
teacher:
  layers: [flatten, {dense: {units: 16}}, relu, {dense: {units: 10}}, softmax]
  training: {epochs: 2}
student:
  layers: [flatten, {dense: {units: 8}}, relu, {dense: {units: 10}}, softmax]
  training: {epochs: 2}
quantization: {frozen_epochs: 1, training: {epochs: 2}}
)");
  const Opened report = open("runs/tiny/report.html");
  EXPECT_EQ(report.console, "");
  EXPECT_EQ(report.charts, 8);
  EXPECT_THAT(report.dom, HasSubstr("mistakes on 200 test samples"));
  EXPECT_THAT(report.dom, HasSubstr("<canvas width=\"5\" height=\"6\""));

  const auto data = data_of("runs/tiny/report.html");
  int64_t right = 0;
  for (size_t k = 0; k < 10; ++k) right += data["insight"]["confusion"][k][k].get<int64_t>();
  EXPECT_EQ(static_cast<double>(right) / 200, data["test"]["int8"]);
}

TEST_F(ReportTest, WithDamagedDataIsNoticed) {
  make_report(kTinyExperiment);
  const std::string page = read_text(path("runs/tiny/report.html"));
  const auto damage = [&](const std::string& from, const std::string& to) {
    write("damaged.html", std::string(page).replace(page.rfind(from), from.size(), to));
    return open("damaged.html");
  };
  for (const auto& [from, to] : {std::pair{"\"seed\":", "\"seed\""}, std::pair{"\"outputs\":", "\"puts\":"}}) {
    const Opened report = damage(from, to);
    EXPECT_THAT(report.console, HasSubstr("Uncaught")) << from;
    EXPECT_EQ(report.charts, std::nullopt) << from;
    EXPECT_THAT(report.dom, HasSubstr("This report is damaged")) << from;
  }
}

class ReportCommandTest : public ProgramTest {};

TEST_F(ReportCommandTest, NeedsAStudent) {
  write("tiny.yaml", kTinyExperiment);
  const auto refused = bitstill({"report", "tiny.yaml"});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.text, HasSubstr("student.tflite: is not there yet; run `bitstill distill tiny.yaml`"));
}

}  // namespace
}  // namespace bitstill::tests

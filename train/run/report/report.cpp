#include "train/run/report/report.h"

#include <span>
#include <stdexcept>

#include "codegen/embedded_file.h"
#include "configs/support/files.h"

namespace bitstill::train {

std::span<const EmbeddedFile> page_files();
std::span<const EmbeddedFile> chart_library();

namespace {

std::string all_that_end_in(std::string_view ending) {
  std::string text;
  for (const EmbeddedFile& file : page_files()) {
    if (file.path.ends_with(ending)) text += file.text;
  }
  return text;
}

// Inside a script element only `<` could end it or open a comment; in JSON it stands in strings alone.
std::string embedded_json(const nlohmann::ordered_json& data) {
  const std::string json = data.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  std::string safe;
  for (const char c : json) {
    if (c == '<') {
      safe += "\\u003c";
    } else {
      safe += c;
    }
  }
  return safe;
}

std::string fill(const std::string& marker, const nlohmann::ordered_json& data) {
  if (marker == "style") return all_that_end_in(".css");
  if (marker == "chart_library") return std::string(chart_library().front().text);
  if (marker == "script") return all_that_end_in(".js");
  if (marker == "data") return embedded_json(data);
  throw std::logic_error("page.html has an unknown marker {{" + marker + "}}");
}

}  // namespace

std::string report_page(const nlohmann::ordered_json& data) {
  const std::string html = all_that_end_in(".html");
  std::string page;
  size_t at = 0;
  for (size_t open = html.find("{{"); open != std::string::npos; open = html.find("{{", at)) {
    const size_t close = html.find("}}", open);
    page += html.substr(at, open - at) + fill(html.substr(open + 2, close - open - 2), data);
    at = close + 2;
  }
  return page + html.substr(at);
}

void write_report(const std::filesystem::path& path, const nlohmann::ordered_json& data) {
  write_file(path, std::string_view(report_page(data)));
}

}  // namespace bitstill::train

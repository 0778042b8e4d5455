// A run's report: one HTML page that carries its style, its scripts, the chart library and its data, and asks no
// network for anything.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

namespace bitstill::train {

// The page with `data` in it, as page.js reads it: see report_command.cpp for its members. Any text is safe in it; what
// is not UTF-8 is replaced. The same data give the same bytes.
std::string report_page(const nlohmann::ordered_json& data);

// Throws Error where `path` cannot be written.
void write_report(const std::filesystem::path& path, const nlohmann::ordered_json& data);

}  // namespace bitstill::train

#include "codegen/detector/json.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "configs/support/error.h"

namespace bitstill::detector {
namespace {

using Json = nlohmann::json;

constexpr size_t kMostLabels = 1 << 16;

[[noreturn]] void refuse(const Json& json, const char* key, const char* expected, const std::string& where) {
  throw Error(fmt::format("{}: '{}' is {}, expected {}", where, key, json.contains(key) ? "something else" : "missing",
                          expected));
}

int64_t whole_number(const Json& json, const char* key, const std::string& where) {
  constexpr const char* kExpected = "a whole number of 32 bits";
  const auto found = json.find(key);
  if (found == json.end() || !found->is_number_integer()) refuse(json, key, kExpected, where);
  const bool too_large = found->is_number_unsigned() && found->get<uint64_t>() > uint64_t{INT32_MAX};
  if (too_large || found->get<int64_t>() < -INT32_MAX) refuse(json, key, kExpected, where);
  return found->get<int64_t>();
}

std::vector<std::optional<double>> thresholds(const Json& json, const std::string& where) {
  constexpr const char* kKey = "thresholds";
  constexpr const char* kExpected = "a list with a number or null for each label";
  const auto found = json.find(kKey);
  if (found == json.end() || !found->is_array() || found->size() > kMostLabels) refuse(json, kKey, kExpected, where);
  std::vector<std::optional<double>> values;
  for (const Json& item : *found) {
    if (!item.is_number() && !item.is_null()) refuse(json, kKey, kExpected, where);
    values.push_back(item.is_null() ? std::nullopt : std::optional(item.get<double>()));
  }
  return values;
}

}  // namespace

nlohmann::ordered_json to_json(const Parameters& p) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const auto& threshold : p.thresholds) {
    list.push_back(threshold ? nlohmann::ordered_json(*threshold) : nlohmann::ordered_json(nullptr));
  }
  return {{"inference_every", p.inference_every},
          {"smoothing", p.smoothing},
          {"refractory", p.refractory},
          {"thresholds", std::move(list)}};
}

Parameters from_json(const Json& json, const std::string& where) {
  if (!json.is_object()) throw Error(where + ": is no JSON object");
  Parameters p;
  p.inference_every = whole_number(json, "inference_every", where);
  p.smoothing = whole_number(json, "smoothing", where);
  p.refractory = whole_number(json, "refractory", where);
  p.thresholds = thresholds(json, where);
  check(p, where);
  return p;
}

}  // namespace bitstill::detector

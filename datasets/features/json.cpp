#include "datasets/features/json.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "configs/support/error.h"
#include "datasets/features/check.h"

namespace bitstill::features {
namespace {

// Both directions visit the same list, so that neither can forget a member.
template <class Visitor>
void describe(Visitor& v, Normalization& n) {
  v.field("shift", n.shift);
  v.field("zero_point", n.zero_point);
  v.field("scale", n.scale);
  v.field("centre", n.centre);
  v.field("multiplier", n.multiplier);
}

template <class Visitor>
void describe(Visitor& v, Parameters& p) {
  v.field("kind", p.kind);
  v.field("sample_rate", p.sample_rate);
  v.field("clip_samples", p.clip_samples);
  v.field("window_samples", p.window_samples);
  v.field("hop_samples", p.hop_samples);
  v.field("fft_size", p.fft_size);
  v.field("bands", p.bands);
  v.field("low_hz", p.low_hz);
  v.field("high_hz", p.high_hz);
  v.field("coefficients", p.coefficients);
  v.field("remove_dc", p.remove_dc);
  v.field("pre_emphasis", p.pre_emphasis);
  v.field("spectrum", p.spectrum);
  v.field("pcen", p.pcen);
  v.section("normalization", p.normalization);
}

class Writer {
 public:
  template <class Value>
  void field(const char* key, const Value& value) {
    json[key] = value;
  }

  void section(const char* key, Normalization& normalization) {
    Writer writer;
    describe(writer, normalization);
    json[key] = std::move(writer.json);
  }

  nlohmann::ordered_json json;
};

class Reader {
 public:
  Reader(const nlohmann::json& json, std::string where) : json_(json), where_(std::move(where)) {
    if (!json_.is_object()) throw Error(where_ + ": is no JSON object");
  }

  void field(const char* key, std::string& value) const { value = get<std::string>(key, &Json::is_string, "a word"); }
  void field(const char* key, bool& value) const { value = get<bool>(key, &Json::is_boolean, "true or false"); }
  void field(const char* key, int64_t& value) const { value = integer(at(key), key); }
  void field(const char* key, int32_t& value) const { value = static_cast<int32_t>(integer(at(key), key)); }
  void field(const char* key, double& value) const { value = get<double>(key, &Json::is_number, "a number"); }
  void field(const char* key, float& value) const {
    double number = 0;
    field(key, number);
    if (!(std::abs(number) <= 1e30)) refuse(key, "a number of usual size");
    value = static_cast<float>(number);
  }

  void field(const char* key, std::vector<int32_t>& values) const {
    const Json& list = at(key);
    if (!list.is_array() || list.size() > static_cast<size_t>(kMostBands)) refuse(key, "a list, one per coefficient");
    values.clear();
    for (const Json& item : list) values.push_back(static_cast<int32_t>(integer(item, key)));
  }

  void section(const char* key, Normalization& normalization) const {
    Reader reader(at(key), where_ + "." + key);
    describe(reader, normalization);
  }

 private:
  using Json = nlohmann::json;

  [[noreturn]] void refuse(const char* key, const char* expected) const {
    throw Error(fmt::format("{}: '{}' is {}, expected {}", where_, key,
                            json_.contains(key) ? "something else" : "missing", expected));
  }

  const Json& at(const char* key) const {
    const auto found = json_.find(key);
    if (found == json_.end()) refuse(key, "front-end parameters as bitstill writes them");
    return *found;
  }

  template <class Value>
  Value get(const char* key, bool (Json::*is)() const noexcept, const char* expected) const {
    const Json& value = at(key);
    if (!(value.*is)()) refuse(key, expected);
    return value.get<Value>();
  }

  int64_t integer(const Json& value, const char* key) const {
    constexpr int64_t kLargest = INT32_MAX;
    if (!value.is_number_integer()) refuse(key, "a whole number");
    const bool too_large = value.is_number_unsigned() && value.get<uint64_t>() > static_cast<uint64_t>(kLargest);
    if (too_large || value.get<int64_t>() < -kLargest) refuse(key, "a number of 32 bits");
    return value.get<int64_t>();
  }

  const Json& json_;
  std::string where_;
};

}  // namespace

nlohmann::ordered_json to_json(const Parameters& parameters) {
  Parameters copy = parameters;
  Writer writer;
  describe(writer, copy);
  return std::move(writer.json);
}

Parameters from_json(const nlohmann::json& json, const std::string& where) {
  Reader reader(json, where);
  Parameters parameters;
  describe(reader, parameters);
  check(parameters, where);
  return parameters;
}

}  // namespace bitstill::features

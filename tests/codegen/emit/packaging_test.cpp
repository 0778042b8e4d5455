// Each packaging holds the fields that its tools publish as required.
#include "codegen/emit/packaging.h"

#include <gmock/gmock.h>
#include <yaml-cpp/yaml.h>

#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>

#include "tests/codegen/models.h"

namespace bitstill::codegen {
namespace {

const std::regex kSemanticVersion(R"(\d+\.\d+\.\d+)");

std::string text_of(const std::string& path, const std::string& name = "chain") {
  const Graph graph = tests::read(tests::chain_model());
  for (const ModuleFile& file : packaging_files(graph, name, {})) {
    if (file.path == path) return file.text;
  }
  ADD_FAILURE() << path << " is not among the files";
  return "";
}

// As the Arduino IDE reads them: a line is a comment or "key=value".
std::map<std::string, std::string> arduino_properties(const std::string& name) {
  std::istringstream lines(text_of("library.properties", name));
  std::map<std::string, std::string> properties;
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line[0] == '#') continue;
    const size_t equals = line.find('=');
    EXPECT_NE(equals, std::string::npos) << line;
    EXPECT_TRUE(properties.emplace(line.substr(0, equals), line.substr(equals + 1)).second) << line;
  }
  return properties;
}

// https://arduino.github.io/arduino-cli/latest/library-specification
TEST(Packaging, ArduinoPropertiesAreComplete) {
  auto properties = arduino_properties("chain");
  for (const char* key :
       {"name", "version", "author", "maintainer", "sentence", "paragraph", "category", "architectures", "includes"}) {
    EXPECT_FALSE(properties[key].empty()) << key;
  }
  EXPECT_TRUE(std::regex_match(properties["version"], kSemanticVersion));
  EXPECT_TRUE(std::regex_match(properties["name"], std::regex("[A-Za-z0-9][A-Za-z0-9 _.-]{0,62}")));
  EXPECT_THAT((std::vector<std::string>{"Display", "Communication", "Signal Input/Output", "Sensors", "Device Control",
                                        "Timing", "Data Storage", "Data Processing", "Other"}),
              testing::Contains(properties["category"]));
  EXPECT_EQ(properties["url"], "");  // nothing is published anywhere until somebody does
  EXPECT_EQ(properties["architectures"], "*");
  EXPECT_EQ(properties["includes"], "chain.h");
  const std::string longest(64, 'n');
  EXPECT_EQ(arduino_properties(longest)["name"].size(), 63U);
  EXPECT_EQ(arduino_properties(longest)["includes"], longest + ".h");
}

// https://docs.platformio.org/en/latest/manifests/library-json
TEST(Packaging, PlatformioManifestIsComplete) {
  const auto library = nlohmann::json::parse(text_of("library.json"));
  for (const char* key : {"name", "version", "description", "keywords", "frameworks", "platforms"}) {
    EXPECT_TRUE(library.at(key).is_string()) << key;
  }
  EXPECT_TRUE(std::regex_match(library["version"].get<std::string>(), kSemanticVersion));
  EXPECT_LE(library["name"].get<std::string>().size(), 100U);
  EXPECT_LE(library["description"].get<std::string>().size(), 255U);
  EXPECT_EQ(library["headers"], "chain.h");
  EXPECT_EQ(library["build"]["srcDir"], "src");
  EXPECT_EQ(library["build"]["srcFilter"], (std::vector<std::string>{"-<*>", "+<chain.cpp>"}));
  EXPECT_THAT(library["build"]["flags"].get<std::vector<std::string>>(), testing::Contains("-std=gnu++17"));
}

// https://docs.espressif.com/projects/idf-component-manager
TEST(Packaging, EspIdfManifestIsComplete) {
  const YAML::Node manifest = YAML::Load(text_of("idf_component.yml"));
  EXPECT_TRUE(std::regex_match(manifest["version"].as<std::string>(), kSemanticVersion));
  EXPECT_FALSE(manifest["description"].as<std::string>().empty());
  EXPECT_EQ(manifest["files"]["exclude"][0].as<std::string>(), "check/**/*");
}

TEST(Packaging, AllOfThemStateOneVersion) {
  EXPECT_EQ(arduino_properties("chain")["version"], kModuleVersion);
  EXPECT_EQ(nlohmann::json::parse(text_of("library.json"))["version"], kModuleVersion);
  EXPECT_EQ(YAML::Load(text_of("idf_component.yml"))["version"].as<std::string>(), kModuleVersion);
}

TEST(Packaging, KeywordsAreSeparatedByTabsAlone) {
  EXPECT_EQ(text_of("keywords.txt"),
            "chain\tKEYWORD1\nNetwork\tKEYWORD1\nrun\tKEYWORD2\ninput\tKEYWORD2\noutput\tKEYWORD2\n");
}

}  // namespace
}  // namespace bitstill::codegen

// ESP-IDF on this machine: where idf.py is, and running it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace bitstill::firmware {

class EspIdf {
 public:
  // Looks for idf.py on PATH, then for export.sh in the folder that the environment variable IDF_PATH names. Throws
  // Error with how to get ESP-IDF where there is neither.
  EspIdf();

  // As a person would type it: "idf.py build", with the export.sh before it where that is needed.
  std::string command_line(const std::vector<std::string>& arguments) const;

  // Prints the command line and runs it in `folder`; what it says goes to the file `log`. Throws Error with its last
  // lines, or with what overflowed, where it fails.
  void run(const std::vector<std::string>& arguments, const std::filesystem::path& folder,
           const std::filesystem::path& log) const;

 private:
  std::vector<std::string> words_;  // the program and what comes before the arguments
  std::string typed_;
};

}  // namespace bitstill::firmware

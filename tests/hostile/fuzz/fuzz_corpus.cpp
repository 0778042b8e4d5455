// Writes the artifacts that fuzzing starts from into a folder.
#include <fstream>

#include "tests/hostile/mutation.h"

int main(int count, char** arguments) {
  if (count != 2) return 2;
  for (const auto& artifact : bitstill::tests::honest_artifacts()) {
    if (artifact.bytes.size() > 20'000) continue;
    std::ofstream file(std::string(arguments[1]) + "/" + artifact.name, std::ios::binary);
    file.write(reinterpret_cast<const char*>(artifact.bytes.data()),
               static_cast<std::streamsize>(artifact.bytes.size()));
  }
}

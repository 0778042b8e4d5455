// The files that make a module's folder a CMake target, a component of ESP-IDF, a library of PlatformIO and one of
// Arduino, all at once. Each of them compiles src/<name>.cpp and, where there are any, the front-end's and the
// listener's, and nothing else: check/ and examples/ are left alone.
#pragma once

#include <string>
#include <vector>

#include "codegen/emit/module.h"

namespace bitstill::codegen {

// The one version that every packaging states.
constexpr const char* kModuleVersion = "0.1.0";

// `module`: the files so far, of which assembly is compiled, too.
std::vector<ModuleFile> packaging_files(const Graph& graph, const std::string& name,
                                        const std::vector<ModuleFile>& module);

// Where the folder goes, for the module's README.
std::string installing_text();

}  // namespace bitstill::codegen

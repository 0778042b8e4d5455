// The reviewed kernel sources, carried inside the program and copied into modules.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "codegen/emit/module.h"

namespace bitstill::codegen {

// The kernel.h of every folder in `kernels` and all they include, as src/kernels/*.h of module `name`. The copies
// differ from the sources in two ways: the namespace is the module's, and includes are by file name.
std::vector<ModuleFile> copy_kernels(const std::set<std::string>& kernels, const std::string& name);

// codegen/detector/detector.h and all it includes, as src/kernels/*.h of module `name`, changed in the same two ways.
std::vector<ModuleFile> copy_detector(const std::string& name);

// The blocks of datasets/features in the same way, as src/front_end/*.h, and what they include of src/kernels/.
std::vector<ModuleFile> copy_front_end(const std::string& name);

}  // namespace bitstill::codegen

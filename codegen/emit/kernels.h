// The reviewed kernel sources, carried inside the program and copied into modules.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "codegen/emit/module.h"

namespace bitstill::codegen {

// The headers of `kernels` ("ops/softmax/kernel", "pack/unpack") and all they include, as src/kernels/* of module
// `name`; a header's assembly, the file of its name that ends in .S, goes with it. The copies differ from the sources
// in three ways: the namespace is the module's, names of assembly routines begin with the module's name, and includes
// are by file name.
std::vector<ModuleFile> copy_kernels(const std::set<std::string>& kernels, const std::string& name);

// The name of a kernel's header in src/kernels/: "softmax.h", "conv_2d_esp32.h".
std::string kernel_header(const std::string& kernel);

// The macros by which a module for the ESP32 says where what belongs, as src/kernels/placement.h.
std::vector<ModuleFile> copy_placement(const std::string& name);

// codegen/detector/detector.h and all it includes, as src/kernels/*.h of module `name`, changed in the same ways.
std::vector<ModuleFile> copy_detector(const std::string& name);

// The blocks of datasets/features in the same way, as src/front_end/*.h, and what they include of src/kernels/.
std::vector<ModuleFile> copy_front_end(const std::string& name);

}  // namespace bitstill::codegen

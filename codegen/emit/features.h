// The texts of a module's audio front-end: a class with push(), its tables, and the blocks they are made for.
#pragma once

#include <string>
#include <vector>

#include "codegen/emit/module.h"
#include "datasets/features/parameters.h"

namespace bitstill::codegen {

// src/<name>_features.{h,cpp}, src/<name>_features_constants.h and src/front_end/.
std::vector<ModuleFile> emit_features(const features::Parameters& parameters, const std::string& name);

// Of the class's one object: working memory, and the samples it keeps from hop to hop.
int64_t features_bytes(const features::Parameters& parameters);

// How a program uses it, for the module's README.
std::string features_usage(const features::Parameters& parameters, const std::string& name);

// check/features_adapter.h: gives the class the name by which a runner knows it.
std::string features_adapter(const std::string& name);

}  // namespace bitstill::codegen

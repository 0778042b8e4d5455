// The module that a config asks for.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "codegen/codegen.h"
#include "configs/schema/experiment.h"

namespace bitstill::distill {

codegen::Target target_of(const configs::ModuleConfig& module);
codegen::Packing packing_of(const configs::ModuleConfig& module);

// An artifact's graph as the config's module computes it: its kernels, workers and forms of weights. Throws Error.
codegen::Graph module_graph(const std::filesystem::path& artifact, const configs::ModuleConfig& module);

// An artifact compiled as the config's module will be. `file` is for messages. Throws Error.
codegen::Compiled compile_module(const std::vector<uint8_t>& artifact, const std::string& file,
                                 const configs::ExperimentConfig& config);

}  // namespace bitstill::distill

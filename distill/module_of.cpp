#include "distill/module_of.h"

namespace bitstill::distill {

codegen::Target target_of(const configs::ModuleConfig& module) {
  return module.target == codegen::target_name(codegen::Target::kEsp32) ? codegen::Target::kEsp32
                                                                        : codegen::Target::kPortable;
}

codegen::Packing packing_of(const configs::ModuleConfig& module) {
  return {codegen::forms_named(module.pack), module.unpack == "start"};
}

codegen::Graph module_graph(const std::filesystem::path& artifact, const configs::ModuleConfig& module) {
  return codegen::load_graph(artifact, true, target_of(module), static_cast<int>(module.workers), packing_of(module));
}

codegen::Compiled compile_module(const std::vector<uint8_t>& artifact, const std::string& file,
                                 const configs::ExperimentConfig& config) {
  const configs::ModuleConfig& module = config.module;
  return codegen::compile(artifact, file, config.name, true, target_of(module), static_cast<int>(module.workers),
                          packing_of(module));
}

}  // namespace bitstill::distill

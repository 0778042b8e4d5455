// The reference executor as the judge of a module: the artifact in check/, with the passes the module was made with.
#pragma once

#include "codegen/graph/graph.h"
#include "firmware/targets/module_folder.h"

namespace bitstill::firmware {

// Throws Error where no choice of passes gives the layers that check/module.json names.
codegen::Graph load_reference(const ModuleFolder& module);

}  // namespace bitstill::firmware

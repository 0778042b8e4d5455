#include "codegen/passes/passes.h"

namespace bitstill::codegen::passes {

void run_all(Graph& graph) {
  fold_constants(graph);
  remove_identities(graph);
  fuse_pad(graph);
  fuse_lookups(graph);
  fuse_activations(graph);
}

}  // namespace bitstill::codegen::passes

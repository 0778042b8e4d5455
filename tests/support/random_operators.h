// How to add each operator to a random graph: one row an operator, as in codegen/ops/registry.cpp.
#pragma once

#include <span>

#include "schema_generated.h"
#include "tests/support/graph_builder.h"

namespace bitstill::tests {

struct RandomOperator {
  codegen::tflite::schema::BuiltinOperator code;
  void (*add)(GraphBuilder& graph);  // adds nothing where no value suits
};

// Every operator that codegen/tflite/writer.h writes, except DEQUANTIZE, which no module computes.
std::span<const RandomOperator> random_operators();

}  // namespace bitstill::tests

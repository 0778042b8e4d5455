// The one visible list of operators: how the file calls each, and who reads it.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "codegen/tflite/operator_view.h"

namespace bitstill::codegen::ops {

struct OperatorRow {
  tflite::schema::BuiltinOperator code;
  std::unique_ptr<Operator> (*read)(const tflite::OperatorView& view);
};

// nullptr where bitstill does not have the operator.
const OperatorRow* find_operator(tflite::schema::BuiltinOperator code);

// "FULLY_CONNECTED, LOGISTIC, ...": for the sentence that refuses another.
std::string operator_list();

}  // namespace bitstill::codegen::ops

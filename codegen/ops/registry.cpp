#include "codegen/ops/registry.h"

#include "codegen/ops/add/add.h"
#include "codegen/ops/arg_max/arg_max.h"
#include "codegen/ops/concatenation/concatenation.h"
#include "codegen/ops/conv_2d/conv_2d.h"
#include "codegen/ops/depthwise_conv_2d/depthwise_conv_2d.h"
#include "codegen/ops/dequantize/dequantize.h"
#include "codegen/ops/fully_connected/fully_connected.h"
#include "codegen/ops/hard_swish/hard_swish.h"
#include "codegen/ops/leaky_relu/leaky_relu.h"
#include "codegen/ops/logistic/logistic.h"
#include "codegen/ops/maximum/maximum.h"
#include "codegen/ops/mean/mean.h"
#include "codegen/ops/minimum/minimum.h"
#include "codegen/ops/mul/mul.h"
#include "codegen/ops/pad/pad.h"
#include "codegen/ops/pool_2d/pool_2d.h"
#include "codegen/ops/prelu/prelu.h"
#include "codegen/ops/quantize/quantize.h"
#include "codegen/ops/relu/relu.h"
#include "codegen/ops/reshape/reshape.h"
#include "codegen/ops/resize_nearest_neighbor/resize_nearest_neighbor.h"
#include "codegen/ops/softmax/softmax.h"
#include "codegen/ops/split/split.h"
#include "codegen/ops/strided_slice/strided_slice.h"
#include "codegen/ops/sub/sub.h"
#include "codegen/ops/tanh/tanh.h"
#include "codegen/ops/transpose/transpose.h"
#include "codegen/ops/transpose_conv/transpose_conv.h"

namespace bitstill::codegen::ops {
namespace {

using tflite::schema::BuiltinOperator;

constexpr OperatorRow kOperators[] = {
    {BuiltinOperator::ADD, read_add},
    {BuiltinOperator::ARG_MAX, read_arg_max},
    {BuiltinOperator::AVERAGE_POOL_2D, read_average_pool_2d},
    {BuiltinOperator::CONCATENATION, read_concatenation},
    {BuiltinOperator::CONV_2D, read_conv_2d},
    {BuiltinOperator::DEPTHWISE_CONV_2D, read_depthwise_conv_2d},
    {BuiltinOperator::DEQUANTIZE, read_dequantize},
    {BuiltinOperator::EXPAND_DIMS, read_expand_dims},
    {BuiltinOperator::FULLY_CONNECTED, read_fully_connected},
    {BuiltinOperator::HARD_SWISH, read_hard_swish},
    {BuiltinOperator::LEAKY_RELU, read_leaky_relu},
    {BuiltinOperator::LOGISTIC, read_logistic},
    {BuiltinOperator::MAXIMUM, read_maximum},
    {BuiltinOperator::MAX_POOL_2D, read_max_pool_2d},
    {BuiltinOperator::MEAN, read_mean},
    {BuiltinOperator::MINIMUM, read_minimum},
    {BuiltinOperator::MUL, read_mul},
    {BuiltinOperator::PAD, read_pad},
    {BuiltinOperator::PADV2, read_padv2},
    {BuiltinOperator::PRELU, read_prelu},
    {BuiltinOperator::QUANTIZE, read_quantize},
    {BuiltinOperator::RELU, read_relu},
    {BuiltinOperator::RELU6, read_relu6},
    {BuiltinOperator::RELU_N1_TO_1, read_relu_n1_to_1},
    {BuiltinOperator::RESHAPE, read_reshape},
    {BuiltinOperator::RESIZE_NEAREST_NEIGHBOR, read_resize_nearest_neighbor},
    {BuiltinOperator::SOFTMAX, read_softmax},
    {BuiltinOperator::SPLIT, read_split},
    {BuiltinOperator::SQUEEZE, read_squeeze},
    {BuiltinOperator::STRIDED_SLICE, read_strided_slice},
    {BuiltinOperator::SUB, read_sub},
    {BuiltinOperator::TANH, read_tanh},
    {BuiltinOperator::TRANSPOSE, read_transpose},
    {BuiltinOperator::TRANSPOSE_CONV, read_transpose_conv},
};

}  // namespace

const OperatorRow* find_operator(BuiltinOperator code) {
  for (const OperatorRow& row : kOperators) {
    if (row.code == code) return &row;
  }
  return nullptr;
}

std::string operator_list() {
  std::string list;
  for (const OperatorRow& row : kOperators) {
    if (!list.empty()) list += ", ";
    list += tflite::schema::EnumNameBuiltinOperator(row.code);
  }
  return list;
}

}  // namespace bitstill::codegen::ops

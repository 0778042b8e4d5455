// Every kind of layer: how an entry of the config's list joins the plan, and how a block of the plan runs. One file per
// family; layers.cpp lists them all.
#pragma once

#include <memory>

#include "train/layers/layer.h"
#include "train/layers/plan_builder.h"

namespace bitstill::train {

// Adds the layer to the plan by the function of its word, or refuses it.
void plan_layer(PlanBuilder& builder, const configs::LayerConfig& layer);
// The running layer of a block, weights drawn from LibTorch's generator.
std::shared_ptr<Layer> make_layer(const Block& block);

void plan_dense(PlanBuilder& builder, const configs::LayerConfig& layer);
void plan_conv_2d(PlanBuilder& builder, const configs::LayerConfig& layer);
void plan_depthwise_conv_2d(PlanBuilder& builder, const configs::LayerConfig& layer);
void plan_separable_conv_2d(PlanBuilder& builder, const configs::LayerConfig& layer);
void plan_conv_1d(PlanBuilder& builder, const configs::LayerConfig& layer);
void plan_depthwise_conv_1d(PlanBuilder& builder, const configs::LayerConfig& layer);
void plan_max_pool(PlanBuilder& builder, const configs::LayerConfig& layer);
void plan_average_pool(PlanBuilder& builder, const configs::LayerConfig& layer);
void plan_global_average_pool(PlanBuilder& builder, const configs::LayerConfig& layer);
void plan_residual(PlanBuilder& builder, const configs::LayerConfig& layer);
void plan_concatenate(PlanBuilder& builder, const configs::LayerConfig& layer);
void plan_batch_norm(PlanBuilder& builder, const configs::LayerConfig& layer);
void plan_relu(PlanBuilder& builder, const configs::LayerConfig& layer);
void plan_relu6(PlanBuilder& builder, const configs::LayerConfig& layer);
void plan_sigmoid(PlanBuilder& builder, const configs::LayerConfig& layer);
void plan_tanh(PlanBuilder& builder, const configs::LayerConfig& layer);
void plan_softmax(PlanBuilder& builder, const configs::LayerConfig& layer);
void plan_dropout(PlanBuilder& builder, const configs::LayerConfig& layer);
void plan_flatten(PlanBuilder& builder, const configs::LayerConfig& layer);
void plan_reshape(PlanBuilder& builder, const configs::LayerConfig& layer);
void plan_preset(PlanBuilder& builder, const configs::LayerConfig& layer);

std::shared_ptr<Layer> make_dense(const Block& block);
std::shared_ptr<Layer> make_convolution(const Block& block);
std::shared_ptr<Layer> make_max_pool(const Block& block);
std::shared_ptr<Layer> make_average_pool(const Block& block);
std::shared_ptr<Layer> make_global_average_pool(const Block& block);
std::shared_ptr<Layer> make_add(const Block& block);
std::shared_ptr<Layer> make_concatenate(const Block& block);
std::shared_ptr<Layer> make_reshape(const Block& block);
std::shared_ptr<Layer> make_sigmoid(const Block& block);
std::shared_ptr<Layer> make_tanh(const Block& block);
std::shared_ptr<Layer> make_softmax(const Block& block);
std::shared_ptr<Layer> make_dropout(const Block& block);

}  // namespace bitstill::train

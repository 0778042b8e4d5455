// The words a config may use where it chooses by name; their meanings live in the folders that implement them.
#pragma once

#include <array>
#include <span>
#include <string_view>

namespace bitstill::configs {

using Choices = std::span<const std::string_view>;

inline constexpr std::array<std::string_view, 3> kDevices{"auto", "cpu", "cuda"};
inline constexpr std::array<std::string_view, 2> kModuleTargets{"portable", "esp32"};
inline constexpr std::array<std::string_view, 6> kModuleForms{"none", "auto", "size", "codebook", "sparse", "huffman"};
inline constexpr std::array<std::string_view, 2> kUnpackTimes{"layer", "start"};
inline constexpr std::array<std::string_view, 5> kDatasets{"function", "idx_images", "csv_table", "waveform_folder",
                                                           "spoken_words"};
inline constexpr std::array<std::string_view, 7> kFunctions{"sine",   "cosine",   "triangle", "sawtooth",
                                                            "square", "gaussian", "cubic"};
inline constexpr std::array<std::string_view, 2> kTasks{"classification", "regression"};
inline constexpr std::array<std::string_view, 3> kNormalizations{"none", "standard", "min_max"};
inline constexpr std::array<std::string_view, 5> kRecordingSplits{"auto", "column", "lists", "hash", "drawn"};
inline constexpr std::array<std::string_view, 2> kTogether{"speaker", "recording"};
inline constexpr std::array<std::string_view, 3> kCrops{"loudest", "middle", "start"};
inline constexpr std::array<std::string_view, 2> kNoiseSplits{"time", "file"};
// Of datasets: those whose samples a front-end makes of recordings.
inline constexpr std::array<std::string_view, 2> kRecordingDatasets{"waveform_folder", "spoken_words"};
inline constexpr std::array<std::string_view, 2> kFeatures{"log_mel", "mfcc"};
inline constexpr std::array<std::string_view, 2> kSpectra{"power", "magnitude"};
inline constexpr std::array<std::string_view, 2> kFeatureNormalizations{"standard", "fixed"};
inline constexpr std::array<std::string_view, 21> kLayers{"dense",
                                                          "conv_2d",
                                                          "depthwise_conv_2d",
                                                          "separable_conv_2d",
                                                          "conv_1d",
                                                          "depthwise_conv_1d",
                                                          "max_pool",
                                                          "average_pool",
                                                          "global_average_pool",
                                                          "residual",
                                                          "concatenate",
                                                          "batch_norm",
                                                          "relu",
                                                          "relu6",
                                                          "sigmoid",
                                                          "tanh",
                                                          "softmax",
                                                          "dropout",
                                                          "flatten",
                                                          "reshape",
                                                          "preset"};
inline constexpr std::array<std::string_view, 2> kPaddings{"same", "valid"};
inline constexpr std::array<std::string_view, 2> kFusedActivations{"relu", "relu6"};
inline constexpr std::array<std::string_view, 13> kPresets{
    "mlp",      "lenet5",      "ds_cnn",  "tc_resnet8", "bc_resnet", "mobilenet_v1", "resnet8",
    "vgg_like", "autoencoder", "alexnet", "vgg_16",     "resnet_18", "resnet_50"};
// Presets whose depth and kernels may be chosen, too.
inline constexpr std::array<std::string_view, 4> kFamilies{"none", "mlp", "ds_cnn", "mobilenet_v1"};
inline constexpr std::array<std::string_view, 4> kTeachers{"network", "checkpoint", "torchscript", "ensemble"};
inline constexpr std::array<std::string_view, 3> kInputLayouts{"channels_last", "channels_first", "flat"};
inline constexpr std::array<std::string_view, 2> kOutputs{"logits", "probabilities"};
inline constexpr std::array<std::string_view, 3> kOptimizers{"sgd", "adam", "adamw"};
inline constexpr std::array<std::string_view, 3> kSchedules{"constant", "step", "cosine"};
inline constexpr std::array<std::string_view, 4> kCompressions{"prune", "prune_channels", "prune_blocks", "cluster"};
inline constexpr std::array<std::string_view, 4> kCriteria{"l1", "l2", "batch_norm", "taylor"};
inline constexpr std::array<std::string_view, 2> kPruningScopes{"global", "layer"};
inline constexpr std::array<std::string_view, 3> kInitializations{"linear", "density", "random"};
inline constexpr std::array<std::string_view, 2> kQuantizationMethods{"qat", "ptq"};
inline constexpr std::array<std::string_view, 4> kObservers{"min_max", "moving_average", "percentile", "mse"};
inline constexpr std::array<std::string_view, 2> kScales{"observed", "learned"};

}  // namespace bitstill::configs

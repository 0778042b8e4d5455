// Modules whose weights are coded compute what the reference executor does, layer by layer: a real network and single
// operators, pruned and clustered, in every form, on the host and on the emulated cores.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "configs/support/files.h"
#include "tests/modules/named_target.h"
#include "tests/shared.h"
#include "tests/support/coded_weights.h"
#include "tests/support/module_batch.h"

namespace bitstill::tests {
namespace {

using codegen::Coding;
using codegen::Forms;
using codegen::Packing;

struct Pruning {
  double zeros;
  size_t values;
};

constexpr Packing kPackings[] = {
    {Forms::kCodebook}, {Forms::kSparse}, {Forms::kHuffman}, {Forms::kHuffman, true}, {Forms::kSize, true}};

// Two samples, random ones and of the extremes the last.
void add(const std::string& golden, const Pruning& pruning, const Packing& packing, ModuleBatch& batch) {
  const auto folder = shared_path("golden/" + golden);
  BatchModel model;
  model.name = fmt::format("{} with {} values and {} zeros", golden, pruning.values, pruning.zeros);
  model.artifact = pruned_and_clustered(read_file(folder / "model.tflite"), pruning.zeros, pruning.values);
  const auto inputs = read_file(folder / "inputs.bin");
  const size_t samples = golden.starts_with("ops/") ? 11 : 67;
  const auto sample = static_cast<std::ptrdiff_t>(inputs.size() / samples);
  model.inputs.assign(inputs.begin(), inputs.begin() + sample);
  model.inputs.insert(model.inputs.end(), inputs.end() - sample, inputs.end());
  model.packing = packing;
  batch.add(model);
}

// Operators of odd shapes, strides, dilations, groups and scales.
ModuleBatch coded_modules(codegen::Target target) {
  ModuleBatch batch(target);
  for (const Packing& packing : kPackings) {
    add("kws_ref", {0.8, 16}, packing, batch);
    add("hello_world_int8", {0, 4}, packing, batch);
    for (int i = 0; i < 12; ++i) {
      for (const char* name : {"conv_2d", "depthwise_conv_2d", "fully_connected"}) {
        const std::string golden = fmt::format("ops/{}_{:02}", name, i);
        const Pruning pruning = i % 3 == 0 ? Pruning{0.9, 200} : i % 3 == 1 ? Pruning{0.5, 4} : Pruning{0.3, 16};
        if (std::filesystem::exists(shared_path("golden/" + golden))) add(golden, pruning, packing, batch);
      }
    }
  }
  return batch;
}

class CodedModules : public testing::TestWithParam<const char*> {};

TEST_P(CodedModules, ComputeWhatTheReferenceExecutorDoes) {
  BITSTILL_NEED_SHARED("golden/ops");
  const firmware::Detected found = named_target(GetParam());
  BITSTILL_NEED_TARGET(found);
  const ModuleBatch batch = coded_modules(codegen::Target::kPortable);
  for (const Coding coding : {Coding::kCodebook, Coding::kSparse, Coding::kHuffman})
    EXPECT_GE(batch.coded_layers(coding), 20U) << coding_name(coding);
  EXPECT_EQ(batch.reference_differences(), std::vector<std::string>());
  EXPECT_EQ(batch.differences_on({.target = *found.target}), std::vector<std::string>());
}

INSTANTIATE_TEST_SUITE_P(Targets, CodedModules, testing::Values("host", "lx106", "esp32"), target_test_name);

}  // namespace
}  // namespace bitstill::tests

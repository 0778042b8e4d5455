#include "firmware/verify/verify_command.h"

#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "configs/support/error.h"
#include "firmware/targets/find_targets.h"
#include "firmware/verify/verify.h"

namespace bitstill::firmware {
namespace {

using Json = nlohmann::ordered_json;

struct VerifyArguments {
  std::string module;
  std::string on = "host";
  std::string optimization = "2";
  std::string from = "inputs";
  VerifyRequest request;
  bool json = false;
};

Json json_of(const Target& target, const ModuleFolder& module, const Verdict& verdict) {
  Json result = {{"target", target.name},          {"tools", target.description}, {"equal", !verdict.mismatch},
                 {"layers", module.layers.size()}, {"samples", verdict.samples},  {"bytes_compared", verdict.bytes}};
  if (verdict.front_end) {
    result["from"] = "pcm";
    result["frames"] = verdict.front_end->frames();
    result["coefficients"] = verdict.front_end->coefficients;
  }
  if (!verdict.mismatch) return result;
  const Mismatch& mismatch = *verdict.mismatch;
  result["mismatch"] = {{"layer", mismatch.layer},     {"operator", mismatch.operator_name},
                        {"tensor", mismatch.tensor},   {"sample", mismatch.sample},
                        {"element", mismatch.element}, {"expected", mismatch.expected().value},
                        {"got", mismatch.got().value}};
  if (!mismatch.recording.empty()) result["mismatch"]["recording"] = mismatch.recording;
  if (mismatch.coefficients > 0) {
    result["mismatch"]["frame"] = mismatch.frame();
    result["mismatch"]["coefficient"] = mismatch.coefficient();
  }
  for (const auto& value : mismatch.values) result["mismatch"]["values"][value.witness] = value.value;
  return result;
}

void print(const Target& target, const ModuleFolder& module, const Verdict& verdict) {
  fmt::print("{}: {}{}", target.name, describe(verdict, module), verdict.mismatch ? "" : " compared\n");
  fmt::print("  by {}\n", target.description);
}

void run_verify(VerifyArguments& arguments) {
  arguments.request.from_pcm = arguments.from == "pcm";
  const ModuleFolder module = open_module(arguments.module);
  FoundTargets found = find_targets(arguments.on, !module.assembly().empty());
  for (Target& target : found.targets) optimize(target, arguments.optimization);
  bool equal = true;
  Json results = Json::array();
  for (const Target& target : found.targets) {
    const Verdict verdict = verify(module, arguments.request, target);
    equal = equal && !verdict.mismatch;
    results.push_back(json_of(target, module, verdict));
    if (!arguments.json) print(target, module, verdict);
  }
  if (arguments.json) {
    const Json all = {{"module", module.name}, {"equal", equal}, {"targets", results}, {"skipped", found.skipped}};
    fmt::print("{}\n", all.dump(2, ' ', false, Json::error_handler_t::replace));
  } else {
    for (const std::string& sentence : found.skipped) fmt::print("{}\n", sentence);
  }
  std::fflush(stdout);
  if (!equal) throw CLI::RuntimeError(kExitCheckFailed);
}

}  // namespace

void add_verify_command(CLI::App& app) {
  auto arguments = std::make_shared<VerifyArguments>();
  CLI::App* command = app.add_subcommand(
      "verify", "prove that a module computes, layer by layer, the bytes that the reference executor computes");
  command->add_option("MODULE_OR_RUN", arguments->module, "folder of a module, or of a run with one in generated/")
      ->required();
  command
      ->add_option(
          "--on", arguments->on,
          "where; xtensa: lx106 and, where its toolchain is found, esp32; emulated: all of them that are found; with\n"
          "either, a module with the ESP32's own kernels also runs them on lx106-mac16")
      ->check(CLI::IsMember(target_words()))
      ->capture_default_str();
  command->add_option("--optimization", arguments->optimization, "of the compiler, as in -O2")
      ->check(CLI::IsMember({"0", "1", "2", "3", "s"}))
      ->capture_default_str();
  command
      ->add_option("--from", arguments->from,
                   "where the chain begins: the network's inputs, or pcm, samples that go through the module's "
                   "front-end, whose features are then the first link")
      ->check(CLI::IsMember({"inputs", "pcm"}))
      ->capture_default_str();
  command->add_option("--wavs", arguments->request.recordings,
                      "with --from pcm: recordings, or folders of them (default: the clips in the module's check/)");
  command->add_option("--inputs", arguments->request.inputs,
                      "raw int8 samples (default: those in the module's check/)");
  command->add_option("--expect", arguments->request.expect, "the outputs these inputs must give");
  command->add_option("--samples", arguments->request.samples, "only the first N samples (default: all)")
      ->check(CLI::Range(int64_t{1}, int64_t{1} << 40));
  command->add_flag("--json", arguments->json, "print the result as JSON");
  command->footer(
      "Exits with 1 and names the first layer, sample and element where bytes differ. On the host, the environment "
      "variable "
      "CXX\nchooses the compiler.");
  command->callback([arguments] { run_verify(*arguments); });
}

}  // namespace bitstill::firmware

#include "firmware/verify/verify_command.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "configs/support/error.h"
#include "configs/support/files.h"
#include "firmware/link/emulated_board.h"
#include "firmware/targets/find_targets.h"
#include "firmware/verify/board_report.h"
#include "firmware/verify/find_board.h"
#include "firmware/verify/verify.h"

namespace bitstill::firmware {
namespace {

using Json = nlohmann::ordered_json;

struct VerifyArguments {
  std::string module;
  BoardPlace place;
  std::string from = "inputs";
  VerifyRequest request;
  bool test_set = false;
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
  if (verdict.mismatch) result["mismatch"] = json_of(*verdict.mismatch);
  return result;
}

void print(const Target& target, const ModuleFolder& module, const Verdict& verdict) {
  fmt::print("{}: {}{}", target.name, describe(verdict, module), verdict.mismatch ? "" : " compared\n");
  fmt::print("  by {}\n", target.description);
}

void print_json(const Json& json) { fmt::print("{}\n", json.dump(2, ' ', false, Json::error_handler_t::replace)); }

bool verify_on_targets(VerifyArguments& arguments, const ModuleFolder& module) {
  if (arguments.place.faults || arguments.test_set) {
    throw Error("--faults and --test-set are for boards: give a port or a board: with --on");
  }
  FoundTargets found = find_targets(arguments.place.on, !module.assembly().empty());
  for (Target& target : found.targets) optimize(target, arguments.place.optimization);
  bool equal = true;
  Json results = Json::array();
  for (const Target& target : found.targets) {
    const Verdict verdict = verify(module, arguments.request, target);
    equal = equal && !verdict.mismatch;
    results.push_back(json_of(target, module, verdict));
    if (!arguments.json) print(target, module, verdict);
  }
  if (arguments.json) {
    print_json({{"module", module.name}, {"equal", equal}, {"targets", results}, {"skipped", found.skipped}});
  } else {
    for (const std::string& sentence : found.skipped) fmt::print("{}\n", sentence);
  }
  return equal;
}

// The test set goes through a file, as other samples do.
void take_test_set(const VerifyArguments& arguments, const ReadTestSet& read_test_set,
                   const std::filesystem::path& folder, BoardRequest& request) {
  VerifyRequest& samples = request.samples;
  if (!samples.inputs.empty() || !samples.expect.empty() || !samples.recordings.empty()) {
    throw Error("--test-set is which samples to take; leave out --inputs, --expect and --wavs");
  }
  TestSet test_set = read_test_set(arguments.module, samples.from_pcm);
  std::filesystem::path& file = samples.from_pcm ? samples.clips : samples.inputs;
  file = folder / "test_set.bin";
  write_file(file, test_set.samples);
  request.classes = std::move(test_set.classes);
}

bool verify_on_a_board(VerifyArguments& arguments, const ModuleFolder& module, const ReadTestSet& read_test_set) {
  const TemporaryFolder folder;
  BoardRequest request{arguments.request, {}};
  if (arguments.test_set) take_test_set(arguments, read_test_set, folder.path(), request);
  const FoundBoard board = find_board(arguments.place, module, folder.path());
  const BoardVerdict verdict = verify_on_board(module, request, *board.client);
  if (arguments.json) {
    Json json = {{"module", module.name}, {"equal", verdict.is_equal()}, {"on", arguments.place.on}};
    json.update(json_of(verdict, module, board.instructions_per_tick));
    print_json(json);
  } else {
    fmt::print("{}: {}", arguments.place.on, describe(verdict, module, board.instructions_per_tick));
    if (!board.tools.empty()) fmt::print("  by {}\n", board.tools);
  }
  return verdict.is_equal();
}

void run_verify(VerifyArguments& arguments, const ReadTestSet& read_test_set) {
  arguments.request.from_pcm = arguments.from == "pcm";
  const ModuleFolder module = open_module(arguments.module);
  const bool on_a_board = names_a_board(arguments.place.on);
  const bool equal =
      on_a_board ? verify_on_a_board(arguments, module, read_test_set) : verify_on_targets(arguments, module);
  std::fflush(stdout);
  if (!equal) throw CLI::RuntimeError(kExitCheckFailed);
}

// Empty where it is a target, a board or a port.
std::string check_place(const std::string& on) {
  const auto targets = target_words();
  const auto boards = emulated_board_words();
  if (std::ranges::find(targets, on) != targets.end() || std::ranges::find(boards, on) != boards.end()) return "";
  if (names_a_board(on) && !on.starts_with("board:")) return "";
  return fmt::format("'{}' is none of {}, {}, nor a port (/dev/ttyUSB0; bitstill ports lists them) or tcp:HOST:PORT",
                     on, fmt::join(targets, ", "), fmt::join(boards, ", "));
}

}  // namespace

void add_verify_command(CLI::App& app, const ReadTestSet& read_test_set) {
  auto arguments = std::make_shared<VerifyArguments>();
  CLI::App* command = app.add_subcommand(
      "verify", "prove that a module computes, layer by layer, the bytes that the reference executor computes");
  command->add_option("MODULE_OR_RUN", arguments->module, "folder of a module, or of a run with one in generated/")
      ->required();
  command
      ->add_option(
          "--on", arguments->place.on,
          "where: host, lx106, esp32, cortex-m4 or rv32imc, built and run here; xtensa: lx106 and, where its "
          "toolchain is found, esp32; emulated: all of them that are found; with either, a module with the ESP32's "
          "own kernels also runs them on lx106-mac16. Or a board that answers on a line: a port "
          "(/dev/ttyUSB0), tcp:HOST:PORT, or one that needs no hardware: board:host, board:xtensa_sim, "
          "board:xtensa_uart (an emulated UART, slower)")
      ->check(check_place)
      ->type_name("PLACE")
      ->capture_default_str();
  command->add_option("--optimization", arguments->place.optimization, "of the compiler, as in -O2")
      ->check(CLI::IsMember({"0", "1", "2", "3", "s"}))
      ->capture_default_str();
  command
      ->add_option("--from", arguments->from,
                   "where the chain begins: the network's inputs, or pcm, samples that go through the module's "
                   "front-end, whose features are then the first link")
      ->check(CLI::IsMember({"inputs", "pcm"}))
      ->capture_default_str();
  command->add_option(
      "--wavs", arguments->request.recordings,
      "with --from pcm: recordings, or folders of them (default: the clips in the module's check/); on a board also "
      "the accuracy, where their folders are named as the network's words");
  command->add_option("--inputs", arguments->request.inputs,
                      "raw int8 samples (default: those in the module's check/)");
  command->add_option("--expect", arguments->request.expect, "the outputs these inputs must give");
  command->add_option("--samples", arguments->request.samples, "only the first N samples (default: all)")
      ->check(CLI::Range(int64_t{1}, int64_t{1} << 40));
  command->add_flag(
      "--test-set", arguments->test_set,
      "on a board: the run's whole test set, as inputs or from pcm, and the accuracy that the board reaches on it");
  command->add_option("--baud", arguments->place.baud, "on a port: the speed that the board is asked for")
      ->check(CLI::Range(uint32_t{115200}, uint32_t{4000000}))
      ->capture_default_str();
  command
      ->add_option("--faults", arguments->place.faults,
                   "on a board: drop, double, change and delay bytes on the line, break it and restart the board, as "
                   "this seed says")
      ->type_name("SEED");
  command->add_flag("--json", arguments->json, "print the result as JSON");
  command->footer(
      "Exits with 1 and names the first layer, sample and element where bytes differ. On the host, the environment "
      "variable "
      "CXX\nchooses the compiler.");
  command->callback([arguments, read_test_set] { run_verify(*arguments, read_test_set); });
}

}  // namespace bitstill::firmware

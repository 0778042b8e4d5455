// bitstill: the list of subcommands, each defined in the folder of its stage.
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <exception>
#include <string>

#include "codegen/generate_command.h"
#include "compare_command.h"
#include "configs/init_command.h"
#include "configs/support/error.h"
#include "configs/support/interrupt.h"
#include "datasets/mix_command.h"
#include "distill/distill_command.h"
#include "evaluate_command.h"
#include "firmware/bench/bench_command.h"
#include "firmware/flash/flash_command.h"
#include "firmware/flash/ports_command.h"
#include "firmware/listen/classify_command.h"
#include "firmware/live/monitor_command.h"
#include "firmware/live/record_command.h"
#include "firmware/verify/infer_command.h"
#include "firmware/verify/verify_command.h"
#include "report_command.h"
#include "run_command.h"
#include "train/models_command.h"
#include "train/train_command.h"
#include "verify_test_set.h"

namespace {

void add_commands(CLI::App& app) {
  bitstill::configs::add_init_command(app);
  bitstill::train::add_models_command(app);
  bitstill::datasets::add_mix_command(app);
  bitstill::add_run_command(app);
  bitstill::add_compare_command(app);
  bitstill::add_report_command(app);
  bitstill::train::add_train_command(app);
  bitstill::distill::add_distill_command(app);
  bitstill::add_evaluate_command(app);
  bitstill::codegen::add_generate_command(app);
  bitstill::codegen::add_inspect_command(app);
  bitstill::firmware::add_infer_command(app);
  bitstill::firmware::add_classify_command(app);
  bitstill::firmware::add_verify_command(app, bitstill::read_test_set);
  bitstill::firmware::add_bench_command(app);
  bitstill::firmware::add_flash_command(app);
  bitstill::firmware::add_ports_command(app);
  bitstill::firmware::add_record_command(app);
  bitstill::firmware::add_monitor_command(app);
}

// CLI11 would only say that a subcommand is required.
void refuse_unknown_command(const CLI::App& app, int argc, char** argv) {
  if (argc < 2 || argv[1][0] == '-') return;
  const auto is_meant = [&](const CLI::App* command) { return command->get_name() == argv[1]; };
  if (!app.get_subcommands(is_meant).empty()) return;
  throw bitstill::Error(std::string("there is no command '") + argv[1] + "'; `bitstill --help` lists them");
}

int refuse(const std::string& sentence) {
  std::fflush(stdout);
  std::fprintf(stderr, "%s\n", sentence.c_str());
  return bitstill::kExitUsage;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGXFSZ, SIG_IGN);  // a file-size limit is then an error of the write, which has its sentence
  spdlog::set_default_logger(spdlog::stderr_color_mt("bitstill"));
  spdlog::set_pattern("%^%l%$ %v");
  CLI::App app(
      "Trains a neural network, distils it into a small int8 student, and writes it out as plain C++ that "
      "computes on a microcontroller, bit for bit, what the host computed.");
  app.name("bitstill");
  app.set_version_flag("--version", "bitstill 0.1.0");
  app.require_subcommand(1);
  app.footer(
      "Start with: bitstill init my.yaml && bitstill run my.yaml\n"
      "Exit codes: 0 fine, 1 a check failed, 2 the input or the usage is wrong, 130 interrupted.");
  add_commands(app);
  try {
    refuse_unknown_command(app, argc, argv);
    app.parse(argc, argv);
  } catch (const CLI::RuntimeError& failed_check) {
    return failed_check.get_exit_code();
  } catch (const CLI::ParseError& usage) {
    return app.exit(usage) == 0 ? bitstill::kExitFine : bitstill::kExitUsage;
  } catch (const bitstill::Error& error) {
    return refuse(error.what());
  } catch (const bitstill::CheckFailed& failed) {
    refuse(failed.what());
    return bitstill::kExitCheckFailed;
  } catch (const bitstill::Interrupted& interrupted) {
    refuse(interrupted.what());
    return bitstill::kExitInterrupted;
  } catch (const std::exception& error) {
    const std::string text = error.what();  // LibTorch adds a stack trace after the first line
    return refuse(text.substr(0, text.find('\n')));
  }
  if (std::fflush(stdout) != 0) return refuse("standard output cannot be written; is the disk full?");
  return bitstill::kExitFine;
}

#include "firmware/flash/flash_command.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include "configs/support/error.h"
#include "configs/support/files.h"
#include "firmware/flash/core2_project.h"
#include "firmware/flash/esp_idf.h"
#include "firmware/flash/ports.h"
#include "firmware/targets/module_folder.h"
#include "firmware/verify/board_report.h"
#include "firmware/verify/find_board.h"
#include "firmware/verify/verify_on_board.h"

namespace bitstill::firmware {
namespace {

namespace fs = std::filesystem;

struct FlashArguments {
  std::string module;
  std::string port;
  std::string project;
  std::string image;
  int baud = 921600;
  bool image_only = false;
  bool dio = false;
  bool no_verify = false;
};

// A configuration of its own for each mode, as ESP-IDF reads the defaults only once.
std::vector<std::string> with_mode(bool dio, std::vector<std::string> arguments) {
  const std::string build = dio ? "build_dio" : "build";
  std::vector<std::string> all = {"-B", build, "-D", "SDKCONFIG=" + build + "/sdkconfig"};
  if (dio) all.insert(all.end(), {"-D", "SDKCONFIG_DEFAULTS=sdkconfig.defaults;sdkconfig.dio"});
  all.insert(all.end(), arguments.begin(), arguments.end());
  return all;
}

std::string port_of(const FlashArguments& arguments) {
  if (arguments.port.empty()) return only_likely_port(list_ports());
  if (fs::exists(arguments.port)) return arguments.port;
  throw Error(fmt::format("{}: there is no such port; bitstill ports lists those that there are", arguments.port));
}

fs::path image_of(const FlashArguments& arguments, const ModuleFolder& module, const fs::path& folder) {
  return fs::absolute(arguments.image.empty() ? folder / (module.name + ".bin") : fs::path(arguments.image));
}

// Made under a temporary name in the build folder: an image is there whole or not at all.
void write_image(const EspIdf& idf, const FlashArguments& arguments, const fs::path& project, const fs::path& image) {
  const fs::path merged = project / (arguments.dio ? "build_dio" : "build") / "merged.bin";
  idf.run(with_mode(arguments.dio, {"merge-bin", "-o", fs::absolute(merged).string()}), project,
          project / "merge-bin.log");
  if (!fs::exists(merged)) throw Error(fmt::format("idf.py merge-bin has written no {}", merged.string()));
  if (image.has_parent_path()) fs::create_directories(image.parent_path());
  fs::copy_file(merged, image.string() + ".part", fs::copy_options::overwrite_existing);
  fs::rename(image.string() + ".part", image);
  fmt::print("image {}; it begins at address 0: esptool --chip esp32 -p PORT -b {} write-flash 0x0 {}\n",
             image.string(), arguments.baud, image.string());
}

// On the test vectors in check/. The board has just restarted; the client waits for it.
bool verify_flashed(const ModuleFolder& module, const std::string& port) {
  const TemporaryFolder folder;
  BoardPlace place;
  place.on = port;
  const FoundBoard board = find_board(place, module, folder.path());
  const BoardVerdict verdict = verify_on_board(module, {}, *board.client);
  fmt::print("{}: {}", port, describe(verdict, module, board.instructions_per_tick));
  std::fflush(stdout);
  return verdict.is_equal();
}

void run_flash(const FlashArguments& arguments) {
  const ModuleFolder module = open_module(arguments.module);
  check_adapter(module);
  const EspIdf idf;
  const std::string port = arguments.image_only ? "" : port_of(arguments);
  const fs::path folder = arguments.project.empty() ? default_project_folder(module) : fs::path(arguments.project);
  const fs::path project = write_core2_project(module, folder);
  fmt::print("project {}\n", project.string());
  idf.run(with_mode(arguments.dio, {"build"}), project, project / "build.log");
  if (arguments.image_only) return write_image(idf, arguments, project, image_of(arguments, module, folder));
  idf.run(with_mode(arguments.dio, {"-p", port, "-b", std::to_string(arguments.baud), "flash"}), project,
          project / "flash.log");
  fmt::print("flashed {} to {}\n", module.name, port);
  std::fflush(stdout);
  if (!arguments.no_verify && !verify_flashed(module, port)) throw CLI::RuntimeError(kExitCheckFailed);
}

}  // namespace

void add_flash_command(CLI::App& app) {
  auto arguments = std::make_shared<FlashArguments>();
  CLI::App* command = app.add_subcommand(
      "flash", "build the M5Stack Core2's firmware with a module in it, flash it, and verify it on the board");
  command->add_option("MODULE_OR_RUN", arguments->module, "folder of a module, or of a run with one in generated/")
      ->required();
  command->add_option("--port", arguments->port, "the board's serial port (default: the only one that may be a Core2)");
  command->add_option("--baud", arguments->baud, "speed of flashing; 115200 where a cable is bad")
      ->check(CLI::Range(9600, 2000000))
      ->capture_default_str();
  command->add_option("--project", arguments->project, "folder of the firmware project (default: RUN/firmware)");
  command->add_flag("--image-only", arguments->image_only, "flash nothing: write one image of the whole flash");
  command->add_option("-o,--output", arguments->image,
                      "with --image-only: its file (default: in the project's folder)");
  command->add_flag("--dio", arguments->dio,
                    "flash in slow mode (DIO, 40 MHz), for a board that does not start in the fast one");
  command->add_flag("--no-verify", arguments->no_verify, "do not compare the board's bytes after flashing");
  command->footer(
      "ESP-IDF 5.3 to 5.5 builds it: idf.py on PATH, or its folder in IDF_PATH. The project stays, so that the next "
      "build is\nquick; idf.py and PlatformIO take it as it is. Untested on hardware as yet.");
  command->callback([arguments] { run_flash(*arguments); });
}

}  // namespace bitstill::firmware

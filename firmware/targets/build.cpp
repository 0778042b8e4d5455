#include "firmware/targets/build.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "configs/support/error.h"
#include "firmware/targets/board_sources.h"
#include "firmware/targets/process.h"

namespace bitstill::firmware {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::minutes kCompileTime{10};

void append(std::vector<std::string>& words, const std::vector<std::string>& more) {
  words.insert(words.end(), more.begin(), more.end());
}

std::string first_complaint(const std::string& text) {
  std::istringstream lines(text);
  std::string first;
  for (std::string line; std::getline(lines, line);) {
    if (line.find("error") != std::string::npos || line.find("undefined reference") != std::string::npos) return line;
    if (first.empty()) first = line;
  }
  return first.empty() ? "the compiler says nothing" : first;
}

std::string run_tool(const Target& target, const std::string& what, std::vector<std::string> words,
                     const fs::path& folder) {
  const Finished finished = run_process({.words = std::move(words), .folder = folder, .time_out = kCompileTime});
  if (finished.timed_out) throw Error(fmt::format("{}: {} took longer than {}", target.name, what, "ten minutes"));
  if (finished.exit_code == 0) return finished.text;
  spdlog::debug("{}", finished.text);
  throw Error(fmt::format("{}: {} fails: {}", target.name, what, first_complaint(finished.text)));
}

}  // namespace

void optimize(Target& target, const std::string& level) {
  if (level == "2") return;
  target.flags.push_back("-O" + level);
  target.description += ", -O" + level;
}

std::vector<std::string> Target::emulator_for(bool assembly) const {
  std::vector<std::string> words = emulator;
  if (assembly && !words.empty())
    words.insert(words.begin() + 1, exact_emulator_flags.begin(), exact_emulator_flags.end());
  return words;
}

void unpack_board_sources(const fs::path& folder) {
  for (const EmbeddedFile& file : board_sources()) {
    const fs::path path = folder / file.path;
    fs::create_directories(path.parent_path());
    if (!(std::ofstream(path, std::ios::binary) << file.text << std::flush)) {
      throw Error(fmt::format("{}: cannot be written; is the disk full?", path.string()));
    }
  }
}

std::vector<std::vector<std::string>> assemble_commands(const Target& target, const std::vector<std::string>& compile,
                                                        const std::string& source, const std::string& object) {
  const std::string preprocessed = object + ".s";
  std::vector<std::vector<std::string>> commands = {compile, target.assembler};
  append(commands[0], {"-E", "-P", source, "-o", preprocessed});
  append(commands[1], {preprocessed, "-o", object});
  return commands;
}

Builder::Builder(const Target& target, const ModuleFolder& module, const fs::path& folder)
    : target_(target), module_(module), folder_(folder) {
  unpack_board_sources(folder_);
}

std::vector<std::string> Builder::compile_command() const {
  std::vector<std::string> words = target_.compiler;
  append(words, {"-std=c++17", "-O2", "-Wall", "-Wextra", "-Wconversion", "-Werror", "-fno-exceptions", "-fno-rtti",
                 "-I" + (module_.path / "src").string(), "-I" + (module_.path / "check").string(), "-Ifirmware/app"});
  append(words, target_.flags);
  return words;
}

std::vector<std::string> Builder::module_sources() const {
  std::vector<std::string> sources;
  for (const auto& entry : fs::directory_iterator(module_.path / "src")) {
    if (entry.path().extension() == ".cpp") sources.push_back(entry.path().string());
  }
  std::ranges::sort(sources);
  if (sources.empty()) throw Error(fmt::format("{}: no src/*.cpp; generate the module again", module_.path.string()));
  for (const std::string& source : module_.assembly()) {
    sources.push_back(target_.assembler.empty() ? source : assembled(source));
  }
  return sources;
}

std::string Builder::assembled(const std::string& source) const {
  const fs::path object = folder_ / (target_.name + "_" + fs::path(source).stem().string() + ".o");
  for (auto& command : assemble_commands(target_, compile_command(), source, object.string())) {
    run_tool(target_, "assembling " + source, std::move(command), folder_);
  }
  return object.string();
}

fs::path Builder::runner(RunnerKind kind) const {
  std::string name = target_.name;
  std::vector<std::string> flags;
  if (kind.source == Source::kPcm) name += "_pcm";
  flags.push_back(kind.source == Source::kPcm ? "firmware/app/source_pcm.cpp" : "firmware/app/source_inputs.cpp");
  if (kind.observer == Observer::kOn) {
    name += "_observed";
    append(flags, {"-DBITSTILL_OBSERVE", "firmware/app/observer.cpp"});
  }
  if (kind.other_core == OtherCore::kOn) {
    name += "_two_cores";
    append(flags, {"-DBITSTILL_TWO_CORES", "firmware/app/two_cores.cpp"});
  }
  link_runner(folder_ / name, flags, "firmware/app/check_runner.cpp");
  return folder_ / name;
}

fs::path Builder::features_runner() const {
  const fs::path program = folder_ / (target_.name + "_features");
  link_runner(program, {}, "firmware/app/features_runner.cpp");
  return program;
}

fs::path Builder::listener_runner() const {
  const fs::path program = folder_ / (target_.name + "_listener");
  link_runner(program, {}, "firmware/app/listener_runner.cpp");
  return program;
}

// On the host, where a recording can be the microphone, a module that listens does so.
fs::path Builder::serial_firmware() const {
  check_adapter(module_);
  const fs::path program = folder_ / (target_.name + "_serial");
  const bool listens = target_.name == "host" && fs::exists(module_.check("listener_adapter.h"));
  std::vector<std::string> flags{"-DBITSTILL_OBSERVE", "firmware/app/command_loop.cpp", "firmware/app/crc32.cpp",
                                 "firmware/app/layer_watch.cpp", "firmware/app/workspace.cpp"};
  if (listens) flags.push_back("firmware/app/station.cpp");
  append(flags, target_.serial_sources);
  link_runner(program, flags, listens ? "firmware/app/listening_main.cpp" : "firmware/app/serial_main.cpp");
  return program;
}

void Builder::link_runner(const fs::path& program, const std::vector<std::string>& flags,
                          const std::string& runner) const {
  std::vector<std::string> words = compile_command();
  append(words, flags);
  append(words, module_sources());
  append(words, {runner});
  append(words, target_.board_sources);
  append(words, target_.helper_sources);
  append(words, {"-o", program.string()});
  append(words, target_.board_flags);
  append(words, target_.link_flags);
  run_tool(target_, "compiling " + module_.name, std::move(words), folder_);
}

fs::path Builder::module_alone() const {
  const fs::path objects = folder_ / (target_.name + "_alone");
  fs::create_directories(objects);
  std::vector<std::string> module_objects;
  for (const std::string& source : module_sources()) {
    if (source.ends_with(".o")) {
      module_objects.push_back(source);
      continue;
    }
    module_objects.push_back((objects / (fs::path(source).stem().string() + ".o")).string());
    std::vector<std::string> words = compile_command();
    append(words, {"-c", source, "-o", module_objects.back()});
    run_tool(target_, "compiling " + module_.name, std::move(words), folder_);
  }
  std::string root;
  for (const std::string& object : module_objects) root += run_symbol(object);
  const fs::path program = objects / module_.name;
  std::vector<std::string> words = compile_command();
  append(words, module_objects);
  append(words, target_.helper_sources);
  append(words, {"-o", program.string(), "-Wl,--entry=" + root});
  append(words, target_.link_flags);
  run_tool(target_, "linking " + module_.name, std::move(words), folder_);
  return program;
}

std::string Builder::run_symbol(const fs::path& object) const {
  std::istringstream words(run_tool(target_, "listing symbols", {target_.nm.string(), object.string()}, folder_));
  const std::string start = fmt::format("_ZN{}{}7Network3runEv", module_.name.size(), module_.name);
  for (std::string word; words >> word;) {
    if (word.starts_with(start)) return word;
  }
  return "";
}

}  // namespace bitstill::firmware

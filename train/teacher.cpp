#include "train/teacher.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <map>

#include "configs/schema/describe.h"
#include "train/loop/checkpoint.h"
#include "train/teachers/ensemble.h"
#include "train/teachers/members.h"
#include "train/teachers/torchscript.h"

namespace bitstill::train {
namespace {

// A frozen teacher's answers, kept like weights.
struct OutputsModule : torch::nn::Module {
  explicit OutputsModule(const TeacherOutputs& outputs)
      : train(register_buffer("train", outputs.train)),
        validation(register_buffer("validation", outputs.validation)),
        test(register_buffer("test", outputs.test)) {}
  torch::Tensor train, validation, test;
};

std::string remedy(const Run& run) { return fmt::format("run `bitstill train {}`", run.config().place.file); }

CheckpointFile member_file(const Run& run, const TeacherMember& member) {
  return {run.folder().root / member.file(), run.recipes().member(member), remedy(run)};
}

CheckpointFile outputs_file(const Run& run) {
  return {run.folder().teacher_outputs(), run.recipes().teacher, remedy(run)};
}

nlohmann::ordered_json train_member(Run& run, const TeacherMember& member) {
  const Workbench& bench = run.bench();
  const configs::NetworkConfig& config = member.config.network;
  const int64_t seed = seed_stage(run.config(), Stage::kTeacher, member.index);
  Network network(plan_network(config, bench.purpose));
  spdlog::info("{} {}: {} parameters, {} training samples", member.name, network.plan().widths(),
               network.plan().parameters(), bench.train.size());
  const ThreadsFor threads(run.config(), network.plan());
  network.start_from(bench.train.inputs);
  network.to(bench.device);

  FitTask task = run.fit_task(member.name, run.recipes().member(member), config.training);
  task.place = config.place;
  task.seed = seed;
  task.device = bench.device;
  task.loss = make_supervised_loss(config.training, config.place, bench.train, bench.purpose.output_size);
  MetricsLog metrics(run.folder().metrics(), task.stage);
  const Score score = fit(network, bench.train, bench.validation, task, metrics);
  network.to(torch::kCPU);
  save_checkpoint(member_file(run, member), network, configs::print_layers(config.layers));
  spdlog::info("{}: validation {}", member.name, score.text());
  return score.json();
}

std::unique_ptr<Model> open_network(const configs::NetworkConfig& config, const CheckpointFile& file,
                                    const Workbench& bench) {
  auto network = std::make_unique<Network>(plan_network(config, bench.purpose));
  load_checkpoint(file, *network);
  network->to(bench.device);
  return network;
}

std::unique_ptr<Model> open_member(Run& run, const TeacherMember& member) {
  const Workbench& bench = run.bench();
  if (member.config.kind == "torchscript") {
    return std::make_unique<TorchScriptModel>(member.config.torchscript, bench.purpose, bench.device);
  }
  if (member.trained_here()) return open_network(member.config.network, member_file(run, member), bench);
  const std::string& path = member.config.checkpoint;
  configs::NetworkConfig network;
  network.place = {path, 0, 0};
  network.layers = configs::read_layers(read_description(path), network.place);
  return open_network(network, {path, "", "give the checkpoint of a run on the same kind of data"}, bench);
}

// Mistakes of any teacher are told before time is spent on the first.
void check_members(Run& run, const std::vector<TeacherMember>& members) {
  for (const TeacherMember& member : members) {
    if (member.trained_here()) {
      plan_network(member.config.network, run.bench().purpose);
    } else {
      open_member(run, member);
    }
  }
}

nlohmann::ordered_json ask_all(Run& run) {
  const Workbench& bench = run.bench();
  const auto teacher = load_teacher(run);
  const auto ask = [&](const Samples& samples) { return predict(*teacher, samples.inputs, bench.device); };
  const TeacherOutputs outputs{ask(bench.train), ask(bench.validation), ask(bench.test)};
  save_checkpoint(outputs_file(run), OutputsModule(outputs));
  return score(outputs.validation, bench.validation, supervised_loss).json();
}

}  // namespace

Score train_teacher(Run& run) {
  const auto members = teacher_members(run.config().teacher);
  const StageTask outputs{"teacher_outputs", run.recipes().teacher, {run.folder().teacher_outputs().filename()}};
  if (!run.is_done(outputs)) check_members(run, members);
  for (const TeacherMember& member : members) {
    if (!member.trained_here()) continue;
    run.stage({member.name, run.recipes().member(member), {member.file()}}, [&] { return train_member(run, member); });
  }
  return Score::from(run.stage(outputs, [&] { return ask_all(run); }));
}

TeacherOutputs load_teacher_outputs(Run& run) {
  const Workbench& bench = run.bench();
  const auto blank = [&](const Samples& samples) { return torch::empty({samples.size(), bench.purpose.output_size}); };
  OutputsModule module({blank(bench.train), blank(bench.validation), blank(bench.test)});
  load_checkpoint(outputs_file(run), module);
  return {module.train, module.validation, module.test};
}

std::unique_ptr<Model> load_teacher(Run& run) {
  std::vector<std::unique_ptr<Model>> models;
  for (const TeacherMember& member : teacher_members(run.config().teacher)) models.push_back(open_member(run, member));
  for (const auto& model : models) model->eval();
  if (models.size() == 1) return std::move(models.front());
  return std::make_unique<Ensemble>(std::move(models), run.bench().purpose.classification);
}

std::string describe_teacher(const configs::TeacherConfig& config, const NetworkPurpose& purpose) {
  std::map<std::string, int> counts;
  for (const TeacherMember& member : teacher_members(config)) {
    ++counts[member.trained_here() ? plan_network(member.config.network, purpose).widths() : member.config.kind];
  }
  std::string text;
  for (const auto& [name, count] : counts) {
    text += fmt::format("{}{}{}", text.empty() ? "" : " + ", count == 1 ? "" : fmt::format("{} x ", count), name);
  }
  return text;
}

}  // namespace bitstill::train

#include "distill/search/search.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "codegen/inspect/footprint.h"
#include "configs/schema/describe.h"
#include "configs/support/error.h"
#include "configs/support/files.h"
#include "configs/support/progress.h"
#include "configs/support/units.h"
#include "distill/export/artifact.h"
#include "distill/module_of.h"
#include "distill/student.h"

namespace bitstill::distill {
namespace {

using configs::BudgetConfig;
using Json = nlohmann::ordered_json;
using train::NetworkPlan;
using train::Run;

NetworkPlan plan_of(Run& run, const Candidate& candidate) {
  configs::NetworkConfig network = run.config().student;
  network.layers = {candidate.preset};
  return plan_network(network, run.bench().purpose);
}

// One of the budget's limits and how much of it a student needs.
struct Limit {
  const char* what;
  int64_t most = 0;
  int64_t needed = 0;

  double share() const { return static_cast<double>(needed) / static_cast<double>(std::max<int64_t>(most, 1)); }
};

std::vector<Limit> limits_of(const BudgetConfig& budget, const Needs& needs) {
  std::vector<Limit> limits;
  const auto add = [&](const char* what, const std::string& most, auto parse, int64_t needed) {
    if (!most.empty()) limits.push_back({what, parse(most), needed});
  };
  add("bytes of flash", budget.flash, parse_bytes, needs.flash);
  add("bytes of RAM", budget.ram, parse_bytes, needs.ram);
  add("MACs", budget.macs, parse_count, needs.macs);
  if (needs.instructions) {
    add("instructions", budget.instructions, parse_count, *needs.instructions);
  } else {
    add("MACs, each an instruction or more", budget.instructions, parse_count, needs.macs);
  }
  return limits;
}

// The limit furthest exceeded, or closest to it: 1 is just met.
double fullest_share(const std::vector<Limit>& limits) {
  double share = 0;
  for (const Limit& limit : limits) share = std::max(share, limit.share());
  return share;
}

std::string text(const std::vector<Limit>& limits) {
  std::vector<std::string> texts;
  for (const Limit& limit : limits) {
    texts.push_back(fmt::format("{} {} ({} allowed)", with_commas(limit.needed), limit.what, with_commas(limit.most)));
  }
  return fmt::format("{}", fmt::join(texts, ", "));
}

// Measures students as the config's module will be, before they have learned anything. Coded weights are left out:
// how small they become depends on what is learned.
class Measure {
 public:
  Measure(Run& run, const CountInstructions& count) : run_(run), count_(count), config_(run.config()) {
    config_.module.pack = "none";
  }

  Needs operator()(const Candidate& candidate) const {
    const NetworkPlan plan = plan_of(run_, candidate);
    train::seed_stage(run_.config(), train::Stage::kSearch);
    const CompressedStudent student{std::make_shared<train::Network>(plan), train::no_ties(plan)};
    student.network->eval();
    const auto quantized = make_quantized_student(run_, student);
    calibrate(run_, student, *quantized);
    quantized->to(torch::kCPU);
    const std::vector<uint8_t> artifact = write_artifact(quantized->integers(), "");
    const codegen::Compiled compiled = compile_module(artifact, config_.place.file, config_);
    const codegen::Footprint footprint = codegen::footprint(compiled.graph, compiled.plan);
    Needs needs{plan.parameters(), footprint.macs, footprint.flash_bytes, footprint.ram_bytes, {}};
    if (config_.budget.instructions.empty() || fullest_share(limits_of(config_.budget, needs)) > 1) return needs;
    const TemporaryFolder folder;
    const std::filesystem::path file = folder.path() / (config_.name + ".tflite");
    write_file(file, artifact);
    needs.instructions = count_(file);
    return needs;
  }

 private:
  Run& run_;
  const CountInstructions& count_;
  configs::ExperimentConfig config_;
};

std::vector<Candidate> in_drawn_order(Run& run) {
  const std::vector<Candidate> all = candidates_of(run.config().search);
  run.bench();  // sets LibTorch up
  train::seed_stage(run.config(), train::Stage::kSearch);
  const torch::Tensor order = torch::randperm(static_cast<int64_t>(all.size()), torch::kInt64);
  std::vector<Candidate> drawn;
  for (int64_t i = 0; i < order.size(0); ++i) drawn.push_back(all[static_cast<size_t>(order[i].item<int64_t>())]);
  return drawn;
}

[[noreturn]] void refuse(const Run& run, size_t tried, const SearchedStudent& closest) {
  const configs::ExperimentConfig& config = run.config();
  throw Error(fmt::format(
      "{}: the budget cannot be met: of {} students of {} none fits, the closest is {}, which needs {}; raise the "
      "budget or add smaller ones (search.widths, search.blocks)",
      config.search.place.text(), tried, config.search.family, closest.candidate.text(),
      text(limits_of(config.budget, closest.needs))));
}

std::vector<SearchedStudent> draw(Run& run, const CountInstructions& count) {
  const configs::ExperimentConfig& config = run.config();
  const Measure measure(run, count);
  const std::vector<Candidate> drawn = in_drawn_order(run);
  const auto wanted = static_cast<size_t>(config.search.candidates);
  std::vector<SearchedStudent> fitting;
  SearchedStudent closest;
  double closest_share = std::numeric_limits<double>::infinity();
  size_t tried = 0;
  Progress progress("students measured", static_cast<int64_t>(drawn.size()));
  for (; tried < drawn.size() && fitting.size() < wanted; ++tried) {
    const SearchedStudent student{drawn[tried], measure(drawn[tried]), 0, {}};
    const double share = fullest_share(limits_of(config.budget, student.needs));
    if (share <= 1) fitting.push_back(student);
    if (share < closest_share) closest = student;
    closest_share = std::min(share, closest_share);
    progress.update(static_cast<int64_t>(tried) + 1, fmt::format("{} fit", fitting.size()));
  }
  if (fitting.empty()) refuse(run, tried, closest);
  spdlog::info("{} of {} students measured fit the budget, of {} in all", fitting.size(), tried, drawn.size());
  return fitting;
}

Json needs_json(const Needs& needs) {
  Json json{
      {"parameters", needs.parameters}, {"macs", needs.macs}, {"flash_bytes", needs.flash}, {"ram_bytes", needs.ram}};
  if (needs.instructions) json["instructions"] = *needs.instructions;
  return json;
}

Needs needs_from(const Json& json) {
  Needs needs{json.at("parameters"), json.at("macs"), json.at("flash_bytes"), json.at("ram_bytes"), {}};
  if (json.contains("instructions")) needs.instructions = json.at("instructions").get<int64_t>();
  return needs;
}

// Everything that leads to which students are drawn and what they need.
std::string draw_recipe(const Run& run) {
  configs::ExperimentConfig part;
  part.name = run.config().name;
  part.search = run.config().search;
  part.quantization = run.config().quantization;
  part.module = run.config().module;
  part.budget = run.config().budget;
  return train::chained(run.recipes().student, configs::print_experiment(part));
}

train::Score train_for(Run& run, const Candidate& candidate, int64_t epochs) {
  const std::string stage = fmt::format("search_{}_epochs_{}", candidate.name(), epochs);
  const std::string recipe =
      train::chained(run.recipes().student, fmt::format("{}{}", configs::print_layers({candidate.preset}), epochs));
  return train::Score::from(run.stage({stage, recipe, {}}, [&] {
    configs::TrainingConfig training = run.config().student.training;
    training.epochs = epochs;
    return teach_student(run, plan_of(run, candidate), run.fit_task(stage, recipe, training)).score.json();
  }));
}

// The better first; of equals the one that computes less.
bool before(const SearchedStudent& one, const SearchedStudent& other) {
  if (one.validation.better_than(other.validation)) return true;
  return !other.validation.better_than(one.validation) && one.needs.macs < other.needs.macs;
}

// A student's epochs in round `round`, from 0.
int64_t epochs_of(const configs::ExperimentConfig& config, int round) {
  const double epochs = static_cast<double>(config.search.epochs) / std::pow(config.search.keep, round);
  return std::min(std::llround(epochs), static_cast<long long>(config.student.training.epochs));
}

}  // namespace

Json SearchedStudent::json() const {
  Json json{{"student", candidate.text()}, {"needs", needs_json(needs)}, {"epochs", epochs}};
  if (epochs > 0) json["validation"] = validation.json();
  return json;
}

std::vector<SearchedStudent> draw_candidates(Run& run, const CountInstructions& count) {
  const std::vector<Candidate> all = candidates_of(run.config().search);
  const Json drawn = run.stage({"search_drawn", draw_recipe(run), {}}, [&] {
    Json found = Json::array();
    for (const SearchedStudent& student : draw(run, count)) {
      found.push_back({{"name", student.candidate.name()}, {"needs", needs_json(student.needs)}});
    }
    return found;
  });
  std::vector<SearchedStudent> students;
  for (const Json& each : drawn) {
    const auto candidate = std::ranges::find(all, each.at("name").get<std::string>(), &Candidate::name);
    students.push_back({*candidate, needs_from(each.at("needs")), 0, {}});
  }
  return students;
}

std::vector<SearchedStudent> choose_among(Run& run, std::vector<SearchedStudent> candidates) {
  size_t left = candidates.size();
  for (int round = 0; left > 1; ++round) {
    const int64_t epochs = epochs_of(run.config(), round);
    for (size_t i = 0; i < left; ++i) {
      spdlog::info("search: {} of {} for {} epoch{}: {}", i + 1, left, epochs, epochs == 1 ? "" : "s",
                   candidates[i].candidate.text());
      candidates[i].validation = train_for(run, candidates[i].candidate, epochs);
      candidates[i].epochs = epochs;
    }
    std::stable_sort(candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(left), before);
    const auto kept = static_cast<size_t>(std::floor(static_cast<double>(left) * run.config().search.keep));
    left = std::clamp<size_t>(kept, 1, left - 1);
  }
  return candidates;
}

std::vector<bool> on_front(const std::vector<SearchedStudent>& students, const BudgetConfig& budget) {
  const auto costs = [&](const SearchedStudent& student) {
    std::vector<int64_t> needed;
    for (const Limit& limit : limits_of(budget, student.needs)) needed.push_back(limit.needed);
    if (needed.empty()) needed = {student.needs.macs, student.needs.flash};
    return needed;
  };
  const auto beats = [&](const SearchedStudent& one, const SearchedStudent& other) {
    if (other.validation.better_than(one.validation)) return false;
    const std::vector<int64_t> low = costs(one), high = costs(other);
    const bool cheaper_everywhere = std::ranges::equal(low, high, std::less_equal<>());
    return cheaper_everywhere && (low != high || one.validation.better_than(other.validation));
  };
  std::vector<bool> front;
  for (const SearchedStudent& student : students) {
    front.push_back(std::ranges::none_of(students, [&](const auto& other) { return beats(other, student); }));
  }
  return front;
}

std::string table(const std::vector<SearchedStudent>& students, const BudgetConfig& budget) {
  const std::vector<bool> front = on_front(students, budget);
  const bool counted = !budget.instructions.empty();
  std::string text =
      fmt::format("{:<40}{:>11}{:>12}{:>10}{:>9}{}{:>8}  {:<14}\n", "student", "parameters", "MACs", "flash", "RAM",
                  counted ? fmt::format("{:>14}", "instructions") : "", "epochs", "validation");
  for (size_t i = 0; i < students.size(); ++i) {
    const auto& [candidate, needs, epochs, validation] = students[i];
    const char* chosen = front[i] ? "chosen, front" : "chosen";
    const char* other = front[i] ? "front" : "";
    text +=
        fmt::format("{:<40}{:>11}{:>12}{:>10}{:>9}{}{:>8}  {:<14}{}\n", candidate.text(), with_commas(needs.parameters),
                    with_commas(needs.macs), with_commas(needs.flash), with_commas(needs.ram),
                    counted ? fmt::format("{:>14}", with_commas(needs.instructions.value_or(0))) : "", epochs,
                    epochs > 0 ? validation.text() : "", i == 0 ? chosen : other);
  }
  return text;
}

}  // namespace bitstill::distill

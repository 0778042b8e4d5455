// The student that a budget allows: students of a family are drawn and measured, then trained in rounds from each of
// which only the best go on (successive halving).
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "distill/search/family.h"
#include "train/loop/meters.h"
#include "train/run/run.h"

namespace bitstill::distill {

// What a student needs as an int8 module, its weights uncoded.
struct Needs {
  int64_t parameters = 0;
  int64_t macs = 0;
  int64_t flash = 0;                    // bytes of constants
  int64_t ram = 0;                      // bytes of the arena
  std::optional<int64_t> instructions;  // of an inference; where the budget limits them
};

// Of one inference of this artifact's module on the target that the config means. Throws Error.
using CountInstructions = std::function<int64_t(const std::filesystem::path& artifact)>;

struct SearchedStudent {
  Candidate candidate;
  Needs needs;
  int64_t epochs = 0;       // of its last training; 0: it had none, for there was no other
  train::Score validation;  // after it

  nlohmann::ordered_json json() const;
};

// Draws the candidates by the config's seed from those that fit its budget; a stage. Throws Error, with the closest,
// where none fits.
std::vector<SearchedStudent> draw_candidates(train::Run& run, const CountInstructions& count);

// Trains them; every training is a stage, resumable. The first one returned is chosen, and they are in the order in
// which they left. Throws Error where the run's teacher is missing.
std::vector<SearchedStudent> choose_among(train::Run& run, std::vector<SearchedStudent> candidates);

// Of each: whether no other is as good or better and needs as little or less of all that the budget limits (without
// limits: of multiply-adds and flash).
std::vector<bool> on_front(const std::vector<SearchedStudent>& students, const configs::BudgetConfig& budget);

// A table for people.
std::string table(const std::vector<SearchedStudent>& students, const configs::BudgetConfig& budget);

}  // namespace bitstill::distill

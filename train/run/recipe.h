// Short names for everything in a config that leads to a stage's result: a stage whose recipe is unchanged need not be
// done again, a file of another recipe is stale.
#pragma once

#include <string>
#include <vector>

#include "configs/schema/experiment.h"
#include "train/teachers/members.h"

namespace bitstill::train {

// SHA-256 texts over the parts of the resolved config that a stage depends on and the content of the files it reads
// (the dataset's, a foreign teacher's); settings of later stages and paths do not change them.
struct Recipes {
  // Throws Error where a file cannot be read.
  explicit Recipes(const configs::ExperimentConfig& config);

  std::string member(const TeacherMember& member) const;
  std::string teacher;                  // of all members together; also without use where alpha is 0
  std::string student;                  // float
  std::vector<std::string> compressed;  // after each step of compression
  std::string quantized;                // on int8 grids
  std::string artifact;

 private:
  std::string common_;
};

// A later stage's recipe: what it starts from, and what it adds.
std::string chained(const std::string& earlier, const std::string& more);

}  // namespace bitstill::train

// Who teaches, as a flat list: copies and ensembles taken apart.
#pragma once

#include <string>
#include <vector>

#include "configs/schema/experiment.h"

namespace bitstill::train {

struct TeacherMember {
  configs::TeacherConfig config;  // network, checkpoint or torchscript
  std::string name;               // "teacher" where it is the only one, else "teacher_1", "teacher_2", ...
  int64_t index = 0;              // from 0; draws of members differ by it

  bool trained_here() const { return config.kind == "network"; }
  std::string file() const { return name + ".pt"; }  // of a member trained here, in the run folder
};

std::vector<TeacherMember> teacher_members(const configs::TeacherConfig& config);

}  // namespace bitstill::train

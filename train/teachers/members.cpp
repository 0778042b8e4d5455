#include "train/teachers/members.h"

namespace bitstill::train {
namespace {

void collect(const configs::TeacherConfig& config, std::vector<configs::TeacherConfig>& leaves) {
  if (config.kind == "ensemble") {
    for (const configs::TeacherConfig& member : config.members) collect(member, leaves);
    return;
  }
  const int64_t copies = config.kind == "network" ? config.copies : 1;
  for (int64_t i = 0; i < copies; ++i) leaves.push_back(config);
}

}  // namespace

std::vector<TeacherMember> teacher_members(const configs::TeacherConfig& config) {
  std::vector<configs::TeacherConfig> leaves;
  collect(config, leaves);
  std::vector<TeacherMember> members;
  for (const configs::TeacherConfig& leaf : leaves) {
    const auto index = static_cast<int64_t>(members.size());
    const std::string name = leaves.size() == 1 ? "teacher" : "teacher_" + std::to_string(index + 1);
    members.push_back({leaf, name, index});
  }
  return members;
}

}  // namespace bitstill::train

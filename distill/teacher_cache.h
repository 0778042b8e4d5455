// The teacher's answers, computed once: inputs do not change from epoch to epoch, so neither do they.
#pragma once

#include "train/loop/samples.h"
#include "train/models/model.h"

namespace bitstill::distill {

// Fills samples.teacher_outputs with the teacher's outputs in evaluation mode (a classifier's logits).
void cache_teacher_outputs(train::Model& teacher, train::Samples& samples);

}  // namespace bitstill::distill

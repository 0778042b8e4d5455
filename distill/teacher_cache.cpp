#include "distill/teacher_cache.h"

#include "train/loop/meters.h"

namespace bitstill::distill {

void cache_teacher_outputs(train::Model& teacher, train::Samples& samples) {
  samples.teacher_outputs = train::predict(teacher, samples.inputs);
}

}  // namespace bitstill::distill

// The student's stages: float training under the teacher, quantisation, export.
#pragma once

#include <memory>

#include "distill/quantize/quantized_student.h"
#include "train/loop/meters.h"
#include "train/run/run.h"

namespace bitstill::distill {

// On the validation split.
struct StudentResult {
  train::Score float_student;
  train::Score fake_quant;
};

// Throws Error for what these stages would refuse only after hours: a threshold of a word that is no label, a hint from
// or to a layer that is none. Does nothing where they are done.
void check_student(train::Run& run);

// Trains the student on the teacher of the run folder (on the targets alone where alpha is 0), quantises it, and writes
// student.pt, student_quantized.pt, student.tflite and the metrics. Stages that are done are not repeated. Throws Error
// where the teacher is missing or stale.
StudentResult distill_student(train::Run& run);

// The students of the run folder, in evaluation mode on the bench's device. Throw Error with the remedy where they are
// missing or stale.
std::unique_ptr<train::Network> load_student(train::Run& run);
std::unique_ptr<QuantizedStudent> load_quantized_student(train::Run& run);

}  // namespace bitstill::distill

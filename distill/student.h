// The student's stages: float training under the teacher, steps of compression, quantisation, export.
#pragma once

#include <memory>

#include "distill/compress/compressed_student.h"
#include "distill/quantize/quantized_student.h"
#include "train/loop/meters.h"
#include "train/run/run.h"

namespace bitstill::distill {

// On the validation split.
struct StudentResult {
  train::Score float_student;  // after the last step of compression
  train::Score fake_quant;
};

// Throws Error for what these stages would refuse only after hours: a threshold of a word that is no label, a hint or a
// step of compression for a layer that is none. Does nothing where they are done.
void check_student(train::Run& run);

// Trains the student on the teacher of the run folder (on the targets alone where alpha is 0), quantises it, and writes
// student.pt, student_quantized.pt, student.tflite and the metrics. Stages that are done are not repeated. Throws Error
// where the teacher is missing or stale.
StudentResult distill_student(train::Run& run);

// The students of the run folder, in evaluation mode on the bench's device; the float one as it was quantised, after
// the last step of compression. Throw Error with the remedy where they are missing or stale.
std::shared_ptr<train::Network> load_student(train::Run& run);
std::unique_ptr<QuantizedStudent> load_quantized_student(train::Run& run);

// A float student of this plan, drawn by the seed and trained on the targets and the run's teacher as the config says;
// on the CPU. `task` is the run's. Throws Error.
struct TaughtStudent {
  std::shared_ptr<train::Network> network;
  train::Score score;  // on the validation split
};
TaughtStudent teach_student(train::Run& run, const train::NetworkPlan& plan, train::FitTask task);

// A student on int8 grids, its weights and ranges still zero.
std::unique_ptr<QuantizedStudent> make_quantized_student(train::Run& run, const CompressedStudent& student);
// Brings the student's weights and, from training samples drawn by LibTorch's generator, the ranges; on the bench's
// device.
void calibrate(train::Run& run, const CompressedStudent& student, QuantizedStudent& quantized);

}  // namespace bitstill::distill

// What the test set shows of a run's student beyond its score, as JSON for the report.
#pragma once

#include <nlohmann/json.hpp>

#include "train/run/run.h"

namespace bitstill::distill {

// {task: "classification" | "regression",
//  networks: {teacher?: {widths, parameters, macs}, absent where its size is not known; student: {...}},
//  noise_samples, layers: [{tensor, block, sqnr_db}], null where int8 equals float (see layer_noise.h)
//  classification:
//    labels, confusion: [[count]] (true class, given class, by int8),
//    roc: [{label, area, points: [[false alarms, hits]]}], shares in 0..1, see recognition.h
//    speakers?: [{speaker, samples, right}], worst first, of recordings whose speakers are known
//    mistakes: [{index, label, given, confidence, source?, picture?}], surest first,
//    picture_shape?: [height, width]  for inputs [h, w, 1]; a picture is two hexadecimal digits per pixel, row-major,
//                                     0 the lowest value of the input grid; features of recordings lie on their
//                                     side: time from left to right, the lowest frequency at the bottom
//  regression:
//    x?: [..] ascending, of a network with one input,
//    outputs: [{target: [..], float: [..], int8: [..]}], a sample of the test set}
// Throws Error where something of the run is missing or stale.
nlohmann::ordered_json student_insight(train::Run& run);

}  // namespace bitstill::distill

// metrics.jsonl as columns: what a chart of the training wants.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>

namespace bitstill::train {

// [{stage, epoch: [..], train_loss: [..], validation_loss: [..], validation_accuracy | validation_rmse: [..], ...}] in
// the order the stages happened; every number of a line becomes an entry of its column, null where a line lacks it.
// Lines that are no JSON object are passed over: an interrupted run may end in half of one. Empty without the file.
nlohmann::ordered_json training_history(const std::filesystem::path& metrics);

}  // namespace bitstill::train

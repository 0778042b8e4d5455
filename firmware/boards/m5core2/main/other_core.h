// The core that does not compute, as a worker for modules that divide their layers.
#pragma once

namespace other_core {

// Starts a task on core 0 that does one half of each divided layer, and gives it to the workspace. Nothing for modules
// of one core. False where there is no memory for the task: then one core computes all.
bool begin();

}  // namespace other_core

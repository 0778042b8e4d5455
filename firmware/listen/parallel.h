// Many independent pieces of work by several threads, with a progress bar where it lasts.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace bitstill::firmware {

using Worker = std::function<void(int64_t)>;

// Calls a worker once with each of 0 ... count - 1. `make_worker` is called in every thread, for what a thread must
// have of its own. Where workers throw, the exception of the lowest number is thrown on, whatever the threads' order.
void in_parallel(const std::string& title, int64_t count, const std::function<Worker()>& make_worker);

}  // namespace bitstill::firmware

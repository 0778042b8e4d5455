// A session with a board whose microphone is wanted.
#pragma once

#include <memory>
#include <string>

#include "firmware/link/client.h"

namespace bitstill::firmware {

// At a port that a person names, or at the only one that may be a Core2 where that is empty. Throws Error where no
// board answers, or where the line is too slow for the microphone's samples.
std::unique_ptr<Client> connect_for_sound(const std::string& port);

}  // namespace bitstill::firmware

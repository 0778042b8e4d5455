// A session with a board that a person names, or with the only one that there is.
#pragma once

#include <memory>
#include <string>

#include "firmware/link/client.h"

namespace bitstill::firmware {

// `port` may be empty. The line is then as fast as both ends can make it.
std::unique_ptr<Client> connect(const std::string& port);

// The same; throws Error where the line is too slow for the microphone's samples.
std::unique_ptr<Client> connect_for_sound(const std::string& port);

}  // namespace bitstill::firmware

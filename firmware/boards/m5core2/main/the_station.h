// The one station of this board, and whether it has a microphone: both are there before any task asks.
#pragma once

#include "station.h"

namespace the_station {

Station& station();
bool has_microphone();

}  // namespace the_station

// Whether a key must stand in the file.
#pragma once

namespace bitstill::configs {

enum class Presence { kOptional, kRequired };

}  // namespace bitstill::configs

// What the Core2's power chip says, AXP192 or AXP2101: read by the task that shares its bus with touch and screen.
#pragma once

namespace power {

// Reads it, for board_power().
void refresh();

}  // namespace power

#include "board.h"
#include "exit_codes.h"
#include "source.h"

bool source::next(int8_t (&inputs)[check::kInputBytes]) {
  const size_t got = board_read(inputs, sizeof(inputs));
  if (got != 0 && got != sizeof(inputs)) board_exit(kPartialSample);
  return got != 0;
}

// libFuzzer's way to a board: after any script it answers HELLO.
#include <cstdlib>

#include "tests/hostile/commands/board_in_memory.h"
#include "tests/hostile/commands/script.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  bitstill::tests::play({data, size});
  if (!bitstill::tests::answers_hello(2)) std::abort();
  return 0;
}

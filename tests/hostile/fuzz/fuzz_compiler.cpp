// libFuzzer's way into the compiler: any bytes are compiled or refused, and nothing else happens.
#include "tests/hostile/attempt.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  bitstill::tests::attempt({data, size});
  return 0;
}

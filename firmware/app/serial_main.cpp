// A firmware that does nothing but answer a host: what a board without microphone and screen runs.
#include "command_loop.h"

namespace {

CommandLoop commands;

}  // namespace

int main() {
  for (;;) commands.poll(1000);
}

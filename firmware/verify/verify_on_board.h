// The chain of equal bytes on a board at the end of a line: what the reference executor computes is what the board
// answers, sample by sample; every stage by its CRC-32, and by its bytes where these differ.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "firmware/link/client.h"
#include "firmware/verify/verify.h"

namespace bitstill::firmware {

struct BoardRequest {
  VerifyRequest samples;         // which
  std::vector<int64_t> classes;  // the right output of each; empty where nobody knows, or folders of recordings tell
};

struct StageCost {
  std::string layer, operator_name;
  int64_t cycles = 0;  // ticks of the board's clock
};

struct BoardVerdict {
  BoardIdentity board;
  BoardMemory memory;
  Traffic traffic;
  int64_t samples = 0;
  int64_t equal = 0;              // whose outputs and every stage are
  int64_t bytes = 0;              // compared, by themselves or in a CRC-32
  std::optional<int64_t> right;   // of samples with a label, those the board got right
  std::vector<StageCost> stages;  // of one inference: the front-end's, if it was used, then every layer's
  std::optional<features::Parameters> front_end;
  std::optional<Mismatch> mismatch;  // the first; where the board does the sample right a second time, `fickle` is set
  std::optional<int64_t> fickle;     // a sample that was wrong once
  double seconds = 0;

  bool is_equal() const { return equal == samples; }
};

// `client` has said hello() to a board that carries the module's artifact. Shows progress. Throws Error.
BoardVerdict verify_on_board(const ModuleFolder& module, const BoardRequest& request, Client& client);

// Lines for people: agreement, accuracy, what differs first, cycles per layer, memory, the line.
// `instructions_per_tick`: of an emulated clock, which counts instructions; 0 where ticks are cycles.
std::string describe(const BoardVerdict& verdict, const ModuleFolder& module, double instructions_per_tick);

}  // namespace bitstill::firmware

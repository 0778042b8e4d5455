// How a check runner ends, besides 0; the host's side turns these into sentences (firmware/targets/execute.cpp).
#pragma once

constexpr int kPartialSample = 3;    // the input ended in the middle of a sample
constexpr int kWrongLayer = 4;       // layers were observed out of order, or not as many as the module names
constexpr int kCannotWrite = 5;      // the host took no more output
constexpr int kFirstException = 64;  // plus the cause: the emulated core raised an exception
constexpr int kLastException = 127;

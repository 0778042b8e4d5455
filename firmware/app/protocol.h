// The numbers of the protocol between host and board, which firmware/protocol.md explains byte by byte.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace protocol {

constexpr uint8_t kVersion = 1;
constexpr char kMagic[] = "bitstill";  // without the final zero, in every version
constexpr size_t kMagicBytes = 8;
constexpr size_t kModuleNameBytes = 32;
constexpr size_t kModuleIdentityBytes = 32 + 14 + 10 + kModuleNameBytes;  // SHA-256, sizes, front-end, name
constexpr size_t kBoardNameBytes = 16;

constexpr size_t kFrameBytes = 1024;  // before COBS
constexpr size_t kHeadBytes = 2;      // command, sequence
constexpr size_t kChecksumBytes = 4;
constexpr size_t kDataBytes = kFrameBytes - kHeadBytes - kChecksumBytes;
constexpr size_t kAnswerBytes = kDataBytes - 1;  // after the status
constexpr size_t kMostOutputs = 960;             // longer ones are not in an answer to RUN

constexpr uint8_t kAnswer = 0x80;  // set in the command of an answer
constexpr uint8_t kWait = 0xff;    // the command of "still at work"
constexpr uint32_t kWaitMilliseconds = 250;
constexpr uint32_t kFirstBaud = 115200;
constexpr uint32_t kMostBaud = 4000000;
constexpr uint32_t kBaudMilliseconds = 1000;    // for a first frame at a new speed
constexpr uint32_t kQuietMilliseconds = 10000;  // without a frame at a new speed
constexpr uint32_t kPlainSampleRate = 16000;    // of a microphone whose module has no front-end
constexpr uint32_t kPauseMilliseconds = 2000;   // of the board's own listening
constexpr uint32_t kMicrophoneMilliseconds = 100;
constexpr uint32_t kUnknown = 0xffffffff;
constexpr int32_t kNothingHeard = -1;

enum Command : uint8_t {
  kHello = 0x01,
  kSetBaud = 0x02,
  kInput = 0x03,
  kRun = 0x04,
  kOutput = 0x05,
  kLayerChecksums = 0x06,
  kLayerDump = 0x07,
  kLayerCycles = 0x08,
  kMemory = 0x09,
  kFeatures = 0x0a,
  kStream = 0x0b,
  kMicCapture = 0x0c,
  kPower = 0x0d,
  kReboot = 0x0e,
  kListen = 0x0f,
};

enum Status : uint8_t {
  kDone = 0,
  kNoSuchCommand = 1,
  kWrongLength = 2,
  kOutOfRange = 3,
  kOutOfPlace = 4,
  kUnsupported = 5,
  kNothingRan = 6,
  kFailed = 7,
};

enum Ability : uint16_t {
  kCanSetBaud = 1,
  kCanMakeFeatures = 2,
  kCanStream = 4,
  kHasMicrophone = 8,
  kKnowsPower = 16,
  kCanReboot = 32,
  kListens = 64,
};

enum PowerFlag : uint8_t { kBattery = 1, kCharging = 2, kBusPower = 4 };

}  // namespace protocol

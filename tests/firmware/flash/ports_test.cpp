#include "firmware/flash/ports.h"

#include <gmock/gmock.h>

#include "configs/support/error.h"

namespace bitstill::firmware {
namespace {

using testing::HasSubstr;

const SerialPort kCp2104{"/dev/ttyUSB0", 0x10c4, 0xea60, "CP2104 USB to UART Bridge Controller"};
const SerialPort kCh9102{"/dev/ttyACM0", 0x1a86, 0x55d4, "USB Single Serial"};
const SerialPort kBuiltIn{"/dev/ttyS0", 0, 0, "ttyS0"};

std::string refusal(const std::vector<SerialPort>& ports) {
  try {
    return "takes " + only_likely_port(ports);
  } catch (const Error& error) {
    return error.what();
  }
}

TEST(Ports, KnowsBothBridgesOfTheCore2) {
  EXPECT_EQ(core2_bridge(kCp2104), "CP2104");
  EXPECT_EQ(core2_bridge(kCh9102), "CH9102F");
  EXPECT_EQ(core2_bridge(kBuiltIn), "");
}

TEST(Ports, TheOnlyLikelyOneNeedsNoName) {
  EXPECT_EQ(only_likely_port({kBuiltIn, kCh9102}), "/dev/ttyACM0");
  EXPECT_THAT(refusal({kBuiltIn}), HasSubstr("no board found"));
  EXPECT_THAT(refusal({kCp2104, kCh9102}), HasSubstr("/dev/ttyUSB0, /dev/ttyACM0 may all be the board"));
}

TEST(Ports, ThoseOfThisMachineCanBeListed) { EXPECT_NO_THROW(list_ports()); }

}  // namespace
}  // namespace bitstill::firmware

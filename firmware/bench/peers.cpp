// TFLite Micro at commit 90b983c2, models of mlcommons/tiny and of tflite-micro, xtensa-esp32-elf-g++ 12.2 with MULSH,
// xtensa-lx106-elf-g++ 12.2 and arm-none-eabi-g++ 12.2 under QEMU 7.2, real weights. Millions are rounded to four
// figures or fewer.
#include "firmware/bench/peers.h"

#include <algorithm>

namespace bitstill::firmware {
namespace {

const std::vector<Peer>& peers() {
  static const std::vector<Peer> all = {
      {"hello_world",
       "505ee4fae7fa46ab67bea4c08b4969eb3eb8b9114c50595ec4a29d9a27993202",
       676,
       {{"esp32", 8'396, 6'859, 0}, {"lx106", 10'700, 0, 26'112}, {"cortex-m4", 5'200, 0, 19'704}}},
      {"keyword spotting, kws_ref",
       "aeea436800704fce17b17292e4412630ad856e9d777c044c64ef748a880bd0ae",
       22'772,
       {{"esp32", 58'120'000, 32'220'000, 0}, {"lx106", 65'900'000, 0, 50'456}, {"cortex-m4", 43'000'000, 0, 40'632}}},
      {"image classification, resnet8",
       "3c002613d1b2475eb51dd78dfb85a546c8ae658dee71cf6ade43b022fe205415",
       54'340,
       {{"esp32", 170'900'000, 119'900'000, 0},
        {"lx106", 193'300'000, 0, 55'784},
        {"cortex-m4", 107'400'000, 0, 45'044}}},
      {"person detection",
       "808cfdfc0cf3a6fa6f6fa26bfa379ea97c16d5db7334637766e39c3408502e9d",
       82'292,
       {{"esp32", 139'900'000, 76'920'000, 0},
        {"lx106", 163'700'000, 0, 45'540},
        {"cortex-m4", 95'700'000, 0, 36'456}}},
      {"anomaly detection, ad01",
       "87cf24194ef93d1d9b11a591d805526b98008e351655d29883c825c9c106ba24",
       2'260,
       {{"esp32", 3'337'000, 2'772'000, 0}, {"lx106", 3'710'000, 0, 26'112}, {"cortex-m4", 1'950'000, 0, 19'704}}},
      {"micro_speech",
       "09e5e2a9dfb2d8ed78802bf18ce297bff54281a66ca18e0c23d69ca14f822a83",
       6'788,
       {{"lx106", 11'600'000, 0, 40'776}, {"cortex-m4", 9'310'000, 0, 32'720}}},
  };
  return all;
}

}  // namespace

const PeerCost* Peer::on(const std::string& target) const {
  const auto found = std::ranges::find(costs, target, &PeerCost::target);
  return found == costs.end() ? nullptr : &*found;
}

const Peer* find_peer(const std::string& artifact_sha256) {
  const auto found = std::ranges::find(peers(), artifact_sha256, &Peer::artifact_sha256);
  return found == peers().end() ? nullptr : &*found;
}

}  // namespace bitstill::firmware

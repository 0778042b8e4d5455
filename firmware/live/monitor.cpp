#include "firmware/live/monitor.h"

#include <fmt/format.h>

#include <optional>
#include <thread>

#include "configs/support/interrupt.h"

namespace bitstill::firmware {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kPollInterval{100};

}  // namespace

void monitor(Client& client, double seconds, MonitorObserver& observer) {
  if (!client.identity().can(protocol::kListens)) {
    throw Error(
        fmt::format("{}: this board does not listen: its module has no front-end and detector", client.line().name()));
  }
  const InterruptWatch interrupt;
  const auto begin = Clock::now();
  std::optional<uint32_t> seen;
  while (!interrupt.requested()) {
    const double now = std::chrono::duration<double>(Clock::now() - begin).count();
    if (seconds > 0 && now > seconds) return;
    const ListeningReport report = client.listening();
    observer.heard(report);
    // A board that restarted counts from 0 again.
    const uint32_t before = seen && *seen <= report.detections ? *seen : seen ? 0 : report.detections;
    if (report.detections > before) {
      if (report.detections - before > 1) observer.missed(report.detections - before - 1);
      observer.detected({now, report.word, report.score});
    }
    seen = report.detections;
    std::this_thread::sleep_for(kPollInterval);
  }
}

}  // namespace bitstill::firmware

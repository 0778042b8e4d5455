#include "firmware/verify/verify_on_board.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <cstring>
#include <deque>

#include "codegen/front_end.h"
#include "codegen/reference/executor.h"
#include "configs/support/error.h"
#include "configs/support/files.h"
#include "configs/support/progress.h"
#include "firmware/link/cut.h"
#include "firmware/link/data_reader.h"
#include "firmware/link/upload.h"
#include "firmware/verify/beginning.h"
#include "firmware/verify/reference.h"

namespace bitstill::firmware {
namespace {

constexpr int kAttempts = 20;  // at asking for what the board forgets when it restarts

uint32_t crc_of(std::span<const uint8_t> bytes) {
  return static_cast<uint32_t>(::crc32(0, bytes.data(), static_cast<uInt>(bytes.size())));
}

// What the reference executor says of one sample.
struct Expected {
  std::vector<uint8_t> inputs, outputs;
  std::vector<uint32_t> stages;  // CRC-32 of the inputs, then of each layer

  uint32_t checksum() const {
    return crc_of({reinterpret_cast<const uint8_t*>(stages.data()), stages.size() * sizeof(uint32_t)});
  }
};

class BoardCheck {
 public:
  BoardCheck(const ModuleFolder& module, const BoardRequest& request, Client& client)
      : module_(module),
        client_(client),
        board_(client.identity()),
        graph_(load_reference(module)),
        executor_(graph_),
        beginning_(find_beginning(module, request.samples, graph_, folder_.path())),
        inputs_(beginning_),
        classes_(request.classes.empty() ? beginning_.classes : request.classes),
        known_(request.samples.expect.empty()
                   ? nullptr
                   : std::make_unique<SampleFile>(request.samples.expect, module.output_bytes())) {
    const int64_t wanted = request.samples.samples;
    verdict_.samples = wanted > 0 ? std::min(wanted, inputs_.samples()) : inputs_.samples();
    if (known_ && known_->samples() < verdict_.samples) {
      throw Error(fmt::format("{}: holds {} samples where the inputs hold {}", known_->path().string(),
                              known_->samples(), verdict_.samples));
    }
    if (beginning_.front_end) verdict_.front_end = beginning_.front_end->parameters();
    check_sizes();
  }

  BoardVerdict run() {
    const auto begin = client_.line().now();
    Progress progress(fmt::format("{} on {}", module_.name, client_.line().name()), verdict_.samples);
    Uploader(client_).run([&] { return next_unit(); },
                          [&](UploadUnit& unit) {
                            judge(unit);
                            progress.update(judged_, fmt::format("{} equal", verdict_.equal));
                          });
    verdict_.traffic = client_.traffic();
    verdict_.seconds = std::chrono::duration<double>(client_.line().now() - begin).count();
    if (wrong_) find_place();
    measure();
    verdict_.board = client_.identity();
    verdict_.memory = client_.memory();
    return verdict_;
  }

 private:
  struct Wrong {
    int64_t sample;
    Expected expected;
    std::vector<uint8_t> features, outputs;  // the board's
  };

  void check_sizes() const {
    const bool same = board_.input_bytes == module_.input_bytes() && board_.output_bytes == module_.output_bytes() &&
                      board_.layers == static_cast<int64_t>(module_.layers.size());
    if (!same)
      throw Error(fmt::format("{}: the board's module has other sizes than check/module.json; flash it anew",
                              client_.line().name()));
    if (verdict_.front_end && !board_.can(protocol::kCanMakeFeatures)) {
      throw Error(fmt::format("{}: the board's module has no front-end; verify it without --from pcm, or flash it anew",
                              client_.line().name()));
    }
  }

  std::optional<UploadUnit> next_unit() {
    if (prepared_ == verdict_.samples) return std::nullopt;
    UploadUnit unit = verdict_.front_end ? next_clip() : next_inputs();
    unit.number = prepared_;
    return unit;
  }

  UploadUnit next_inputs() {
    const int64_t count = std::min(samples_of_unit(board_), verdict_.samples - prepared_);
    std::vector<uint8_t> bytes;
    for (int64_t i = 0; i < count; ++i) {
      expect_next();
      bytes.insert(bytes.end(), expected_.back().inputs.begin(), expected_.back().inputs.end());
    }
    return cut_inputs(board_, bytes, positions_.take(client_, std::ssize(bytes), board_.input_bytes));
  }

  UploadUnit next_clip() {
    expect_next();
    const auto bytes = inputs_.sample();
    std::vector<int16_t> clip(bytes.size() / sizeof(int16_t));
    std::memcpy(clip.data(), bytes.data(), bytes.size());
    const int64_t samples = samples_of_clip(board_, verdict_.front_end->window_samples);
    return cut_clip(board_, clip, samples, clip_positions_.take(client_, samples, samples));
  }

  void expect_next() {
    inputs_.next();
    expected_.push_back(compute(inputs_.bytes()));
    ++prepared_;
    if (!known_) return;
    const auto outputs = known_->next();
    if (std::ranges::equal(outputs, expected_.back().outputs)) return;
    throw Error(
        fmt::format("{}: sample {} is not what the reference executor computes; bitstill verify --on host names "
                    "the place",
                    known_->path().string(), prepared_ - 1));
  }

  Expected compute(std::span<const uint8_t> inputs) {
    executor_.run(inputs);
    Expected expected{{inputs.begin(), inputs.end()}, executor_.outputs(), {crc_of(inputs)}};
    for (const ModuleLayer& layer : module_.layers) expected.stages.push_back(crc_of(executor_.bytes(layer.tensor)));
    return expected;
  }

  void judge(UploadUnit& unit) {
    std::vector<uint8_t> answer;
    for (const auto& part : unit.answers) answer.insert(answer.end(), part.begin(), part.end());
    DataReader data(answer, client_.line().name());
    while (data.left() > 0) {
      std::span<const uint8_t> features;
      if (verdict_.front_end) features = data.bytes(static_cast<size_t>(board_.input_bytes));
      const auto outputs = data.bytes(static_cast<size_t>(result_bytes(board_)) - sizeof(uint32_t));
      judge(features, outputs, data.number<uint32_t>());
    }
  }

  void judge(std::span<const uint8_t> features, std::span<const uint8_t> outputs, uint32_t checksum) {
    const Expected& expected = expected_.front();
    const bool equal = checksum == expected.checksum() &&
                       (features.empty() || std::ranges::equal(features, expected.inputs)) &&
                       (outputs.empty() || std::ranges::equal(outputs, expected.outputs));
    if (equal) ++verdict_.equal;
    if (equal) verdict_.bytes += board_.input_bytes + board_.output_bytes;
    if (equal) {
      for (const ModuleLayer& layer : module_.layers) verdict_.bytes += layer.bytes;
    }
    if (!equal && !wrong_)
      wrong_ = Wrong{judged_, expected, {features.begin(), features.end()}, {outputs.begin(), outputs.end()}};
    count_right(outputs);
    ++judged_;
    expected_.pop_front();
  }

  void count_right(std::span<const uint8_t> outputs) {
    if (classes_.empty() || outputs.empty()) return;
    const auto value = [](uint8_t byte) { return static_cast<int8_t>(byte); };
    const auto said = std::ranges::max_element(outputs, {}, value) - outputs.begin();
    verdict_.right = verdict_.right.value_or(0) + (said == classes_.at(static_cast<size_t>(judged_)) ? 1 : 0);
  }

  // Repeats `ask`, which runs something on the board and then asks about it, for as long as the board forgets in
  // between.
  template <class Ask>
  auto persist(Ask&& ask) {
    for (int attempt = 0;; ++attempt) {
      try {
        return ask();
      } catch (const StartOver&) {
        if (attempt == kAttempts)
          throw Error(client_.line().name() + ": the board restarts again and again; look at its power");
      } catch (const Refused& refused) {
        if (attempt == kAttempts || refused.status != protocol::kNothingRan) throw;
      }
    }
  }

  void run_one(const Expected& expected) {
    UploadUnit unit =
        cut_inputs(board_, expected.inputs, positions_.take(client_, board_.input_bytes, board_.input_bytes));
    last_place_ = unit.frames.back().next;
    Uploader(client_).run(unit);
  }

  // Of LAYER_CHECKSUMS or LAYER_CYCLES, of the sample that run_one() ran.
  std::vector<uint32_t> stages(protocol::Command command) {
    std::vector<uint32_t> values;
    while (std::ssize(values) <= std::ssize(module_.layers)) {
      const auto first = static_cast<uint16_t>(values.size());
      const auto answer = client_.request(command, {reinterpret_cast<const uint8_t*>(&first), sizeof(first)});
      DataReader data(answer, client_.line().name());
      if (data.number<uint32_t>() != last_place_) throw StartOver("another sample ran");
      if (data.left() == 0) throw StartOver("nothing of these stages");
      while (data.left() > 0) values.push_back(data.number<uint32_t>());
    }
    return values;
  }

  void find_place() {
    const Expected& expected = wrong_->expected;
    if (verdict_.front_end && wrong_->features != expected.inputs) {
      const ModuleBorder& input = module_.inputs.at(0);
      note({{"front-end on this machine", expected.inputs}, {board_name(), wrong_->features}},
           {"front-end", "features", input.tensor, input.bytes, 0});
      verdict_.mismatch->coefficients = verdict_.front_end->coefficients;
      return;
    }
    const auto found = persist([&] {
      run_one(expected);
      return stages(protocol::kLayerChecksums);
    });
    const auto at = static_cast<size_t>(std::ranges::mismatch(expected.stages, found).in1 - expected.stages.begin());
    if (at == expected.stages.size()) {
      verdict_.fickle = wrong_->sample;
      return;
    }
    executor_.run(expected.inputs);
    const ModuleBorder& input = module_.inputs.at(0);
    const ModuleLayer layer =
        at == 0 ? ModuleLayer{"INPUT", "input", input.tensor, module_.input_bytes(), 0} : module_.layers[at - 1];
    const auto truth = at == 0 ? std::span<const uint8_t>(expected.inputs) : executor_.bytes(layer.tensor);
    const std::vector<uint8_t> dumped = dump(expected, static_cast<uint16_t>(at), truth);
    note({{"reference executor", truth.first(dumped.size())}, {board_name(), dumped}}, layer);
    if (!verdict_.mismatch) verdict_.fickle = wrong_->sample;
  }

  // The board's bytes of a stage, up to the first part that differs from the truth.
  std::vector<uint8_t> dump(const Expected& expected, uint16_t stage, std::span<const uint8_t> truth) {
    std::vector<uint8_t> bytes;
    while (bytes.size() < truth.size() && std::equal(bytes.begin(), bytes.end(), truth.begin())) {
      UploadUnit unit =
          cut_dump(board_, expected.inputs, positions_.take(client_, board_.input_bytes, board_.input_bytes), stage,
                   static_cast<uint32_t>(bytes.size()));
      Uploader(client_).run(unit);
      const auto& part = unit.answers.back();
      if (part.empty() || bytes.size() + part.size() > truth.size()) {
        throw Error(fmt::format("{}: the board's layers have other sizes than check/module.json says; flash it anew",
                                client_.line().name()));
      }
      bytes.insert(bytes.end(), part.begin(), part.end());
    }
    return bytes;
  }

  void note(const std::vector<Witness>& witnesses, const ModuleLayer& layer) {
    verdict_.mismatch = first_difference(witnesses);
    if (!verdict_.mismatch) return;
    verdict_.mismatch->operator_name = layer.operator_name;
    verdict_.mismatch->layer = layer.name;
    verdict_.mismatch->tensor = layer.tensor;
    verdict_.mismatch->sample = wrong_->sample;
    if (!beginning_.recordings.empty()) {
      verdict_.mismatch->recording = beginning_.recordings.at(static_cast<size_t>(wrong_->sample));
    }
  }

  // Cycles of the first sample's stages, front-end included where the chain begins there.
  void measure() {
    ExpectedInputs first(beginning_);
    first.next();
    const Expected expected = compute(first.bytes());
    const auto cycles = persist([&] {
      if (!verdict_.front_end) {
        run_one(expected);
        return stages(protocol::kLayerCycles);
      }
      const auto bytes = first.sample();
      std::vector<int16_t> clip(bytes.size() / sizeof(int16_t));
      std::memcpy(clip.data(), bytes.data(), bytes.size());
      const int64_t samples = samples_of_clip(board_, verdict_.front_end->window_samples);
      UploadUnit unit = cut_clip(board_, clip, samples, clip_positions_.take(client_, samples, samples));
      last_place_ = unit.frames.back().next;
      Uploader(client_).run(unit);
      return stages(protocol::kLayerCycles);
    });
    if (verdict_.front_end) verdict_.stages.push_back({"front-end", "features", cycles.at(0)});
    for (size_t i = 0; i < module_.layers.size(); ++i) {
      verdict_.stages.push_back({module_.layers[i].name, module_.layers[i].operator_name, cycles.at(i + 1)});
    }
  }

  std::string board_name() const { return fmt::format("{} on {}", board_.board, client_.line().name()); }

  const ModuleFolder& module_;
  Client& client_;
  const BoardIdentity board_;
  TemporaryFolder folder_;
  codegen::Graph graph_;
  codegen::Executor executor_;
  Beginning beginning_;
  ExpectedInputs inputs_;
  std::vector<int64_t> classes_;  // the right output of each sample; empty where nobody knows
  std::unique_ptr<SampleFile> known_;
  Positions positions_, clip_positions_;
  std::deque<Expected> expected_;  // of samples sent and not yet judged
  int64_t prepared_ = 0, judged_ = 0;
  uint32_t last_place_ = 0;
  std::optional<Wrong> wrong_;
  BoardVerdict verdict_;
};

std::string cost_lines(const BoardVerdict& verdict, double instructions_per_tick) {
  if (verdict.board.cycles_per_second == 0) return "";
  std::string text;
  const bool emulated = instructions_per_tick > 0;
  const auto row = [&](const std::string& name, const std::string& what, int64_t ticks) {
    if (emulated) {
      return fmt::format("  {:<24} {:<20} {:>12.0f} instructions\n", name, what,
                         static_cast<double>(ticks) * instructions_per_tick);
    }
    const double milliseconds = 1000.0 * static_cast<double>(ticks) / verdict.board.cycles_per_second;
    return fmt::format("  {:<24} {:<20} {:>12} cycles {:>9.3f} ms\n", name, what, ticks, milliseconds);
  };
  int64_t all = 0;
  for (const StageCost& stage : verdict.stages) {
    text += row(stage.layer, stage.operator_name, stage.cycles);
    all += stage.cycles;
  }
  return text + row("all", "", all);
}

std::string memory_line(const BoardMemory& memory) {
  std::string text = fmt::format("  RAM: arena {}, front-end and listener {}, protocol {}", memory.arena,
                                 memory.front_end, memory.protocol);
  if (memory.stack) text += fmt::format(", stack {}", *memory.stack);
  if (memory.free_heap) text += fmt::format("; heap {} free", *memory.free_heap);
  if (memory.least_free_heap) text += fmt::format(", least {}", *memory.least_free_heap);
  if (memory.largest_block) text += fmt::format(", largest block {}", *memory.largest_block);
  return text + " bytes\n";
}

}  // namespace

BoardVerdict verify_on_board(const ModuleFolder& module, const BoardRequest& request, Client& client) {
  return BoardCheck(module, request, client).run();
}

std::string describe(const BoardVerdict& verdict, const ModuleFolder& module, double instructions_per_tick) {
  const auto& front_end = verdict.front_end;
  const std::string features =
      front_end ? fmt::format("{} x {} features, ", front_end->frames(), front_end->coefficients) : "";
  std::string text =
      fmt::format("{} of {} {} equal: {}{} layers and outputs, {} bytes\n", verdict.equal, verdict.samples,
                  front_end ? "clips" : "vectors", features, module.layers.size(), verdict.bytes);
  if (verdict.right) {
    text += fmt::format("  accuracy on the device: {:.2f} % ({} of {})\n",
                        100.0 * static_cast<double>(*verdict.right) / static_cast<double>(verdict.samples),
                        *verdict.right, verdict.samples);
  }
  if (verdict.mismatch) text += verdict.mismatch->text();
  if (verdict.fickle) {
    text +=
        fmt::format("  sample {} was wrong once and right when it was repeated: look at the board's power and memory\n",
                    *verdict.fickle);
  }
  text += cost_lines(verdict, instructions_per_tick);
  text += memory_line(verdict.memory);
  const Traffic& traffic = verdict.traffic;
  return text + fmt::format(
                    "  line: {} bytes sent, {} received in {:.1f} s; {:.1f} % of them framing and repetition; {} "
                    "frames, {} repeated, {} sessions\n",
                    traffic.sent, traffic.received, verdict.seconds, 100 * traffic.overhead(), traffic.frames,
                    traffic.repeated, traffic.sessions);
}

}  // namespace bitstill::firmware

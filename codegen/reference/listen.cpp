#include "codegen/reference/listen.h"

#include <algorithm>
#include <exception>
#include <thread>

#include "codegen/reference/executor.h"
#include "datasets/features/front_end.h"

namespace bitstill::codegen {
namespace {

std::span<const uint8_t> bytes_of(std::span<const int8_t> values) {
  return {reinterpret_cast<const uint8_t*>(values.data()), values.size()};
}

int64_t inferences_in(const Listening& listening, size_t samples) {
  const int64_t hops = static_cast<int64_t>(samples) / listening.front_end.hop_samples;
  const int64_t first = listening.hops_of_first_inference();
  return hops < first ? 0 : 1 + (hops - first) / listening.detection.inference_every;
}

// Inference i sees the frames of a clip, the first of which is frame i * inference_every of the recording.
class Inferences {
 public:
  Inferences(const Graph& graph, const Listening& listening, std::span<const int16_t> recording)
      : graph_(graph),
        count_(inferences_in(listening, recording.size())),
        classes_(static_cast<size_t>(listening.classes())),
        step_(static_cast<size_t>(listening.detection.inference_every * listening.front_end.coefficients)),
        frames_(features::FrontEnd(listening.front_end).stream(recording)),
        scores_(static_cast<size_t>(count_) * classes_) {}

  // Each thread takes its share in one piece.
  std::vector<int8_t> run() {
    const int64_t threads = std::clamp<int64_t>(std::thread::hardware_concurrency(), 1, std::max<int64_t>(count_, 1));
    std::vector<std::exception_ptr> problems(static_cast<size_t>(threads));
    {
      std::vector<std::jthread> workers;
      for (int64_t i = 0; i < threads; ++i) {
        workers.emplace_back([this, i, threads, &problem = problems[static_cast<size_t>(i)]] {
          try {
            run_from(count_ * i / threads, count_ * (i + 1) / threads);
          } catch (...) {
            problem = std::current_exception();
          }
        });
      }
    }
    for (const std::exception_ptr& problem : problems) {
      if (problem) std::rethrow_exception(problem);
    }
    return std::move(scores_);
  }

 private:
  void run_from(int64_t begin, int64_t end) {
    Executor executor(graph_);
    const auto input_bytes = static_cast<size_t>(graph_.input_bytes());
    for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
      executor.run(bytes_of(std::span(frames_).subspan(i * step_, input_bytes)));
      std::ranges::copy(executor.outputs(), reinterpret_cast<uint8_t*>(scores_.data() + i * classes_));
    }
  }

  const Graph& graph_;
  int64_t count_;
  size_t classes_;
  size_t step_;  // values from one inference's first frame to the next one's
  std::vector<int8_t> frames_;
  std::vector<int8_t> scores_;
};

}  // namespace

StreamResult listen(const Graph& graph, const Listening& listening, std::span<const int16_t> recording) {
  StreamResult result;
  result.scores = Inferences(graph, listening, recording).run();
  result.detections = detections_in(listening, result.scores);
  return result;
}

std::vector<detector::Detection> detections_in(const Listening& listening, std::span<const int8_t> scores) {
  const auto classes = static_cast<size_t>(listening.classes());
  const detector::Parameters& p = listening.detection;
  const detector::Rules rules = {listening.threshold_sums.data(), static_cast<int32_t>(classes),
                                 static_cast<int32_t>(p.smoothing), static_cast<int32_t>(p.refractory)};
  std::vector<int8_t> recent(static_cast<size_t>(p.smoothing) * classes);
  detector::State state = {};
  std::vector<detector::Detection> detections;
  for (size_t at = 0; at + classes <= scores.size(); at += classes) {
    detector::Detection detection = {};
    if (detector::push_scores(rules, state, recent.data(), scores.data() + at, detection)) {
      detections.push_back(detection);
    }
  }
  return detections;
}

}  // namespace bitstill::codegen

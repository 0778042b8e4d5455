#include "firmware/live/utterances.h"

#include <algorithm>
#include <bit>
#include <cstdlib>

#include "datasets/audio/levels.h"

namespace bitstill::firmware {
namespace {

constexpr int64_t kBlocksPerSecond = 100;
constexpr int64_t kLearningBlocks = 50;
constexpr uint32_t kBeginWindow = (1U << 6) - 1;
constexpr int kBeginBlocks = 4;
constexpr int64_t kPauseBlocks = 30;
constexpr int64_t kLongestBlocks = 300;
constexpr double kLouder = 3.5;    // 11 dB
constexpr double kSmallest = 40;   // in 16-bit steps: below it nothing is a word, however quiet the room
constexpr double kFalling = 0.3;   // of the way to a quieter block
constexpr double kRising = 1.003;  // per block: doubles in 2.3 seconds

}  // namespace

UtteranceFinder::UtteranceFinder(int64_t rate, int64_t clip_samples)
    : block_samples_(rate / kBlocksPerSecond), clip_samples_(clip_samples) {}

std::vector<Utterance> UtteranceFinder::push(std::span<const int16_t> samples) {
  samples_.insert(samples_.end(), samples.begin(), samples.end());
  std::vector<Utterance> found;
  while (kept_from_ + static_cast<int64_t>(samples_.size()) >= (blocks_ + 1) * block_samples_) {
    take_block();
    if (blocks_ <= kLearningBlocks) continue;
    in_word() ? look_for_end(found) : look_for_begin();
  }
  return found;
}

void UtteranceFinder::interrupt() {
  kept_from_ = blocks_ * block_samples_;
  not_before_ = kept_from_;
  samples_.clear();
  recent_ = 0;
  first_loud_ = -1;
}

void UtteranceFinder::take_block() {
  const auto begin = static_cast<size_t>(blocks_ * block_samples_ - kept_from_);
  const double level = datasets::rms(std::span(samples_).subspan(begin, static_cast<size_t>(block_samples_)));
  const bool loud = usual_ >= 0 && is_loud(level);
  recent_ = (recent_ << 1) | (loud ? 1U : 0U);
  if (loud) last_loud_ = blocks_;
  if (usual_ < 0) usual_ = level;
  if (!in_word())
    usual_ = level < usual_ ? usual_ + kFalling * (level - usual_) : std::min(level, usual_ * kRising + 1);
  ++blocks_;
}

bool UtteranceFinder::is_loud(double level) const { return level > kLouder * usual_ + kSmallest; }

void UtteranceFinder::look_for_begin() {
  if (std::popcount(recent_ & kBeginWindow) < kBeginBlocks) {
    forget_before(blocks_ - 2 * kBlocksPerSecond);
    return;
  }
  const int back = std::bit_width(recent_ & kBeginWindow);
  first_loud_ = blocks_ - back;
}

void UtteranceFinder::look_for_end(std::vector<Utterance>& found) {
  if (blocks_ - first_loud_ > kLongestBlocks) {  // no word: it has become louder
    usual_ = -1;
    return interrupt();
  }
  if (blocks_ - 1 - last_loud_ < kPauseBlocks) return;
  const int64_t middle = (first_loud_ + last_loud_ + 1) * block_samples_ / 2;
  const int64_t begin = std::max({middle - clip_samples_ / 2, not_before_, kept_from_});
  if (blocks_ * block_samples_ < begin + clip_samples_) return;
  found.push_back(cut(begin));
  not_before_ = begin + clip_samples_;
  first_loud_ = -1;
  recent_ = 0;
}

Utterance UtteranceFinder::cut(int64_t begin) const {
  const auto first = samples_.begin() + (begin - kept_from_);
  Utterance word{datasets::Pcm(first, first + clip_samples_), (last_loud_ + 1 - first_loud_) * block_samples_, 0};
  for (const int16_t sample : word.clip) word.peak = std::max(word.peak, std::abs(static_cast<int>(sample)));
  return word;
}

void UtteranceFinder::forget_before(int64_t block) {
  const int64_t gone = block * block_samples_ - kept_from_;
  if (gone < block_samples_ * kBlocksPerSecond) return;  // in pieces of a second
  samples_.erase(samples_.begin(), samples_.begin() + gone);
  kept_from_ += gone;
}

}  // namespace bitstill::firmware

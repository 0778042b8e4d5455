// The names of everything in one run's folder.
#pragma once

#include <filesystem>
#include <string>

namespace bitstill::train {

struct RunFolder {
  std::filesystem::path root;

  std::filesystem::path config() const { return root / "config.yaml"; }     // resolved, every default filled in
  std::filesystem::path metrics() const { return root / "metrics.jsonl"; }  // one line per epoch
  std::filesystem::path teacher() const { return root / "teacher.pt"; }
  std::filesystem::path student() const { return root / "student.pt"; }  // float
  // After so many steps of compression, from 1.
  std::filesystem::path compressed(size_t steps) const { return root / ("student_" + std::to_string(steps) + ".pt"); }
  std::filesystem::path quantized() const { return root / "student_quantized.pt"; }  // with its activation ranges
  std::filesystem::path artifact() const { return root / "student.tflite"; }
  std::filesystem::path module() const { return root / "generated"; }
  std::filesystem::path teacher_outputs() const { return root / "teacher_outputs.pt"; }  // on every split
  std::filesystem::path stages() const { return root / "stages.json"; }                  // what is done
  std::filesystem::path lock() const { return root / ".lock"; }  // held while somebody works here
  // Where an interrupted stage is kept until it is done.
  std::filesystem::path resume(const std::string& stage) const { return root / "resume" / (stage + ".pt"); }
  std::filesystem::path summary() const { return root / "summary.json"; }
  std::filesystem::path report() const { return root / "report.html"; }
};

}  // namespace bitstill::train

#include "firmware/verify/beginning.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <fstream>

#include "codegen/front_end.h"
#include "codegen/listening.h"
#include "configs/support/error.h"
#include "firmware/listen/clip.h"

namespace bitstill::firmware {
namespace {

namespace fs = std::filesystem;

Beginning begin_at_inputs(const ModuleFolder& module, const VerifyRequest& request) {
  if (!request.recordings.empty()) throw Error("--wavs needs --from pcm: recordings are samples, not inputs");
  if (request.inputs.empty() && !request.expect.empty()) {
    throw Error("--expect needs --inputs: outputs can only be expected of inputs that are given");
  }
  return {request.inputs.empty() ? module.check("inputs.bin") : request.inputs, module.input_bytes(), nullptr, {}, {}};
}

void write_clips(const Beginning& beginning, const fs::path& file) {
  std::ofstream stream(file, std::ios::binary);
  for (const std::string& recording : beginning.recordings) {
    const HeardClip clip = read_clip(recording, beginning.front_end->parameters());
    stream.write(reinterpret_cast<const char*>(clip.samples.data()), beginning.sample_bytes);
  }
  stream.close();
  if (!stream) throw Error(fmt::format("{}: cannot be written; is the disk full?", file.string()));
}

std::vector<int64_t> classes_by_folder(const std::vector<std::string>& recordings,
                                       const std::vector<std::string>& labels) {
  std::vector<int64_t> classes;
  for (const std::string& recording : recordings) {
    const auto label = std::ranges::find(labels, fs::absolute(recording).parent_path().filename().string());
    if (label == labels.end()) return {};
    classes.push_back(label - labels.begin());
  }
  return classes;
}

Beginning begin_at_samples(const ModuleFolder& module, const VerifyRequest& request, const codegen::Graph& graph,
                           const fs::path& folder) {
  if (!request.inputs.empty() || !request.expect.empty()) {
    throw Error("--inputs and --expect are tensors, which --from pcm does not begin at; give recordings with --wavs");
  }
  const auto parameters = codegen::front_end_of(graph);
  if (!parameters) {
    throw Error(module.path.string() +
                ": has no front-end that would make features of samples; verify it without --from pcm");
  }
  Beginning beginning;
  beginning.front_end = std::make_unique<features::FrontEnd>(*parameters);
  beginning.sample_bytes = 2 * parameters->clip_samples;
  beginning.file = request.clips.empty() ? module.check("pcm.bin") : request.clips;
  if (request.recordings.empty()) {
    if (!fs::exists(beginning.file)) {
      throw Error(beginning.file.string() +
                  ": is not there; generate the module again, or give recordings with --wavs");
    }
    return beginning;
  }
  for (const fs::path& path : find_recordings(request.recordings)) {
    const auto count = static_cast<int64_t>(beginning.recordings.size());
    if (request.samples == 0 || count < request.samples) beginning.recordings.push_back(path.string());
  }
  beginning.file = folder / "recordings.bin";
  write_clips(beginning, beginning.file);
  beginning.classes = classes_by_folder(beginning.recordings, codegen::labels_of(graph));
  return beginning;
}

}  // namespace

Beginning find_beginning(const ModuleFolder& module, const VerifyRequest& request, const codegen::Graph& graph,
                         const fs::path& folder) {
  return request.from_pcm ? begin_at_samples(module, request, graph, folder) : begin_at_inputs(module, request);
}

ExpectedInputs::ExpectedInputs(const Beginning& beginning)
    : file_(beginning.file, beginning.sample_bytes), front_end_(beginning.front_end.get()) {}

void ExpectedInputs::next() {
  sample_ = bytes_ = file_.next();
  if (front_end_ == nullptr) return;
  std::vector<int16_t> clip(sample_.size() / sizeof(int16_t));
  std::memcpy(clip.data(), sample_.data(), sample_.size());
  features_ = front_end_->features(clip);
  bytes_ = std::span(reinterpret_cast<const uint8_t*>(features_.data()), features_.size());
}

}  // namespace bitstill::firmware

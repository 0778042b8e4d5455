// What one YAML file says, as typed structs with their defaults. Reading, checking and printing them is in
// describe.h; nothing here knows YAML.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace bitstill::configs {

// Where something stands in a config file, so that a later stage can still name it. Lines and columns count from 1.
struct Place {
  std::string file;
  int line = 0;
  int column = 0;

  // "configs/sine.yaml:14:3"; just the file where the line is unknown.
  std::string text() const;
};

struct Range {
  double low = 0;
  double high = 1;
};

struct SampleCounts {
  int64_t train = 4000;
  int64_t validation = 1000;
  int64_t test = 1000;
};

// kind: function. Regression of a one-dimensional function on x drawn uniformly from `range`.
struct FunctionConfig {
  std::string function = "sine";
  Range range{0, 6.283185307179586};
  double noise = 0;  // standard deviation added to the training targets only
  SampleCounts counts;
};

// kind: idx_images. Images and labels in MNIST's IDX format, gzipped or plain; pixels become value / 255.
struct IdxImagesConfig {
  std::string train_images, train_labels, test_images, test_labels;  // paths, already resolved
  double validation_fraction = 0.1;                                  // of the training files, drawn by the seed
  int64_t train_limit = 0;                                           // use only so many training samples; 0 means all
};

// kind: csv_table. One row of a CSV file is one sample: chosen columns in, one class or some numbers out.
struct CsvTableConfig {
  std::string file;       // path, already resolved
  std::string test_file;  // the same; empty where the test rows are a part of `file`
  std::string separator = ",";
  std::vector<std::string> inputs;   // column names, in the order the network reads them
  std::string task;                  // classification | regression
  std::vector<std::string> targets;  // column names: one for classification
  double validation_fraction = 0.1;  // of the rows of `file`, drawn by the seed
  double test_fraction = 0.2;        // the same, where there is no test_file
  std::string group;                 // column whose equal values never stand in two splits; empty means none
  std::string normalize = "standard";
};

// A folder of recordings and how the label, the split and the speaker of each are known: by a manifest, by a pattern
// that the names follow, or by a folder for each label (the layout of Speech Commands).
struct RecordingsConfig {
  Place place;
  std::string folder;    // path, already resolved
  std::string manifest;  // path of a CSV file, a row per recording; empty means none
  std::string pattern;   // "{label}_{speaker}_{index}.wav"; empty means none
  std::string path_column = "path", label_column = "label", split_column = "split", speaker_column = "speaker";
  std::vector<std::pair<std::string, std::string>> exclude;  // rows left out: column, value or comparison (">= 0.01")
  std::string split = "auto";                                // auto | column | lists | hash | drawn
  double validation_fraction = 0.1;
  double test_fraction = 0.1;             // of hash and drawn
  std::string keep_together = "speaker";  // speaker | recording: what a draw deals out whole
  std::vector<std::string> validation_speakers, test_speakers;
  bool speakers_may_overlap = false;  // one speaker in the test and in another split
};

// The class of words that are none of the chosen ones.
struct UnknownConfig {
  bool other_words = false;               // of the recordings themselves
  std::vector<RecordingsConfig> sources;  // other folders, whose every label is unknown
  double per_word = 1;                    // most clips in a split, in units of a word's average; 0 means all
};

// Recordings without speech.
struct NoiseConfig {
  std::string folder;          // path, already resolved; empty means none
  std::string split = "time";  // time: each recording is cut in three | file: whole recordings are dealt out
  double validation_fraction = 0.1;
  double test_fraction = 0.2;
};

// The class of clips in which nobody speaks.
struct SilenceConfig {
  double per_word = 0;     // clips in a split, in units of a word's average; 0 means there is no such class
  double digital = 0.1;    // of them that are nothing but zeros
  Range gain_db{-10, 20};  // of the noise in the others
};

// What is done to the copies of a training recording; validation and test stay as they were recorded.
struct AugmentConfig {
  int64_t copies = 1;                // of each recording in the training split
  bool keep_original = true;         // the first copy is the recording as it is
  bool normalize_gain = false;       // training recordings are brought to one level before anything else
  double level_dbfs = -26;           // normalize_gain: RMS of a clip, 0 is the loudest square wave
  double shift_ms = 0;               // furthest, earlier or later
  double gain_db = 0;                // most, up or down
  double speed = 0;                  // most, faster or slower, pitch with it: 0.1 means 0.9 to 1.1
  double noise = 0;                  // share of copies that noise is mixed into
  Range noise_snr_db{0, 20};         // how far the recording stands above it
  int64_t time_masks = 0;            // SpecAugment: so many stretches of frames are hidden
  int64_t time_mask_frames = 8;      // longest
  int64_t frequency_masks = 0;       // the same for bands
  int64_t frequency_mask_bands = 4;  // widest
};

// kind: waveform_folder. Recordings of single words, WAV or FLAC at any rate.
struct WaveformFolderConfig {
  RecordingsConfig recordings;
  std::vector<std::string> words;  // classes, in this order; empty means every label
  int64_t train_limit = 0;         // most training recordings of a word; 0 means all
  std::string crop = "loudest";    // loudest | middle | start: which part of a longer recording is used
  UnknownConfig unknown;
  NoiseConfig noise;
  SilenceConfig silence;
  AugmentConfig augment;
};

// Of the spoken_words: clips of each word in the splits.
struct SpokenCounts {
  int64_t train = 400;
  int64_t validation = 80;
  int64_t test = 80;
};

// Other words that the synthesiser speaks.
struct SpokenUnknownConfig {
  std::vector<std::string> words;  // empty means a list of common words
  double per_word = 1.5;           // clips in a split, in units of a word's; 0 means there is no such class
};

// kind: spoken_words. The words are typed and a speech synthesiser speaks them, in many voices.
struct SpokenWordsConfig {
  std::vector<std::string> words;
  std::string language = "en";
  SpokenCounts counts;
  double validation_voices = 0.15;  // of the voices; none is heard in two splits
  double test_voices = 0.15;
  Range words_per_minute{120, 220};
  Range pitch{20, 80};              // espeak-ng's scale from 0 to 99
  Range level_dbfs{-40, -16};       // RMS of the spoken word
  double room = 0.6;                // share of clips that are heard in a room
  Range reverberation_ms{80, 400};  // until the room's answer has fallen by 60 dB
  double noise = 0.8;               // share of clips with noise in them
  Range noise_snr_db{3, 30};
  SpokenUnknownConfig unknown;
  SilenceConfig silence{.per_word = 1};
  AugmentConfig augment;
};

// From samples to the numbers a network reads: datasets/features computes them in integers, here and on the device.
struct FeaturesConfig {
  Place place = {};
  std::string kind = "log_mel";  // log_mel | mfcc
  int64_t sample_rate = 16000;   // Hz; recordings are resampled to it
  int64_t clip_ms = 1000;        // what one inference hears
  double window_ms = 30;
  double hop_ms = 20;    // from one window to the next
  int64_t fft_size = 0;  // a power of two; 0 means the smallest that holds a window
  int64_t bands = 40;    // mel bands
  double low_hz = 20;    // edges of the outermost bands
  double high_hz = 4000;
  int64_t coefficients = 10;       // mfcc: how many are kept
  bool remove_dc = true;           // the mean of each window is taken away
  double pre_emphasis = 0;         // y[n] = x[n] - pre_emphasis * x[n - 1]; 0 switches it off
  std::string spectrum = "power";  // power | magnitude
  bool pcen = false;               // per-channel energy normalisation instead of the plain logarithm
  // standard: each coefficient minus its mean over the training set, in units of its deviation; fixed: value / scale.
  std::string normalize = "standard";
  double scale = 0.5;      // normalize fixed: real value of one step of the model's input
  int64_t zero_point = 0;  // the same: the step that means 0
};

// When a word counts as heard in a stream: the mean of its scores over the last inferences reaches its threshold.
struct DetectionConfig {
  Place place;
  int64_t inference_every = 5;                                  // hops of the front-end from one inference to the next
  int64_t smoothing = 3;                                        // inferences whose scores are averaged
  double threshold = 0.8;                                       // of every word; unknown and silence are never detected
  std::vector<std::pair<std::string, std::string>> thresholds;  // of single words instead: word, number
  double refractory_ms = 1000;                                  // after a detection there is no other for so long
};

struct DatasetConfig {
  Place place;
  std::string kind = "function";  // a word of kDatasets
  FunctionConfig function;
  IdxImagesConfig idx_images;
  CsvTableConfig csv_table;
  WaveformFolderConfig waveform_folder;
  SpokenWordsConfig spoken_words;
};

// Of a window over an image, in pixels. A file gives one number for both sides, or [height, width].
struct Sides {
  int64_t height = 0;
  int64_t width = 0;

  bool operator==(const Sides&) const = default;
};

// One entry of a network's list of layers.
struct LayerConfig {
  Place place;
  std::string kind;                 // a word of kLayers
  int64_t units = 0;                // dense
  double rate = 0;                  // dropout
  int64_t filters = 0;              // conv_2d, separable_conv_2d, conv_1d
  Sides kernel;                     // convolutions; of 1-D ones the height is 1
  Sides size;                       // max_pool, average_pool
  Sides stride;                     // convolutions and pools; once read, 1 or the pool's size where the file is silent
  Sides dilation{1, 1};             // convolutions: steps between two taps
  int64_t multiplier = 1;           // depthwise_conv_2d, depthwise_conv_1d: outputs of each channel
  std::string padding;              // same (zeros around the image) | valid (none); once read, never empty
  std::string activation = "relu";  // separable_conv_2d: after each of its two convolutions
  std::vector<int64_t> shape;       // reshape: without the batch
  std::vector<LayerConfig> layers;  // residual: what is added to the shortcut
  std::vector<LayerConfig> shortcut;               // residual; empty means the input as it is
  std::vector<std::vector<LayerConfig>> branches;  // concatenate
  std::string preset;                              // preset: a word of kPresets
  double width = 1;                                // preset: multiplies its channels
  int64_t blocks = 0;                              // preset of a family: how deep it is; 0 means as published
  int64_t preset_kernel = 0;                       // the same: side of its kernels; 0 means as published
  int64_t outputs = 0;                             // preset; 0 means as many as the dataset needs
};

struct OptimizerConfig {
  std::string kind = "adam";  // sgd | adam | adamw
  double learning_rate = 0.001;
  double momentum = 0.9;    // sgd only
  double weight_decay = 0;  // of weights, not of biases, batch norms and scales; adamw decouples it from the gradient
};

struct ScheduleConfig {
  std::string kind = "cosine";  // constant | step | cosine (down to zero over all epochs)
  int64_t step_epochs = 10;     // step: multiply the rate by step_factor every so many epochs
  double step_factor = 0.1;
  double warmup_epochs = 0;  // the rate first rises linearly from zero over so many epochs
};

struct TrainingConfig {
  int64_t epochs = 20;
  int64_t batch_size = 32;
  OptimizerConfig optimizer;
  ScheduleConfig schedule;
  double clip_norm = 0;               // the gradient is scaled down to this length; 0 switches it off
  double label_smoothing = 0;         // classification: share of a target given to all classes alike
  double mixup = 0;                   // pairs of samples blended by Beta(mixup, mixup); 0 switches it off
  double weight_average = 0;          // decay per step of the averaged weights that are kept; 0 switches it off
  int64_t patience = 0;               // epochs without a better validation before training stops; 0 means never
  bool balance_classes = false;       // classification: a class weighs as much as it is rare
  std::vector<double> class_weights;  // classification: one per class; empty means 1 for each
};

struct NetworkConfig {
  Place place;
  bool searched = false;  // the layers: a search finds them
  std::vector<LayerConfig> layers;
  TrainingConfig training;
};

// How a TorchScript file made elsewhere wants its inputs and what it gives.
struct TorchScriptConfig {
  std::string file;
  std::string input_layout = "channels_last";  // channels_last | channels_first | flat
  std::vector<double> mean;                    // subtracted from the input: none, one, or one per channel
  std::vector<double> deviation;               // then divided by: none, one, or one per channel
  std::string outputs = "logits";              // logits | probabilities (classification)
};

// Who teaches. network: trained by this config; checkpoint: a teacher.pt or student.pt of another run; torchscript: a
// file made elsewhere; ensemble: several of them, whose answers are averaged.
struct TeacherConfig {
  Place place;
  std::string kind = "network";
  NetworkConfig network;
  int64_t copies = 1;      // network: trained so many times from different seeds, answers averaged
  std::string checkpoint;  // path, already resolved
  TorchScriptConfig torchscript;
  std::vector<TeacherConfig> members;  // ensemble
};

// Romero et al. 2015, "FitNets": the float student also imitates what a layer of the teacher says, through a linear
// projection that is thrown away afterwards. Adds weight * MSE, the hint in units of its standard deviation.
struct HintConfig {
  Place place;
  double weight = 0;             // 0 switches it off
  std::string teacher, student;  // names of layers, as the plan prints them; "" is what the last dense layer reads
};

// Hinton, Vinyals, Dean 2015, "Distilling the Knowledge in a Neural Network". Classification:
// alpha * T^2 * KL(teacher || student) + (1 - alpha) * cross-entropy. Regression: alpha * MSE to the teacher +
// (1 - alpha) * MSE to the target. alpha 0 switches the teacher off.
struct DistillationConfig {
  double temperature = 4;
  double alpha = 0.7;
  HintConfig hint = {};
};

// What the module may need, as people write amounts ("64KiB", "5M"); "" sets no limit. A run whose student needs more
// ends with exit code 1 before a module is written.
struct BudgetConfig {
  std::string ram;           // bytes of the arena
  std::string flash;         // bytes of constants, without the code
  std::string macs;          // multiply-adds of an inference
  std::string instructions;  // of an inference, on the emulated core that `module.target` means; of whole students only
};

// Instead of the student's layers: the family of presets to choose it from. Of those that the budget allows,
// `candidates` are drawn and trained for `epochs`; the share `keep` that does best is trained again, for 1 / keep times
// as long, and so on until one is left (successive halving: Jamieson, Talwalkar 2016).
struct SearchConfig {
  Place place;
  std::string family = "none";  // none | a preset of kFamilies
  std::vector<double> widths;   // to choose from; empty: the family's own
  std::vector<int64_t> blocks, kernels;
  int64_t candidates = 18;
  int64_t epochs = 1;
  double keep = 0.34;
};

// One step between the float student and its quantisation, with the training that mends what it did. What a step
// settles, the later ones and quantisation keep.
struct CompressConfig {
  Place place;
  std::string kind = "prune";             // a word of kCompressions
  std::vector<std::string> layers;        // names, as the plan prints them; empty: every layer that the step can change
  double sparsity = 0.5;                  // prune, prune_channels: share of weights that are zero, of channels removed
  std::string scope = "global";           // the same: the share counts over all those layers, or in each layer
  double ramp = 0.6;                      // prune: share of the training in which the sparsity rises; 0: at once
  double exponent = 3;                    // prune: of the polynomial that it rises by
  std::string criterion = "l1";           // prune_channels, prune_blocks: what says how much a channel matters
  BudgetConfig budget;                    // prune_channels: where it has a limit, that counts instead of the sparsity
  int64_t rounds = 1;                     // prune_channels: removals, each with the whole training after it
  int64_t blocks = 1;                     // prune_blocks: how many are removed
  int64_t clusters = 16;                  // cluster: different weights of a layer
  int64_t groups = 1;                     // cluster: of a layer's outputs, each with clusters of its own
  std::string initialization = "linear";  // cluster: linear | density | random, of k-means
  bool teacher = true;                    // the teacher goes on teaching
  TrainingConfig training;
};

struct QuantizationConfig {
  std::string method = "qat";          // qat (fake-quantised fine-tuning) | ptq (calibration only)
  bool per_channel = false;            // dense weights: one scale per output channel instead of one per tensor
  int64_t calibration_samples = 1000;  // training samples the activation observers see before anything else
  std::string observer = "min_max";    // how a range is found: min_max | moving_average | percentile | mse
  double percentile = 99.9;            // observer percentile: of the values that lie inside the range
  double observer_momentum = 0.99;     // moving average of the observed ranges during QAT
  std::string scales = "observed";     // observed | learned (by gradient, LSQ) during QAT
  bool equalize = false;               // cross-layer equalisation of the weight ranges before anything else
  bool bias_correction = false;        // ptq: biases take back the mean error that quantisation adds
  bool distill = true;                 // the teacher goes on teaching during QAT
  int64_t frozen_epochs = 2;           // last QAT epochs with the activation ranges held still
  TrainingConfig training;             // of the fake-quantised student (qat)
};

// One recipe of a comparison: the experiment with some values changed.
struct VariantConfig {
  Place place;
  std::string name;
  std::vector<std::string> set;  // "distillation.alpha=0"
};

struct ModuleConfig {
  int64_t check_vectors = 32;       // test samples stored in the module's check folder
  std::string target = "portable";  // or "esp32"
  int64_t workers = 1;              // cores that compute a layer
  std::string pack = "none";        // forms of the weights: "auto", "size", or one of them
  std::string unpack = "layer";     // when those are unpacked that must be; or "start"
};

struct ExperimentConfig {
  Place place;
  std::string name;  // of the run folder and the module; default: the config's file name
  int64_t seed = 1;
  int64_t seeds = 1;            // runs with so many seeds, from `seed` on
  std::string device = "auto";  // auto | cpu | cuda
  int64_t threads = 2;          // of LibTorch; fixed, because sums depend on it
  DatasetConfig dataset;
  FeaturesConfig features;    // of datasets of recordings
  DetectionConfig detection;  // the same
  TeacherConfig teacher;
  SearchConfig search;
  NetworkConfig student;  // without layers where they are searched for
  DistillationConfig distillation;
  QuantizationConfig quantization;
  ModuleConfig module;
  BudgetConfig budget;
  std::vector<VariantConfig> variants;  // of `bitstill compare`
  std::vector<CompressConfig> compress;
};

}  // namespace bitstill::configs

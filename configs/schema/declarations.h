// Every key of a config file, declared once: its name, its struct member, what it may be and what it means. A visitor
// that reads and checks YAML, and one that prints it with or without comments, run over these declarations.
#pragma once

#include "configs/schema/bounds.h"
#include "configs/schema/choices.h"
#include "configs/schema/compress_rules.h"
#include "configs/schema/csv_rules.h"
#include "configs/schema/detection_rules.h"
#include "configs/schema/experiment.h"
#include "configs/schema/feature_rules.h"
#include "configs/schema/presence.h"
#include "configs/schema/recording_rules.h"
#include "configs/support/units.h"

namespace bitstill::configs {

template <class Visitor>
void describe(Visitor& v, SampleCounts& c) {
  constexpr Bounds kCount = between(1, 10'000'000);
  v.field("train", c.train, kCount, "samples to learn from");
  v.field("validation", c.validation, kCount, "samples that choose the best checkpoint");
  v.field("test", c.test, kCount, "samples that are only reported");
}

template <class Visitor>
void describe(Visitor& v, FunctionConfig& c) {
  v.choice("function", c.function, kFunctions, "the curve to learn");
  v.range("range", c.range, between(-1e6, 1e6), "x is drawn uniformly from here");
  v.field("noise", c.noise, between(0, 1e6), "standard deviation added to the training targets only");
  v.section("counts", c.counts, "samples of each split; every split draws its own x");
}

template <class Visitor>
void describe(Visitor& v, IdxImagesConfig& c) {
  v.path("train_images", c.train_images, "images in IDX format, gzipped or plain");
  v.path("train_labels", c.train_labels, "their labels");
  v.path("test_images", c.test_images, "images that are only reported");
  v.path("test_labels", c.test_labels, "their labels");
  v.field("validation_fraction", c.validation_fraction, inside(0, 1), "of the training files, drawn by the seed");
  v.field("train_limit", c.train_limit, between(0, 1e9), "use at most so many training samples; 0 means all");
}

template <class Visitor>
void describe(Visitor& v, CsvTableConfig& c) {
  v.path("file", c.file, "a header row, then one row per sample");
  v.path("test_file", c.test_file, "rows that are only reported; \"\" means a part of file", Presence::kOptional);
  v.text("separator", c.separator, "the character between two fields");
  v.check("separator", is_separator(c.separator), "separates no fields, expected one character such as ',' or \"\\t\"");
  v.texts("inputs", c.inputs, "columns of numbers that the network reads", Presence::kRequired);
  v.choice("task", c.task, kTasks, "what the target is", Presence::kRequired);
  v.texts("target", c.targets, "column of the class, or columns of numbers", Presence::kRequired);
  v.check("target", c.task != "classification" || c.targets.size() == 1,
          "names several columns, expected the one that holds the class");
  v.field("validation_fraction", c.validation_fraction, inside(0, 1), "of the rows of file, drawn by the seed");
  v.field("test_fraction", c.test_fraction, inside(0, 1), "the same, where there is no test_file");
  v.check("test_fraction", !c.test_file.empty() || c.validation_fraction + c.test_fraction < 1,
          "and validation_fraction leave nothing to learn from, expected a sum below 1");
  v.text("group", c.group, "column of a person or a recording that never stands in two splits; \"\" means none");
  v.choice("normalize", c.normalize, kNormalizations, "how each input column is scaled, by its training rows");
  v.check("inputs", every_column_has_one_role(c),
          "names a column twice or one that is also target or group, expected each column once");
}

template <class Visitor>
void describe(Visitor& v, RecordingsConfig& c) {
  v.folder("folder", c.folder, "of the recordings, WAV or FLAC", Presence::kRequired);
  v.path("manifest", c.manifest, "CSV, a row per recording; \"\" means none", Presence::kOptional);
  v.text("pattern", c.pattern, "what names are like: \"{label}_{speaker}_{index}.wav\"; \"\": a folder per label");
  v.check("pattern", c.pattern.empty() || c.manifest.empty(), "contradicts manifest, expected only one of the two");
  v.check("pattern", c.pattern.empty() || is_name_pattern(c.pattern),
          "is no pattern of names, expected {label} once and beside it {speaker}, {index} or {any}, with text between "
          "them");
  v.text("path_column", c.path_column, "of the manifest: the recording, from folder on");
  v.text("label_column", c.label_column, "of the manifest: the word");
  v.text("split_column", c.split_column, "of the manifest: train, validation or test");
  v.text("speaker_column", c.speaker_column, "of the manifest: who speaks; may be empty");
  v.pairs("exclude", c.exclude, "rows of the manifest left out: {column: value} or {column: \">= 0.01\"}");
  v.check("exclude", c.exclude.empty() || !c.manifest.empty(), "says nothing without a manifest, expected one");
  v.choice("split", c.split, kRecordingSplits,
           "who says which split: a column, the lists or the hash of Speech Commands, or a draw by the seed");
  v.field("validation_fraction", c.validation_fraction, inside(0, 1), "of what is drawn or hashed");
  v.field("test_fraction", c.test_fraction, below(0, 1), "the same, where nothing else says what is test");
  v.check("test_fraction", c.validation_fraction + c.test_fraction < 1,
          "and validation_fraction leave nothing to learn from, expected a sum below 1");
  v.choice("keep_together", c.keep_together, kTogether, "what a draw never divides, where speakers are known");
  v.texts("validation_speakers", c.validation_speakers, "who is heard in validation alone");
  v.texts("test_speakers", c.test_speakers, "who is heard in the test alone");
  v.field("speakers_may_overlap", c.speakers_may_overlap, "allows speakers of the test in the other splits");
}

constexpr Bounds kPerWord = between(0, 1000);
constexpr Bounds kDecibels = between(-120, 120);

template <class Visitor>
void describe(Visitor& v, UnknownConfig& c) {
  v.field("other_words", c.other_words, "labels that are not among words");
  v.sections("sources", c.sources, "more recordings, none of them of words", Presence::kOptional);
  v.field("per_word", c.per_word, kPerWord, "most clips in a split, in units of a word's average; 0 means all");
}

template <class Visitor>
void describe(Visitor& v, NoiseConfig& c) {
  v.folder("folder", c.folder, "of recordings without speech; \"\" means none", Presence::kOptional);
  v.choice("split", c.split, kNoiseSplits, "each recording is cut in three, or whole ones are dealt out");
  v.field("validation_fraction", c.validation_fraction, inside(0, 1), "of it");
  v.field("test_fraction", c.test_fraction, inside(0, 1), "of it");
  v.check("test_fraction", c.validation_fraction + c.test_fraction < 1,
          "and validation_fraction leave nothing to learn from, expected a sum below 1");
}

template <class Visitor>
void describe(Visitor& v, SilenceConfig& c) {
  v.field("per_word", c.per_word, kPerWord, "clips in a split, in units of a word's average; 0 means no such class");
  v.field("digital", c.digital, between(0, 1), "share of them that are nothing but zeros");
  v.range("gain_db", c.gain_db, kDecibels, "of the noise in the others");
}

template <class Visitor>
void describe(Visitor& v, AugmentConfig& c) {
  v.field("copies", c.copies, between(1, 1000), "of each recording in the training split");
  v.field("keep_original", c.keep_original, "the first copy is the recording as it is");
  v.field("normalize_gain", c.normalize_gain, "brings training recordings to one level first; a device does not");
  v.field("level_dbfs", c.level_dbfs, between(-80, 0), "of normalize_gain: RMS in a clip");
  v.field("shift_ms", c.shift_ms, between(0, 10000), "furthest, earlier or later");
  v.field("gain_db", c.gain_db, between(0, 60), "most, up or down");
  v.field("speed", c.speed, between(0, 0.5), "most, faster or slower, the pitch too; 0.1 means 0.9 to 1.1");
  v.field("noise", c.noise, between(0, 1), "share of copies with noise mixed in");
  v.range("noise_snr_db", c.noise_snr_db, kDecibels, "how far the recording stands above the noise");
  v.field("time_masks", c.time_masks, between(0, 100), "SpecAugment: stretches of frames that are hidden");
  v.field("time_mask_frames", c.time_mask_frames, between(1, 10000), "longest");
  v.field("frequency_masks", c.frequency_masks, between(0, 100), "the same across bands or coefficients");
  v.field("frequency_mask_bands", c.frequency_mask_bands, between(1, 256), "widest");
}

template <class Visitor>
void describe(Visitor& v, WaveformFolderConfig& c) {
  describe(v, c.recordings);
  v.texts("words", c.words, "classes, in this order; [] means every label");
  v.check("words", are_class_names(c.words), kClassNames);
  v.field("train_limit", c.train_limit, between(0, 1e9), "most training recordings of a word; 0 means all");
  v.choice("crop", c.crop, kCrops, "which part of a longer recording is used");
  v.section("unknown", c.unknown, "a class for what is none of words");
  v.check("unknown", !c.unknown.other_words || !c.words.empty(),
          "has other_words but words is [], expected the words that are meant");
  v.section("noise", c.noise, "recordings without speech, for silence and augment");
  v.section("silence", c.silence, "a class for clips in which nobody speaks");
  v.check("silence", c.silence.per_word == 0 || !c.noise.folder.empty() || c.silence.digital == 1,
          "is a class but dataset.noise has no folder, expected one, or digital: 1");
  v.section("augment", c.augment, "what is done to training recordings");
  v.check("augment", !c.noise.folder.empty() || c.augment.noise == 0,
          "mixes noise in but dataset.noise has no folder, expected one");
}

template <class Visitor>
void describe(Visitor& v, SpokenCounts& c) {
  constexpr Bounds kCount = between(1, 100'000);
  v.field("train", c.train, kCount, "clips of each word to learn from");
  v.field("validation", c.validation, kCount, "that choose the best checkpoint");
  v.field("test", c.test, kCount, "that are only reported");
}

template <class Visitor>
void describe(Visitor& v, SpokenUnknownConfig& c) {
  v.texts("words", c.words, "[] means some hundred common English words");
  v.field("per_word", c.per_word, kPerWord, "clips in a split, in units of a word's; 0 means no such class");
}

template <class Visitor>
void describe(Visitor& v, SpokenWordsConfig& c) {
  v.texts("words", c.words, "typed as they are written; each is a class", Presence::kRequired);
  v.check("words", are_class_names(c.words), kClassNames);
  v.text("language", c.language, "of espeak-ng: all its voices speak, en means en-us and en-gb too");
  v.section("counts", c.counts, "clips of each word");
  v.field("validation_voices", c.validation_voices, inside(0, 1), "of the voices, heard nowhere else");
  v.field("test_voices", c.test_voices, inside(0, 1), "the same");
  v.check("test_voices", c.validation_voices + c.test_voices < 1,
          "and validation_voices leave no voice to learn from, expected a sum below 1");
  v.range("words_per_minute", c.words_per_minute, between(80, 450), "how fast they speak");
  v.range("pitch", c.pitch, between(0, 99), "how high, on espeak-ng's scale");
  v.range("level_dbfs", c.level_dbfs, between(-80, 0), "RMS of a spoken word");
  v.field("room", c.room, between(0, 1), "share of clips that are heard in a room");
  v.range("reverberation_ms", c.reverberation_ms, between(10, 2000), "until the room's answer has fallen by 60 dB");
  v.field("noise", c.noise, between(0, 1), "share of clips with noise in them");
  v.range("noise_snr_db", c.noise_snr_db, kDecibels, "how far the word stands above it");
  v.section("unknown", c.unknown, "a class for other words");
  v.section("silence", c.silence, "a class for clips in which nobody speaks");
  v.section("augment", c.augment, "what is done to training clips");
}

template <class Visitor>
void describe(Visitor& v, DatasetConfig& c) {
  if (!v.kind(c.kind, kDatasets, "where samples come from; the other keys here depend on it")) return;
  if (c.kind == "function") describe(v, c.function);
  if (c.kind == "idx_images") describe(v, c.idx_images);
  if (c.kind == "csv_table") describe(v, c.csv_table);
  if (c.kind == "waveform_folder") describe(v, c.waveform_folder);
  if (c.kind == "spoken_words") describe(v, c.spoken_words);
}

template <class Visitor>
void describe(Visitor& v, FeaturesConfig& c) {
  v.choice("kind", c.kind, kFeatures, "logarithms of mel bands, or their cosine transform");
  v.field("sample_rate", c.sample_rate, between(1000, 96000), "Hz; recordings are resampled to it");
  v.field("clip_ms", c.clip_ms, between(1, 10000), "what one inference hears");
  v.field("window_ms", c.window_ms, above(0, 1000), "what one frame hears; becomes an even number of samples");
  v.field("hop_ms", c.hop_ms, above(0, 1000), "from one window to the next");
  v.check("window_ms", c.window_ms <= static_cast<double>(c.clip_ms), "is more than clip_ms, expected at most a clip");
  v.field("fft_size", c.fft_size, between(0, 2048), "a power of two; 0 means the smallest that holds a window");
  v.check("fft_size", c.fft_size == 0 || is_fft_size(c.fft_size),
          "is no size for the FFT, expected 0 or 64, 128, 256, 512, 1024 or 2048");
  v.field("bands", c.bands, between(2, 128), "on the mel scale, triangles that overlap by half");
  v.field("low_hz", c.low_hz, between(0, 48000), "where the lowest band begins");
  v.field("high_hz", c.high_hz, above(0, 48000), "where the highest ends; at most half the sample rate");
  v.check("high_hz", 2 * c.high_hz <= static_cast<double>(c.sample_rate),
          "is more than half the sample rate, expected a frequency that is there");
  v.check("low_hz", c.low_hz < c.high_hz, "is not below high_hz, expected room for the bands");
  v.field("coefficients", c.coefficients, between(1, 128), "of mfcc: how many are kept");
  v.check("coefficients", c.kind != "mfcc" || c.coefficients <= c.bands,
          "are more than bands, expected at most as many");
  v.field("remove_dc", c.remove_dc, "the mean of each window is taken away");
  v.field("pre_emphasis", c.pre_emphasis, below(0, 1), "so much of the sample before is taken away; 0 means none");
  v.choice("spectrum", c.spectrum, kSpectra, "what the bands are sums of");
  v.field("pcen", c.pcen, "each band against its own recent past, instead of its logarithm");
  v.choice("normalize", c.normalize, kFeatureNormalizations,
           "each coefficient by its mean and deviation over the training set, or all by scale and zero_point");
  v.field("scale", c.scale, between(0.001, 1000), "of fixed: real value of one step of the model's input");
  v.field("zero_point", c.zero_point, between(-128, 127), "of fixed: the step that means 0");
}

template <class Visitor>
void describe(Visitor& v, DetectionConfig& c) {
  v.field("inference_every", c.inference_every, between(1, 10000), "hops from one inference to the next");
  v.field("smoothing", c.smoothing, between(1, 255), "inferences whose scores are averaged");
  v.field("threshold", c.threshold, between(0, 1), "mean score that detects a word; unknown and silence never are");
  v.pairs("thresholds", c.thresholds, "of single words instead: {marvin: 0.9}");
  v.check("thresholds", are_thresholds(c.thresholds), "has one that is no score, expected numbers from 0 to 1");
  v.field("refractory_ms", c.refractory_ms, between(0, 60000), "no other detection for so long after one");
}

constexpr Bounds kPixels = between(1, 255);

template <class Visitor>
void describe_window(Visitor& v, LayerConfig& c, const Sides& default_stride, const char* default_padding) {
  if (c.stride == Sides{}) c.stride = default_stride;
  v.sides("stride", c.stride, kPixels, "pixels from one window to the next", Presence::kOptional);
  if (c.padding.empty()) c.padding = default_padding;
  v.choice("padding", c.padding, kPaddings, "zeros around the image, or none");
}

template <class Visitor>
void describe_convolution_2d(Visitor& v, LayerConfig& c) {
  v.sides("kernel", c.kernel, kPixels, "side of its square, or [height, width]", Presence::kRequired);
  describe_window(v, c, {1, 1}, "same");
  v.sides("dilation", c.dilation, kPixels, "pixels from one tap to the next", Presence::kOptional);
}

// A window over [time, channels] is one of height 1.
template <class Visitor>
void describe_convolution_1d(Visitor& v, LayerConfig& c) {
  c.kernel.height = 1;
  v.field("kernel", c.kernel.width, kPixels, "steps of time that it sees", Presence::kRequired);
  if (c.stride == Sides{}) c.stride = {1, 1};
  v.field("stride", c.stride.width, kPixels, "steps of time from one window to the next", Presence::kOptional);
  if (c.padding.empty()) c.padding = "same";
  v.choice("padding", c.padding, kPaddings, "zeros before and after, or none");
  v.field("dilation", c.dilation.width, kPixels, "steps of time from one tap to the next", Presence::kOptional);
}

template <class Visitor>
void describe(Visitor& v, LayerConfig& c) {
  if (c.kind == "dense") v.field("units", c.units, between(1, 65536), "outputs of the layer", Presence::kRequired);
  if (c.kind == "dropout") v.field("rate", c.rate, below(0, 1), "share of values zeroed", Presence::kRequired);
  if (c.kind == "conv_2d" || c.kind == "separable_conv_2d" || c.kind == "conv_1d") {
    v.field("filters", c.filters, between(1, 65536), "channels of the output", Presence::kRequired);
  }
  if (c.kind == "conv_2d" || c.kind == "depthwise_conv_2d" || c.kind == "separable_conv_2d") {
    describe_convolution_2d(v, c);
  }
  if (c.kind == "conv_1d" || c.kind == "depthwise_conv_1d") describe_convolution_1d(v, c);
  if (c.kind == "depthwise_conv_2d" || c.kind == "depthwise_conv_1d") {
    v.field("multiplier", c.multiplier, between(1, 256), "outputs of each channel", Presence::kOptional);
  }
  if (c.kind == "separable_conv_2d") {
    v.choice("activation", c.activation, kFusedActivations, "after each of its two convolutions");
  }
  if (c.kind == "max_pool" || c.kind == "average_pool") {
    v.sides("size", c.size, kPixels, "side of its square, or [height, width]", Presence::kRequired);
    describe_window(v, c, c.size, "valid");
  }
  if (c.kind == "reshape") {
    v.sizes("shape", c.shape, between(1, 65536), "without the batch: [49, 10, 1]", Presence::kRequired);
  }
  if (c.kind == "residual") {
    v.layers("layers", c.layers, "added to the shortcut");
    v.layers("shortcut", c.shortcut, "[] adds the input as it is", Presence::kOptional);
  }
  if (c.kind == "concatenate") v.branches("branches", c.branches, "lists of layers; [] hands on the input as it is");
  if (c.kind == "preset") {
    v.choice("name", c.preset, kPresets, "a network that bitstill models lists", Presence::kRequired);
    v.field("width", c.width, above(0, 16), "multiplies its channels", Presence::kOptional);
    v.field("blocks", c.blocks, between(0, 64), "how deep mlp, ds_cnn, mobilenet_v1 are; 0 means as published",
            Presence::kOptional);
    v.field("kernel", c.preset_kernel, between(0, 15), "side of ds_cnn's and mobilenet_v1's depthwise kernels; 0: 3",
            Presence::kOptional);
    v.field("outputs", c.outputs, between(0, 65536), "0 means as many as the dataset needs", Presence::kOptional);
  }
}

template <class Visitor>
void describe(Visitor& v, OptimizerConfig& c) {
  v.choice("kind", c.kind, kOptimizers, "the rule of a step");
  v.field("learning_rate", c.learning_rate, above(0, 1e3), "step size at the start");
  v.field("momentum", c.momentum, below(0, 1), "of sgd");
  v.field("weight_decay", c.weight_decay, below(0, 1), "pulls weights towards zero; decoupled in adamw");
}

template <class Visitor>
void describe(Visitor& v, ScheduleConfig& c) {
  v.choice("kind", c.kind, kSchedules, "cosine falls to zero over all epochs");
  v.field("step_epochs", c.step_epochs, between(1, 1e6), "of step: epochs between two changes");
  v.field("step_factor", c.step_factor, above(0, 1), "of step: what the rate is multiplied by");
  v.field("warmup_epochs", c.warmup_epochs, between(0, 1e6), "the rate first rises from zero over so many epochs");
}

template <class Visitor>
void describe(Visitor& v, TrainingConfig& c) {
  v.field("epochs", c.epochs, between(1, 1e6), "passes over the training set");
  v.field("batch_size", c.batch_size, between(1, 1e6), "samples per step of the optimizer");
  v.section("optimizer", c.optimizer, "how gradients move the weights");
  v.section("schedule", c.schedule, "how the learning rate changes");
  v.field("clip_norm", c.clip_norm, between(0, 1e6), "longest gradient, longer ones are scaled down; 0 means any");
  v.field("label_smoothing", c.label_smoothing, below(0, 1), "share of a target given to all classes alike");
  v.field("mixup", c.mixup, between(0, 100), "blends pairs of samples by Beta(mixup, mixup); 0 means never");
  v.field("weight_average", c.weight_average, below(0, 1), "decay per step of averaged weights; 0 means no average");
  v.field("patience", c.patience, between(0, 1e6), "stops after so many epochs without a better one; 0 means never");
  v.field("balance_classes", c.balance_classes, "rare classes weigh more in the loss");
  v.numbers("class_weights", c.class_weights, above(0, 1e6), "in the loss, one per class; [] means 1 for each");
  v.check("class_weights", c.class_weights.empty() || !c.balance_classes,
          "contradicts balance_classes, expected only one of the two");
}

template <class Visitor>
void describe(Visitor& v, NetworkConfig& c) {
  v.layers("layers", c.layers, "in order; shapes are inferred", c.searched ? Presence::kOptional : Presence::kRequired);
  v.section("training", c.training, "how it learns");
}

template <class Visitor>
void describe(Visitor& v, TorchScriptConfig& c) {
  v.path("file", c.file, "a module saved by torch.jit.save");
  v.choice("input_layout", c.input_layout, kInputLayouts, "how it wants images; flat is [n, values]");
  v.numbers("mean", c.mean, between(-1e9, 1e9), "subtracted from the input: none, one, or one per channel");
  v.numbers("deviation", c.deviation, above(0, 1e9), "then divided by: none, one, or one per channel");
  v.choice("outputs", c.outputs, kOutputs, "what it answers");
}

template <class Visitor>
void describe(Visitor& v, TeacherConfig& c) {
  if (!v.kind(c.kind, kTeachers, "who teaches; the other keys here depend on it", Presence::kOptional)) return;
  c.network.place = c.place;
  if (c.kind == "network") {
    describe(v, c.network);
    v.field("copies", c.copies, between(1, 100), "trained so many times from different seeds, answers averaged");
  }
  if (c.kind == "checkpoint") v.path("file", c.checkpoint, "teacher.pt or student.pt of another run");
  if (c.kind == "torchscript") describe(v, c.torchscript);
  if (c.kind == "ensemble") v.sections("members", c.members, "teachers whose answers are averaged");
}

template <class Visitor>
void describe(Visitor& v, VariantConfig& c) {
  v.name("name", c.name, "of the recipe and its folder", Presence::kRequired);
  v.texts("set", c.set, "what it changes: [distillation.alpha=0]");
}

template <class Visitor>
void describe(Visitor& v, HintConfig& c) {
  v.field("weight", c.weight, between(0, 1e6), "of the hint beside the answers; 0 switches it off");
  v.text("teacher", c.teacher, "layer of the teacher that hints; \"\" is what its last dense layer reads");
  v.text("student", c.student, "layer of the student that follows; \"\" is what its last dense layer reads");
}

template <class Visitor>
void describe(Visitor& v, DistillationConfig& c) {
  v.field("temperature", c.temperature, above(0, 1e3), "softens the teacher's answers (classification)");
  v.field("alpha", c.alpha, between(0, 1), "weight of the teacher against the true targets; 0 switches it off");
  v.section("hint", c.hint, "a layer of the teacher is imitated too, while the float student learns");
  v.check("hint", c.hint.weight == 0 || c.alpha > 0, "needs a teacher, expected an alpha above 0");
}

template <class Visitor>
void describe(Visitor& v, BudgetConfig& c) {
  constexpr const char* kBytes =
      "is no amount of memory, expected bytes such as 65536, 64KiB (1024 each) or 64KB (1000)";
  v.text("ram", c.ram, "bytes of the arena, inputs and outputs among it: 64KiB; \"\" means any");
  v.check("ram", c.ram.empty() || is_bytes(c.ram), kBytes);
  v.text("flash", c.flash, "bytes of weights, biases, scales and tables, without the code: 256KiB; \"\" means any");
  v.check("flash", c.flash.empty() || is_bytes(c.flash), kBytes);
  constexpr const char* kCount = "is no amount, expected a number such as 5000000, 5000K or 5M";
  v.text("macs", c.macs, "multiply-adds of an inference: 5M; \"\" means any");
  v.check("macs", c.macs.empty() || is_count(c.macs), kCount);
  v.text("instructions", c.instructions, "of an inference, as bitstill bench counts them: 12M; \"\" means any");
  v.check("instructions", c.instructions.empty() || is_count(c.instructions), kCount);
}

template <class Visitor>
void describe(Visitor& v, SearchConfig& c) {
  v.choice("family", c.family, kFamilies, "presets that the student is chosen from, within the budget");
  if (c.family == "none") return;
  v.numbers("widths", c.widths, above(0, 16), "to choose from; [] means the family's own");
  v.sizes("blocks", c.blocks, between(1, 64), "the same, how deep: hidden layers or separable convolutions",
          Presence::kOptional);
  v.sizes("kernels", c.kernels, between(1, 15), "the same, sides of depthwise kernels", Presence::kOptional);
  v.field("candidates", c.candidates, between(1, 10000), "students drawn from those that fit, trained side by side");
  v.field("epochs", c.epochs, between(1, 1e6), "of their first training");
  v.field("keep", c.keep, inside(0, 1), "share that is trained again, for 1 / keep times as long, until one is left");
}

template <class Visitor>
void describe(Visitor& v, CompressConfig& c) {
  if (!v.kind(c.kind, kCompressions, "what the step does; the other keys here depend on it")) return;
  v.texts("layers", c.layers, "by name, as 'dense_1'; [] means all that the step can change");
  if (c.kind == "prune") {
    v.field("sparsity", c.sparsity, inside(0, 1), "share of the weights that are zero in the end");
    v.choice("scope", c.scope, kPruningScopes, "over all those layers together, or in each of them");
    v.field("ramp", c.ramp, between(0, 1), "share of the training in which it rises; 0 means at once");
    v.field("exponent", c.exponent, between(1, 10), "of the polynomial that it rises by");
  }
  if (c.kind == "prune_channels") {
    v.field("sparsity", c.sparsity, inside(0, 1), "share of the channels that are removed");
    v.choice("scope", c.scope, kPruningScopes, "over all those layers together, or in each of them");
    v.section("budget", c.budget, "removes until the student fits it, instead of a share");
    v.check("budget", c.budget.instructions.empty(),
            "limits instructions, which are counted of whole modules only; expected macs, ram, flash");
    v.field("rounds", c.rounds, between(1, 100), "removals, each with the whole training after it");
  }
  if (c.kind == "prune_blocks") v.field("blocks", c.blocks, between(1, 1000), "residual blocks that are removed");
  if (c.kind == "prune_channels" || c.kind == "prune_blocks") {
    v.choice("criterion", c.criterion, kCriteria, "what says how much a channel matters");
  }
  if (c.kind == "cluster") {
    v.field("clusters", c.clusters, between(2, 256), "different weights of a layer, zero among them if pruned");
    v.field("groups", c.groups, between(1, 100), "of a layer's outputs, each with clusters of its own");
    v.choice("initialization", c.initialization, kInitializations, "where k-means starts");
  }
  v.field("teacher", c.teacher, "it goes on teaching");
  v.section("training", c.training, "how the student learns on");
  v.check("training", c.training.weight_average == 0, "has a weight_average, expected 0 in a step of compression");
}

template <class Visitor>
void describe(Visitor& v, QuantizationConfig& c) {
  v.choice("method", c.method, kQuantizationMethods, "fake-quantised fine-tuning, or calibration only");
  v.field("per_channel", c.per_channel, "dense: one weight scale per output channel, as convolutions always have");
  v.field("calibration_samples", c.calibration_samples, between(1, 1e9), "training samples that set the first ranges");
  v.choice("observer", c.observer, kObservers, "how the range of an activation is found");
  v.field("percentile", c.percentile, inside(50, 100), "of observer percentile: values that lie inside the range");
  v.field("observer_momentum", c.observer_momentum, below(0, 1), "moving average of the ranges (qat)");
  v.choice("scales", c.scales, kScales, "follow the ranges, or are learned by gradient (qat)");
  v.field("equalize", c.equalize, "evens out the weight ranges of neighbouring layers first");
  v.field("bias_correction", c.bias_correction, "biases take back the mean error of quantisation (ptq)");
  v.field("distill", c.distill, "the teacher goes on teaching (qat)");
  v.field("frozen_epochs", c.frozen_epochs, between(0, 1e6), "last epochs with the ranges held still (qat)");
  v.section("training", c.training, "of the fake-quantised student (qat)");
  v.check("bias_correction", !c.bias_correction || c.method == "ptq",
          "is for method ptq, expected false with qat: training corrects biases itself");
  v.check("scales", c.scales == "observed" || c.method == "qat", "is learned, expected method qat: ptq trains nothing");
  v.check("frozen_epochs", c.method != "qat" || c.frozen_epochs <= c.training.epochs,
          "is more than training.epochs, expected at most all of them");
}

template <class Visitor>
void describe(Visitor& v, ModuleConfig& c) {
  v.field("check_vectors", c.check_vectors, between(1, 1e6), "test samples stored in the module's check folder");
  v.choice("target", c.target, kModuleTargets, "kernels: esp32 has some of its own, which compute the same");
  v.field("workers", c.workers, between(1, 2), "cores: 2 divides each large layer between the ESP32's two");
  v.choice("pack", c.pack, kModuleForms, "forms of the weights: a byte each, what costs little, or the smallest");
  v.choice("unpack", c.unpack, kUnpackTimes, "coded weights: at every inference, or once into RAM of their own");
  v.check("workers", c.workers == 1 || c.target == "esp32", "are for the ESP32's cores; set target: esp32, too");
}

template <class Visitor>
void describe(Visitor& v, ExperimentConfig& c) {
  v.name("name", c.name, "of the run folder and the module; default: this file's name");
  v.field("seed", c.seed, between(0, 4294967295.0), "of every draw: the same seed gives the same bytes");
  v.field("seeds", c.seeds, between(1, 1000), "run so many times, from that seed on, and report mean and spread");
  v.choice("device", c.device, kDevices, "where training runs");
  v.field("threads", c.threads, between(1, 1024), "of LibTorch; sums depend on it, so it is fixed");
  v.section("dataset", c.dataset, "what is learned", Presence::kRequired);
  if (is_of_recordings(c.dataset.kind)) {
    v.section("features", c.features, "from recordings to the network's input");
    v.section("detection", c.detection, "when a word counts as heard in a stream");
  }
  v.section("teacher", c.teacher, "the large network that is trained first and then imitated", Presence::kRequired);
  v.section("search", c.search, "for the student's layers");
  c.student.searched = c.search.family != "none";
  v.section("student", c.student, "the small network that ships", Presence::kRequired);
  v.check("student", !c.student.searched || c.student.layers.empty(),
          "has layers and there is a search for them, expected one of the two");
  v.section("distillation", c.distillation, "how the student learns from the teacher");
  v.sections("compress", c.compress, "steps before quantisation, such as {kind: prune, sparsity: 0.8}",
             Presence::kOptional);
  v.check("compress", clusters_come_last(c.compress),
          "prunes after a cluster step, whose weights are equal; expected cluster steps last");
  v.section("quantization", c.quantization, "from float to int8");
  v.check("quantization",
          !has_cluster_step(c.compress) || (c.quantization.scales == "observed" && !c.quantization.equalize),
          "has learned scales or equalize, which would part the weights of a cluster; expected scales: observed and "
          "equalize: false");
  v.section("module", c.module, "the generated C++");
  v.section("budget", c.budget, "what it may need at most; needing more ends the run with exit code 1");
  v.sections("variants", c.variants, "recipes that bitstill compare sets side by side", Presence::kOptional);
}

}  // namespace bitstill::configs

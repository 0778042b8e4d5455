// IDX files that are not well: every refusal names the file, the byte of the uncompressed stream and the remedy.
#include <gtest/gtest.h>

#include "configs/support/error.h"
#include "configs/support/files.h"
#include "datasets/readers/idx_images.h"
#include "tests/datasets/readers/idx_files.h"

namespace bitstill::datasets {
namespace {

using tests::Bytes;

// The refusal of a pair of files called "images" and "labels", without their folder; empty where they are accepted.
std::string refusal(const Bytes& images, const Bytes& labels) {
  const TemporaryFolder folder;
  write_file(folder.path() / "images", images);
  write_file(folder.path() / "labels", labels);
  try {
    IdxImages(folder.path() / "images", folder.path() / "labels");
    return "";
  } catch (const Error& error) {
    std::string text = error.what();
    const std::string prefix = folder.path().string() + "/";
    for (size_t at; (at = text.find(prefix)) != std::string::npos;) text.erase(at, prefix.size());
    return text;
  }
}

Bytes with(Bytes bytes, size_t offset, uint8_t value) {
  bytes.at(offset) = value;
  return bytes;
}

Bytes without_last(Bytes bytes, size_t count) {
  bytes.resize(bytes.size() - count);
  return bytes;
}

const Bytes kImages = tests::idx_images(3);
const Bytes kLabels = tests::idx_labels(3);

TEST(IdxRefusals, NothingOfAWholePair) { EXPECT_EQ(refusal(kImages, kLabels), ""); }

TEST(IdxRefusals, ExchangedFiles) {
  EXPECT_EQ(refusal(kLabels, kImages),
            "images: byte 0 of the uncompressed stream: the magic number is 0x00000801, expected 0x00000803 for "
            "images; images and labels seem to be exchanged");
}

TEST(IdxRefusals, AnotherFormat) {
  EXPECT_EQ(refusal({'P', '6', '\n', '3', ' ', '2'}, kLabels),
            "images: byte 0 of the uncompressed stream: the magic number is 0x50360a33, expected 0x00000803 for "
            "images");
}

TEST(IdxRefusals, AnEmptyFile) {
  EXPECT_EQ(refusal({}, kLabels),
            "images: byte 0 of the uncompressed stream: the file ends inside the magic number; get the file again");
}

TEST(IdxRefusals, AHeaderThatEnds) {
  EXPECT_EQ(refusal(without_last(kImages, kImages.size() - 10), kLabels),
            "images: byte 10 of the uncompressed stream: the file ends inside the height; get the file again");
}

TEST(IdxRefusals, ImpossibleDimensions) {
  EXPECT_EQ(refusal(with(kImages, 7, 0), kLabels),
            "images: byte 4 of the uncompressed stream: the number of images is 0, expected 1 to 10000000");
  EXPECT_EQ(refusal(with(kImages, 8, 0xff), kLabels),
            "images: byte 8 of the uncompressed stream: the height is 4278190082, expected 1 to 1024");
  EXPECT_EQ(refusal(with(kImages, 15, 0), kLabels),
            "images: byte 12 of the uncompressed stream: the width is 0, expected 1 to 1024");
}

TEST(IdxRefusals, AnotherNumberOfLabelsThanImages) {
  EXPECT_EQ(refusal(kImages, tests::idx_labels(2)),
            "labels: byte 4 of the uncompressed stream: 2 labels, expected 3, one for each image of images");
}

TEST(IdxRefusals, TruncatedImages) {
  EXPECT_EQ(refusal(without_last(kImages, 4), kLabels),
            "images: byte 30 of the uncompressed stream: the file ends here, expected 4 more bytes for 3 images of "
            "2 x 3; get the file again");
}

TEST(IdxRefusals, AHeaderThatClaimsFarMoreThanThereIs) {
  const Bytes images = with(with(with(kImages, 5, 0x98), 10, 0x03), 14, 0x03);
  const Bytes labels = with(kLabels, 5, 0x98);
  EXPECT_EQ(refusal(images, labels),
            "labels: byte 11 of the uncompressed stream: the file ends here, expected 9961472 more bytes for 9961475 "
            "labels; get the file again");
}

TEST(IdxRefusals, TruncatedLabels) {
  EXPECT_EQ(refusal(kImages, without_last(kLabels, 1)),
            "labels: byte 10 of the uncompressed stream: the file ends here, expected 1 more bytes for 3 labels; get "
            "the file again");
}

TEST(IdxRefusals, TrailingBytes) {
  Bytes images = kImages;
  images.push_back(0);
  EXPECT_EQ(refusal(images, kLabels),
            "images: byte 34 of the uncompressed stream: more bytes follow, expected the end after 3 images of 2 x 3");
}

TEST(IdxRefusals, ALabelAboveNine) {
  EXPECT_EQ(refusal(kImages, with(kLabels, 9, 10)),
            "labels: byte 9 of the uncompressed stream: the label is 10, expected 0 to 9");
}

TEST(IdxRefusals, TruncatedGzip) {
  EXPECT_EQ(refusal(without_last(tests::gzipped(kImages), 8), kLabels),
            "images: byte 34 of the uncompressed stream: the gzip data ends early; get the file again");
}

TEST(IdxRefusals, DamagedGzip) {
  const Bytes packed = tests::gzipped(kImages);
  EXPECT_EQ(refusal(with(packed, packed.size() - 8, static_cast<uint8_t>(~packed[packed.size() - 8])), kLabels),
            "images: byte 34 of the uncompressed stream: the gzip data is damaged (incorrect data check); get the "
            "file again");
  EXPECT_EQ(refusal(with(packed, 10, 0xff), kLabels),
            "images: byte 0 of the uncompressed stream: the gzip data is damaged (invalid block type); get the file "
            "again");
}

TEST(IdxRefusals, AnyDamagedByteOfAGzipIsRefusedUnlessItIsOnlyItsTimeOrItsOrigin) {
  const Bytes packed = tests::gzipped(kImages);
  const auto harmless = [](size_t offset) { return offset >= 4 && offset < 10; };
  for (size_t offset = 0; offset < packed.size(); ++offset) {
    const auto damaged = static_cast<uint8_t>(~packed[offset]);
    EXPECT_EQ(refusal(with(packed, offset, damaged), kLabels).empty(), harmless(offset)) << offset;
  }
}

TEST(IdxRefusals, BytesBehindTheGzip) {
  Bytes packed = tests::gzipped(kImages);
  packed.push_back(7);
  EXPECT_EQ(refusal(packed, kLabels),
            "images: byte 34 of the uncompressed stream: bytes follow the end of the gzip data; get the file again");
}

TEST(IdxRefusals, TestFilesThatAreTheTrainingFiles) {
  const TemporaryFolder folder;
  const std::string images = (folder.path() / "images").string();
  const std::string labels = (folder.path() / "labels").string();
  write_file(images, kImages);
  write_file(labels, kLabels);
  try {
    open_idx_images({.train_images = images, .train_labels = labels, .test_images = images, .test_labels = labels}, 1);
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.what(), images + ": is also dataset.train_images, expected other files for the test");
  }
}

TEST(IdxRefusals, TestImagesOfAnotherSize) {
  const TemporaryFolder folder;
  const auto put = [&](const char* name, const Bytes& bytes) {
    write_file(folder.path() / name, bytes);
    return (folder.path() / name).string();
  };
  Bytes wide = with(tests::idx_images(2), 15, 6);
  wide.resize(wide.size() + 12);
  const configs::IdxImagesConfig config{.train_images = put("i", kImages),
                                        .train_labels = put("l", kLabels),
                                        .test_images = put("ti", wide),
                                        .test_labels = put("tl", tests::idx_labels(2))};
  try {
    open_idx_images(config, 1);
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.what(), config.test_images +
                                ": byte 8 of the uncompressed stream: images of 2 x 6, expected 2 x 3 as in " +
                                config.train_images);
  }
}

TEST(IdxRefusals, SplitsThatWouldBeEmpty) {
  const TemporaryFolder folder;
  const auto put = [&](const char* name, const Bytes& bytes) {
    write_file(folder.path() / name, bytes);
    return (folder.path() / name).string();
  };
  const configs::IdxImagesConfig config{.train_images = put("i", kImages),
                                        .train_labels = put("l", kLabels),
                                        .test_images = put("ti", kImages),
                                        .test_labels = put("tl", kLabels)};
  try {
    open_idx_images(config, 1);
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.what(), config.train_images +
                                ": 3 images leave no training or no validation samples at "
                                "dataset.validation_fraction 0.1, expected more images or another fraction");
  }
}

}  // namespace
}  // namespace bitstill::datasets

// Which recordings there are, what is said in them and by whom: by folder, by pattern and by manifest.
#include "datasets/recordings/list_recordings.h"

#include "tests/datasets/recordings/recording_files.h"
#include "tests/shared.h"

namespace bitstill::datasets {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

using ListRecordings = tests::RecordingFiles;

TEST_F(ListRecordings, AFolderIsALabel) {
  for (const char* name : {"bed/2.wav", "bed/1.FLAC", "cat/1.wav", "cat/deeper/3.wav", "cat/notes.txt", "top.wav",
                           "_background_noise_/hum.wav", ".hidden/x.wav"}) {
    put(name);
  }
  const Recordings found = list_recordings(config(), 1);
  ASSERT_THAT(found, SizeIs(3));
  EXPECT_EQ(found[0].name, "bed/1.FLAC");
  EXPECT_EQ(found[2].label, "cat");
  EXPECT_EQ(found[2].speaker, "");
}

TEST_F(ListRecordings, ListsOfSpeechCommandsSayTheSplit) {
  for (const char* name : {"bed/a_nohash_0.wav", "bed/b_nohash_0.wav", "cat/c_nohash_0.wav"}) put(name);
  put("validation_list.txt", "bed/b_nohash_0.wav\r\n");
  put("testing_list.txt", "cat/c_nohash_0.wav");
  EXPECT_THAT(lines(list_recordings(config(), 1)),
              ElementsAre("bed/a_nohash_0.wav train", "bed/b_nohash_0.wav validation", "cat/c_nohash_0.wav test"));
  put("testing_list.txt", "cat/c_nohash_0.wav\nbed/b_nohash_0.wav\n");
  EXPECT_EQ(refused(config()), folder_.path().string() +
                                   ": bed/b_nohash_0.wav stands in validation_list.txt and in testing_list.txt, "
                                   "expected it in one of them");
}

TEST_F(ListRecordings, WithoutListsNamesWithNohashAreHashed) {
  for (int i = 0; i < 300; ++i) put("bed/" + std::to_string(i) + "_nohash_0.wav");
  const Recordings one = list_recordings(config(), 1);
  EXPECT_EQ(lines(one), lines(list_recordings(config(), 2))) << "a hash needs no seed";
  const auto validation = std::ranges::count(one, std::optional(Split::kValidation), &Recording::split);
  EXPECT_GT(validation, 10);
  EXPECT_LT(validation, 60);
}

TEST_F(ListRecordings, APatternNamesLabelAndSpeaker) {
  for (const char* name : {"7_jackson_12.wav", "0_theo_0.wav", "sub/3_theo_1.wav", "readme_0.wav", "4_theo_x.wav"}) {
    put(name);
  }
  configs::RecordingsConfig files = config();
  files.pattern = "{label}_{speaker}_{index}.wav";
  files.keep_together = "recording";
  const Recordings found = list_recordings(files, 1);
  ASSERT_THAT(found, SizeIs(3));
  EXPECT_EQ(found[1].label, "7");
  EXPECT_EQ(found[1].speaker, "jackson");
  EXPECT_EQ(found[2].label, "3");
  EXPECT_EQ(found[2].speaker, "theo");
}

TEST_F(ListRecordings, APatternWithASlashDescribesThePath) {
  for (const char* name : {"ann/lamp (1).wav", "bob/lamp (2).wav", "lamp (3).wav"}) put(name);
  configs::RecordingsConfig files = config();
  files.pattern = "{speaker}/{label} ({index}).wav";
  files.test_fraction = 0;
  files.validation_fraction = 0.5;
  const Recordings found = list_recordings(files, 1);
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_EQ(found[0].speaker, "ann");
  EXPECT_EQ(found[0].label, "lamp");
}

TEST_F(ListRecordings, AManifestSaysEverything) {
  for (const char* name : {"1.wav", "2.wav", "3.wav", "4.wav"}) put(name);
  const Recordings found = list_recordings(manifest("path,label,speaker,split,bad\n"
                                                    "1.wav,bed,ann,training,0\n"
                                                    "2.wav,bed,bob,val,0\n"
                                                    "3.wav,cat,eve,devtest,1\n"
                                                    "4.wav,cat,,train,0\n"),
                                           1);
  EXPECT_THAT(lines(found), ElementsAre("1.wav train", "2.wav validation", "3.wav test", "4.wav train"));
  EXPECT_EQ(found[2].speaker, "eve");
}

TEST_F(ListRecordings, RowsAreLeftOutByTheirColumns) {
  for (const char* name : {"0.wav", "1.wav", "2.wav", "3.wav", "4.wav"}) put(name);
  configs::RecordingsConfig rows = manifest(
      "path,label,split,bad,rail\n0.wav,a,val,0,0.0\n1.wav,a,train,0,0.0\n2.wav,a,train,1,0.0\n3.wav,a,train,0,0.25\n4."
      "wav,a,test,0,\n");
  rows.exclude = {{"bad", "1"}, {"rail", ">= 0.01"}};
  EXPECT_THAT(lines(list_recordings(rows, 1)), ElementsAre("0.wav validation", "1.wav train", "4.wav test"));
  rows.exclude = {{"rail", "< many"}};
  EXPECT_THAT(refused(rows), HasSubstr("exclude has '< many', expected a number after <"));
  rows.exclude = {{"bat", "1"}};
  EXPECT_EQ(refused(rows),
            "manifest.csv:1: has no column 'bat' for exclude, the header is 'path,label,split,bad,rail' (did you mean "
            "'bad'?)");
}

TEST_F(ListRecordings, ManifestsThatAreWrong) {
  put("1.wav");
  EXPECT_EQ(refused(manifest("file,label\n1.wav,a\n")),
            "manifest.csv:1: has no column 'path' for path_column, the header is 'file,label'");
  EXPECT_EQ(refused(manifest("path,label\n2.wav,a\n")), "manifest.csv:2: names a recording that is not there: 2.wav");
  EXPECT_EQ(refused(manifest("path,label\n1.wav,a\n1.wav,b\n")),
            "manifest.csv:3: names the recording of line 2 again, expected it once");
  EXPECT_EQ(refused(manifest("path,label,split\n1.wav,a,tset\n")),
            "manifest.csv:2: has the split 'tset', expected train, validation or test");
  EXPECT_EQ(refused(manifest("path,label\n1.wav\n")), "manifest.csv:2: has 1 fields, expected 2 as in the header");
  EXPECT_EQ(refused(manifest("path,label\n1.wav,\n")),
            "manifest.csv:2: has the label '', expected a word of at most 60 bytes");
  EXPECT_EQ(refused(manifest("path,label\n")),
            "manifest.csv: no row is left, expected recordings; does exclude leave every row out?");
}

TEST_F(ListRecordings, FoldersWithoutRecordings) {
  const std::string here = folder_.path().string();
  EXPECT_EQ(refused(config()), here +
                                   ": holds no recordings in folders named after their words (bed/1.wav), expected "
                                   "some; names with the word in them need a pattern, and a CSV file is a manifest");
  put("a.wav");
  configs::RecordingsConfig files = config();
  files.pattern = "{label}_{index}.wav";
  EXPECT_EQ(refused(files),
            here + ": none of 1 recordings is named like '{label}_{index}.wav'; the first is a.wav, expected some");
}

TEST_F(ListRecordings, ReadsThePublishedManifests) {
  BITSTILL_NEED_SHARED("data/speech_commands_3w");
  for (const auto& [folder, count] :
       {std::pair("fsdd", 2500), {"speech_commands_3w", 1680}, {"wake_words_picovoice", 400}}) {
    configs::RecordingsConfig files;
    files.folder = tests::shared_path("data").string() + "/" + folder;
    files.manifest = files.folder + "/manifest.csv";
    files.keep_together = "recording";
    EXPECT_THAT(list_recordings(files, 1), SizeIs(count)) << folder;
  }
}

}  // namespace
}  // namespace bitstill::datasets

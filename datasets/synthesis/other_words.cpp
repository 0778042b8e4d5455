#include "datasets/synthesis/other_words.h"

namespace bitstill::datasets {
namespace {

constexpr std::string_view kWords[] = {
    "about",   "again",    "airport", "always",   "apple",    "banana",   "bicycle",  "bottle",    "bread",
    "bridge",  "brother",  "butter",  "camera",   "carpet",   "chair",    "cheese",   "children",  "chocolate",
    "church",  "city",     "clock",   "coffee",   "computer", "corner",   "country",  "cousin",    "danger",
    "doctor",  "dog",      "door",    "elephant", "engine",   "evening",  "family",   "finger",    "fish",
    "flower",  "forest",   "friend",  "garden",   "giant",    "glass",    "guitar",   "hammer",    "happen",
    "hello",   "holiday",  "horse",   "hospital", "house",    "hundred",  "insect",   "island",    "jacket",
    "journey", "juice",    "kitchen", "language", "laughter", "letter",   "library",  "machine",   "market",
    "measure", "minute",   "monday",  "monkey",   "mother",   "mountain", "mouth",    "nature",    "nothing",
    "number",  "ocean",    "orange",  "paper",    "pencil",   "people",   "picture",  "pleasure",  "potato",
    "quarter", "question", "rabbit",  "river",    "rocket",   "school",   "seven",    "shoulder",  "sister",
    "summer",  "teacher",  "theatre", "thousand", "together", "tomato",   "umbrella", "vegetable", "village",
    "voice",   "water",    "weather", "window",   "winter",   "yellow",   "yes",      "no",        "zebra",
    "zero",    "four",
};

}  // namespace

std::span<const std::string_view> common_words() { return kWords; }

}  // namespace bitstill::datasets

#include "configs/support/names.h"

#include <algorithm>
#include <string>

namespace bitstill {
namespace {

// Each between two spaces.
constexpr std::string_view kReserved =
    " adapter alignas alignof and and_eq arithmetic asm auto bitand bitor bitstill board bool break case catch char "
    "char16_t"
    " char32_t char8_t check class co_await co_return co_yield compl concept const const_cast consteval"
    " constexpr constinit continue decltype default delete do double dynamic_cast else enum exit_codes explicit export"
    " extern false float for friend goto if inline int long main mutable namespace new noexcept not not_eq NULL"
    " Null null nullptr operator ops or or_eq private protected public register reinterpret_cast requires"
    " return short signed sizeof static static_assert static_cast std stddef stdint string struct switch template this "
    "thread_local"
    " throw true try typedef typeid typename union unsigned using virtual void volatile wchar_t while xor"
    " xor_eq network int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t size_t memcpy memset"
    " memory ";

bool is_letter(char character) {
  return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

}  // namespace

bool is_module_name(std::string_view text) {
  constexpr size_t kLongest = 64;
  const bool spelled = std::ranges::all_of(text, [](char character) {
    return is_letter(character) || (character >= '0' && character <= '9') || character == '_';
  });
  return spelled && !text.empty() && text.size() <= kLongest && is_letter(text.front()) &&
         text.find("__") == std::string_view::npos &&
         kReserved.find(" " + std::string(text) + " ") == std::string_view::npos;
}

}  // namespace bitstill

// Stage: types. The type data of a file (CTF version 3, ctf.h) before libctf reads it. libctf
// trusts what it is given: lengths of types, references, circles. So each dictionary is taken out
// of its archive, unpacked and walked here once, and one that contradicts itself is left out.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace dtrace {

struct CtfDictionary {
  std::vector<uint64_t> words; // its bytes, aligned for the library
  uint64_t size;               // in bytes
  bool is_child;               // some of its types are those of the first dictionary

  std::span<const uint8_t> bytes() const {
    return {reinterpret_cast<const uint8_t *>(words.data()), size};
  }
};

// section: a whole .ctf section. symbol_names: the table of strings that is given to libctf along
// with it, or empty. The dictionary that others share comes first; those that are unsound are left
// out, and with the shared one its children.
std::vector<CtfDictionary> sound_ctf_dictionaries(std::span<const uint8_t> section,
                                                  std::span<const uint8_t> symbol_names);

} // namespace dtrace

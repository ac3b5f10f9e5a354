// Stage: types. See ctf_check.h. The shapes are ctf.h's; what libctf does with them decides what
// must hold: types are of the length that their kind says, names end in their table, every
// reference has a type, and what is part of something (member, element, alias) never leads back to
// it.
#include "types/ctf_check.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <ctf.h>
#include <iterator>
#include <zlib.h>

namespace dtrace {

namespace {
constexpr uint64_t largest_section = 256 << 20, most_dictionaries = 1 << 16;
constexpr unsigned deepest_nesting = 64;
constexpr uint32_t child_bit = 1u << 31;

// Bytes as an array of T from an offset on; empty when they are not all there.
template <class T>
std::span<const T> view(std::span<const uint8_t> bytes, uint64_t offset, uint64_t count) {
  if (offset > bytes.size() || offset % alignof(T) != 0 ||
      count > (bytes.size() - offset) / sizeof(T))
    return {};
  return {reinterpret_cast<const T *>(bytes.data() + offset), count};
}

// One type's place in its dictionary.
struct CtfType {
  uint32_t kind, count, target; // target: what it refers to, if it does
  uint64_t size;                // of its values, if it says one
  uint64_t extra;               // offset of what follows it

  bool is_composite() const { return kind == CTF_K_STRUCT || kind == CTF_K_UNION; }
  bool is_large() const { return is_composite() && size >= CTF_LSTRUCT_THRESH; }
};

// One dictionary whose bytes are unpacked: it is sound, or not.
class Check {
public:
  // parent: how many types the shared dictionary has.
  Check(std::span<const uint8_t> dictionary, std::span<const uint8_t> symbol_names, uint32_t parent)
      : header_(*reinterpret_cast<const ctf_header_t *>(dictionary.data())),
        body_(dictionary.subspan(sizeof(ctf_header_t))), symbol_names_(symbol_names),
        parent_(parent), is_child_(header_.cth_parname != 0) {}

  bool is_sound() {
    return sections_are_sound() && read_types() && names_are_sound() && references_are_sound();
  }
  uint32_t types() const { return static_cast<uint32_t>(types_.size()); }

private:
  bool sections_are_sound();
  bool read_types();
  bool names_are_sound() const;
  bool references_are_sound();
  bool is_name(uint32_t name) const;
  bool is_type(uint32_t id) const;
  template <class Visit> bool each_member(const CtfType &type, Visit visit) const;
  template <class Visit> bool each_part(const CtfType &type, Visit visit) const;
  unsigned height(uint32_t id, unsigned level);
  template <class T> std::span<const T> section(uint32_t from, uint32_t to) const {
    return view<T>(body_, from, (to - from) / sizeof(T));
  }

  const ctf_header_t &header_;
  std::span<const uint8_t> body_, symbol_names_;
  uint32_t parent_;
  bool is_child_;
  std::vector<CtfType> types_;
  std::vector<uint8_t> heights_; // of what each is made of; 0: not known yet
};

bool Check::sections_are_sound() {
  const std::array offsets = {header_.cth_lbloff,     header_.cth_objtoff,    header_.cth_funcoff,
                              header_.cth_objtidxoff, header_.cth_funcidxoff, header_.cth_varoff,
                              header_.cth_typeoff,    header_.cth_stroff};
  if (!std::ranges::is_sorted(offsets) || header_.cth_strlen == 0 ||
      offsets.back() > body_.size() || header_.cth_strlen > body_.size() - offsets.back())
    return false;
  if (std::ranges::any_of(offsets.begin(), offsets.end() - 1, [](uint32_t at) { return at % 4; }))
    return false;
  const uint32_t objects = header_.cth_funcoff - header_.cth_objtoff,
                 functions = header_.cth_objtidxoff - header_.cth_funcoff,
                 object_names = header_.cth_funcidxoff - header_.cth_objtidxoff,
                 function_names = header_.cth_varoff - header_.cth_funcidxoff;
  const auto strings = body_.subspan(header_.cth_stroff, header_.cth_strlen);
  return (object_names == 0 || object_names == objects) &&
         (function_names == 0 || function_names == functions) &&
         (header_.cth_objtoff - header_.cth_lbloff) % sizeof(ctf_lblent_t) == 0 &&
         (header_.cth_typeoff - header_.cth_varoff) % sizeof(ctf_varent_t) == 0 &&
         strings.front() == 0 && strings.back() == 0;
}

// What follows a type, in bytes: some, and some for each of its entries.
struct Extra {
  uint64_t fixed, entry;
};
constexpr Extra extras[] = {
    {0, 0},                    // UNKNOWN
    {sizeof(uint32_t), 0},     // INTEGER
    {sizeof(uint32_t), 0},     // FLOAT
    {0, 0},                    // POINTER
    {sizeof(ctf_array_t), 0},  // ARRAY
    {0, sizeof(uint32_t)},     // FUNCTION, an even number of them
    {0, sizeof(ctf_member_t)}, // STRUCT; large ones have ctf_lmember_t
    {0, sizeof(ctf_member_t)}, // UNION
    {0, sizeof(ctf_enum_t)},   // ENUM
    {0, 0},                    // FORWARD
    {0, 0},                    // TYPEDEF
    {0, 0},                    // VOLATILE
    {0, 0},                    // CONST
    {0, 0},                    // RESTRICT
    {sizeof(ctf_slice_t), 0},  // SLICE
};
static_assert(std::size(extras) == CTF_K_SLICE + 1);

uint64_t extra_size(const CtfType &type) {
  const Extra extra = extras[type.kind];
  if (type.kind == CTF_K_FUNCTION)
    return extra.entry * (type.count + type.count % 2);
  return extra.fixed + type.count * (type.is_large() ? sizeof(ctf_lmember_t) : extra.entry);
}

bool Check::read_types() {
  const auto bytes = body_.first(header_.cth_stroff);
  for (uint64_t at = header_.cth_typeoff; at < bytes.size();) {
    const auto record = view<ctf_stype_t>(bytes, at, 1);
    if (record.empty())
      return false;
    uint64_t size = record[0].ctt_size, length = sizeof(ctf_stype_t);
    if (record[0].ctt_size == CTF_LSIZE_SENT) {
      const auto large = view<ctf_type_t>(bytes, at, 1);
      if (large.empty())
        return false;
      size = CTF_TYPE_LSIZE(&large[0]);
      length = sizeof(ctf_type_t);
    }
    const CtfType type = {CTF_V2_INFO_KIND(record[0].ctt_info),
                          CTF_V2_INFO_VLEN(record[0].ctt_info), record[0].ctt_type, size,
                          at + length};
    if (type.kind > CTF_K_SLICE || extra_size(type) > bytes.size() - type.extra ||
        !is_name(record[0].ctt_name))
      return false;
    types_.push_back(type);
    at = type.extra + extra_size(type);
  }
  heights_.assign(types_.size() + 1, 0);
  return types_.size() < CTF_MAX_PTYPE;
}

bool Check::is_name(uint32_t name) const {
  const uint32_t offset = CTF_NAME_OFFSET(name);
  return CTF_NAME_STID(name) == 0 ? offset < header_.cth_strlen : offset < symbol_names_.size();
}

// 0 stands for what has no type.
bool Check::is_type(uint32_t id) const {
  const uint32_t index = id & ~child_bit;
  return index <= (((id & child_bit) != 0) == is_child_ ? types() : is_child_ ? parent_ : 0);
}

bool Check::names_are_sound() const {
  const auto are_names = [&](uint32_t from, uint32_t to) {
    return std::ranges::all_of(section<uint32_t>(from, to),
                               [&](uint32_t it) { return is_name(it); });
  };
  return is_name(header_.cth_parlabel) && is_name(header_.cth_parname) &&
         is_name(header_.cth_cuname) && are_names(header_.cth_objtidxoff, header_.cth_varoff) &&
         std::ranges::all_of(section<ctf_lblent_t>(header_.cth_lbloff, header_.cth_objtoff),
                             [&](const auto &label) { return is_name(label.ctl_label); }) &&
         std::ranges::all_of(
             section<ctf_varent_t>(header_.cth_varoff, header_.cth_typeoff),
             [&](const auto &it) { return is_name(it.ctv_name) && is_type(it.ctv_type); });
}

// The members of a structure or union: visit(name, type). False: one visit said so.
template <class Visit> bool Check::each_member(const CtfType &type, Visit visit) const {
  if (!type.is_large())
    return std::ranges::all_of(view<ctf_member_t>(body_, type.extra, type.count),
                               [&](const auto &it) { return visit(it.ctm_name, it.ctm_type); });
  return std::ranges::all_of(view<ctf_lmember_t>(body_, type.extra, type.count),
                             [&](const auto &it) { return visit(it.ctlm_name, it.ctlm_type); });
}

// The types that a type is made of, whose size is part of its own or the same.
template <class Visit> bool Check::each_part(const CtfType &type, Visit visit) const {
  switch (type.kind) {
  case CTF_K_TYPEDEF:
  case CTF_K_VOLATILE:
  case CTF_K_CONST:
  case CTF_K_RESTRICT:
    return visit(type.target);
  case CTF_K_SLICE:
    return visit(view<ctf_slice_t>(body_, type.extra, 1)[0].cts_type);
  case CTF_K_ARRAY: {
    const ctf_array_t &array = view<ctf_array_t>(body_, type.extra, 1)[0];
    return visit(array.cta_contents);
  }
  case CTF_K_STRUCT:
  case CTF_K_UNION:
    return each_member(type,
                       [&](uint32_t name, uint32_t id) { return is_name(name) && visit(id); });
  default:
    return true;
  }
}

// How many types lie one in the other, at most deepest_nesting; more: a circle, or too many.
unsigned Check::height(uint32_t id, unsigned level) {
  const uint32_t index = id & ~child_bit;
  if (index == 0 || ((id & child_bit) != 0) != is_child_)
    return 0; // nothing, or of the parent, which is sound
  if (heights_[index] != 0 || level > deepest_nesting)
    return heights_[index] != 0 ? heights_[index] : deepest_nesting + 1;
  unsigned highest = 0;
  const bool is_sound = each_part(types_[index - 1], [&](uint32_t part) {
    if (is_type(part))
      highest = std::max(highest, height(part, level + 1));
    return is_type(part) && highest < deepest_nesting;
  });
  return is_sound ? heights_[index] = static_cast<uint8_t>(highest + 1) : deepest_nesting + 1;
}

bool Check::references_are_sound() {
  for (uint32_t index = 1; index <= types(); index++) {
    const CtfType &type = types_[index - 1];
    if (height(index | (is_child_ ? child_bit : 0), 0) > deepest_nesting)
      return false;
    const bool has_target = type.kind == CTF_K_POINTER || type.kind == CTF_K_FUNCTION;
    if (has_target && !is_type(type.target))
      return false;
    if (type.kind == CTF_K_ARRAY && !is_type(view<ctf_array_t>(body_, type.extra, 1)[0].cta_index))
      return false;
    if (type.kind == CTF_K_FUNCTION &&
        !std::ranges::all_of(view<uint32_t>(body_, type.extra, type.count),
                             [&](uint32_t id) { return is_type(id); }))
      return false;
    if (type.kind == CTF_K_ENUM &&
        !std::ranges::all_of(view<ctf_enum_t>(body_, type.extra, type.count),
                             [&](const auto &it) { return is_name(it.cte_name); }))
      return false;
  }
  return std::ranges::all_of(section<uint32_t>(header_.cth_objtoff, header_.cth_objtidxoff),
                             [&](uint32_t id) { return is_type(id); });
}

// Its bytes, no longer packed. Empty: it is none, or it has more than `most` of them.
std::optional<CtfDictionary> unpacked(std::span<const uint8_t> bytes, uint64_t most) {
  ctf_header_t header;
  if (bytes.size() < sizeof header)
    return std::nullopt;
  memcpy(&header, bytes.data(), sizeof header);
  const uint64_t size = uint64_t{header.cth_stroff} + header.cth_strlen;
  if (header.cth_magic != CTF_MAGIC || header.cth_version != CTF_VERSION_3 ||
      (header.cth_flags & ~CTF_F_MAX) || size > most)
    return std::nullopt;
  const auto body = bytes.subspan(sizeof header);
  const bool is_packed = header.cth_flags & CTF_F_COMPRESS;
  // zlib makes at most some thousand bytes of one.
  if (is_packed ? size / 1100 > body.size() : size > body.size())
    return std::nullopt;
  header.cth_flags &= ~CTF_F_COMPRESS;
  CtfDictionary result{std::vector<uint64_t>((sizeof header + size + 7) / 8), sizeof header + size,
                       header.cth_parname != 0};
  auto *to = reinterpret_cast<uint8_t *>(result.words.data());
  memcpy(to, &header, sizeof header);
  uLongf length = size;
  if (!is_packed)
    memcpy(to + sizeof header, body.data(), size);
  else if (uncompress(to + sizeof header, &length, body.data(), body.size()) != Z_OK ||
           length != size)
    return std::nullopt;
  return result;
}

// The dictionaries of an archive, the one that is shared (`.ctf`) first.
std::vector<std::span<const uint8_t>> archived(std::span<const uint8_t> section) {
  std::vector<std::span<const uint8_t>> result;
  ctf_archive archive;
  if (section.size() < sizeof archive)
    return {};
  memcpy(&archive, section.data(), sizeof archive);
  if (archive.ctfa_magic != CTFA_MAGIC || archive.ctfa_ndicts > most_dictionaries ||
      archive.ctfa_ndicts > (section.size() - sizeof archive) / sizeof(ctf_archive_modent_t) ||
      archive.ctfa_names > section.size() || archive.ctfa_ctfs > section.size())
    return {};
  const auto names = section.subspan(archive.ctfa_names),
             dictionaries = section.subspan(archive.ctfa_ctfs);
  for (uint64_t i = 0; i < archive.ctfa_ndicts; i++) {
    ctf_archive_modent_t entry;
    memcpy(&entry, section.data() + sizeof archive + i * sizeof entry, sizeof entry);
    uint64_t size = 0;
    if (entry.ctf_offset > dictionaries.size() ||
        dictionaries.size() - entry.ctf_offset < sizeof size)
      continue;
    memcpy(&size, dictionaries.data() + entry.ctf_offset, sizeof size);
    const auto rest = dictionaries.subspan(entry.ctf_offset + sizeof size);
    if (size > rest.size())
      continue;
    const bool is_shared = entry.name_offset < names.size() &&
                           names.size() - entry.name_offset >= sizeof ".ctf" &&
                           memcmp(names.data() + entry.name_offset, ".ctf", sizeof ".ctf") == 0;
    result.insert(is_shared ? result.begin() : result.end(), rest.first(size));
  }
  return result;
}
} // namespace

std::vector<CtfDictionary> sound_ctf_dictionaries(std::span<const uint8_t> section,
                                                  std::span<const uint8_t> symbol_names) {
  if (!symbol_names.empty() && symbol_names.back() != 0)
    return {};
  auto parts = archived(section);
  if (parts.empty())
    parts.push_back(section);
  std::vector<CtfDictionary> result;
  uint32_t shared = 0;
  uint64_t most = largest_section;
  for (const auto part : parts) {
    auto dictionary = unpacked(part, most);
    if (!dictionary || dictionary->is_child != !result.empty())
      continue;
    most -= dictionary->size - sizeof(ctf_header_t);
    Check check(dictionary->bytes(), symbol_names, shared);
    if (!check.is_sound())
      continue;
    if (!dictionary->is_child)
      shared = check.types();
    result.push_back(std::move(*dictionary));
  }
  return result;
}

} // namespace dtrace

// Type data that libctf may read, and data that it must never see.
#include "types/ctf_check.h"

#include <cstring>
#include <ctf.h>
#include <gtest/gtest.h>
#include <zlib.h>

namespace dtrace {
namespace {
constexpr uint32_t child = 1u << 31;

// A dictionary by hand. Names: "" 0, "int" 1, "node" 5.
struct Dictionary {
  ctf_header_t header{};
  std::vector<uint32_t> variables, types;
  std::string names = std::string("\0int\0node\0", 10);

  explicit Dictionary(bool is_child = false) {
    header.cth_magic = CTF_MAGIC;
    header.cth_version = CTF_VERSION_3;
    header.cth_parname = is_child ? 1 : 0;
  }
  // target: ctt_size or ctt_type.
  Dictionary &add(uint32_t kind, uint32_t count, uint32_t target, std::vector<uint32_t> extra = {},
                  uint32_t name = 5) {
    types.insert(types.end(), {name, CTF_TYPE_INFO(kind, 1, count), target});
    types.insert(types.end(), extra.begin(), extra.end());
    return *this;
  }
  Dictionary &add_int() {
    return add(CTF_K_INTEGER, 0, 4, {CTF_INT_DATA(CTF_INT_SIGNED, 0, 32)}, 1);
  }
  std::string text() const {
    ctf_header_t filled = header;
    filled.cth_typeoff = header.cth_varoff + static_cast<uint32_t>(variables.size() * 4);
    filled.cth_stroff = filled.cth_typeoff + static_cast<uint32_t>(types.size() * 4);
    filled.cth_strlen = static_cast<uint32_t>(names.size());
    std::string body(reinterpret_cast<const char *>(variables.data()), variables.size() * 4);
    body.append(reinterpret_cast<const char *>(types.data()), types.size() * 4);
    return std::string(reinterpret_cast<const char *>(&filled), sizeof filled) + body + names;
  }
};

std::vector<CtfDictionary> sound(const std::string &bytes, std::string_view strings = "") {
  const auto view = [](std::string_view text) {
    return std::span(reinterpret_cast<const uint8_t *>(text.data()), text.size());
  };
  return sound_ctf_dictionaries(view(bytes), view(strings));
}
bool is_sound(const Dictionary &dictionary) {
  return sound(dictionary.text()).size() == 1;
}

std::string number(uint64_t value) {
  return {reinterpret_cast<const char *>(&value), sizeof value};
}

// Each part under its name; the table of names follows the parts.
std::string archive(const std::vector<std::pair<std::string, std::string>> &parts) {
  std::string entries, names, data;
  for (const auto &[name, bytes] : parts) {
    entries += number(names.size()) + number(data.size());
    names += name + '\0';
    data += number(bytes.size()) + bytes;
  }
  const uint64_t at = sizeof(ctf_archive) + entries.size();
  return number(CTFA_MAGIC) + number(0) + number(parts.size()) + number(at + data.size()) +
         number(at) + entries + data + names;
}
} // namespace

TEST(CtfCheck, TakesWhatCompilersWrite) {
  Dictionary it;
  it.add_int().add(CTF_K_POINTER, 0, 3).add(CTF_K_STRUCT, 2, 16, {5, 0, 1, 5, 64, 2});
  it.add(CTF_K_TYPEDEF, 0, 3).add(CTF_K_FUNCTION, 1, 1, {3, 0}).add(CTF_K_ARRAY, 0, 0, {1, 1, 7});
  it.variables = {5, 1};
  EXPECT_TRUE(is_sound(it));
}

TEST(CtfCheck, RefusesLengthsThatReachPastTheTypes) {
  EXPECT_TRUE(is_sound(Dictionary().add_int().add(CTF_K_STRUCT, 1, 4, {5, 0, 1})));
  EXPECT_FALSE(is_sound(Dictionary().add_int().add(CTF_K_STRUCT, 2, 4, {5, 0, 1})));
  EXPECT_FALSE(is_sound(Dictionary().add_int().add(CTF_K_STRUCT, CTF_MAX_VLEN, 4, {5, 0, 1})));
  // Large ones have longer members.
  EXPECT_FALSE(
      is_sound(Dictionary().add_int().add(CTF_K_STRUCT, 1, CTF_LSTRUCT_THRESH, {5, 0, 1})));
  EXPECT_FALSE(is_sound(Dictionary().add(CTF_K_ENUM, 2, 4, {5, 0})));
  EXPECT_FALSE(is_sound(Dictionary().add_int().add(CTF_K_FUNCTION, 1, 1, {1})));
  EXPECT_FALSE(is_sound(Dictionary().add(CTF_K_SLICE + 1, 0, 4)));
}

TEST(CtfCheck, RefusesNamesAndTypesThatAreNotThere) {
  EXPECT_FALSE(is_sound(Dictionary().add(CTF_K_FORWARD, 0, CTF_K_STRUCT, {}, 10)));
  EXPECT_FALSE(is_sound(Dictionary().add(CTF_K_FORWARD, 0, CTF_K_STRUCT, {}, child | 1)));
  EXPECT_EQ(sound(Dictionary().add(CTF_K_FORWARD, 0, CTF_K_STRUCT, {}, child | 1).text(),
                  std::string_view("\0f", 3))
                .size(),
            1u);
  EXPECT_FALSE(is_sound(Dictionary().add(CTF_K_POINTER, 0, 2)));
  EXPECT_FALSE(is_sound(Dictionary().add_int().add(CTF_K_POINTER, 0, child | 1)));
  Dictionary variable;
  variable.add_int().variables = {5, 2};
  EXPECT_FALSE(is_sound(variable));
  Dictionary open_end;
  open_end.add_int().names.pop_back();
  EXPECT_FALSE(is_sound(open_end));
}

TEST(CtfCheck, RefusesTypesThatAreMadeOfThemselves) {
  EXPECT_FALSE(is_sound(Dictionary().add(CTF_K_TYPEDEF, 0, 1)));
  EXPECT_FALSE(is_sound(
      Dictionary().add(CTF_K_CONST, 0, 2).add(CTF_K_TYPEDEF, 0, 3).add(CTF_K_CONST, 0, 1)));
  EXPECT_FALSE(is_sound(Dictionary().add(CTF_K_ARRAY, 0, 0, {1, 0, 2})));
  EXPECT_FALSE(is_sound(Dictionary().add(CTF_K_STRUCT, 1, 4, {5, 0, 1})));
  EXPECT_TRUE(is_sound(Dictionary().add(CTF_K_STRUCT, 1, 8, {5, 0, 2}).add(CTF_K_POINTER, 0, 1)));
  Dictionary deep;
  deep.add_int();
  for (uint32_t i = 1; i <= 1000; i++)
    deep.add(CTF_K_ARRAY, 0, 0, {i, 1, 1});
  EXPECT_FALSE(is_sound(deep));
}

TEST(CtfCheck, ReadsArchives) {
  const std::string shared = Dictionary().add_int().text();
  const std::string unit =
      Dictionary(true).add(CTF_K_POINTER, 0, 1).add(CTF_K_POINTER, 0, child | 1).text();
  const std::string wrong = Dictionary(true).add(CTF_K_POINTER, 0, 2).text();
  EXPECT_EQ(sound(archive({{"a.c", unit}, {".ctf", shared}, {"b.c", wrong}})).size(), 2u);
  EXPECT_EQ(sound(archive({{".ctf", shared}}).substr(0, 110)).size(), 0u);
  EXPECT_EQ(sound(archive({{"a.c", unit}})).size(), 0u) << "without what it refers to";
}

TEST(CtfCheck, UnpacksWithinBounds) {
  Dictionary it;
  it.add_int().header.cth_flags = CTF_F_COMPRESS;
  const std::string whole = it.text();
  std::string packed(200, 0);
  uLongf size = packed.size();
  ASSERT_EQ(compress(reinterpret_cast<Bytef *>(packed.data()), &size,
                     reinterpret_cast<const Bytef *>(whole.data() + sizeof(ctf_header_t)),
                     whole.size() - sizeof(ctf_header_t)),
            Z_OK);
  std::string file = whole.substr(0, sizeof(ctf_header_t)) + packed.substr(0, size);
  EXPECT_EQ(sound(file).size(), 1u);
  reinterpret_cast<ctf_header_t *>(file.data())->cth_strlen++;
  EXPECT_EQ(sound(file).size(), 0u);
  reinterpret_cast<ctf_header_t *>(file.data())->cth_strlen = 0xfffffff0;
  EXPECT_EQ(sound(file).size(), 0u);
}

} // namespace dtrace

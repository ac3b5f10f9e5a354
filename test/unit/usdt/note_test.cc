#include "usdt/note.h"

#include <cstring>
#include <gtest/gtest.h>
#include <memory>

using namespace dtrace::usdt;

namespace {

template <class T> std::string bytes(T value) {
  return {reinterpret_cast<const char *>(&value), sizeof value};
}

std::string description64(uint64_t pc, uint64_t semaphore, const char *texts, size_t size) {
  return bytes(pc) + bytes(uint64_t(0x2000)) + bytes(semaphore) + std::string(texts, size);
}

std::string note(std::string description, uint32_t type = 3, std::string owner = {"stapsdt", 8}) {
  std::string out = bytes(static_cast<uint32_t>(owner.size())) +
                    bytes(static_cast<uint32_t>(description.size())) + bytes(type);
  out += owner;
  out.resize((out.size() + 3) / 4 * 4);
  out += description;
  out.resize((out.size() + 3) / 4 * 4);
  return out;
}

#define TEXTS "shop\0order__start\0-4@%edi 8@%rsi"
const std::string good = note(description64(0x1234, 0x4010, TEXTS, sizeof TEXTS));

TEST(Note, Reads) {
  const Notes result = parse_notes(good + note(description64(0x99, 0, "a\0b\0", 5)), true);
  ASSERT_EQ(result.notes.size(), 2u);
  EXPECT_EQ(result.complaint, "");
  const Note &first = result.notes[0];
  EXPECT_EQ(first.pc, 0x1234u);
  EXPECT_EQ(first.base, 0x2000u);
  EXPECT_EQ(first.semaphore, 0x4010u);
  EXPECT_EQ(first.provider, "shop");
  EXPECT_EQ(first.name, "order__start");
  EXPECT_EQ(first.arguments, "-4@%edi 8@%rsi");
  EXPECT_EQ(result.notes[1].arguments, "");
}

TEST(Note, Reads32) {
  const Notes result = parse_notes(
      note(bytes(uint32_t(7)) + bytes(uint32_t(8)) + bytes(uint32_t(9)) + std::string("p\0q\0r", 6)),
      false);
  ASSERT_EQ(result.notes.size(), 1u);
  EXPECT_EQ(result.notes[0].pc, 7u);
  EXPECT_EQ(result.notes[0].semaphore, 9u);
}

TEST(Note, LeavesOutOthersAndDiscardedCode) {
  const std::string others = note("abc", 3, std::string("GNU", 4)) + note("abc", 2) +
                             note(description64(0, 0, TEXTS, sizeof TEXTS));
  const Notes result = parse_notes(others + good, true);
  EXPECT_EQ(result.notes.size(), 1u);
  EXPECT_EQ(result.complaint, "");
}

TEST(Note, TellsWhatIsWrong) {
  EXPECT_EQ(parse_notes(note(description64(1, 0, "shop\0name", 9)), true).complaint,
            "the note at byte 0 of .note.stapsdt ends in the middle of its strings");
  EXPECT_EQ(parse_notes(note("short"), true).complaint,
            "the note at byte 0 of .note.stapsdt ends in the middle of its strings");
  EXPECT_EQ(parse_notes(good + "abc", true).complaint,
            "the note at byte " + std::to_string(good.size()) + " of .note.stapsdt is cut off");
  EXPECT_EQ(parse_notes(bytes(uint32_t(8)) + bytes(~uint32_t(0)) + bytes(uint32_t(3)), true)
                .complaint,
            "the note at byte 0 of .note.stapsdt is longer than the section");
  EXPECT_EQ(parse_notes("", true).complaint, "");
}

// Every beginning of a section is read without going past its end.
TEST(Note, Beginnings) {
  const std::string two = good + good;
  for (size_t size = 0; size < two.size(); size++) {
    const auto exact = std::make_unique<char[]>(size);
    memcpy(exact.get(), two.data(), size);
    EXPECT_LE(parse_notes({exact.get(), size}, true).notes.size(), 2u);
  }
}

TEST(Note, FilesWithoutProbes) {
  EXPECT_FALSE(read_sites("/no/such/file"));
  EXPECT_EQ(read_sites("/no/such/file").error().message,
            "failed to open /no/such/file: No such file or directory");
  EXPECT_EQ(read_sites("/etc/passwd").error().message, "/etc/passwd is not an ELF file");
}

} // namespace

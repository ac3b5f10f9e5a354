// Files that are shortened while they are read, and headers that lie. The files are made here.
#include "files/debugging_data.h"
#include "files/elf_file.h"

#include <cstdlib>
#include <cstring>
#include <elf.h>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

using namespace dtrace;

namespace {

struct Folder {
  std::string path = "/tmp/elf_file_test.XXXXXX";
  Folder() { EXPECT_TRUE(mkdtemp(path.data())); }
  ~Folder() { std::filesystem::remove_all(path); }
  std::string make(const std::string &name, const std::string &text) const {
    std::ofstream(path + "/" + name) << text;
    return path + "/" + name;
  }
};

std::string text_of(std::span<const uint8_t> bytes) {
  return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

size_t open_descriptors() {
  size_t count = 0;
  for ([[maybe_unused]] const auto &entry : std::filesystem::directory_iterator("/proc/self/fd"))
    count++;
  return count;
}

// A 64-bit file: header, segments, sections, then bytes that tests place.
struct Made {
  Elf64_Ehdr header = {};
  std::vector<Elf64_Phdr> segments;
  std::vector<Elf64_Shdr> sections = {{}};
  std::string bytes; // from `data` on
  static constexpr uint64_t data = 4096;

  uint64_t add(std::string_view text) {
    bytes.append(text);
    return data + bytes.size() - text.size();
  }
  Elf64_Shdr &section(uint32_t type, std::string_view contents) {
    Elf64_Shdr one = {};
    one.sh_type = type;
    one.sh_offset = add(contents);
    one.sh_size = contents.size();
    return sections.emplace_back(one);
  }
  std::string write() {
    memcpy(header.e_ident, ELFMAG, SELFMAG);
    header.e_ident[EI_CLASS] = ELFCLASS64;
    header.e_ident[EI_DATA] = ELFDATA2LSB;
    header.e_machine = EM_X86_64;
    header.e_phoff = sizeof header;
    header.e_phentsize = sizeof(Elf64_Phdr);
    header.e_phnum = segments.size();
    header.e_shoff = header.e_phoff + segments.size() * sizeof(Elf64_Phdr);
    header.e_shentsize = sizeof(Elf64_Shdr);
    header.e_shnum = sections.size();
    std::string out(reinterpret_cast<const char *>(&header), sizeof header);
    out.append(reinterpret_cast<const char *>(segments.data()), segments.size() * sizeof(Elf64_Phdr));
    out.append(reinterpret_cast<const char *>(sections.data()), sections.size() * sizeof(Elf64_Shdr));
    EXPECT_LE(out.size(), data);
    out.resize(data);
    return out + bytes;
  }
};

Elf64_Phdr segment(uint64_t offset, uint64_t address, uint64_t size) {
  Elf64_Phdr one = {};
  one.p_type = PT_LOAD;
  one.p_flags = PF_R | PF_X;
  one.p_offset = offset;
  one.p_vaddr = address;
  one.p_filesz = one.p_memsz = size;
  return one;
}

std::unique_ptr<ElfFile> read(const std::string &bytes) {
  return ElfFile::in_memory({reinterpret_cast<const uint8_t *>(bytes.data()), bytes.size()});
}

} // namespace

// ---- Bytes -----------------------------------------------------------------------------------

TEST(FileImage, AFileThatIsShortenedWhileItIsRead) {
  const Folder folder;
  const std::string path = folder.make("file", std::string(1 << 20, 'x'));
  auto image = FileImage::open({path});
  ASSERT_TRUE(image);
  EXPECT_EQ(text_of((*image)->view(10, 3)), "xxx");
  std::filesystem::resize_file(path, 100);
  EXPECT_EQ(text_of((*image)->view(20, 3)), "xxx"); // was read with the first
  EXPECT_TRUE((*image)->view(1 << 19, 3).empty());
}

TEST(FileImage, IsOpenOnlyWhileItIsRead) {
  const Folder folder;
  const std::string path = folder.make("file", std::string(1 << 20, 'x'));
  const size_t before = open_descriptors();
  auto image = FileImage::open({folder.path + "/nothing", path});
  ASSERT_TRUE(image);
  (*image)->release();
  EXPECT_EQ(open_descriptors(), before);
  EXPECT_EQ(text_of((*image)->view(1 << 19, 3)), "xxx");
  EXPECT_EQ(open_descriptors(), before);
  folder.make("file", std::string(1 << 20, 'y')); // another file by now
  std::filesystem::last_write_time(path, std::filesystem::file_time_type::clock::now() +
                                             std::chrono::seconds(10));
  EXPECT_TRUE((*image)->view(0, 3).empty());
  EXPECT_EQ(text_of((*image)->view(1 << 19, 3)), "xxx");
}

TEST(FileImage, Bounds) {
  const Folder folder;
  auto image = FileImage::open({folder.make("file", "abcdef")});
  ASSERT_TRUE(image);
  EXPECT_EQ(text_of((*image)->view(0, 6)), "abcdef");
  EXPECT_TRUE((*image)->view(0, 7).empty());
  EXPECT_TRUE((*image)->view(6, 1).empty());
  EXPECT_TRUE((*image)->view(2, UINT64_MAX).empty());
  EXPECT_TRUE((*image)->view(UINT64_MAX, 2).empty());
  EXPECT_EQ(FileImage::open({folder.make("empty", "")}).error().message, "it is empty");
}

// A file with a hole is as large as anyone likes.
TEST(FileImage, DoesNotReadHolesWithoutEnd) {
  const Folder folder;
  const std::string path = folder.make("file", "x");
  std::filesystem::resize_file(path, uint64_t{64} << 30);
  auto image = FileImage::open({path});
  ASSERT_TRUE(image);
  EXPECT_EQ((*image)->view(uint64_t{32} << 30, 10).size(), 10u);
  EXPECT_TRUE((*image)->view(0, uint64_t{32} << 30).empty());
  EXPECT_EQ((*image)->view(0, 1).size(), 1u);
}

// ---- Headers ---------------------------------------------------------------------------------

TEST(ElfFile, SegmentsThatWrap) {
  Made made;
  made.add(std::string(64, 'c'));
  made.segments = {
      segment(UINT64_MAX - 0xfffffff, 0x1000, 0x10000100),     // offset + size wraps to 0x100
      segment(Made::data, 0x2000, UINT64_MAX),                 // size past the end
      segment(Made::data, UINT64_MAX - 0xf, 64),               // address + size wraps
      segment(Made::data + 64, 0x3000, 16),                    // behind the end
  };
  const std::string bytes = made.write();
  const auto file = read(bytes);
  ASSERT_TRUE(file);
  ASSERT_EQ(file->segments().size(), 2u);
  EXPECT_EQ(file->segments()[0].size, 64u);
  EXPECT_EQ(file->segments()[1].size, 15u);
  EXPECT_EQ(file->file_offset(0x1010), std::nullopt);
  EXPECT_EQ(file->file_offset(0x2010), Made::data + 0x10);
  EXPECT_EQ(file->file_offset(0x2040), std::nullopt);
  EXPECT_EQ(file->address_at(0x50), std::nullopt);
  EXPECT_TRUE(file->loaded(0x1010, 16).empty());
  EXPECT_EQ(text_of(file->loaded(0x203e, 16)), "cc");
}

TEST(ElfFile, SectionsThatLie) {
  Made made;
  made.section(SHT_PROGBITS, "good");
  made.section(SHT_PROGBITS, "x").sh_size = UINT64_MAX;
  made.section(SHT_PROGBITS, "x").sh_offset = UINT64_MAX;
  made.section(SHT_NOBITS, "x").sh_size = UINT64_MAX;
  made.section(SHT_STRTAB, "unterminated").sh_name = 3;
  made.header.e_shstrndx = made.sections.size() - 1;
  const std::string bytes = made.write();
  const auto file = read(bytes);
  ASSERT_TRUE(file);
  ASSERT_EQ(file->sections().size(), 3u); // the good one, the one without bytes, the names
  EXPECT_EQ(text_of(file->contents(file->sections()[0])), "good");
  EXPECT_TRUE(file->contents(file->sections()[1]).empty());
  EXPECT_EQ(file->sections()[2].name, "");
}

// Many names that are each the whole table: as much work as the file is large, not its square.
TEST(ElfFile, NamesThatOverlap) {
  constexpr size_t symbols = 100'000, name = 16'000;
  Made made;
  std::string table;
  for (size_t i = 0; i < symbols; i++) {
    const Elf64_Sym one = {.st_name = 1, .st_info = STT_FUNC, .st_other = 0, .st_shndx = 1,
                           .st_value = i, .st_size = 1};
    table.append(reinterpret_cast<const char *>(&one), sizeof one);
  }
  made.section(SHT_STRTAB, std::string(1, '\0') + std::string(name, 'n') + '\0');
  Elf64_Shdr &section = made.section(SHT_SYMTAB, table);
  section.sh_entsize = sizeof(Elf64_Sym);
  section.sh_link = 1;
  const std::string bytes = made.write();
  const auto file = read(bytes);
  ASSERT_TRUE(file);
  size_t seen = 0;
  file->for_each_symbol(*file->section_of_type(SHT_SYMTAB), [&](const ElfFile::Symbol &symbol) {
    EXPECT_EQ(symbol.name.size(), name);
    seen++;
    return true;
  });
  EXPECT_GT(seen, 0u);
  EXPECT_LT(seen, 100u);
}

TEST(ElfFile, EveryBeginningOfAFile) {
  Made made;
  made.segments = {segment(Made::data, 0x2000, 64)};
  made.section(SHT_STRTAB, std::string("\0.note.gnu.build-id\0f\0", 22));
  made.header.e_shstrndx = 1;
  const std::string note("\4\0\0\0\3\0\0\0\3\0\0\0GNU\0abc\0", 20);
  made.section(SHT_NOTE, note).sh_name = 1;
  const std::string bytes = made.write();
  EXPECT_EQ(read(bytes)->build_id(), "abc");
  for (size_t size = 0; size < bytes.size(); size += size < 512 ? 1 : 37) {
    const auto exact = std::make_unique<uint8_t[]>(size);
    memcpy(exact.get(), bytes.data(), size);
    const auto file = ElfFile::in_memory({exact.get(), size});
    if (file)
      for (const ElfFile::Section &section : file->sections())
        (void)file->contents(section);
  }
}

TEST(ElfFile, OtherFiles) {
  EXPECT_EQ(ElfFile::open("/etc/passwd").error().message, "it is not an ELF file");
  EXPECT_EQ(ElfFile::open("/no/such/file").error().message, "No such file or directory");
  EXPECT_EQ(read("\x7f" "ELF"), nullptr);
}

// ---- Debugging files -------------------------------------------------------------------------

namespace {
// An object whose debugging file is a FIFO, or a link out of where it is looked for.
std::string with_debug_link(const std::string &name) {
  Made made;
  made.section(SHT_STRTAB, std::string("\0.gnu_debuglink\0", 16));
  made.header.e_shstrndx = 1;
  std::string link = name + '\0';
  link.resize((link.size() + 3) & ~size_t{3});
  made.section(SHT_PROGBITS, link + "sum!").sh_name = 1;
  return made.write();
}
} // namespace

TEST(DebuggingFile, AFifoIsNone) {
  const Folder folder;
  const auto object = ElfFile::open(folder.make("object", with_debug_link("object.debug")));
  ASSERT_TRUE(object);
  ASSERT_EQ(mkfifo((folder.path + "/object.debug").c_str(), 0600), 0);
  EXPECT_EQ(open_debugging_file(**object), nullptr);
}

TEST(DebuggingFile, NamesAreNoPaths) {
  const Folder folder;
  folder.make("x", "x");
  const auto object = ElfFile::open(folder.make("object", with_debug_link("../../etc/passwd")));
  ASSERT_TRUE(object);
  EXPECT_EQ(open_debugging_file(**object), nullptr);
}

TEST(DebuggingFile, OfAnotherBuildIsNone) {
  const Folder folder;
  const auto object = ElfFile::open(folder.make("object", with_debug_link("other")));
  ASSERT_TRUE(object);
  folder.make("other", Made().write());
  EXPECT_EQ(open_debugging_file(**object), nullptr);
}

// A section that says to be a terabyte once it is unpacked.
TEST(DebuggingData, PackedSectionsAreBounded) {
  Made made;
  made.section(SHT_STRTAB, std::string("\0.debug_info\0", 13));
  made.header.e_shstrndx = 1;
  const Elf64_Chdr packed = {ELFCOMPRESS_ZLIB, 0, uint64_t{1} << 40, 1};
  Elf64_Shdr &section =
      made.section(SHT_PROGBITS, {reinterpret_cast<const char *>(&packed), sizeof packed});
  section.sh_name = 1;
  section.sh_flags = SHF_COMPRESSED;
  const std::string bytes = made.write();
  const auto file = read(bytes);
  ASSERT_TRUE(file);
  EXPECT_EQ(DwarfImage::make(*file, DwarfImage::Part::Debugging), nullptr);
  EXPECT_EQ(DebuggingData::of(*file), nullptr);
}

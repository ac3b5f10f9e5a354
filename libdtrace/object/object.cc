// Stage: object. build_object(): the module linked, optimised and emitted, then the ELF file that
// LLVM made read back: one section a program, .text with the functions that are called, .rodata
// with tables and constants.
//
// Relocations (llvm's ELF for BPF): R_BPF_64_64 at a 16-byte load names a map or a place in .rodata
// (the addend is in the instruction), or a function whose address is wanted; R_BPF_64_32 at a call
// names a function, or .text with the place in the instruction.
#include "object/object.h"
#include "object/optimize.h"

#include <gelf.h>
#include <libelf.h>
#include <linux/bpf.h>

#include <algorithm>
#include <cstring>
#include <map>

namespace dtrace {

namespace {
constexpr uint32_t relocation_load = 1, relocation_call = 10; // R_BPF_64_64, R_BPF_64_32

struct Section {
  size_t index;
  std::string name;
  GElf_Shdr header;
  Elf_Data *data;
};

struct Symbol {
  std::string name;
  GElf_Sym entry;
};

class ElfReader {
public:
  explicit ElfReader(llvm::SmallVector<char, 0> &image)
      : elf_(elf_memory(image.data(), image.size())) {}
  ~ElfReader() { elf_end(elf_); }
  ElfReader(const ElfReader &) = delete;

  bool read() {
    size_t names = 0;
    if (!elf_ || elf_getshdrstrndx(elf_, &names) != 0)
      return false;
    Elf_Scn *section = nullptr;
    while ((section = elf_nextscn(elf_, section))) {
      GElf_Shdr header;
      if (!gelf_getshdr(section, &header))
        return false;
      const char *name = elf_strptr(elf_, names, header.sh_name);
      sections_.push_back({elf_ndxscn(section), name ? name : "", header,
                           elf_getdata(section, nullptr)});
    }
    read_symbols();
    return true;
  }

  const std::vector<Section> &sections() const { return sections_; }
  const std::vector<Symbol> &symbols() const { return symbols_; }
  const Section *section(size_t index) const {
    const auto it = std::ranges::find(sections_, index, &Section::index);
    return it == sections_.end() ? nullptr : &*it;
  }

private:
  void read_symbols() {
    for (const Section &section : sections_) {
      if (section.header.sh_type != SHT_SYMTAB)
        continue;
      const size_t count = section.header.sh_size / section.header.sh_entsize;
      for (size_t i = 0; i < count; i++) {
        GElf_Sym entry;
        gelf_getsym(section.data, i, &entry);
        const char *name = elf_strptr(elf_, section.header.sh_link, entry.st_name);
        symbols_.push_back({name ? name : "", entry});
      }
    }
  }

  Elf *elf_;
  std::vector<Section> sections_;
  std::vector<Symbol> symbols_;
};

// Where each function and each map is, by the names of the ELF file.
class ObjectReader {
public:
  ObjectReader(const ElfReader &elf, const TypedProgram &program, std::vector<MapSpec> maps)
      : elf_(elf), program_(program) {
    object_.maps = std::move(maps);
  }

  Result<Object> read() {
    find_data();
    find_functions();
    for (const Section &section : elf_.sections())
      if (section.header.sh_type == SHT_REL)
        TRY_VOID(relocate(section));
    return std::move(object_);
  }

private:
  struct Home { // of a function in the ELF file
    size_t section;
    uint64_t begin, size; // bytes
    bool is_program;
    size_t index; // in programs or subprograms
  };

  BpfFunction &function(const Home &home) {
    return home.is_program ? object_.programs[home.index].main : object_.subprograms[home.index];
  }

  void find_data() {
    for (const Section &section : elf_.sections()) {
      if (!section.name.starts_with(".rodata") || section.header.sh_size == 0)
        continue;
      const auto *bytes = static_cast<const uint8_t *>(section.data->d_buf);
      data_maps_[section.index] = object_.maps.size();
      const std::string number = std::to_string(section.index); // there may be two of one name
      object_.maps.push_back({.symbol = section.name + "." + number, .type = BPF_MAP_TYPE_ARRAY, .key_size = 4,
                              .value_size = static_cast<uint32_t>(section.data->d_size),
                              .max_entries = 1, .flags = BPF_F_RDONLY_PROG, .direct = true,
                              .contents = {bytes, bytes + section.data->d_size}});
    }
  }

  void find_functions() {
    for (const Symbol &symbol : elf_.symbols()) {
      if (GELF_ST_TYPE(symbol.entry.st_info) != STT_FUNC)
        continue;
      const Section *section = elf_.section(symbol.entry.st_shndx);
      if (!section)
        continue;
      Home home{section->index, symbol.entry.st_value, symbol.entry.st_size,
                section->name.starts_with(program_section), 0};
      BpfFunction made{symbol.name, {}, {}};
      const auto *bytes = static_cast<const char *>(section->data->d_buf) + home.begin;
      made.instructions.resize(home.size / 8);
      std::memcpy(made.instructions.data(), bytes, home.size);
      if (home.is_program) {
        home.index = object_.programs.size();
        made.name = section->name.substr(program_section.size());
        const ProgramName name = parse_program_symbol(symbol.name);
        object_.programs.push_back({spec_of(made.name), static_cast<uint32_t>(name.piece),
                                    pieces_symbol(name.program), std::move(made)});
      } else {
        home.index = object_.subprograms.size();
        object_.subprograms.push_back(std::move(made));
      }
      homes_.push_back(home);
    }
  }

  ProgramSpec spec_of(const std::string &key) const {
    for (const typed::BpfProgram &program : program_.programs)
      if (program.spec.key == key)
        return program.spec;
    return {};
  }

  const Home *home_at(size_t section, uint64_t offset) const {
    for (const Home &home : homes_)
      if (home.section == section && offset >= home.begin && offset < home.begin + home.size)
        return &home;
    return nullptr;
  }

  Result<void> relocate(const Section &section) {
    for (size_t i = 0; i < section.header.sh_size / section.header.sh_entsize; i++) {
      GElf_Rel entry;
      gelf_getrel(section.data, i, &entry);
      const Home *home = home_at(section.header.sh_info, entry.r_offset);
      if (!home)
        continue; // of debug information and the like
      const uint32_t at = (entry.r_offset - home->begin) / 8;
      const Symbol &symbol = elf_.symbols()[GELF_R_SYM(entry.r_info)];
      TRY(relocation, resolve(function(*home).instructions[at], GELF_R_TYPE(entry.r_info), symbol));
      relocation.instruction = at;
      function(*home).relocations.push_back(relocation);
    }
    return {};
  }

  Result<Relocation> resolve(uint64_t word, uint64_t type, const Symbol &symbol) const {
    using Kind = Relocation::Kind;
    bpf_insn instruction;
    std::memcpy(&instruction, &word, sizeof word);
    const size_t section = symbol.entry.st_shndx;
    const auto addend = static_cast<uint32_t>(instruction.imm);
    if (type == relocation_call) {
      const bool by_section = GELF_ST_TYPE(symbol.entry.st_info) == STT_SECTION;
      const uint64_t place = symbol.entry.st_value + (by_section ? (addend + 1) * 8 : 0);
      if (const Home *home = home_at(section, place); home && !home->is_program)
        return Relocation{0, Kind::Call, static_cast<uint32_t>(home->index)};
    } else if (type == relocation_load) {
      if (const auto it = data_maps_.find(section); it != data_maps_.end())
        return Relocation{0, Kind::MapValue, it->second,
                          static_cast<uint32_t>(symbol.entry.st_value + addend)};
      if (const Home *home = home_at(section, symbol.entry.st_value + addend);
          home && !home->is_program)
        return Relocation{0, Kind::Function, static_cast<uint32_t>(home->index)};
      for (uint32_t i = 0; i < object_.maps.size(); i++)
        if (object_.maps[i].symbol == symbol.name)
          return Relocation{0, object_.maps[i].direct ? Kind::MapValue : Kind::Map, i, addend};
    }
    return fail("the BPF object refers to %s, which nothing defines", symbol.name.c_str());
  }

  const ElfReader &elf_;
  const TypedProgram &program_;
  Object object_;
  std::map<size_t, uint32_t> data_maps_; // section index -> index into maps
  std::vector<Home> homes_;
};
} // namespace

Result<Object> build_object(const TypedProgram &program, std::unique_ptr<Module> module,
                            bool *stack) {
  TRY_VOID(object::link_runtime(*module));
  TRY(image, object::emit(*module, stack));
  std::vector<MapSpec> maps = std::move(module->maps);
  module.reset();
  elf_version(EV_CURRENT);
  ElfReader elf(image);
  if (!elf.read())
    return fail("the BPF object cannot be read: %s", elf_errmsg(-1));
  return ObjectReader(elf, program, std::move(maps)).read();
}

} // namespace dtrace

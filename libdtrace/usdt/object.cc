// Stage: usdt. Writes the object of -G through libelf:
//   .text                 the functions that objects call          (with relocations)
//   .probes               the semaphores
//   .note.stapsdt         the notes of these functions             (with relocations)
//   .stapsdt.base         one byte, in a group that all objects with notes share
//   .note.gnu.property, .note.GNU-stack: takes nothing away from a program's protections
#include "usdt/object.h"

#include "arch/processor.h"
#include "base/descriptor.h"

#include <algorithm>
#include <gelf.h>
#include <libelf.h>
#include <memory>
#include <sys/mman.h>
#include <unistd.h>

namespace dtrace::usdt {

namespace {

constexpr int semaphore_size = 2;
constexpr uint32_t stapsdt_note = 3;

template <class T> std::string bytes_of(const T &value) {
  return {reinterpret_cast<const char *>(&value), sizeof value};
}

void align(std::string &bytes, size_t to) {
  bytes.resize((bytes.size() + to - 1) / to * to);
}

// Strings of a section, each once and where add() says.
class StringTable {
public:
  uint32_t add(std::string_view text) {
    const std::string whole = std::string(1, '\0') + std::string(text) + '\0';
    if (const size_t known = bytes_.find(whole); known != bytes_.npos)
      return static_cast<uint32_t>(known + 1);
    const auto at = static_cast<uint32_t>(bytes_.size());
    bytes_.append(text).push_back('\0');
    return at;
  }
  const std::string &bytes() const { return bytes_; }

private:
  std::string bytes_ = std::string(1, '\0');
};

struct Symbol {
  std::string name;
  uint8_t info, visibility;
  uint16_t section;
  uint64_t value, size;
};
struct Relocation {
  uint64_t offset;
  uint32_t type, symbol;
  int64_t addend;
};

// Collects what goes into the sections; sections are numbered when all is there.
class Writer {
public:
  Writer(const Processor &machine, bool with_functions)
      : machine_(machine), code_(machine.probes), functions_(with_functions) {}

  void add_semaphores(std::span<const Provider> providers);
  void add_calls(std::span<const Calls::Call> calls);
  Result<std::string> finish();

private:
  // The order of sections; those from Text on are there with functions only.
  enum Section : uint16_t { None, Probes, Stack, Property, Text, Notes, Group, Base, Count };

  uint32_t add_symbol(std::string name, uint8_t binding, uint8_t type, Section section,
                      uint64_t value, uint64_t size);
  uint32_t semaphore_of(const Calls::Call &call) const;
  void add_probe(const Calls::Call &call);
  void add_note(const Calls::Call &call, uint32_t function);
  std::string arguments_of(const Probe &probe) const;
  std::string property_note() const;
  std::string address(uint32_t symbol, int64_t addend); // in the notes, as they are now
  bool add_section(const char *name, uint32_t type, uint64_t flags, std::string bytes,
                   uint64_t alignment, Elf_Type data, uint32_t link = 0, uint32_t info = 0,
                   uint64_t entry_size = 0);
  bool add_relocations(const char *name, const std::vector<Relocation> &list, Section of,
                       uint32_t symbol_table);
  bool add_symbol_table(uint32_t index);
  bool add_sections();
  uint32_t symbol_table_index() const { return functions_ ? Count + 2 : Text; }

  const Processor &machine_;
  const ProbeCode &code_;
  const bool functions_;
  std::vector<Symbol> symbols_{{}}; // the first is none; local ones first
  std::vector<std::pair<std::string, uint32_t>> semaphores_;
  std::string text_, probes_, notes_;
  std::vector<Relocation> text_relocations_, note_relocations_;
  uint32_t base_ = 0, group_ = 0, locals_ = 1; // symbols; how many are local
  StringTable section_names_;
  std::vector<std::unique_ptr<std::string>> kept_; // until the file is written
  Elf *elf_ = nullptr;
};

uint32_t Writer::add_symbol(std::string name, uint8_t binding, uint8_t type, Section section,
                            uint64_t value, uint64_t size) {
  const uint8_t visibility = binding == STB_LOCAL ? STV_DEFAULT : STV_HIDDEN;
  symbols_.push_back({std::move(name), static_cast<uint8_t>(binding << 4 | type), visibility,
                      section, value, size});
  return static_cast<uint32_t>(symbols_.size() - 1);
}

void Writer::add_semaphores(std::span<const Provider> providers) {
  if (functions_)
    group_ = add_symbol(".stapsdt.base", STB_LOCAL, STT_NOTYPE, Base, 0, 0);
  locals_ = static_cast<uint32_t>(symbols_.size());
  for (const Provider &provider : providers)
    for (const Probe &probe : provider.probes) {
      const std::string name = semaphore_name(provider, probe);
      semaphores_.emplace_back(
          name, add_symbol(name, STB_WEAK, STT_OBJECT, Probes, probes_.size(), semaphore_size));
      probes_.append(semaphore_size, '\0');
    }
}

uint32_t Writer::semaphore_of(const Calls::Call &call) const {
  const std::string name = semaphore_name(*call.provider, *call.probe);
  for (const auto &[semaphore, symbol] : semaphores_)
    if (semaphore == name)
      return symbol;
  return 0;
}

void Writer::add_calls(std::span<const Calls::Call> calls) {
  if (functions_)
    base_ = add_symbol("_.stapsdt.base", STB_WEAK, STT_OBJECT, Base, 0, 1);
  for (const Calls::Call &call : calls)
    add_probe(call);
}

void Writer::add_probe(const Calls::Call &call) {
  const auto code = call.is_enabled ? code_.load : code_.probe;
  constexpr size_t function_alignment = 16;
  align(text_, function_alignment);
  const uint64_t at = text_.size();
  const uint32_t function =
      add_symbol(call.symbol, STB_WEAK, STT_FUNC, Text, at, code.size());
  text_.append(code.begin(), code.end());
  if (!call.is_enabled)
    return add_note(call, function);
  for (const ProbeCode::Relocation &one : code_.load_relocations)
    text_relocations_.push_back({at + one.offset, one.type, semaphore_of(call), one.addend});
}

std::string Writer::address(uint32_t symbol, int64_t addend) {
  note_relocations_.push_back({notes_.size(), code_.address_relocation, symbol, addend});
  return std::string(8, '\0');
}

void Writer::add_note(const Calls::Call &call, uint32_t function) {
  constexpr std::string_view owner("stapsdt", 8);
  std::string texts;
  for (const std::string &text : {call.provider->name, call.probe->name, arguments_of(*call.probe)})
    texts.append(text).push_back('\0');
  const auto size = static_cast<uint32_t>(3 * sizeof(uint64_t) + texts.size());
  notes_ += bytes_of(static_cast<uint32_t>(owner.size())) + bytes_of(size) + bytes_of(stapsdt_note);
  notes_ += owner;
  notes_ += address(function, code_.probe_offset);
  notes_ += address(base_, 0);
  notes_ += address(semaphore_of(call), 0);
  notes_ += texts;
  align(notes_, 4);
}

std::string Writer::arguments_of(const Probe &probe) const {
  constexpr int word_size = 8;
  const auto in_registers = code_.argument_registers;
  std::string text;
  for (size_t i = 0; i < probe.arguments.size(); i++) {
    text += (i ? " " : "") + std::to_string(probe.arguments[i].size) + "@";
    text += i < in_registers.size()
                ? std::string(in_registers[i])
                : code_.stack_operand(code_.first_stack_offset +
                                         word_size * static_cast<int>(i - in_registers.size()));
  }
  return text;
}

// Linux's extension of the gABI: what all objects of a program have, the program has.
std::string Writer::property_note() const {
  const bool wide = machine_.elf_class == ELFCLASS64;
  std::string property =
      bytes_of(code_.property) + bytes_of(uint32_t(4)) + bytes_of(code_.features);
  align(property, wide ? 8 : 4);
  return bytes_of(uint32_t(4)) + bytes_of(static_cast<uint32_t>(property.size())) +
         bytes_of(uint32_t(NT_GNU_PROPERTY_TYPE_0)) + std::string("GNU", 4) + property;
}

bool Writer::add_section(const char *name, uint32_t type, uint64_t flags, std::string bytes,
                         uint64_t alignment, Elf_Type data_type, uint32_t link, uint32_t info,
                         uint64_t entry_size) {
  Elf_Scn *section = elf_newscn(elf_);
  Elf_Data *data = section ? elf_newdata(section) : nullptr;
  GElf_Shdr header;
  if (!data || !gelf_getshdr(section, &header))
    return false;
  std::string &kept = *kept_.emplace_back(std::make_unique<std::string>(std::move(bytes)));
  data->d_buf = kept.data();
  data->d_size = kept.size();
  data->d_align = alignment;
  data->d_type = data_type;
  header.sh_name = section_names_.add(name);
  header.sh_type = type;
  header.sh_flags = flags;
  header.sh_link = link;
  header.sh_info = info;
  header.sh_entsize = entry_size;
  return gelf_update_shdr(section, &header);
}

bool Writer::add_relocations(const char *name, const std::vector<Relocation> &list, Section of,
                             uint32_t symbol_table) {
  std::string bytes; // of 64-bit objects only: others have no functions
  for (const Relocation &one : list)
    bytes += bytes_of(Elf64_Rela{one.offset, ELF64_R_INFO(uint64_t(one.symbol), one.type),
                                 one.addend});
  return add_section(name, SHT_RELA, SHF_INFO_LINK, std::move(bytes), 8, ELF_T_RELA, symbol_table,
                     of, sizeof(Elf64_Rela));
}

bool Writer::add_symbol_table(uint32_t index) {
  const bool wide = machine_.elf_class == ELFCLASS64;
  StringTable names;
  std::string bytes;
  for (const Symbol &symbol : symbols_) {
    const uint32_t name = symbol.name.empty() ? 0 : names.add(symbol.name);
    if (wide)
      bytes += bytes_of(Elf64_Sym{name, symbol.info, symbol.visibility, symbol.section,
                                  symbol.value, symbol.size});
    else
      bytes += bytes_of(Elf32_Sym{name, static_cast<Elf32_Addr>(symbol.value),
                                  static_cast<Elf32_Word>(symbol.size), symbol.info,
                                  symbol.visibility, symbol.section});
  }
  return add_section(".symtab", SHT_SYMTAB, 0, std::move(bytes), wide ? 8 : 4, ELF_T_SYM,
                     index + 1, locals_, wide ? sizeof(Elf64_Sym) : sizeof(Elf32_Sym)) &&
         add_section(".strtab", SHT_STRTAB, 0, names.bytes(), 1, ELF_T_BYTE);
}

bool Writer::add_sections() {
  const uint32_t symbol_table = symbol_table_index();
  bool good = add_section(".probes", SHT_PROGBITS, SHF_ALLOC | SHF_WRITE, probes_, 2, ELF_T_BYTE) &&
              add_section(".note.GNU-stack", SHT_PROGBITS, 0, "", 1, ELF_T_BYTE) &&
              add_section(".note.gnu.property", code_.property ? SHT_NOTE : SHT_NULL,
                          code_.property ? SHF_ALLOC : 0,
                          code_.property ? property_note() : "",
                          machine_.elf_class == ELFCLASS64 ? 8 : 4, ELF_T_BYTE);
  if (functions_)
    good = good &&
           add_section(".text", SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR, text_, 16, ELF_T_BYTE) &&
           add_section(".note.stapsdt", SHT_NOTE, 0, notes_, 4, ELF_T_BYTE) &&
           add_section(".group", SHT_GROUP, 0,
                       bytes_of(uint32_t(GRP_COMDAT)) + bytes_of(uint32_t(Base)), 4, ELF_T_WORD,
                       symbol_table, group_, sizeof(uint32_t)) &&
           add_section(".stapsdt.base", SHT_PROGBITS, SHF_ALLOC | SHF_GROUP, std::string(1, '\0'),
                       1, ELF_T_BYTE) &&
           add_relocations(".rela.text", text_relocations_, Text, symbol_table) &&
           add_relocations(".rela.note.stapsdt", note_relocations_, Notes, symbol_table);
  good = good && add_symbol_table(symbol_table);
  section_names_.add(".shstrtab");
  return good && add_section(".shstrtab", SHT_STRTAB, 0, section_names_.bytes(), 1, ELF_T_BYTE);
}

Result<std::string> Writer::finish() {
  elf_version(EV_CURRENT);
  const Descriptor file(memfd_create("dtrace", MFD_CLOEXEC));
  const std::unique_ptr<Elf, decltype(&elf_end)> elf(elf_begin(file.get(), ELF_C_WRITE, nullptr),
                                                     elf_end);
  elf_ = elf.get();
  GElf_Ehdr header;
  if (!elf_ || !gelf_newehdr(elf_, machine_.elf_class) || !gelf_getehdr(elf_, &header))
    return fail("failed to make an object: %s", elf_errmsg(-1));
  header.e_ident[EI_DATA] = ELFDATA2LSB;
  header.e_type = ET_REL;
  header.e_machine = machine_.machine;
  header.e_version = EV_CURRENT;
  header.e_shstrndx = symbol_table_index() + 2;
  int64_t size = -1;
  if (gelf_update_ehdr(elf_, &header) && add_sections())
    size = elf_update(elf_, ELF_C_WRITE);
  std::string bytes(static_cast<size_t>(std::max<int64_t>(size, 0)), '\0');
  if (size < 0 || pread(file.get(), bytes.data(), bytes.size(), 0) != size)
    return fail("failed to make an object: %s", elf_errmsg(-1));
  return bytes;
}

} // namespace

Result<std::string> object_bytes(std::span<const Provider> providers, const Processor &machine,
                                 std::span<const Calls::Call> calls) {
  if (!calls.empty() && !machine.probes.makes_functions())
    return fail("%s is called as a function: -G makes none for %s; use the header of dtrace -h",
                calls.front().symbol.c_str(), std::string(machine.name).c_str());
  Writer writer(machine, !calls.empty());
  writer.add_semaphores(providers);
  writer.add_calls(calls);
  return writer.finish();
}

} // namespace dtrace::usdt

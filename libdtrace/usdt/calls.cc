// Stage: usdt. The undefined symbols of a program's objects that are calls of declared probes.
#include "arch/processor.h"
#include "usdt/descriptor.h"
#include "usdt/object.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <memory>
#include <unistd.h>

namespace dtrace::usdt {

namespace {

constexpr std::string_view call_prefix = "__dtrace_", enabled_prefix = "__dtraceenabled_",
                           separator = "___";

using ElfHandle = std::unique_ptr<Elf, decltype(&elf_end)>;

// What link-time optimisation of clang writes: no ELF, but the linker takes it.
bool is_bitcode(int fd) {
  unsigned char magic[4] = {};
  if (pread(fd, magic, sizeof magic, 0) != sizeof magic)
    return false;
  return !memcmp(magic, "BC\xc0\xde", 4) || !memcmp(magic, "\xde\xc0\x17\x0b", 4);
}

class Reader {
public:
  Reader(std::span<const Provider> providers, Calls &calls)
      : providers_(providers), calls_(calls) {}

  Result<void> read(const std::string &path) {
    const Descriptor file{open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (file.fd < 0)
      return fail("failed to open %s: %s", path.c_str(), strerror(errno));
    elf_version(EV_CURRENT);
    const ElfHandle elf(elf_begin(file.fd, ELF_C_READ_MMAP, nullptr), elf_end);
    if (elf && elf_kind(elf.get()) == ELF_K_ELF) {
      TRY_VOID(take_machine(elf.get(), path));
      return read_symbols(elf.get(), path);
    }
    if ((elf && elf_kind(elf.get()) == ELF_K_AR) || is_bitcode(file.fd))
      return {};
    return fail("%s is no object file", path.c_str());
  }

private:
  Result<void> take_machine(Elf *elf, const std::string &path) {
    GElf_Ehdr header;
    if (!gelf_getehdr(elf, &header))
      return fail("failed to read %s: %s", path.c_str(), elf_errmsg(-1));
    const Processor *machine = find_processor(header.e_machine);
    if (!machine || machine->elf_class != header.e_ident[EI_CLASS] ||
        header.e_ident[EI_DATA] != ELFDATA2LSB)
      return fail("%s is for a processor (ELF machine %u) that -G can not make objects for",
                  path.c_str(), header.e_machine);
    if (calls_.machine && calls_.machine != machine)
      return fail("%s is for %s, objects before it are for %s", path.c_str(),
                  std::string(machine->name).c_str(), std::string(calls_.machine->name).c_str());
    calls_.machine = machine;
    return {};
  }

  Result<void> read_symbols(Elf *elf, const std::string &path) {
    for (Elf_Scn *section = nullptr; (section = elf_nextscn(elf, section));) {
      GElf_Shdr header;
      Elf_Data *data;
      if (!gelf_getshdr(section, &header) || header.sh_type != SHT_SYMTAB || !header.sh_entsize ||
          !(data = elf_getdata(section, nullptr)))
        continue;
      for (size_t i = 0; i < data->d_size / header.sh_entsize; i++) {
        GElf_Sym symbol;
        if (!gelf_getsym(data, i, &symbol) || symbol.st_shndx != SHN_UNDEF)
          continue;
        if (const char *name = elf_strptr(elf, header.sh_link, symbol.st_name))
          TRY_VOID(take_symbol(name, path));
      }
    }
    return {};
  }

  Result<void> take_symbol(std::string_view symbol, const std::string &path) {
    const bool is_enabled = symbol.starts_with(enabled_prefix);
    if (!is_enabled && !symbol.starts_with(call_prefix))
      return {};
    const std::string_view rest =
        symbol.substr(is_enabled ? enabled_prefix.size() : call_prefix.size());
    for (const Provider &provider : providers_) {
      const std::string start = provider.name + std::string(separator);
      if (!rest.starts_with(start))
        continue;
      const std::string_view wanted = rest.substr(start.size());
      const auto probe = std::ranges::find(provider.probes, wanted, &Probe::name);
      if (probe == provider.probes.end())
        return fail("%s calls probe %s of provider %s, which does not declare it", path.c_str(),
                    std::string(wanted).c_str(), provider.name.c_str());
      if (std::ranges::find(calls_.calls, symbol, &Calls::Call::symbol) == calls_.calls.end())
        calls_.calls.push_back({&provider, &*probe, is_enabled, std::string(symbol)});
    }
    return {};
  }

  std::span<const Provider> providers_;
  Calls &calls_;
};

} // namespace

Result<Calls> read_calls(std::span<const std::string> paths, std::span<const Provider> providers) {
  Calls calls;
  Reader reader(providers, calls);
  for (const std::string &path : paths)
    TRY_VOID(reader.read(path));
  return calls;
}

} // namespace dtrace::usdt

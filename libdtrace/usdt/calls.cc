// Stage: usdt. The undefined symbols of a program's objects that are calls of declared probes.
#include "arch/processor.h"
#include "files/elf_file.h"
#include "usdt/object.h"

#include <algorithm>
#include <cstring>
#include <elf.h>

namespace dtrace::usdt {

namespace {

constexpr std::string_view call_prefix = "__dtrace_", enabled_prefix = "__dtraceenabled_",
                           separator = "___";

// What the linker takes besides objects: archives, and what link-time optimisation of clang writes.
bool is_told_by_linker(FileImage &file) {
  constexpr std::string_view starts[] = {"!<arch>\n", "BC\xc0\xde", "\xde\xc0\x17\x0b"};
  return std::ranges::any_of(starts, [&](std::string_view start) {
    const auto bytes = file.view(0, start.size());
    return !bytes.empty() && memcmp(bytes.data(), start.data(), start.size()) == 0;
  });
}

class Reader {
public:
  Reader(std::span<const Provider> providers, Calls &calls)
      : providers_(providers), calls_(calls) {}

  Result<void> read(const std::string &path) {
    auto image = FileImage::open({path});
    if (!image)
      return fail("failed to open %s: %s", path.c_str(), image.error().message.c_str());
    if (is_told_by_linker(**image))
      return {};
    const auto file = ElfFile::of(std::move(*image));
    if (!file)
      return fail("%s is not an object file", path.c_str());
    TRY_VOID(take_machine(*file, path));
    return read_symbols(*file, path);
  }

private:
  Result<void> take_machine(const ElfFile &file, const std::string &path) {
    const Processor *machine = find_processor(file.machine());
    if (!machine || machine->elf_class != file.elf_class())
      return fail("%s is for a processor (ELF machine %u) that -G cannot make objects for",
                  path.c_str(), file.machine());
    if (calls_.machine && calls_.machine != machine)
      return fail("%s is for %s, objects before it are for %s", path.c_str(),
                  std::string(machine->name).c_str(), std::string(calls_.machine->name).c_str());
    calls_.machine = machine;
    return {};
  }

  Result<void> read_symbols(ElfFile &file, const std::string &path) {
    const ElfFile::Section *table = file.section_of_type(SHT_SYMTAB);
    Result<void> result;
    if (table)
      file.for_each_symbol(*table, [&](const ElfFile::Symbol &symbol) {
        if (symbol.section == SHN_UNDEF)
          result = take_symbol(symbol.name, path);
        return result.has_value();
      });
    return result;
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

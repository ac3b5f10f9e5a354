// Any bytes as an ELF file: its probes have names, and the symbols that their arguments name are
// looked up; as an object of -G, its calls are of declared probes.
#include "arch/operand.h"
#include "arch/processor.h"
#include "memory_file.h"
#include "usdt/note.h"
#include "usdt/object.h"
#include "usdt/symbol_address.h"

using namespace dtrace::usdt;

namespace {

void check_sites(const std::string &path) {
  const auto list = read_sites(path);
  if (!list)
    return;
  for (const Site &site : list->sites) {
    if (site.note.provider.empty() || site.note.name.empty() ||
        (!site.note.semaphore && site.semaphore))
      abort();
    const OperandContext context{list->machine, list->is_fixed, site.note.pc,
                                 [&](std::string_view name) { return symbol_address(path, name); }};
    (void)parse_operands(site.note.arguments, context);
  }
}

void check_calls(const std::string &path) {
  const Provider providers[] = {{"p", {{"a", {{4}, {-8}}}, {"b", {}}}}};
  const std::string paths[] = {path};
  const auto calls = read_calls(paths, providers);
  if (!calls || !calls->machine || !calls->machine->probes.makes_functions())
    return;
  for (const Calls::Call &call : calls->calls)
    if (call.provider != providers || call.symbol.empty())
      abort();
  if (!object_bytes(providers, *calls->machine, calls->calls))
    abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static MemoryFile file;
  file.fill(data, size);
  check_sites(file.path());
  check_calls(file.path());
  return 0;
}

#include "providers/probe_place.h"

#include "arch/processor.h"

#include <algorithm>
#include <string_view>

namespace dtrace {

std::vector<Instruction> instructions_of(const ElfFunctions &object,
                                         const ElfFunctions::Function &function) {
  const Processor *processor = find_processor(object.machine());
  return processor && processor->code
             ? processor->code->read(object.bytes(function.address, function.size))
             : std::vector<Instruction>();
}

namespace {
const char *why_refused(std::span<const uint8_t> code, unsigned machine, bool at_entry) {
  const Processor *processor = find_processor(machine);
  return processor && processor->code ? processor->code->why_refused(code, at_entry)
                                      : "its processor's code is not known";
}
constexpr size_t longest_instruction = 15;
} // namespace

const char *why_refused(const ElfFunctions &object, const ElfFunctions::Function &function,
                        uint64_t offset) {
  const auto instructions = instructions_of(object, function);
  const auto at = std::ranges::lower_bound(instructions, offset, {}, &Instruction::offset);
  return at == instructions.end() ? "it is not an instruction" : at->refused;
}

const char *why_refused(const ElfFunctions &object, uint64_t address) {
  return why_refused(object.bytes(address, longest_instruction), object.machine(), false);
}

// libgcc and libunwind know by these functions' bytes that a signal was handled.
bool may_be_probed(const ElfFunctions::Function &function) {
  constexpr std::string_view read_by_unwinders[] = {"__restore_rt", "__restore",
                                                    "__kernel_rt_sigreturn"};
  return std::ranges::none_of(function.names, [&](std::string_view name) {
    return std::ranges::find(read_by_unwinders, name) != std::end(read_by_unwinders);
  });
}

bool has_entry(const ElfFunctions &object, const ElfFunctions::Function &function) {
  const uint64_t offset = entry_offset(object, function);
  return !why_refused(object.bytes(function.address + offset, longest_instruction),
                      object.machine(), offset == 0);
}

uint64_t entry_offset(const ElfFunctions &object, const ElfFunctions::Function &function) {
  constexpr uint64_t enough = 64;
  const Processor *processor = find_processor(object.machine());
  return processor && processor->code
             ? processor->code->entry_offset(
                   object.bytes(function.address, std::min(function.size, enough)), object.is_go())
             : 0;
}

// Entered by a jump, from the kernel, or with something else than a return address on the stack; or
// what keeps the address, to return again, or asks whose it is.
bool may_take_return_address(const ElfFunctions::Function &function) {
  constexpr std::string_view others[] = {"_start",
                                         "_dl_start_user",
                                         "__restore_rt",
                                         "__restore",
                                         "__start_context",
                                         "__morestack",
                                         "__kernel_rt_sigreturn",
                                         "setjmp",
                                         "_setjmp",
                                         "__sigsetjmp",
                                         "sigsetjmp",
                                         "getcontext",
                                         "setcontext",
                                         "swapcontext",
                                         "dlopen",
                                         "dlmopen",
                                         "dlsym",
                                         "dlvsym",
                                         "dl_iterate_phdr"};
  constexpr std::string_view families[] = {"_dl_runtime_resolve", "_dl_runtime_profile",
                                           "_dl_tlsdesc_", "__x86.get_pc_thunk."};
  for (const std::string_view name : function.names) {
    if (std::ranges::find(others, name) != std::end(others))
      return false;
    for (const std::string_view family : families)
      if (name.starts_with(family))
        return false;
  }
  return true;
}

namespace {
bool begins_with_one(std::string_view name, std::span<const std::string_view> starts) {
  return std::ranges::any_of(starts, [&](std::string_view one) { return name.starts_with(one); });
}
} // namespace

bool walks_stacks(std::string_view object) {
  constexpr std::string_view objects[] = {
      "libgcc_s.",  "libstdc++.", "libc++", "libunwind.", "libboost_context",
      "_greenlet.", "libruby",    "libphp", "php"}; // the last ones by code of their own
  return begins_with_one(object, objects);
}

bool is_c_library(std::string_view object) {
  constexpr std::string_view names[] = {"libc.", "libm.", "libpthread.", "librt.", "ld-"};
  return begins_with_one(object, names);
}

// Of the C library only what calls back.
bool is_in_walked_stacks(std::string_view object, const ElfFunctions::Function &function) {
  constexpr std::string_view callers[] = {
      "qsort",        "msort_",         "bsearch",   "lfind",        "lsearch",
      "tsearch",      "tfind",          "tdelete",   "tdestroy",     "twalk",
      "ftw",          "nftw",           "scandir",   "glob",         "dl_iterate_phdr",
      "pthread_once", "__pthread_once", "call_once", "start_thread", "__libc_start"};
  return !is_c_library(object) || std::ranges::any_of(function.names, [&](std::string_view name) {
    return begins_with_one(name, callers);
  });
}

} // namespace dtrace

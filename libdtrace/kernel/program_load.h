// Stage: kernel. One silent call of BPF_PROG_LOAD, and the explanation when the kernel refuses.
#pragma once
#include "base/descriptor.h"
#include "base/diagnostic.h"
#include "providers/provider.h"

#include <cstdint>
#include <linux/bpf.h>
#include <span>
#include <string>

namespace dtrace {

struct ProgramLoad {
  BpfKind kind;
  std::string name; // of the program, for messages; the kernel gets kernel_name() of it
  std::span<const bpf_insn> instructions;
  bool sleepable = false;
  int types_fd = -1; // BTF, with `functions`
  std::span<const bpf_func_info> functions{};
  uint32_t attach_type = 0;   // enum bpf_attach_type, where it differs from the kind's usual one
  uint32_t attach_btf_id = 0; // TypedTracepoint, Fentry: what it is attached to
  int attach_btf_object = -1;  // the module's types that this is an id of; -1: the kernel's
};

// None: errno says why. Requests no log and prints nothing.
Descriptor try_load(const ProgramLoad &load);
// Whether the kernel lets anything be attached to what the program is for: the smallest program is tried.
bool takes_programs(const ProgramLoad &load);
// As try_load, but explains: says which program and what limit, what to do, and the file that holds
// the verifier's log. `too_large`, when given: set instead of keeping a log when smaller programs may
// be accepted.
Result<Descriptor> load_program(const ProgramLoad &load, bool *too_large = nullptr);

// The verifier's last words in plain language. `log` may be empty. Pure: for tests.
struct Refusal {
  std::string limit; // "it takes more than a million steps to check"
  std::string cure;  // what to do
  bool of_size = false; // smaller programs may be accepted
};
Refusal explain_refusal(std::string_view log, int error);

// For every call of bpf(2) that failed with `error`: "Operation not permitted; root or …".
std::string explain_bpf_error(int error);

} // namespace dtrace

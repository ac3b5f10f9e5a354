// Stage: kernel. The part of loading that needs no kernel: from a program image and the file
// descriptors of its maps to the instructions that bpf(2) takes. Subprograms that the program calls
// or names follow it, each once, in the order in which they are first needed.
#pragma once
#include "object/object.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace dtrace {

struct RelocatedProgram {
  std::vector<uint64_t> instructions; // struct bpf_insn
  struct Function {
    const BpfFunction *function; // owned by the Object
    uint32_t start;              // index of its first instruction
  };
  std::vector<Function> functions; // [0]: the program itself, at 0
  bool takes_addresses = false;    // of functions (callbacks): the kernel then wants func_info
};

// map_fds: one for each of object.maps. An object that contradicts itself is an error, not a crash.
Result<RelocatedProgram> relocate(const Object &object, const ProgramImage &program,
                                  std::span<const int> map_fds);

// Whether any of the object's programs takes a function's address.
bool takes_addresses(const Object &object);

// What the kernel accepts as a name: letters, digits and `_`, at most 15 bytes.
std::string kernel_name(std::string_view text);

} // namespace dtrace

// Stage: arch. What differs from processor to processor, as one row each. All of it is data and pure
// functions, there for every processor on every other: objects of all are read, and tested.
// What only the machine that we run on can have is in own.h and stopped_thread.h.
#pragma once
#include "arch/code.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace dtrace {

// A part that is null is not known: what it is for is not done for programs of this processor.
struct Processor {
  uint16_t machine;               // ELF: e_machine
  uint8_t elf_class;              // ELF: EI_CLASS
  std::string_view name;          // "x86-64"
  std::string_view tool_prefix;   // what a compiler for it is called: "x86_64-"
  const CodeRules *code = nullptr;
};

extern const Processor x86_64, i386, aarch64, arm;

std::span<const Processor *const> processors();
const Processor *find_processor(unsigned machine); // null: not in the table

} // namespace dtrace

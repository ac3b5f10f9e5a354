// Stage: arch. What differs from processor to processor, as one row each. All of it is data and pure
// functions, there for every processor on every other: objects of all are read, and tested.
// What only the machine that we run on can have is in own.h and stopped_thread.h.
#pragma once
#include "arch/code.h"
#include "arch/frame_rules.h"
#include "arch/operand.h"
#include "arch/probe_code.h"

namespace dtrace {

// How a C function finds its arguments when it begins.
struct CallingConvention {
  uint32_t word, integers, floats; // bytes; registers
  uint64_t in_registers;           // bytes of the largest struct that is passed in them
  bool large_by_reference;         // one that is larger: its address, else a copy on the stack
  bool result_takes_argument;      // the address where a large result goes
  bool numbers_alone;              // a struct of up to four numbers alone: a register each
  bool stack_ends_registers;       // what has not fit leaves no register to the next ones
  bool wide_floats_in_memory;      // long double and what contains it
};

// A part that is null is not known: what it is for is not done for programs of this processor.
struct Processor {
  uint16_t machine;             // ELF: e_machine
  uint8_t elf_class;            // ELF: EI_CLASS
  std::string_view name;        // "x86-64"
  std::string_view tool_prefix; // what a compiler for it is called: "x86_64-"
  uint8_t pc_word = 0;          // the program counter's in struct pt_regs
  const CodeRules *code = nullptr;
  const CallingConvention *calls = nullptr;
  const FrameRules *frames = nullptr;
  Result<dt_usdt_argument> (*operand)(std::string_view text, int size,
                                      const usdt::OperandContext &context) = nullptr;
  ProbeCode probes{};
  // A stack that is asked for where no registers were saved: how often its first frame is there once more.
  // (arch/arm64's perf_callchain_kernel() begins with the program counter that it is given, and then with
  // the frame of the function that gave it.)
  uint32_t asker_frames = 0;
};

extern const Processor x86_64, i386, aarch64, arm;

std::span<const Processor *const> processors();
const Processor *find_processor(unsigned machine); // null: not in the table
const Processor *processor_of_compiler(std::string_view command); // "aarch64-linux-gnu-gcc -O2"
const Processor &own_processor();                                // that we run on
const Processor &own_processor_32();                             // and its 32-bit programs

} // namespace dtrace

// Stage: codegen. A program that would outgrow the verifier (a million steps, 512 bytes of stack, and
// jumps of 32768 instructions), or keep LLVM busy, is cut into pieces: BPF programs that call each
// other by tail calls, in order. What goes in is the typed program; what comes out says which
// statements each piece runs. Order and meaning do not change.
//
// A clause too large for one piece is cut between its statements, those within an `if` included:
//     if (a) { x; y; }        becomes        f = a; if (f) x; if (f) y;
#pragma once
#include "analysis/typed.h"

#include <cstdint>
#include <vector>

namespace dtrace::codegen {

struct Step { // of a clause that is cut
  struct Guard {
    uint32_t flag;
    bool wanted;
  };
  const typed::Statement *statement;
  std::vector<Guard> guards{}; // it runs when all flags are as wanted
  bool only_condition = false; // an `if`: its condition goes to `flag`; the rest are other steps
  uint32_t flag = 0;
  uint32_t action = 0;         // dt_error_record.action
  uint64_t code_size = 0;
};

struct Part { // of an enabling
  const typed::Enabling *enabling;
  bool first = true, last = true; // its predicate, its end are in this part
  std::vector<Step> steps{};      // none: the whole clause, by its own statements
  bool whole() const { return first && last && steps.empty(); }
};

struct Piece {
  std::vector<Part> parts;
};

// Kernels allow 33 tail calls in a row.
inline constexpr size_t most_pieces = 32;

// Roughly the instructions that its code has.
uint64_t code_size(const typed::Expr &expr);
uint64_t code_size(const typed::Statement &statement);
uint64_t code_size(const typed::Clause &clause);
uint64_t code_size(const typed::BpfProgram &program);

// Pieces of at most `most` where statements are that small, and never more than most_pieces; one
// piece when the program is light enough. `flags`: how many the steps use.
std::vector<Piece> cut(const typed::BpfProgram &program, uint64_t most, uint32_t &flags);

} // namespace dtrace::codegen

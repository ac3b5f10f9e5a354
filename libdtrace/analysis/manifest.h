// Stage: analysis. The Manifest: all that consume/ and output/ know about a program. It is complete
// before code generation and never changes after; both are tested with bytes and no kernel.
#pragma once
#include "base/source.h"
#include "language/builtin.h"
#include "language/format.h"
#include "types/type.h"

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace dtrace {

// How the bytes of one value are read.
enum class FieldKind {
  Integer,       // size 1, 2, 4, 8; is_signed
  String,        // char[size], NUL-terminated or full
  Interned,      // uint32_t: index into Manifest::strings
  Bytes,         // size bytes: tracemem, print, a struct by value
  Stack,         // uint64_t frames[size/8], kernel addresses, 0-terminated (abi/stack.h)
  UserStack,     // uint64_t tgid, then frames, 0-terminated, then dt_stack_copy (abi/stack.h)
  KernelAddress, // uint64_t: sym, func, mod, %a
  UserAddress,   // uint64_t tgid, uint64_t address: usym, ufunc, umod, uaddr
  StackId, UserStackId, // uint64_t: id in the stack table (keys, variables); UserStackId follows
                        // uint64_t tgid
};

// What a KernelAddress or UserAddress shows: module`symbol+offset, module, module`symbol. UserName and
// GroupName: a KernelAddress that is the id of an account, shown by its name.
enum class AddressForm { Address, Module, Function, UserName, GroupName };

struct Field {
  FieldKind kind = FieldKind::Integer;
  uint32_t offset = 0; // from the start of the record, or of the key
  uint32_t size = 0;   // bytes
  uint32_t shown_size = 0; // Integer: a value that fits is shown as one of so many bytes; 0: size
  bool is_signed = false;
  bool is_char = false;            // Integer of char type (trace prints a number all the same);
                                   // Bytes: print() shows arrays of characters as strings
  bool is_constant = false;        // not in the record: `constant` is the value (printf("%d", 5))
  AddressForm form = AddressForm::Address;
  uint32_t frames = 0;             // stacks: the most that are shown; 0: as many as there are
  uint32_t copied = 0;             // UserStack: bytes of the dt_stack_copy, 0: there is none;
                                   // UserStackId: not 0: the id is the consumer's, of what it unwound
  const Type *type = nullptr;      // the D type: print(), %-conversions
  int64_t constant = 0;
  std::string text{};              // is_constant and kind String
};

// One action that the consumer carries out, in order, for a record of its clause.
struct ActionRecord {
  ActionKind kind = ActionKind::Trace;
  std::vector<Field> fields{};          // Trace: one; Printf: one a value (width `*` included), in order;
                                      // Exit: status; Commit, Discard: the speculation's id;
                                      // Setopt: the option, the value when given;
                                      // Trunc: number, when given; Normalize: factor;
                                      // Tracemem: the bytes, then the run-time size when given;
                                      // Print: the bytes (type: of what they are), then the address
                                      // when print() was given a pointer to them;
                                      // Speculate: the id, at ClauseRecord::speculation
  std::optional<Format> format{};       // Printf, Printa, System, Freopen
  std::vector<uint32_t> aggregations{}; // Printa, Clear, Trunc, Normalize, Denormalize: indexes
  int32_t guard = -1;                 // offset of a uint8_t in the record: not done when it is 0
  uint32_t indent = 0;                // Stack: -x stackindent, bytes
  uint32_t frames = 0;
};

struct ClauseRecord { // a clause that records; index = dt_record.clause
  Span span;                // the clause
  uint32_t number = 0;      // from 1, in program order, for messages
  uint32_t size = 0;        // bytes with the header; 0: this clause records nothing
  std::vector<ActionRecord> actions{};
  int32_t speculation = -1; // offset of a uint32_t: the id of speculate(); 0 there: principal
  std::vector<Span> statements{}; // by dt_error_record.action
  Attributes attributes{};        // the least stable of what it uses
};

struct KeyField {
  Field field; // offset in the packed key; a 4-byte Interned, a bounded string, …
  std::string source{}; // what the first statement that has it says: "execname"
};
struct AggregationRecord {
  uint32_t index;
  std::string name;            // "" for the unnamed one; without '@'
  AggregationKind kind;
  const Builtin *function;
  std::vector<KeyField> keys{};
  uint32_t key_size = 0;       // bytes, packed; 0: no key
  uint32_t short_key_size = 0; // keys with zeros from here on have a map of their own; 0: they do not
  uint32_t value_size = 0;     // bytes of abi/aggregation.h, one CPU
  // lquantize: {low, high, step}; llquantize: {factor, low, high, steps}
  std::vector<int64_t> parameters{};
  bool shared = false;         // updated by programs that may interrupt each other: atomic updates
  bool value_is_signed = true; // sum of unsigned … prints as such
  // size not 0: updates come as samples, with the stack here (abi/record.h: dt_update_record).
  Field stack{};
  Span span{};
};

struct ProbeRecord {
  uint32_t id;
  std::string provider, module, function, name;
};

struct Manifest {
  std::unordered_map<uint32_t, ProbeRecord> probes; // those enabled, by id
  std::vector<ClauseRecord> clauses;
  std::vector<AggregationRecord> aggregations;
  std::vector<std::string> strings;                 // interned strings
  std::vector<std::pair<std::string, uint32_t>> matches{}; // description text -> probes (messages)
  std::vector<uint32_t> program_matches{}; // probes enabled by AnalysisInput::programs[i]
  uint32_t matched_probes = 0;
  uint32_t error_probe = 3;                         // id of dtrace:::ERROR
  uint32_t begin_probe = 1;                         // id of dtrace:::BEGIN
  uint32_t end_probe = 2;                           // id of dtrace:::END
  bool timed = false; // records begin as dt_timed_record: they show times, and go in their order
  bool destructive = false;
  uint32_t kept_stack_frames = 0; // the most of a stack that a variable holds
  bool tells_machine = false; // programs read dt_state.machine
};

} // namespace dtrace

// Stage: language. The table of everything built in: one row a variable, function, action or
// aggregating function. Adding one is a row here (builtins.def), a function in bpf/, and a test.
// Nothing outside language/ compares a built-in's name: others dispatch on the row's fields.
//
// How a row becomes code: codegen calls the row's function in bpf/, always inlined, as
//     <result> NAME(struct dt_context *, <parameters>)
// where by the prototype (D text, parsed with D's own grammar)
//   - an integer or pointer parameter is one s64;
//   - a string parameter is (const char *text, u32 size): NUL-terminated within size;
//   - an integer or pointer result is returned as s64;
//   - a string result is written: the parameters begin with (char *to, u32 to_size), the function
//     returns s64 (the length written without the NUL), NUL-terminated, rest of `to` unspecified.
// Prototypes of stack(), ustack(), jstack() and the sym() family name the types _stack_t, _ustack_t
// and _symaddr_t, typedefs of TypeGraph for its stack_type(), user_stack_type(), symbol_type().
// A function reports a fault by dt_fault(context, DT_FAULT_…, value). Rows without a bpf name have
// a generator of their own in codegen, found by `generator`.
#pragma once
#include "language/action.h"
#include "language/code_names.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace dtrace {

enum class BuiltinKind { Variable, Array, Function, Action, Aggregation };

// What the result's greatest length is made of (strings only; bytes with the NUL).
enum class StringBound {
  None,
  Fixed,      // `bound_size`
  Strsize,    // the strsize option
  FirstOf,    // that of the first string argument, and at least `bound_size`
  SumOf,      // the string arguments' lengths together, at most strsize
};

// The ways of making code that are not "call a function in bpf/".
enum class Generator {
  Bpf,            // the rule above
  ProbeProvider, ProbeModule, ProbeFunction, ProbeName, // interned strings by probe
  ProbeId, EnabledId,
  Argument,       // arg0 … arg9
  Arguments,      // args[]
  Alloca, Copyin, Copyinto, Bcopy,  // scratch memory
  CodeName,       // a text of `codes`, by number
  ControlGroupId, // a constant when the program is compiled
  CopyinString, Stringof, Strtok, Speculation, Sizeof,
  Curthread,
  Errno,
  CpuChip, CpuNode,
  KeptStack,      // the number of a stack that a variable holds
  KernelStackDepth, UserStackDepth, Caller, UserCaller,
  Memref,
  ByKind,         // actions and aggregations: by `action`, `aggregation`
  Refused,        // known, so that analysis can say why Linux cannot do it
};

// What the sym() family shows of an address; Symbol: module`symbol, Address: with the offset too.
// UserName, GroupName: of an id, which the consumer looks up as it does addresses.
enum class SymbolForm {
  None, Module, Function, Symbol, UserName, GroupName, UserModule, UserFunction, UserSymbol,
  UserAddress,
};

enum class AggregationKind {
  None, Count, Sum, Avg, Min, Max, Stddev, Quantize, Lquantize, Llquantize,
};

// How the Guide classifies interfaces (Stability chapter); shown by -v.
enum class Stability { Internal, Private, Obsolete, External, Unstable, Evolving, Stable, Standard };
enum class DependencyClass { Unknown, Cpu, Platform, Group, Isa, Common };
struct Attributes {
  Stability name = Stability::Stable;
  Stability data = Stability::Stable;
  DependencyClass dependency = DependencyClass::Common;
};
std::string_view name_of(Stability);
std::string_view name_of(DependencyClass);

struct Builtin {
  std::string_view name;
  BuiltinKind kind;
  std::string_view prototype; // "size_t f(string)"; a variable's type: "uint64_t"; see builtins.def
  uint8_t optional = 0;       // how many trailing parameters may be left out
  bool variadic = false;      // `...`: from `least` to `most` arguments in all, of any type
  uint8_t least = 0, most = 0;
  std::string_view bpf{};     // function in bpf/
  Generator generator = Generator::Bpf;
  // Variables and arrays that a translator shows (curpsinfo): the D type of what is translated.
  std::string_view native{};
  StringBound bound = StringBound::None;
  uint32_t bound_size = 0;
  bool (*has_index)(int64_t) = nullptr; // Array: whether a constant index means something; null: any
  CodeTable codes = CodeTable::None; // of Generator::CodeName
  bool destructive = false;   // needs -w
  bool subroutine_faults = false; // may call dt_fault
  bool tells_time = false;    // of the firing: records that hold it are printed in its order
  bool tells_machine = false; // reads what the consumer keeps fresh in dt_state.machine
  ActionKind action = ActionKind::None;
  SymbolForm symbol = SymbolForm::None; // of ActionKind::Symbol
  AggregationKind aggregation = AggregationKind::None;
  Attributes attributes{};
  std::string_view doc{};     // one line for the man page
};

std::span<const Builtin> builtins();
const Builtin *find_builtin(std::string_view name);
const Builtin *find_aggregation(std::string_view name);
// A function whose parameter is a `struct <parameter> *` may take other kinds of lock, too, for which
// its function in bpf/ has another one beside it: the end of that one's name. "": not this `type`.
std::string_view other_lock_suffix(std::string_view parameter, std::string_view type);
const Builtin &builtin_for(ActionKind action); // the row whose action it is (trace for implicit lines)

} // namespace dtrace

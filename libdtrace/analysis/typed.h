// Stage: analysis. The typed program: what code generation sees. Every name is resolved, every
// conversion is a node, inlines and translators are expanded, macro values are constants. TypedNodes
// live in TypedProgram::arena and are never changed after analysis.
//
// Rules that always hold:
// - Every scalar is a number of 64 bits. Its type says how it is signed, recorded, stored and shown;
//   only storing, recording and a cast cut it. Both operands of a Binary or Compare have the same
//   stripped type (the common type), which is also a Binary's (a comparison's and a logical's result
//   is int). Pointer arithmetic is already scaled and done in int64_t.
// - Operands of logical operators, of Not, of a condition and predicates are scalars (a string as
//   such is compared with "" by a Compare node).
// - A value of type String has `bound`: bytes with the NUL, never 0. Arrays decay: an array-typed
//   place used as a value is its address, but for stringof, tracemem, print, assignment of structs.
// - Pointers are 64-bit numbers. Memory reads fault when they cannot be read.
#pragma once
#include "analysis/manifest.h"
#include "base/arena.h"
#include "language/builtin.h"
#include "providers/matches.h"
#include "providers/missing_probes.h"
#include "types/type.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dtrace {

namespace typed {

struct Expr;

// ---- Variables -------------------------------------------------------------------------------

enum class Scope { Global, Self, This };

// One position of an associative array's tuple.
struct KeySlot {
  const Type *type;
  uint32_t bound = 0;    // String: greatest bound of all uses
  bool interned = true;  // String: every use is a constant or probe name: the key holds a uint32_t id
  uint32_t offset = 0;   // in the packed key; set when analysis ends
  uint32_t size = 0;     // bytes in the key
};

struct Variable {
  Scope scope;
  std::string name;
  const Type *type = nullptr;  // of the value
  uint32_t bound = 0;          // String: greatest bound of all values assigned, at most strsize
  bool is_array = false;       // associative
  std::vector<KeySlot> keys{}; // when is_array
  uint32_t key_size = 0;       // packed, without the task's part of a self array; 8-aligned
  uint32_t size = 0;           // bytes of the value: a string's bound, a struct's size
  uint32_t offset = 0;         // Global, Self scalars: in the block of their scope
  uint32_t index = 0;          // unique; arrays: their map is "dt_array_<index>"
  bool shared = false;         // written by programs that may interrupt each other
};

struct Local { // bound once by Bind: translator input, inline parameters
  std::string name;
  const Type *type;
  uint32_t bound = 0;
};

// ---- Expressions -----------------------------------------------------------------------------

enum class ExprKind {
  Integer, String, Variable, Memory, LocalValue, Bind,
  Unary, Binary, Compare, Logical, Conditional, Comma, Convert, ToString, StringCompare,
  Assign, Increment, Builtin, Guarded,
};
enum class Space { Kernel, User };
enum class UnaryOp { Minus, BitNot, Not };
enum class BinaryOp { Add, Sub, Mul, Div, Mod, Shl, Shr, And, Or, Xor };
enum class CompareOp { Eq, Ne, Lt, Gt, Le, Ge };
enum class LogicalOp { And, Or, Xor };

struct Expr {
  ExprKind kind;
  const Type *type;
  Span span;
  uint32_t bound = 0; // String
};

struct IntegerConst : Expr {
  uint64_t value; // all 64 bits: of more than its type holds, if it was computed
};
struct StringConst : Expr {
  std::string written; // whole, as a format has it
  std::string value;   // as much of it as a string holds
  uint32_t interned; // index into Manifest::strings
  bool is_null = false; // written as NULL or 0: strtok(NULL, …) is not strtok("", …)
};

// A place that can be read and written: a variable, an element of an associative array, a part of
// either (struct member, array element), or memory at an address.
struct BitField {
  uint32_t shift; // from the least significant bit of the container (little endian)
  uint32_t bits;
};
struct VariablePlace : Expr {       // kind Variable; type: that of the part
  Variable *variable;
  std::vector<Expr *> keys;         // is_array: one a slot, converted to the slot's type
  Expr *offset = nullptr;           // bytes into the value (struct part, array element), or null
  std::optional<BitField> bits{};   // with type the container's integer type
};
struct MemoryPlace : Expr {         // kind Memory: *(type *)address
  Expr *address;
  Space space;
  std::optional<BitField> bits{};
};
struct LocalRef : Expr {
  Local *local;
};
struct BindExpr : Expr { // local = value; body
  Local *local;
  Expr *value, *body;
};
struct UnaryExpr : Expr {
  UnaryOp op;
  Expr *operand;
};
struct BinaryExpr : Expr { // Div and Mod fault on zero
  BinaryOp op;
  Expr *left, *right;
};
struct CompareExpr : Expr {
  CompareOp op;
  Expr *left, *right; // same integer or pointer type
};
struct StringCompareExpr : Expr { // strcmp of two strings; op on its sign
  CompareOp op;
  Expr *left, *right;
};
struct LogicalExpr : Expr { // short-circuit but for Xor
  LogicalOp op;
  Expr *left, *right;
};
struct ConditionalExpr : Expr {
  Expr *condition, *then_value, *else_value;
};
struct CommaExpr : Expr {
  Expr *left, *right;
};
struct ConvertExpr : Expr { // between integers and pointers: cut to the type, as its sign extends
  Expr *operand;
  bool keeps = false; // nothing is cut: the same number under another type
};
struct ToStringExpr : Expr { // a char * or char[] place read as a string: NUL-terminated at `address`
  Expr *address;
  Space space;
  uint64_t limit; // bytes that may be read (an array's size), 0: bound
};
struct AssignExpr : Expr { // target op= value; result: the value assigned, in the target's type
  Expr *target; // VariablePlace or MemoryPlace
  std::optional<BinaryOp> op;
  Expr *value;  // plain: of the target's type. With op: see `operation`
  const Type *operation = nullptr; // with op: the type in which target op value is computed
};
struct IncrementExpr : Expr {
  Expr *target;
  int64_t delta;
  bool prefix;
};
struct BuiltinExpr : Expr { // a variable or a function of the table
  const Builtin *row;
  std::vector<Expr *> arguments; // converted to the prototype's types; args[n], argN: one Integer
};

// ---- Statements ------------------------------------------------------------------------------

enum class StatementKind { Expression, If, Record, Aggregate };
struct Statement {
  StatementKind kind;
  Span span;
  Expr *expression = nullptr;                    // Expression; If: condition
  std::vector<Statement *> body{}, otherwise{};  // If
  // Record: action number `action` of the clause's ClauseRecord. values: one for each field that is
  // not constant, in order. What only the kernel side needs (raise, copyout, chill …) has no fields:
  // there the values are the arguments. Kernel-side effects follow the row's ActionKind.
  uint32_t action = 0;
  const Builtin *row = nullptr;
  std::vector<Expr *> values{};
  // Aggregate
  uint32_t aggregation = 0;                      // index into Manifest::aggregations
  std::vector<Expr *> keys{};
  Expr *value = nullptr, *weight = nullptr;      // by function; null when it takes none
};

struct Clause {
  Span span;
  uint32_t number;                 // from 1 in program order; of a D clause
  uint32_t record;                 // index into Manifest::clauses
  Expr *predicate = nullptr;
  std::vector<Statement *> statements{};
  bool exits = false;              // contains exit()
  bool records = false;            // reserves a record (an empty clause does)
  uint32_t arguments = 0;          // bit n: reads the probe's native argument n (31: and all above)
  bool tells_time = false;         // uses `timestamp` or its like
};

// A BPF program to make: its probes, and which clauses run for which of them.
struct Enabling {
  Clause *clause;
  std::vector<uint32_t> probes;    // indexes into BpfProgram::probes
  std::optional<Probe> fires_as{}; // the declared probe that fires in place of its source
  // Reservations of LateProbes whose probes it is for, too. With none, and no probes: all.
  std::vector<uint32_t> late{};
  bool for_all() const { return probes.empty() && late.empty(); }
};
struct BpfProgram {
  ProgramSpec spec;
  std::vector<Probe> probes;
  std::vector<Enabling> enablings; // in program order
};

// The probes that a description of a clause matches: by the id of the one that is attached, and by that
// of the one that fires in its place.
struct Described {
  struct Pair {
    uint32_t attached, fires_as;
  };
  std::vector<Pair> probes{};
  bool documented = false; // of a stable provider: scripts may name it anyway
};

// The expression as what its `kind` says that it is.
template <class T> const T &as(const Expr &expr) { return static_cast<const T &>(expr); }

} // namespace typed

struct TypedProgram {
  Arena arena;
  std::vector<typed::BpfProgram> programs; // one a ProgramSpec::key
  std::vector<typed::Clause *> clauses;
  std::vector<typed::Variable *> variables;
  Manifest manifest;
  Matches matches;
  std::vector<typed::Described> described; // in program order
  MissingProbes missing;                   // that programs ask for and that never fire
  uint32_t globals_size = 0;              // bytes of the block of global scalars
  uint32_t self_size = 0;                 // bytes of the block of self scalars
  uint32_t strsize = 256;
  std::vector<std::string> notes{}; // for the user, each a line; nothing is wrong
  uint32_t speculations = 1;              // the nspec option
  uint64_t speculation_size = 32 << 10;   // specsize, bytes
  std::optional<uint32_t> only_cpu{};     // the cpu option: probes of other CPUs do nothing
};

} // namespace dtrace

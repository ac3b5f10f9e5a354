// Stage: syntax. The tree that the grammar makes of one D program text: only what was written, no
// types resolved, no names looked up. Nodes live in Script::arena; all pointers are to nodes of
// the same arena and never null unless said so. string_views point into the arena or the source.
#pragma once
#include "base/arena.h"
#include "base/source.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace dtrace::ast {

struct Expr;
struct Statement;
struct TypeName;
struct Declarator;
struct DeclSpecifiers;

// ---- Types as written ------------------------------------------------------------------------

// The words of a basic type, or'ed: `unsigned long long` is Unsigned|Long|LongLong.
enum BasicWord : uint32_t {
  Void = 1,
  Char = 2,
  Short = 4,
  Int = 8,
  Long = 16,
  LongLong = 32,
  Float = 64,
  Double = 128,
  Signed = 256,
  Unsigned = 512,
  StringWord = 1024,
  Bool = 2048,
  ComplexWord = 4096,
};
enum class TypeWordKind { Basic, Struct, Union, Enum, Typedef };
enum class StorageClass { None, Auto, Register, Static, Extern, Typedef, Self, This };

struct Member { // one declarator of a struct or union member list
  Span span;
  DeclSpecifiers *specifiers;
  Declarator *declarator; // null: anonymous struct or union member
  Expr *bits;             // bit-field width, or null
};

struct Enumerator {
  Span span;
  std::string_view name;
  Expr *value; // or null
};

struct DeclSpecifiers {
  Span span;
  StorageClass storage = StorageClass::None;
  TypeWordKind kind = TypeWordKind::Basic;
  uint32_t words = 0; // BasicWord set, for Basic
  bool is_const = false, is_volatile = false, is_restrict = false, is_userland = false;
  std::string_view object{}; // `` struct ext4`foo ``, `` ext4`foo_t ``: "ext4"; else empty
  std::string_view name{};   // tag or typedef name; empty for anonymous
  bool has_body = false;     // members / enumerators given
  std::vector<Member> members{};
  std::vector<Enumerator> enumerators{};
};

struct Parameter { // of a function declarator or the tuple of an associative array
  Span span;
  DeclSpecifiers *specifiers;
  Declarator *declarator; // may be null: `int`
};

enum class DeclaratorKind { Name, Pointer, Array, Tuple, Function };
// A declarator from the outside in, as C reads: `*a[3]` is Array(3) of Pointer to …; the chain is
// walked from `Name` outwards through `inner`. Name has inner == null.
struct Declarator {
  Span span;
  DeclaratorKind kind;
  Declarator *inner = nullptr; // the declarator this one is applied to
  std::string_view name{};     // Name: may be empty (abstract declarator)
  bool is_const = false, is_volatile = false, is_restrict = false; // Pointer
  Expr *size = nullptr;                                            // Array: null for []
  std::vector<Parameter> parameters{};                             // Tuple, Function
  bool variadic = false;                                           // Function
};

struct TypeName { // `struct foo *` in a cast, sizeof, xlate, …
  Span span;
  DeclSpecifiers *specifiers;
  Declarator *declarator; // null: no declarator at all
};

// ---- Expressions -----------------------------------------------------------------------------

enum class ExprKind {
  Integer,
  String,
  Identifier,
  Symbol,
  Aggregation,
  MacroVariable,
  Unary,
  Binary,
  Assign,
  Conditional,
  Cast,
  Index,
  Call,
  Member,
  SizeofType,
  SizeofExpr,
  Offsetof,
  Stringof,
  Xlate,
  HasType,
  HasMember,
  HasProbe,
};
enum class UnaryOp { Plus, Minus, Not, BitNot, Deref, AddressOf, PreInc, PreDec, PostInc, PostDec };
enum class BinaryOp {
  Add,
  Sub,
  Mul,
  Div,
  Mod,
  Shl,
  Shr,
  BitAnd,
  BitOr,
  BitXor,
  Eq,
  Ne,
  Lt,
  Gt,
  Le,
  Ge,
  LogAnd,
  LogOr,
  LogXor,
  Comma,
};
enum class Scope { Global, Self, This };

// Recursion over a tree is safe: no expression or statement is higher than this.
inline constexpr uint16_t max_height = 1000;

struct Expr {
  ExprKind kind;
  Span span;
  uint16_t height = 1; // of the tree: 1 for a leaf, at most max_height
};

struct Integer : Expr {
  uint64_t value;
  bool is_unsigned = false; // suffix u
  uint8_t longs = 0;        // suffix l: 1, ll: 2
  bool decimal = true;      // octal and hex constants may become unsigned on their own (C 6.4.4.1)
  bool is_char = false;     // 'a', 'abcd': type int
};
struct String : Expr { // adjacent constants already joined, escapes resolved; may hold '\0'
  std::string_view value;
};
struct Identifier : Expr {
  Scope scope; // self->x, this->x, x
  std::string_view name;
};
struct Symbol : Expr { // `` object`name ``; object is empty for `` `name ``
  std::string_view object;
  std::string_view name;
};
struct Aggregation : Expr {
  std::string_view name; // without '@'; "_" for the unnamed one
  bool has_keys;         // @a[…] rather than @a
  std::vector<Expr *> keys;
};
struct Unary : Expr {
  UnaryOp op;
  Expr *operand;
};
struct Binary : Expr {
  BinaryOp op;
  Expr *left, *right;
};
struct Assign : Expr {
  std::optional<BinaryOp> op; // none for plain `=`
  Expr *target, *value;
};
struct Conditional : Expr {
  Expr *condition, *then_value, *else_value;
};
struct Cast : Expr {
  TypeName *type;
  Expr *operand;
};
struct Index : Expr { // arrays, associative arrays, args[], inline arrays
  Expr *base;
  std::vector<Expr *> indexes;
};
struct Call : Expr {
  std::string_view name;
  std::vector<Expr *> arguments;
};
struct MemberAccess : Expr { // base.name, base->name
  Expr *base;
  bool arrow;
  std::string_view name;
};
struct SizeofType : Expr {
  TypeName *type;
};
struct SizeofExpr : Expr {
  Expr *operand;
};
struct Offsetof : Expr {
  TypeName *type;
  std::string_view member; // may be a dotted path
};
struct Stringof : Expr {
  Expr *operand;
};
struct Xlate : Expr { // xlate <T> (e)
  TypeName *type;
  Expr *operand;
};
struct HasType : Expr { // __has_type(T): 1 where the type graph has it
  TypeName *type;
};
struct HasMember : Expr { // __has_member(T, m): 1 where T exists and has the member
  TypeName *type;
  std::string_view member; // may be a dotted path
};
struct ProbeDescription { // as written, macro arguments substituted; `\` escapes kept
  Span span;
  std::string_view provider, module, function, name;
  uint32_t id = 0; // a bare number is a probe id; then the strings are empty
};
struct HasProbe : Expr { // __has_probe(provider:module:function:name): 1 where one matches
  ProbeDescription *description;
};
// `$target`, `$$1` and the like become Integer and String nodes as they are read, from MacroValues.
// The parser makes no MacroVariable.
struct MacroVariable : Expr {
  std::string_view name; // without '$'
  bool as_string;        // $$name
};

// ---- Statements and clauses ------------------------------------------------------------------

enum class StatementKind { Expression, If, Block };
struct Statement {
  StatementKind kind;
  Span span;
  Expr *expression = nullptr;                   // Expression; If: the condition
  std::vector<Statement *> body{}, otherwise{}; // If: then/else; Block: body
  uint16_t height = 1;                          // of statements in it, at most max_height
};

struct Clause {
  Span span;
  std::vector<ProbeDescription> probes;
  Expr *predicate = nullptr; // or null
  bool has_body = false;     // `{ … }` present
  std::vector<Statement *> body{};
};

// ---- Top-level declarations ------------------------------------------------------------------

struct Declaration { // one declarator of `int a, b[int];`, or none: `struct foo { … };`
  Span span;
  DeclSpecifiers *specifiers;
  Declarator *declarator; // may be null
};
struct Inline { // inline int name = e;   inline int name[int a, …] = e;
  Span span;
  DeclSpecifiers *specifiers;
  Declarator *declarator;
  Expr *value;
};
struct TranslatorMember {
  Span span;
  std::string_view name;
  Expr *value;
};
struct Translator { // translator out_t < in_t *p > { … };
  Span span;
  TypeName *output;
  DeclSpecifiers *input_specifiers;
  Declarator *input_declarator; // carries the parameter's name
  std::vector<TranslatorMember> members;
};
// probe function:name(args) : (translated args) = underlying, … /predicate/ : e, … ;
struct ProviderProbe {
  Span span;
  std::string_view function;               // empty: that of the source
  std::string_view name;                   // as written: `exec__success`
  bool has_arguments = false;              // `(…)` given; else they are those of the source
  std::vector<Parameter> arguments{};      // native argument types (the Guide's declaration)
  std::vector<Parameter> translated{};     // after `:` in the classic form; empty when not given
  std::vector<ProbeDescription> sources{}; // after `=`: alternatives, first existing one is taken
  Expr *predicate = nullptr;
  bool has_values = false; // `: e, …` given
  std::vector<Expr *> values{};
};
struct ProviderDecl {
  Span span;
  std::string_view name;
  std::vector<ProviderProbe> probes;
};
struct Pragma { // #pragma D name words…
  Span span;
  std::string_view name; // "option", "depends_on", …; "" for other pragmas
  std::vector<std::string_view> words;
  bool is_d = true; // false: `#pragma error …`, `#pragma ident …`
};

enum class ItemKind { Clause, Declaration, Inline, Translator, Provider, Pragma };
struct Item { // in the order written; exactly the pointer of its kind is set
  ItemKind kind;
  Clause *clause = nullptr;
  Declaration *declaration = nullptr;
  Inline *inline_ = nullptr;
  Translator *translator = nullptr;
  ProviderDecl *provider = nullptr;
  Pragma *pragma = nullptr;
};

struct Script {
  Source *source;
  Arena arena;
  std::vector<Item> items;
};

} // namespace dtrace::ast

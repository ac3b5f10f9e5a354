// Stage: types. The one graph of C types that everything shares: D's own, those a program declares,
// and those imported from the kernel (BTF), from CTF and from DWARF. Types are made by TypeGraph
// only, live as long as it, and are compared by identity after strip(). Imported structs fetch
// their members on first use.
#pragma once
#include "base/arena.h"
#include "base/diagnostic.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

namespace dtrace {

enum class TypeKind {
  Void, Integer, Float, Pointer, Array, Function, Struct, Union, Enum,
  Typedef, Const, Volatile, Restrict, // name or qualify `target`
  Forward,                            // struct, union or enum known by name only
  String,                             // D's string, by value
  Stack, UserStack,                   // stack(), ustack(): recorded or a key, no other use
  Symbol,                             // sym(), usym() …: an address with a way to print it
};

struct Type;

struct TypeMember {
  std::string_view name; // empty: anonymous struct or union, whose members are found through it
  const Type *type;
  uint64_t bit_offset; // from the start of the struct
  uint32_t bit_size;   // 0: not a bit-field
  bool is_bit_field() const { return bit_size != 0; }
};

struct TypeEnumerator {
  std::string_view name;
  int64_t value;
};

struct Type {
  TypeKind kind;
  std::string_view name{};      // Integer, Float, Struct, Union, Enum, Typedef, Forward; may be empty
  uint64_t size = 0;            // bytes; of String: 0, its bound is a matter of each expression
  uint32_t alignment = 1;       // bytes
  uint32_t shown_size = 0;      // Integer made by TypeGraph::kept(): bytes of what it is kept of; 0: else
  bool is_signed = false;       // Integer, Enum
  bool is_char = false;         // Integer: char, signed char, unsigned char
  bool is_bool = false;
  bool userland = false;        // Pointer: dereference copies in from the process
  bool variadic = false;        // Function
  const Type *target = nullptr; // Pointer, Array, Typedef, qualifiers; Function: its result
  uint64_t count = 0;           // Array: elements; 0 for [] (flexible)
  TypeKind forward_kind = TypeKind::Struct; // Forward

  // Filled on first use through members() / enumerators() / parameters().
  mutable std::vector<TypeMember> member_list{};
  mutable std::vector<TypeEnumerator> enumerator_list{};
  mutable std::vector<const Type *> parameter_list{};
  mutable std::vector<std::string_view> parameter_names{}; // imported: as many, some may be empty
  mutable bool by_reference = false; // Struct, Union: by-value arguments are addresses, for itself
  mutable uint32_t parts = 1, levels = 1; // Struct, Union, imported: members of members … in a value
  mutable bool is_open = false;           // while those are counted
  mutable std::function<void(const Type &)> fetch{}; // imported: fills the lists, then is cleared

  const std::vector<TypeMember> &members() const;
  const std::vector<TypeEnumerator> &enumerators() const;
  const std::vector<const Type *> &parameters() const;

  const Type *strip() const; // without typedefs and qualifiers
  bool is(TypeKind k) const { return strip()->kind == k; }
  bool is_integer() const; // Integer or Enum
  bool is_scalar() const;  // integer or pointer
  bool is_arithmetic() const;
  bool is_struct_or_union() const;
  bool is_string() const { return is(TypeKind::String); }
  bool is_pointer() const { return is(TypeKind::Pointer); }
  bool is_char_pointer_or_array() const; // what may serve as a string
  bool is_complete() const;
};

// A member found by name, through anonymous members; the offset is from the outer struct.
struct FoundMember {
  const TypeMember *member;
  uint64_t bit_offset;
};
std::optional<FoundMember> find_member(const Type &type, std::string_view name);
std::vector<std::string_view> member_names(const Type &type); // for advice

// `unsigned int`, `struct foo *`, `char [8]`, `int (*)(void)`, as C writes it.
std::string type_name(const Type *type);
// With a declarator's name in its place: `char name[8]`.
std::string type_declaration(const Type *type, std::string_view name);

bool same_type(const Type *a, const Type *b); // after strip(); structural for pointers and arrays

// D's rule for the type of `a op b`: that of larger rank, of equal ones the unsigned one; nothing is
// promoted to int. It says how the result is shown, recorded and divided: it is computed in 64 bits.
// null: one of them is not a number.
class TypeGraph;
const Type *common_type(TypeGraph &graph, const Type *a, const Type *b);
// An enumeration computes as the integer of its size; other integers as they are. null: no integer.
const Type *computed_type(const TypeGraph &graph, const Type *type);
bool is_kept_stack(const Type *type); // TypeGraph::kept_stack_type()
uint64_t size_of_name(const Type *type); // bytes of what the type is called: sizeof

// Where imported types come from: kernel BTF (by module), CTF, DWARF of a target.
class TypeImporter {
public:
  virtual ~TypeImporter() = default;
  virtual std::string problem() { return {}; } // why it has no types at all; "": it has
  // object: "" or "vmlinux", a module's name, or a target's object. kind: Struct, Union, Enum or
  // Typedef. null when there is none.
  virtual const Type *find(TypeGraph &graph, std::string_view object, TypeKind kind,
                           std::string_view name) = 0;
  // What a function is (a Function) and what a variable's type is, where the data tell; else null.
  virtual const Type *find_function(TypeGraph &, std::string_view, std::string_view) {
    return nullptr;
  }
  virtual const Type *find_variable(TypeGraph &, std::string_view, std::string_view) {
    return nullptr;
  }
  virtual const TypeEnumerator *find_enumerator(TypeGraph &, std::string_view /*object*/,
                                                std::string_view /*name*/,
                                                const Type ** /*its_type*/) {
    return nullptr;
  }
};

class TypeGraph {
public:
  TypeGraph(); // makes D's own types: C's integers with the kernel's sizes (LP64), size_t, int8_t … uintptr_t, pid_t …
  TypeGraph(const TypeGraph &) = delete;

  // The basic types, never null. Words as ast::BasicWord.
  const Type *void_type() const { return void_; }
  const Type *string_type() const { return string_; }
  const Type *int_type() const { return int_; }
  const Type *integer(unsigned bytes, bool is_signed) const; // 1, 2, 4, 8: int8_t … as C's basic ones
  const Type *basic(uint32_t words) const;                   // null: no such combination
  const Type *stack_type() const { return stack_; }
  const Type *user_stack_type() const { return user_stack_; }
  const Type *symbol_type() const { return symbol_; }
  // A kernel stack that a variable holds: a number that stands for it, equal for equal stacks.
  const Type *kept_stack_type() const { return kept_stack_; }

  // An integer that a variable without a declaration has: it is named, ranked and shown as `type`, but
  // kept in 64 bits. Other types, and those of 8 bytes, are what they are.
  const Type *kept(const Type *type);
  const Type *pointer_to(const Type *target, bool userland = false);
  const Type *array_of(const Type *element, uint64_t count);
  const Type *qualified(const Type *type, TypeKind qualifier);
  const Type *string_of(uint64_t size); // a string that is a member of a structure: bytes with the NUL
  const Type *function(const Type *result, std::vector<const Type *> parameters, bool variadic);

  // A program's own types. Struct layout follows the C ABI; bit-fields as gcc on this machine.
  Type *declare_struct(TypeKind kind, std::string_view name); // Forward until complete_struct
  // The name is free again; who has the type keeps it.
  void forget(TypeKind kind, std::string_view name);
  struct MemberSpec {
    std::string_view name;
    const Type *type;
    std::optional<uint32_t> bits;
  };
  void complete_struct(Type *type, TypeKind kind, const std::vector<MemberSpec> &members);
  const Type *declare_enum(std::string_view name, std::vector<TypeEnumerator> enumerators);
  const Type *declare_typedef(std::string_view name, const Type *target);

  // By name: the program's own first, then D's, then (when `import`) the importers in order.
  const Type *find(TypeKind kind, std::string_view name, bool import = true);
  const Type *find_in(std::string_view object, TypeKind kind, std::string_view name);
  const TypeEnumerator *find_enumerator(std::string_view name, const Type **its_type) const; // own and D's
  const TypeEnumerator *import_enumerator(std::string_view object, std::string_view name,
                                          const Type **its_type); // the importers', in order
  const Type *import_function(std::string_view object, std::string_view name);
  const Type *import_variable(std::string_view object, std::string_view name);

  void add_importer(std::unique_ptr<TypeImporter> importer);
  std::string problem() const; // the first importer's that has one
  Type *make(Type type); // for importers
  std::string_view intern(std::string text) { return arena_.intern(std::move(text)); }

private:
  struct Key {
    TypeKind kind;
    std::string name;
    bool operator==(const Key &) const = default;
  };
  struct KeyHash {
    size_t operator()(const Key &key) const {
      return std::hash<std::string>()(key.name) * 31 + static_cast<size_t>(key.kind);
    }
  };
  void make_basic_types();
  void make_typedefs();
  void renew_sizes_of(const Type *completed); // typedefs and qualifiers made while it was Forward

  Arena arena_;
  const Type *void_ = nullptr, *string_ = nullptr, *int_ = nullptr, *stack_ = nullptr,
             *user_stack_ = nullptr, *symbol_ = nullptr, *kept_stack_ = nullptr;
  std::unordered_map<uint32_t, const Type *> by_words_;
  std::unordered_map<Key, const Type *, KeyHash> by_name_;
  std::unordered_map<const Type *, const Type *> pointers_, user_pointers_, kept_;
  std::map<std::tuple<const Type *, TypeKind, uint64_t>, const Type *> derived_; // arrays, qualifiers
  std::unordered_map<std::string_view, std::pair<const Type *, TypeEnumerator>> enumerators_;
  std::vector<std::unique_ptr<TypeImporter>> importers_;
};

} // namespace dtrace

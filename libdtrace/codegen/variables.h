// Stage: codegen. D variables and memory: where each lies, reading and writing it.
#pragma once
#include "codegen/code.h"

#include <unordered_map>

namespace dtrace::codegen {

class Faults;
class Scratch;
class Expressions;
class Strings;
class Builtins;

// Where a variable's value lies; `address` may be null at run time when `may_be_missing`.
struct VariableAddress {
  llvm::Value *address;
  bool may_be_missing = false;
  uint64_t offset = 0; // bytes from `address`
};

class Variables : Code {
public:
  Variables(FunctionState &fn, Faults &faults, Scratch &scratch, Expressions &expressions,
            Strings &strings, Builtins &builtins)
      : Code(fn), faults_(faults), scratch_(scratch), expressions_(expressions),
        strings_(strings), builtins_(builtins) {}

  using Change = std::function<Value *(Value *before)>;

  void start_function(); // makes the cells
  void forget();         // what was looked up
  Value *load_place(const typed::Expr &place);
  void store_place(const typed::Expr &place, Value *value);
  Value *part_offset(const typed::VariablePlace &place, uint64_t part_size);
  Value *place_address(const VariableAddress &place, Value *part);
  Value *read_memory(Value *to, Value *size, Value *address, typed::Space space);
  Value *extract_bits(Value *container, const typed::BitField &bits, bool is_signed);
  VariableAddress variable_to_read(const typed::VariablePlace &place);
  Value *variable_to_write(const typed::VariablePlace &place);
  Value *key_buffer(uint64_t size);
  Value *array_key(const typed::VariablePlace &place);
  Value *change_element(const typed::VariablePlace &place, const Change &made, bool want_after);
  void array_assign(const typed::VariablePlace &place, Value *key, Value *from, Value *is_zero);
  void write_bytes(const typed::Expr &expr, Value *to, uint64_t size);
  void assign_bytes(const typed::AssignExpr &expr);

private:
  Value *load_variable(const typed::VariablePlace &place);
  void store_variable(const typed::VariablePlace &place, Value *value);
  Value *load_memory(const typed::MemoryPlace &place);
  Value *load_address(Value *address, typed::Space space, unsigned size);
  void store_memory(const typed::MemoryPlace &place, Value *value);
  void store_self(const typed::VariablePlace &place, Value *value,
                  const std::function<void(Value *)> &write);
  Value *insert_bits(Value *container, const typed::BitField &bits, Value *value);
  Value *variable_address_number(const typed::VariablePlace &place);
  Value *self_block(bool create);
  Value *look_up_self(bool create);
  Value *this_slot(const typed::Variable &variable);
  Value *array_element(const typed::VariablePlace &place, Value *key);
  void write_variable_bytes(const typed::VariablePlace &place, Value *to, uint64_t size);
  void copy_bytes(Value *to, Value *from, uint64_t size);

  Faults &faults_;
  Scratch &scratch_;
  Expressions &expressions_;
  Strings &strings_;
  Builtins &builtins_;
  Cell self_{}, self_known_{}, read_slot_{};
  std::unordered_map<const typed::Variable *, Value *> this_cells_;
};

} // namespace dtrace::codegen

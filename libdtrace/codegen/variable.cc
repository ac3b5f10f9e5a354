// Stage: codegen. Where D variables lie.
//   global scalars   in the map dt_globals, addressed directly
//   self-> scalars   in one block a thread, in task storage (or a hash by the thread): looked up once
//                    a firing, made at the first write of anything but zero
//   this-> scalars   in cells; strings and structs in late slots of scratch memory
//   arrays           in hashes by the packed tuple (before it, for self->, the thread)
// A place that is missing reads as zero.
#include "codegen/expressions.h"
#include "codegen/scratch.h"
#include "codegen/strings.h"
#include "codegen/variables.h"

#include <dtrace/abi/record.h>
#include <dtrace/abi/state.h>
#include <linux/bpf.h>

namespace dtrace::codegen {

using namespace typed;

llvm::Value *Variables::look_up_self(bool create) {
  llvm::GlobalVariable *map = unit_.self_map();
  if (unit_.features.task_storage)
    return helper(Helper::TaskStorageGet, b_.getPtrTy(),
                  {map, helper(Helper::GetCurrentTaskBtf, b_.getPtrTy(), {}),
                   llvm::ConstantPointerNull::get(b_.getPtrTy()),
                   number(create ? BPF_LOCAL_STORAGE_GET_F_CREATE : 0)});
  Value *key = key_buffer(8);
  store(thread_number(), key);
  return create ? found_or_made(map, key, unit_.zeros(unit_.program.self_size)).address
                : helper(Helper::MapLookup, b_.getPtrTy(), {map, key});
}

// This thread's block of self-> scalars, or null. `create`: null only when there is no memory.
llvm::Value *Variables::self_block(bool create) {
  Block *look = block("look"), *known = block("known");
  Value *done = create ? b_.CreateIsNotNull(get(self_)) : get(self_known_);
  branch(done, known, look);
  begin(look);
  set(self_, look_up_self(create));
  set(self_known_, b_.getTrue());
  jump(known);
  begin(known);
  return get(self_);
}

llvm::Value *Variables::this_slot(const Variable &variable) {
  const Type *type = variable.type->strip();
  if (type->is_string() || type->is_struct_or_union() || type->kind == TypeKind::Array || fn_.large)
    return scratch_.late_address(scratch_.late_slot(&variable, variable.size, true));
  llvm::Value *&slot = this_cells_[&variable];
  if (!slot) {
    slot = cell(integer(variable.size), variable.name.c_str()).slot;
    llvm::IRBuilder<> start(fn_.entry->getTerminator());
    start.CreateStore(llvm::ConstantInt::get(integer(variable.size), 0), slot);
  }
  return slot;
}

llvm::Value *Variables::key_buffer(uint64_t size) {
  constexpr uint64_t most_on_stack = 64;
  return scratch_.temporary(size, most_on_stack);
}

llvm::Value *Variables::array_key(const VariablePlace &place) {
  const Variable &variable = *place.variable;
  const uint64_t prefix = variable.scope == Scope::Self ? 8 : 0;
  const uint64_t size = prefix + variable.key_size;
  std::vector<Value *> numbers(place.keys.size());
  for (size_t i = 0; i < place.keys.size(); i++)
    if (!variable.keys[i].type->is_string() && !variable.keys[i].type->is_struct_or_union())
      numbers[i] = expressions_.value(*place.keys[i]);
  Value *key = key_buffer(size);
  zero(key, size);
  if (prefix)
    store(thread_number(), key);
  for (size_t i = 0; i < place.keys.size(); i++) {
    const KeySlot &slot = variable.keys[i];
    Value *to = at(key, prefix + slot.offset);
    if (numbers[i])
      store(resized(numbers[i], slot.size, scalar_is_signed(place.keys[i]->type)), to);
    else if (slot.type->is_struct_or_union())
      write_bytes(*place.keys[i], to, slot.size);
    else if (slot.interned)
      store(strings_.interned_id(*place.keys[i]), to);
    else
      strings_.write_text(*place.keys[i], to, slot.size, true);
  }
  return key;
}

llvm::Value *Variables::array_element(const VariablePlace &place, Value *key) {
  return helper(Helper::MapLookup, b_.getPtrTy(), {unit_.array_map(*place.variable), key});
}

// The whole element takes the `variable->size` bytes at `from`; `is_zero` (an i1): it is deleted.
void Variables::array_assign(const VariablePlace &place, Value *key, Value *from,
                                  Value *is_zero) {
  llvm::Value *map = unit_.array_map(*place.variable);
  Block *remove = block("remove"), *keep = block("keep"), *after = block("after");
  branch(is_zero, remove, keep);
  begin(remove);
  helper(Helper::MapDelete, b_.getInt64Ty(), {map, key});
  jump(after);
  begin(keep);
  Value *result = helper(Helper::MapUpdate, b_.getInt64Ty(), {map, key, from, number(BPF_ANY)});
  if_then(b_.CreateICmpNE(result, number(0)),
          [&] { count_drop(offsetof(dt_cpu, dynamic_drops)); }, "full");
  jump(after);
  begin(after);
}

// An element that is there is found once and changed where it lies; one that becomes zero goes.
llvm::Value *Variables::change_element(const VariablePlace &place, const Change &made,
                                            bool want_after) {
  llvm::Type *type = integer(scalar_size(place.type));
  llvm::Constant *zero = llvm::ConstantInt::get(type, 0);
  Value *key = array_key(place);
  Value *element = array_element(place, key);
  const Cell before = cell(type, "before");
  set(before, zero);
  if_then(b_.CreateIsNotNull(element), [&] { set(before, load(type, element)); }, "there");
  Value *stored = get(before), *old = resized(stored, 8, scalar_is_signed(place.type));
  Value *result = made(old), *after = resized(result, scalar_size(place.type), false);
  Block *write = block("write"), *other = block("other"), *done = block("done");
  Value *stays = b_.CreateAnd(b_.CreateICmpNE(stored, zero), b_.CreateICmpNE(after, zero));
  branch(stays, write, other);
  begin(write);
  if_then(b_.CreateIsNotNull(element), [&] { store(after, element); }, "store");
  jump(done);
  begin(other);
  Value *from = scratch_.temporary_bytes(8);
  store(number(0), from);
  store(after, from);
  array_assign(place, key, from, b_.CreateICmpEQ(after, zero));
  jump(done);
  begin(done);
  return want_after ? as_typed(result, place.type) : old;
}

VariableAddress Variables::variable_to_read(const VariablePlace &place) {
  const Variable &variable = *place.variable;
  if (variable.is_array)
    return {array_element(place, array_key(place)), true};
  if (variable.scope == Scope::Global)
    return {at(unit_.map("dt_globals"), variable.offset)};
  if (variable.scope == Scope::This)
    return {this_slot(variable)};
  return {self_block(false), true, variable.offset};
}

// Where to write; null at run time: no room, and the drop is counted. An element of an array is made
// of zeros first (a part of it is written).
llvm::Value *Variables::variable_to_write(const VariablePlace &place) {
  const Variable &variable = *place.variable;
  if (!variable.is_array && variable.scope != Scope::Self)
    return variable_to_read(place).address;
  Value *found;
  if (variable.is_array) {
    Value *key = array_key(place);
    found = found_or_made(unit_.array_map(variable), key, unit_.zeros(round_up(variable.size, 8))).address;
  } else {
    found = self_block(true);
  }
  if_then(b_.CreateIsNull(found), [&] { count_drop(offsetof(dt_cpu, dynamic_drops)); }, "full");
  return found;
}

// The address of an array in a variable, as D sees it: a number that can be read through.
llvm::Value *Variables::variable_address_number(const VariablePlace &place) {
  Value *part = part_offset(place, 1);
  const VariableAddress where = variable_to_read(place);
  Value *address = place_address(where, part);
  Value *as_number = scratch_.number_of(address);
  if (!where.may_be_missing)
    return as_number;
  return b_.CreateSelect(b_.CreateIsNull(where.address), number(0), as_number);
}

void Variables::start_function() {
  self_ = cell(b_.getPtrTy(), "self");
  self_known_ = cell(b_.getInt1Ty(), "self_known");
  read_slot_ = {stack_bytes(8, "read"), b_.getInt64Ty()};
  this_cells_.clear();
  forget();
}

void Variables::forget() {
  set(self_, llvm::ConstantPointerNull::get(b_.getPtrTy()));
  set(self_known_, b_.getFalse());
}

} // namespace dtrace::codegen

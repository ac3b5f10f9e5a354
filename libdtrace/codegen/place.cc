// Stage: codegen. Reading and writing scalars in variables and in memory.
//
// Memory is read through the kernel's helpers, which fail where a load would fault; it is written
// only where alloca() or copyin() gave it out.
#include "codegen/expressions.h"
#include "codegen/faults.h"
#include "codegen/scratch.h"
#include "codegen/variables.h"

#include <dtrace/abi/record.h>

namespace dtrace::codegen {

using namespace typed;

llvm::Value *Variables::load_place(const Expr &place) {
  return place.kind == ExprKind::Memory ? load_memory(static_cast<const MemoryPlace &>(place))
                                        : load_variable(static_cast<const VariablePlace &>(place));
}

void Variables::store_place(const Expr &place, Value *value) {
  value = resized(value, scalar_size(place.type), false);
  if (place.kind == ExprKind::Memory)
    store_memory(static_cast<const MemoryPlace &>(place), value);
  else
    store_variable(static_cast<const VariablePlace &>(place), value);
}

llvm::Value *Variables::extract_bits(Value *container, const BitField &bits, bool is_signed) {
  const unsigned width = container->getType()->getIntegerBitWidth();
  llvm::Type *type = container->getType();
  Value *top = b_.CreateShl(container, llvm::ConstantInt::get(type, width - bits.shift - bits.bits));
  Value *down = llvm::ConstantInt::get(type, width - bits.bits);
  return is_signed ? b_.CreateAShr(top, down) : b_.CreateLShr(top, down);
}

llvm::Value *Variables::insert_bits(Value *container, const BitField &bits, Value *value) {
  llvm::Type *type = container->getType();
  const uint64_t ones = bits.bits == 64 ? ~uint64_t{0} : (uint64_t{1} << bits.bits) - 1;
  Value *kept = b_.CreateAnd(container, llvm::ConstantInt::get(type, ~(ones << bits.shift)));
  Value *mine = b_.CreateAnd(b_.CreateZExtOrTrunc(value, type), llvm::ConstantInt::get(type, ones));
  return b_.CreateOr(kept, b_.CreateShl(mine, llvm::ConstantInt::get(type, bits.shift)));
}

// ---- Variables --------------------------------------------------------------------------------

// Bytes into the value at which the part lies, checked against the variable's size; null: none.
llvm::Value *Variables::part_offset(const VariablePlace &place, uint64_t part_size) {
  if (!place.offset)
    return nullptr;
  Value *offset = expressions_.value(*place.offset);
  const uint64_t size = place.variable->size, last = size < part_size ? 0 : size - part_size;
  if (const auto *constant = llvm::dyn_cast<llvm::ConstantInt>(offset))
    if (constant->getZExtValue() <= last)
      return offset;
  faults_.fault_if(b_.CreateICmpUGT(offset, number(last)), DT_FAULT_BADADDR, offset, "outside");
  return bounded(offset, last);
}

llvm::Value *Variables::place_address(const VariableAddress &place, Value *part) {
  Value *address = at(place.address, place.offset);
  return part ? at(address, part) : address;
}

llvm::Value *Variables::load_variable(const VariablePlace &place) {
  if (place.type->strip()->kind == TypeKind::Array)
    return variable_address_number(place);
  llvm::IntegerType *type = integer(scalar_size(place.type));
  Value *part = part_offset(place, scalar_size(place.type));
  const VariableAddress where = variable_to_read(place);
  Value *result;
  if (where.may_be_missing) {
    Block *there = block("there"), *after = block("after"), *from = b_.GetInsertBlock();
    branch(b_.CreateIsNotNull(where.address), there, after);
    begin(there);
    Value *loaded = load(type, place_address(where, part), part ? 1 : 0);
    jump(after);
    begin(after);
    llvm::PHINode *either = b_.CreatePHI(type, 2);
    either->addIncoming(llvm::ConstantInt::get(type, 0), from);
    either->addIncoming(loaded, there);
    result = either;
  } else {
    result = load(type, place_address(where, part), part ? 1 : 0);
  }
  if (place.bits)
    result = extract_bits(result, *place.bits, scalar_is_signed(place.type));
  return resized(result, 8, scalar_is_signed(place.type));
}

void Variables::store_variable(const VariablePlace &place, Value *value) {
  const Variable &variable = *place.variable;
  if (variable.is_array && !place.offset && !place.bits) {
    Value *key = array_key(place);
    Value *from = scratch_.temporary_bytes(8);
    store(number(0), from);
    store(value, from);
    array_assign(place, key, from,
                 b_.CreateICmpEQ(value, llvm::ConstantInt::get(value->getType(), 0)));
    return;
  }
  const auto write = [&](Value *address, Value *part) {
    Value *to = part ? at(address, part) : address;
    Value *whole = value;
    if (place.bits)
      whole = insert_bits(load(value->getType(), to, part ? 1 : 0), *place.bits, value);
    store(whole, to, part ? 1 : 0);
  };
  Value *part = part_offset(place, scalar_size(place.type));
  if (variable.scope == Scope::Self && !variable.is_array) {
    store_self(place, value, [&](Value *address) { write(address, part); });
    return;
  }
  Value *address = variable_to_write(place);
  if (!variable.is_array)
    return write(address, part);
  if_then(b_.CreateIsNotNull(address), [&] { write(address, part); }, "write");
}

// A thread that has no block yet has zeros: writing zero makes none.
void Variables::store_self(const VariablePlace &place, Value *value,
                                const std::function<void(Value *)> &write) {
  const auto *constant = llvm::dyn_cast<llvm::ConstantInt>(value);
  const bool is_zero = constant && constant->isZero();
  Value *blockp = is_zero ? self_block(false) : variable_to_write(place);
  if_then(b_.CreateIsNotNull(blockp), [&] { write(at(blockp, place.variable->offset)); }, "write");
}

// ---- Memory -----------------------------------------------------------------------------------

// What the kernel's helper returns: 0, or less when the memory cannot be read.
llvm::Value *Variables::read_memory(Value *to, Value *size, Value *address, Space space) {
  Helper how = Helper::ProbeReadKernel;
  if (space == Space::User)
    how = program_.spec.sleepable ? Helper::CopyFromUser : Helper::ProbeReadUser;
  return helper(how, b_.getInt64Ty(), {to, size, address});
}

llvm::Value *Variables::load_address(Value *address, Space space, unsigned size) {
  Value *result = read_memory(read_slot_.slot, number(size), address, space);
  faults_.fault_if(b_.CreateICmpNE(result, number(0)), DT_FAULT_BADADDR, address, "bad_address");
  return load(integer(size), read_slot_.slot);
}

llvm::Value *Variables::load_memory(const MemoryPlace &place) {
  const Type *type = place.type->strip();
  Value *address = expressions_.value(*place.address);
  if (type->kind == TypeKind::Array || type->kind == TypeKind::Function ||
      type->is_struct_or_union())
    return address;
  Value *whole = load_address(address, place.space, scalar_size(place.type));
  if (place.bits)
    whole = extract_bits(whole, *place.bits, scalar_is_signed(place.type));
  return resized(whole, 8, scalar_is_signed(place.type));
}

void Variables::store_memory(const MemoryPlace &place, Value *value) {
  Value *address = expressions_.value(*place.address);
  Value *to = scratch_.own_memory(address, number(scalar_size(place.type)));
  if (place.bits)
    value = insert_bits(load(value->getType(), to, 1), *place.bits, value);
  store(value, to, 1);
}

} // namespace dtrace::codegen

// Stage: codegen. Structs, unions and arrays by value: copied between memory and variables.
#include "codegen/builtins.h"
#include "codegen/expressions.h"
#include "codegen/faults.h"
#include "codegen/scratch.h"
#include "codegen/variables.h"

#include <dtrace/abi/record.h>

namespace dtrace::codegen {

using namespace typed;

// Copies `size` bytes of what the expression names: a struct in a variable or in memory, or the
// memory that a pointer points to.
void Variables::write_bytes(const Expr &expr, Value *to, uint64_t size) {
  if (expr.kind == ExprKind::Comma) {
    expressions_.effect(*static_cast<const CommaExpr &>(expr).left);
    return write_bytes(*static_cast<const CommaExpr &>(expr).right, to, size);
  }
  if (expr.kind == ExprKind::Bind) {
    expressions_.bind_local(static_cast<const BindExpr &>(expr));
    return write_bytes(*static_cast<const BindExpr &>(expr).body, to, size);
  }
  if (expr.kind == ExprKind::Builtin && !expr.type->is_scalar()) {
    builtins_.call_builtin(static_cast<const BuiltinExpr &>(expr), to, size);
    return;
  }
  if (expr.kind == ExprKind::Variable && !expr.type->is_scalar())
    return write_variable_bytes(static_cast<const VariablePlace &>(expr), to, size);
  Space space = Space::Kernel;
  if (expr.kind == ExprKind::Memory && !expr.type->is_scalar())
    space = static_cast<const MemoryPlace &>(expr).space;
  else if (expr.type->is_pointer() && expr.type->strip()->userland)
    space = Space::User;
  Value *address = expressions_.value(expr);
  Value *result = read_memory(to, number(size), address, space);
  faults_.fault_if(b_.CreateICmpNE(result, number(0)), DT_FAULT_BADADDR, address, "bad_address");
}

void Variables::write_variable_bytes(const VariablePlace &place, Value *to, uint64_t size) {
  Value *part = part_offset(place, size);
  const VariableAddress where = variable_to_read(place);
  Value *from = place_address(where, part);
  if (where.may_be_missing)
    from = b_.CreateSelect(b_.CreateIsNull(where.address), unit_.zeros(size), from);
  copy_bytes(to, from, size);
}

void Variables::copy_bytes(Value *to, Value *from, uint64_t size) {
  helper(Helper::ProbeReadKernel, b_.getInt64Ty(), {to, number(size), from});
}

// The value is a struct of the same type, or 0: then all members are, and an element goes.
void Variables::assign_bytes(const AssignExpr &expr) {
  const uint64_t size = expr.target->type->strip()->size;
  const bool clears = expr.value->kind == ExprKind::Integer;
  const auto write = [&](Value *to) {
    clears ? zero(to, size) : write_bytes(*expr.value, to, size);
  };
  if (expr.target->kind == ExprKind::Memory) {
    const auto &place = static_cast<const MemoryPlace &>(*expr.target);
    write(scratch_.own_memory(expressions_.value(*place.address), number(size)));
    return;
  }
  const auto &place = static_cast<const VariablePlace &>(*expr.target);
  Value *from = scratch_.scratch_slot(size);
  write(from);
  if (place.variable->is_array && !place.offset) {
    array_assign(place, array_key(place), from, b_.getInt1(clears));
    return;
  }
  Value *part = part_offset(place, size);
  Value *address = variable_to_write(place);
  if_then(b_.CreateIsNotNull(address), [&] {
    const uint64_t offset = place.variable->scope == Scope::Self && !place.variable->is_array
                                ? place.variable->offset : 0;
    copy_bytes(place_address({address, false, offset}, part), from, size);
  }, "write");
}

} // namespace dtrace::codegen

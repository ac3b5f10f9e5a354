// Stage: codegen. Strings. A caller that needs a copy says where to write it (write_text), so most
// strings are made in place; a caller that only reads one uses it where it is (text). Strings in
// variables and keys are padded with zeros to their whole size, which makes equality of keys
// equality of bytes.
#include "codegen/builtins.h"
#include "codegen/expressions.h"
#include "codegen/faults.h"
#include "codegen/firing.h"
#include "codegen/scratch.h"
#include "codegen/strings.h"
#include "codegen/variables.h"

#include <dtrace/abi/record.h>

#include <algorithm>

namespace dtrace::codegen {

using namespace typed;

namespace {
constexpr uint32_t most_by_words = 64; // longer ones are copied by a helper
constexpr uint32_t most_on_stack = 32;
} // namespace

// ---- Where it lies ----------------------------------------------------------------------------

Text Strings::text(const Expr &expr) {
  switch (expr.kind) {
  case ExprKind::String: {
    const std::string &value = as<StringConst>(expr).value;
    return {unit_.string(value), static_cast<uint32_t>(value.size() + 1), true};
  }
  case ExprKind::Variable:
    return variable_text(as<VariablePlace>(expr));
  case ExprKind::LocalValue:
    return local_texts_.at(as<LocalRef>(expr).local);
  case ExprKind::Assign:
    return assign_text(as<AssignExpr>(expr));
  case ExprKind::Comma:
    expressions_.effect(*as<CommaExpr>(expr).left);
    return text(*as<CommaExpr>(expr).right);
  case ExprKind::Bind:
    expressions_.bind_local(as<BindExpr>(expr));
    return text(*as<BindExpr>(expr).body);
  case ExprKind::Builtin:
    if (is_probe_name(expr))
      return firing_.probe_name_text(as<BuiltinExpr>(expr));
    if (builtins_.is_cached_text(as<BuiltinExpr>(expr)))
      return builtins_.cached_text(as<BuiltinExpr>(expr));
    return temporary_text(expr);
  default:
    return temporary_text(expr);
  }
}

Text Strings::temporary_text(const Expr &expr) {
  const uint32_t size = round_up(expr.bound, 8);
  Value *to = scratch_.temporary(size, most_on_stack);
  write_text(expr, to, size, false);
  return {to, size};
}

Text Strings::variable_text(const VariablePlace &place) {
  const uint32_t bound = place.offset ? place.type->strip()->size : place.variable->size;
  Value *part = variables_.part_offset(place, bound);
  const VariableAddress where = variables_.variable_to_read(place);
  Value *address = variables_.place_address(where, part);
  if (where.may_be_missing)
    address = b_.CreateSelect(b_.CreateIsNull(where.address), unit_.zeros(bound), address);
  return {address, bound, bound % 8 == 0 && !part};
}

// ---- Making one in place ----------------------------------------------------------------------

// `pad`: zeros from the NUL to `size`; else what follows the NUL is not specified.
void Strings::write_text(const Expr &expr, Value *to, uint32_t size, bool pad) {
  switch (expr.kind) {
  case ExprKind::String:
    return write_constant(as<StringConst>(expr).value, to, size, pad);
  case ExprKind::ToString:
    return write_memory_text(as<ToStringExpr>(expr), to, size, pad);
  case ExprKind::Conditional:
    return write_conditional(as<ConditionalExpr>(expr), to, size, pad);
  case ExprKind::Comma:
    expressions_.effect(*as<CommaExpr>(expr).left);
    return write_text(*as<CommaExpr>(expr).right, to, size, pad);
  case ExprKind::Bind:
    expressions_.bind_local(as<BindExpr>(expr));
    return write_text(*as<BindExpr>(expr).body, to, size, pad);
  case ExprKind::Builtin:
    if (!is_probe_name(expr) && !builtins_.is_cached_text(as<BuiltinExpr>(expr)))
      return write_builtin_text(as<BuiltinExpr>(expr), to, size, pad);
    break;
  case ExprKind::Variable:
  case ExprKind::LocalValue:
  case ExprKind::Assign:
    break;
  default:
    return unit_.refuse(expr.span, "this string expression");
  }
  copy_text(text(expr), to, size, pad);
}

void Strings::write_constant(const std::string &value, Value *to, uint32_t size, bool pad) {
  std::string bytes = value.substr(0, size - 1);
  bytes.resize(pad ? size : bytes.size() + 1);
  if (bytes.size() > most_by_words)
    return copy_text({unit_.string(value), static_cast<uint32_t>(value.size() + 1)}, to, size, pad);
  for (size_t offset = 0; offset < bytes.size();) {
    unsigned length = 8;
    while (length > bytes.size() - offset)
      length /= 2;
    uint64_t word = 0;
    for (unsigned i = 0; i < length; i++)
      word |= uint64_t{static_cast<uint8_t>(bytes[offset + i])} << i * 8;
    store(number(word, length), at(to, offset), 1);
    offset += length;
  }
}

void Strings::copy_text(Text from, Value *to, uint32_t size, bool pad) {
  const uint32_t common = std::min(size, from.bound);
  if (from.padded && common <= most_by_words) {
    copy_words(to, from.address, common);
    if (common < from.bound) // cut short: it still ends
      store(number(0, 1), at(to, common - 1));
    if (pad && common < size)
      zero(at(to, common), size - common);
    return;
  }
  if (pad)
    zero(to, size);
  helper(Helper::ProbeReadKernelStr, b_.getInt64Ty(), {to, number(common), from.address});
}

void Strings::write_memory_text(const ToStringExpr &expr, Value *to, uint32_t size,
                                       bool pad) {
  Value *address = text_source(*expr.address);
  if (pad)
    zero(to, size);
  const uint64_t most = expr.limit ? std::min<uint64_t>(size, expr.limit + 1) : size;
  Value *length = expr.space == Space::User
                      ? read_user_text(to, number(most), address)
                      : helper(Helper::ProbeReadKernelStr, b_.getInt64Ty(),
                               {to, number(most), address});
  faults_.fault_if(b_.CreateICmpSLT(length, number(0)), DT_FAULT_BADADDR, address, "bad_string");
}

llvm::Value *Strings::read_user_text(Value *to, Value *size, Value *address) {
  if (program_.spec.sleepable)
    return runtime("dt_copyin_text", {to, size, address}, now_.clause->span);
  return helper(Helper::ProbeReadUserStr, b_.getInt64Ty(), {to, size, address});
}

// An array of char in a variable has an address of the program's own; else it is a number.
llvm::Value *Strings::text_source(const Expr &expr) {
  if (expr.kind != ExprKind::Variable || expr.type->strip()->kind != TypeKind::Array)
    return expressions_.value(expr);
  const auto &place = static_cast<const VariablePlace &>(expr);
  Value *part = variables_.part_offset(place, 1);
  const VariableAddress where = variables_.variable_to_read(place);
  Value *address = variables_.place_address(where, part);
  if (where.may_be_missing)
    address = b_.CreateSelect(b_.CreateIsNull(where.address), unit_.zeros(8), address);
  return address;
}

// A string where an address is wanted. Constants and variables have one; what is made for the moment is
// put where the program can keep it.
llvm::Value *Strings::text_address(const Expr &expr) {
  if (expr.kind == ExprKind::String || expr.kind == ExprKind::Variable)
    return scratch_.number_of(text(expr).address);
  const uint32_t size = round_up(expr.bound, 8);
  Value *kept = scratch_.allocate_bytes(number(size));
  write_text(expr, kept, size, true);
  return scratch_.number_of(kept);
}

void Strings::write_builtin_text(const BuiltinExpr &expr, Value *to, uint32_t size,
                                        bool pad) {
  const auto fills = unit_.runtime_note(expr.row->bpf, "fills");
  const bool from_user = expr.row->generator == Generator::CopyinString && !program_.spec.sleepable;
  if (pad && (from_user || unit_.runtime_note(expr.row->bpf, "clean"))) {
    zero(to, size);
    return builtins_.string_builtin(expr, to, size);
  }
  if (pad && !(fills && *fills <= size)) {
    const Text made = temporary_text(expr);
    return copy_text(made, to, size, pad);
  }
  builtins_.string_builtin(expr, to, size);
  if (pad && *fills < size)
    zero(at(to, *fills), size - *fills);
}

void Strings::write_conditional(const ConditionalExpr &expr, Value *to, uint32_t size,
                                       bool pad) {
  Block *yes = block("yes"), *no = block("no"), *after = block("after");
  branch(expressions_.truth(*expr.condition), yes, no);
  begin(yes);
  write_text(*expr.then_value, to, size, pad);
  jump(after);
  begin(no);
  write_text(*expr.else_value, to, size, pad);
  jump(after);
  begin(after);
}

// ---- Assignment -------------------------------------------------------------------------------

namespace {
// Whether making the value in place cannot read the variable that it goes to.
bool reads_no_variable(const Expr &expr) {
  return expr.kind == ExprKind::String || expr.kind == ExprKind::ToString ||
         (expr.kind == ExprKind::Builtin &&
          static_cast<const BuiltinExpr &>(expr).row->kind == BuiltinKind::Variable);
}
} // namespace

Text Strings::assign_text(const AssignExpr &expr) {
  const auto &place = static_cast<const VariablePlace &>(*expr.target);
  const Variable &variable = *place.variable;
  const uint32_t size = place.offset ? place.type->strip()->size : variable.size;
  if (variable.is_array && !place.offset) {
    const uint32_t room = round_up(size, 8);
    Value *from = scratch_.temporary(room, most_on_stack);
    write_text(*expr.value, from, room, true);
    Value *is_empty = b_.CreateICmpEQ(load(b_.getInt8Ty(), from), number(0, 1));
    variables_.array_assign(place, variables_.array_key(place), from, is_empty);
    return {from, room, true};
  }
  std::optional<Text> made;
  if (!reads_no_variable(*expr.value))
    made = text(*expr.value);
  Value *part = variables_.part_offset(place, size);
  Value *address = variables_.variable_to_write(place);
  const bool may_be_missing = variable.scope == Scope::Self || variable.is_array;
  const uint64_t offset = variable.scope == Scope::Self && !variable.is_array ? variable.offset : 0;
  if_then(b_.CreateIsNotNull(address), [&] {
    Value *to = variables_.place_address({address, false, offset}, part);
    if (made)
      copy_text(*made, to, size, true);
    else
      write_text(*expr.value, to, size, true);
  }, "write");
  Value *written = variables_.place_address({address, false, offset}, part);
  if (may_be_missing)
    written = b_.CreateSelect(b_.CreateIsNull(address), unit_.zeros(size), written);
  return {written, size, size % 8 == 0 && !part};
}

void Strings::bind_text(const Local &local, const Expr &value) { local_texts_[&local] = text(value); }

} // namespace dtrace::codegen

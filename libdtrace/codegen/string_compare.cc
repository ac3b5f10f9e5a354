// Stage: codegen. Comparing strings, and the strings that are numbers here: names of probes, which
// the consumer knows by their index in the Manifest.
#include "codegen/builder.h"

#include <algorithm>

namespace dtrace::codegen {

using namespace typed;

namespace {
std::string_view probe_part(Generator part, const dtrace::Probe &probe) {
  switch (part) {
  case Generator::ProbeProvider:
    return probe.provider;
  case Generator::ProbeModule:
    return probe.module;
  case Generator::ProbeFunction:
    return probe.function;
  default:
    return probe.name;
  }
}
} // namespace

bool ProgramBuilder::is_probe_name(const Expr &expr) {
  if (expr.kind != ExprKind::Builtin)
    return false;
  const Generator generator = as<BuiltinExpr>(expr).row->generator;
  return generator == Generator::ProbeProvider || generator == Generator::ProbeModule ||
         generator == Generator::ProbeFunction || generator == Generator::ProbeName;
}

// Of the probe that fires: an i32 from a table by the probe's number.
llvm::Value *ProgramBuilder::name_id(const BuiltinExpr &expr) {
  const Generator part = expr.row->generator;
  const auto id_of = [&](const dtrace::Probe &probe) -> uint32_t {
    const std::string name(probe_part(part, probe));
    if (const auto id = unit_.interned(name))
      return *id;
    unit_.refuse(expr.span, "a probe's name that is not in the manifest");
    return 0;
  };
  if (enabling_->fires_as)
    return number(id_of(*enabling_->fires_as), 4);
  if (!probe_index_)
    return number(program_.probes.empty() ? 0 : id_of(program_.probes[0]), 4);
  llvm::GlobalVariable *&table = name_tables_[static_cast<int>(part)];
  if (!table) {
    std::vector<uint32_t> ids(program_.spec.index_limit);
    for (const dtrace::Probe &probe : program_.probes)
      if (probe.number < ids.size())
        ids[probe.number] = id_of(probe);
    table = unit_.table32(ids, "probe_names");
  }
  Value *offset = b_.CreateMul(b_.CreateZExt(probe_index_, b_.getInt64Ty()), number(4));
  return load(b_.getInt32Ty(), at(table, offset));
}

llvm::Value *ProgramBuilder::interned_id(const Expr &expr) {
  if (expr.kind == ExprKind::String)
    return number(as<StringConst>(expr).interned, 4);
  if (is_probe_name(expr))
    return name_id(as<BuiltinExpr>(expr));
  if (expr.kind == ExprKind::Conditional) {
    const auto &either = as<ConditionalExpr>(expr);
    return b_.CreateSelect(truth(*either.condition), interned_id(*either.then_value),
                           interned_id(*either.else_value));
  }
  if (expr.kind == ExprKind::Comma) {
    effect(*as<CommaExpr>(expr).left);
    return interned_id(*as<CommaExpr>(expr).right);
  }
  if (expr.kind == ExprKind::Bind) {
    bind_local(as<BindExpr>(expr));
    return interned_id(*as<BindExpr>(expr).body);
  }
  unit_.refuse(expr.span, "this string as an interned one");
  return number(0, 4);
}

// The characters of a probe's name, where a real string is wanted: rows of one width, by number.
Text ProgramBuilder::probe_name_text(const BuiltinExpr &expr) {
  const Generator part = expr.row->generator;
  if (enabling_->fires_as || !probe_index_) {
    const std::string name(enabling_->fires_as       ? probe_part(part, *enabling_->fires_as)
                           : program_.probes.empty() ? ""
                                                     : probe_part(part, program_.probes[0]));
    return {unit_.string(name), static_cast<uint32_t>(round_up(name.size() + 1, 8)), true};
  }
  size_t longest = 0;
  for (const dtrace::Probe &probe : program_.probes)
    longest = std::max(longest, probe_part(part, probe).size());
  const uint32_t width = round_up(longest + 1, 8);
  llvm::GlobalVariable *&table = name_tables_[-1 - static_cast<int>(part)];
  if (!table) {
    std::string rows(size_t{width} * program_.spec.index_limit, '\0');
    for (const dtrace::Probe &probe : program_.probes)
      if (probe.number < program_.spec.index_limit)
        rows.replace(probe.number * width, probe_part(part, probe).size(), probe_part(part, probe));
    table = unit_.bytes(rows, "probe_texts");
  }
  Value *offset = b_.CreateMul(b_.CreateZExt(probe_index_, b_.getInt64Ty()), number(width));
  return {at(table, offset), width, true};
}

// ---- Comparisons ------------------------------------------------------------------------------

// Equal to a constant: its bytes and its NUL by words; what follows in the other does not matter.
llvm::Value *ProgramBuilder::equals_constant(const Expr &expr, const std::string &value) {
  const Text other = text(expr);
  if (value.size() + 1 > other.bound)
    return b_.getFalse();
  Value *different = number(0);
  for (size_t offset = 0; offset <= value.size();) {
    unsigned length = 8;
    while (length > value.size() + 1 - offset)
      length /= 2;
    uint64_t word = 0;
    for (unsigned i = 0; i < length && offset + i < value.size(); i++)
      word |= uint64_t{static_cast<uint8_t>(value[offset + i])} << i * 8;
    Value *loaded = load(integer(length), at(other.address, offset), 1);
    different = b_.CreateOr(
        different, b_.CreateZExt(b_.CreateXor(loaded, number(word, length)), b_.getInt64Ty()));
    offset += length;
  }
  return b_.CreateICmpEQ(different, number(0));
}

llvm::Value *ProgramBuilder::compare_text(const StringCompareExpr &expr) {
  const bool is_equality = expr.op == CompareOp::Eq || expr.op == CompareOp::Ne;
  const Expr *left = expr.left, *right = expr.right;
  if (left->kind == ExprKind::String)
    std::swap(left, right);
  const auto is_id = [&](const Expr *e) { return e->kind == ExprKind::String || is_probe_name(*e); };
  Value *equal = nullptr;
  if (is_equality && is_id(left) && is_id(right))
    equal = b_.CreateICmpEQ(interned_id(*left), interned_id(*right));
  else if (is_equality && right->kind == ExprKind::String &&
           as<StringConst>(*right).value.size() < 64)
    equal = equals_constant(*left, as<StringConst>(*right).value);
  if (equal)
    return bool_to_int(expr.op == CompareOp::Eq ? equal : b_.CreateNot(equal), expr.type);
  const Text a = text(*expr.left), b = text(*expr.right);
  Value *order = runtime("dt_compare", {context_, a.address, number(a.bound, 4), b.address,
                                        number(b.bound, 4)}, expr.span);
  using P = llvm::CmpInst::Predicate;
  static constexpr P predicates[] = {P::ICMP_EQ,  P::ICMP_NE,  P::ICMP_SLT,
                                     P::ICMP_SGT, P::ICMP_SLE, P::ICMP_SGE};
  return bool_to_int(b_.CreateICmp(predicates[static_cast<size_t>(expr.op)], order, number(0)),
                     expr.type);
}

} // namespace dtrace::codegen

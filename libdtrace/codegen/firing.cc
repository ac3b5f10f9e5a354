// Stage: codegen. Whether a program is to run (dt_state.activity), which of its probes fires, and that
// one's names, which the consumer knows by their index in the Manifest.
#include "codegen/firing.h"

#include <dtrace/abi/state.h>

#include <algorithm>
#include <bit>
#include <map>
#include <utility>

namespace dtrace::codegen {

using namespace typed;

namespace {
// Up to this many probes a membership test compares; more are looked up in a table.
constexpr size_t most_compared = 4;
constexpr uint32_t not_enabled = 0; // probe ids start at 1

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

llvm::Value *Firing::activity_allows() {
  Value *activity = load(b_.getInt32Ty(), at(unit_.map("dt_state"), offsetof(dt_state, activity)));
  const uint32_t mask = program_.spec.activity;
  if (std::has_single_bit(mask))
    return b_.CreateICmpEQ(activity, number(std::countr_zero(mask), 4));
  Value *allowed = b_.getFalse();
  for (uint32_t state = 0; state < 32; state++)
    if (mask >> state & 1)
      allowed = b_.CreateOr(allowed, b_.CreateICmpEQ(activity, number(state, 4)));
  return allowed;
}

void Firing::gate() {
  if (fn_.is_error_probe) // the program that faulted may run, or it would not have
    return;
  if (const auto &cpu = unit_.program.only_cpu) {
    Block *here = block("here");
    Value *current = load(b_.getInt32Ty(), context_field(ContextField::cpu));
    branch(b_.CreateICmpEQ(current, number(*cpu, 4)), here, fn_.leave);
    begin(here);
  }
  if (program_.spec.process) {
    Block *mine = block("mine");
    Value *process = b_.CreateLShr(helper(Helper::GetCurrentPidTgid, b_.getInt64Ty(), {}), number(32));
    branch(b_.CreateICmpEQ(process, number(program_.spec.process)), mine, fn_.leave);
    begin(mine);
  }
  Block *run = block("run");
  branch(activity_allows(), run, fn_.leave);
  begin(run);
}

// The probe's id by its number; numbers of probes that nobody enabled lead out.
void Firing::identify_probe() {
  if (program_.spec.index_function.empty() || fn_.is_error_probe) {
    probe_ = number(program_.probes.empty() ? 0 : program_.probes[0].id, 4);
  } else {
    probe_index_ = runtime(program_.spec.index_function, {fn_.context}, {});
    store(probe_index_, context_field(ContextField::index));
    std::vector<uint32_t> ids(program_.spec.index_limit, not_enabled);
    for (const dtrace::Probe &probe : program_.probes)
      if (probe.number < ids.size())
        ids[probe.number] = probe.id;
    Block *known = block("known"), *enabled = block("enabled");
    branch(b_.CreateICmpULT(probe_index_, number(ids.size(), 4)), known, fn_.leave);
    begin(known);
    Value *offset = b_.CreateMul(b_.CreateZExt(probe_index_, b_.getInt64Ty()), number(4));
    probe_ = load(b_.getInt32Ty(), at(unit_.table32(ids, "probe_ids"), offset));
    branch(b_.CreateICmpNE(probe_, number(not_enabled, 4)), enabled, fn_.leave);
    begin(enabled);
  }
  store(probe_, context_field(ContextField::probe));
}

// Whether the firing probe is one of the enabling's; null: always.
llvm::Value *Firing::is_member(const typed::Enabling &enabling) {
  if (!probe_index_ || enabling.for_all() || enabling.probes.size() == program_.probes.size())
    return nullptr;
  Value *member = enabling.late.empty() ? b_.getFalse() : late_member(enabling);
  if (enabling.probes.size() > most_compared)
    return b_.CreateOr(member, table_member(enabling));
  for (uint32_t position : enabling.probes)
    member = b_.CreateOr(
        member, b_.CreateICmpEQ(probe_index_, number(program_.probes[position].number, 4)));
  return member;
}

llvm::Value *Firing::table_member(const typed::Enabling &enabling) {
  std::string members(program_.spec.index_limit, '\0');
  for (uint32_t position : enabling.probes)
    members[program_.probes[position].number] = 1;
  Value *member = load(b_.getInt8Ty(), at(unit_.bytes(members, "members"), probe_index_));
  return b_.CreateICmpNE(member, number(0, 1));
}

// A probe of what was loaded later: the reservations that it is for (providers/late_probes.h).
llvm::Value *Firing::late_member(const typed::Enabling &enabling) {
  const LateProbes &late = unit_.program.matches.late();
  const uint64_t row_size = late.words() * sizeof(uint64_t);
  std::map<uint32_t, uint64_t> masks; // by word
  for (uint32_t reservation : enabling.late)
    masks[reservation / 64] |= uint64_t{1} << reservation % 64;
  const uint64_t begin = late.row(*program_.probes[0].owner) * row_size;
  Value *row = b_.CreateMul(b_.CreateZExt(probe_index_, b_.getInt64Ty()), number(row_size));
  Value *found = number(0);
  for (const auto &[word, mask] : masks) {
    Value *offset = b_.CreateAdd(row, number(begin + word * sizeof(uint64_t)));
    Value *marks = load(b_.getInt64Ty(), at(unit_.map("dt_late"), offset));
    found = b_.CreateOr(found, b_.CreateAnd(marks, number(mask)));
  }
  return b_.CreateICmpNE(found, number(0));
}

void Firing::branch_to_members(const typed::Enabling &enabling, Block *others) {
  now_.enabling = &enabling;
  if (Value *member = is_member(enabling)) {
    Block *mine = block("clause");
    branch(member, mine, others);
    begin(mine);
  }
  if (enabling.fires_as) {
    attached_ = probe_;
    probe_ = number(enabling.fires_as->id, 4);
    store(probe_, context_field(ContextField::probe));
  }
}

void Firing::leave_members() {
  if (attached_) {
    probe_ = std::exchange(attached_, nullptr);
    store(probe_, context_field(ContextField::probe));
  }
}

// ---- Names --------------------------------------------------------------------------------------

bool is_probe_name(const Expr &expr) {
  if (expr.kind != ExprKind::Builtin)
    return false;
  const Generator generator = as<BuiltinExpr>(expr).row->generator;
  return generator == Generator::ProbeProvider || generator == Generator::ProbeModule ||
         generator == Generator::ProbeFunction || generator == Generator::ProbeName;
}

// Of the probe that fires: an i32 from a table by the probe's number.
llvm::Value *Firing::name_id(const BuiltinExpr &expr) {
  const Generator part = expr.row->generator;
  const auto id_of = [&](const dtrace::Probe &probe) -> uint32_t {
    const std::string name(probe_part(part, probe));
    if (const auto id = unit_.interned(name))
      return *id;
    unit_.refuse(expr.span, "a probe's name that is not in the manifest");
    return 0;
  };
  if (now_.enabling->fires_as)
    return number(id_of(*now_.enabling->fires_as), 4);
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

// The characters of a probe's name, where a real string is wanted: rows of one width, by number.
Text Firing::probe_name_text(const BuiltinExpr &expr) {
  const Generator part = expr.row->generator;
  if (now_.enabling->fires_as || !probe_index_) {
    const std::string name(now_.enabling->fires_as       ? probe_part(part, *now_.enabling->fires_as)
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

} // namespace dtrace::codegen

// Stage: codegen. One BPF program: is it time to run, which probe fires, then every enabling in the
// order of the D program.
//
//   entry -> gate: dt_state.activity -> probe index, probe id -> enabling, enabling, … -> leave
#include "codegen/builder.h"

#include <dtrace/abi/state.h>

#include <algorithm>
#include <bit>
#include <utility>

namespace dtrace::codegen {

namespace {
// Up to this many probes a membership test compares; more are looked up in a table.
constexpr size_t most_compared = 4;
// From this weight on a program is large. Small ones need no help, and are a little faster without.
constexpr uint64_t large_weight = 1000;
constexpr uint32_t not_enabled = 0; // probe ids start at 1
} // namespace

ProgramBuilder::ProgramBuilder(Unit &unit, const typed::Program &program, size_t index,
                               bool is_error_probe)
    : unit_(unit), program_(program), index_(index), is_error_probe_(is_error_probe),
      b_(unit.context) {}

void ProgramBuilder::build() {
  uint64_t most = unit_.features.piece_weight;
  pieces_ = cut(program_, may_be_cut() ? most : UINT64_MAX, flags_);
  large_ = is_cut() || weight(program_) > large_weight || unit_.features.little_stack;
  start_scratch();
  for (piece_ = 0; piece_ < pieces_.size(); piece_++)
    build_piece(pieces_[piece_]);
  finish_scratch();
}

void ProgramBuilder::build_piece(const Piece &piece) {
  make_function();
  start_context();
  if (piece_ == 0)
    gate();
  identify_probe();
  if (piece_ == 0 && !program_.spec.keep_function.empty()) {
    unit_.kept_map();
    runtime(program_.spec.keep_function, {context_}, {});
  }
  if (large_)
    resume();
  for (const Part &one : piece.parts)
    one.whole() ? enabling(*one.enabling) : part(one);
  if (piece_ + 1 < pieces_.size())
    call_next_piece();
  jump(leave_);
  begin(leave_);
  b_.CreateRet(number(0, 4));
}

// A program: i32 (ptr context). ERROR's: void (ptr context, the five arguments but arg3).
void ProgramBuilder::make_function() {
  llvm::SmallVector<llvm::Type *, 5> parameters{b_.getPtrTy()};
  if (is_error_probe_)
    parameters.append(4, b_.getInt64Ty());
  auto *type = llvm::FunctionType::get(b_.getInt32Ty(), parameters, false);
  function_ = llvm::Function::Create(type, llvm::GlobalValue::ExternalLinkage,
                                     is_error_probe_ ? "dt_error_probe"
                                                     : program_symbol(index_, piece_), unit_.ir);
  function_->setDoesNotThrow();
  if (is_error_probe_) {
    function_->setLinkage(llvm::GlobalValue::InternalLinkage);
    function_->addFnAttr(llvm::Attribute::NoInline);
  } else {
    function_->setSection(std::string(program_section) + program_.spec.key);
  }
  entry_ = block("entry");
  leave_ = block("leave");
  begin(entry_);
}

void ProgramBuilder::start_context() {
  Block *start = block("start");
  context_ = cell(unit_.context_type(), "context").slot;
  bpf_context_ = function_->getArg(0);
  record_ = cell(b_.getPtrTy(), "record");
  reserved_ = cell(b_.getInt64Ty(), "reserved");
  fault_action_ = cell(b_.getInt32Ty(), "fault_action");
  scratch_ = cell(b_.getPtrTy(), "scratch");
  self_ = cell(b_.getPtrTy(), "self");
  self_known_ = cell(b_.getInt1Ty(), "self_known");
  allocated_ = cell(b_.getInt64Ty(), "allocated");
  read_slot_ = {stack_bytes(8, "read"), b_.getInt64Ty()};
  cached_.clear();
  cached_text_.clear();
  this_cells_.clear();
  temporaries_.clear();
  jump(start); // what is found out later is put before this jump
  begin(start);
  Value *null = llvm::ConstantPointerNull::get(b_.getPtrTy());
  store(bpf_context_, context_field(ContextField::bpf));
  store(number(0, 4), context_field(ContextField::index));
  store(number(0, 4), context_field(ContextField::probe));
  store(b_.CreateTrunc(helper(Helper::GetSmpProcessorId, b_.getInt64Ty(), {}), b_.getInt32Ty()),
        context_field(ContextField::cpu));
  store(number(0, 4), context_field(ContextField::fault));
  store(number(0), context_field(ContextField::fault_value));
  store(number(0), context_field(ContextField::timestamp));
  store(null, context_field(ContextField::scratch));
  set(scratch_, null);
  set(self_, null);
  set(self_known_, b_.getFalse());
  set(allocated_, number(0));
}

llvm::Value *ProgramBuilder::activity_allows() {
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

void ProgramBuilder::gate() {
  if (is_error_probe_) // the program that faulted may run, or it would not have
    return;
  if (const auto &cpu = unit_.program.only_cpu) {
    Block *here = block("here");
    Value *current = load(b_.getInt32Ty(), context_field(ContextField::cpu));
    branch(b_.CreateICmpEQ(current, number(*cpu, 4)), here, leave_);
    begin(here);
  }
  Block *run = block("run");
  branch(activity_allows(), run, leave_);
  begin(run);
}

// The probe's id by its number; numbers of probes that nobody enabled lead out.
void ProgramBuilder::identify_probe() {
  if (program_.spec.index_function.empty() || is_error_probe_) {
    probe_ = number(program_.probes.empty() ? 0 : program_.probes[0].id, 4);
  } else {
    probe_index_ = runtime(program_.spec.index_function, {context_}, {});
    store(probe_index_, context_field(ContextField::index));
    std::vector<uint32_t> ids(program_.spec.index_limit, not_enabled);
    for (const dtrace::Probe &probe : program_.probes)
      if (probe.number < ids.size())
        ids[probe.number] = probe.id;
    Block *known = block("known"), *enabled = block("enabled");
    branch(b_.CreateICmpULT(probe_index_, number(ids.size(), 4)), known, leave_);
    begin(known);
    Value *offset = b_.CreateMul(b_.CreateZExt(probe_index_, b_.getInt64Ty()), number(4));
    probe_ = load(b_.getInt32Ty(), at(unit_.table32(ids, "probe_ids"), offset));
    branch(b_.CreateICmpNE(probe_, number(not_enabled, 4)), enabled, leave_);
    begin(enabled);
  }
  store(probe_, context_field(ContextField::probe));
}

// Whether the firing probe is one of the enabling's; null: always.
llvm::Value *ProgramBuilder::is_member(const typed::Enabling &enabling) {
  if (!probe_index_ || enabling.probes.empty() ||
      enabling.probes.size() == program_.probes.size())
    return nullptr;
  if (enabling.probes.size() > most_compared)
    return table_member(enabling);
  Value *member = b_.getFalse();
  for (uint32_t position : enabling.probes)
    member = b_.CreateOr(
        member, b_.CreateICmpEQ(probe_index_, number(program_.probes[position].number, 4)));
  return member;
}

llvm::Value *ProgramBuilder::table_member(const typed::Enabling &enabling) {
  std::string members(program_.spec.index_limit, '\0');
  for (uint32_t position : enabling.probes)
    members[program_.probes[position].number] = 1;
  Value *member = load(b_.getInt8Ty(), at(unit_.bytes(members, "members"), probe_index_));
  return b_.CreateICmpNE(member, number(0, 1));
}

void ProgramBuilder::enabling(const typed::Enabling &enabling) {
  Block *next = block("next");
  branch_to_members(enabling, next);
  clause(*enabling.clause);
  end_enabling(enabling, next);
}

void ProgramBuilder::branch_to_members(const typed::Enabling &enabling, Block *others) {
  enabling_ = &enabling;
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

// Nothing runs after exit(), be it the clause's own or that of dtrace:::ERROR.
void ProgramBuilder::end_enabling(const typed::Enabling &enabling, Block *next) {
  if (attached_) {
    probe_ = std::exchange(attached_, nullptr);
    store(probe_, context_field(ContextField::probe));
  }
  const bool may_exit = enabling.clause->exits || (faults_ && unit_.error_probe_exits);
  if (may_exit && &enabling != &program_.enablings.back())
    branch(activity_allows(), next, leave_);
  jump(next);
  begin(next);
}

} // namespace dtrace::codegen

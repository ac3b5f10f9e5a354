// Stage: codegen. Stacks, as fields of records, as keys, and the built-in variables that look at
// one. The kernel's unwinder starts in the BPF program itself where that is called by the kernel's
// own functions (raw tracepoints): its frame and the ones that every such stack has are skipped by
// number. What comes next depends on who else traces (__traceiter_X is there when there are two), so
// those frames are known by the functions' addresses.
#include "arch/processor.h"
#include "codegen/scratch.h"
#include "codegen/stacks.h"

#include <dtrace/abi/stack.h>
#include <linux/bpf.h>

#include <algorithm>

namespace dtrace::codegen {

using namespace typed;

namespace {
// By the kind of program: what lies between it and the function that was traced, innermost first.
// A `%` in a name stands for the tracepoint's.
struct TracingRow {
  BpfKind kind;
  uint32_t always; // frames
  const char *names[DT_TRACING_FRAMES];
};
constexpr TracingRow tracing_rows[] = {
    {BpfKind::RawTracepoint, 2, {"__bpf_trace_%", "__traceiter_%"}},
    {BpfKind::TypedTracepoint, 2, {"__bpf_trace_%", "__traceiter_%"}},
    {BpfKind::TestRun, 1, {"__bpf_prog_test_run_raw_tp", "bpf_prog_test_run_raw_tp"}},
    {BpfKind::Fentry, 2, {}}, // the trampoline is the second
    {BpfKind::Fexit, 2, {}},
};

const TracingRow *row_of(const typed::BpfProgram &program) {
  const auto row = std::ranges::find(tracing_rows, program.spec.kind, &TracingRow::kind);
  return row == std::end(tracing_rows) ? nullptr : row;
}

// dtrace:::ERROR runs in whichever program faulted, one call deeper: what all of them skip.
uint32_t frames_always(const Unit &unit, const typed::BpfProgram &program, bool is_error_probe) {
  const TracingRow *own = row_of(program);
  uint32_t least = own ? own->always : 0;
  const uint32_t again = own_processor().asker_frames;
  const bool has_no_registers = least || program.spec.kind == BpfKind::Tracepoint;
  if (!is_error_probe)
    return has_no_registers ? least + again : 0;
  for (const typed::BpfProgram &other : unit.program.programs)
    if (const TracingRow *row = row_of(other); !other.probes.empty())
      least = std::min(least, row ? row->always : 0);
  return least ? least + again + 1 : 0;
}

constexpr uint32_t most_frames = 127; // of any stack (kernel/sysctl.c: perf_event_max_stack)
constexpr uint64_t tracing_bytes = DT_TRACING_FRAMES * 8;
} // namespace

// Fills `size` bytes with frames, zeros after the last. Returns the bytes of frames, less than 0: none
// at all. Memory on the stack must have been written: before 6.6 raw tracepoints want to read it.
llvm::Value *Stacks::capture(Value *to, uint32_t size, uint64_t flags) {
  return helper(Helper::GetStack, b_.getInt64Ty(), {fn_.bpf_context, to, number(size), number(flags)});
}

// The same of the kernel's stack; its first frames may be the tracing's own, at most
// DT_TRACING_FRAMES of them.
llvm::Value *Stacks::capture_kernel(Value *to, uint32_t size) {
  return capture(to, size, frames_always(unit_, program_, fn_.is_error_probe));
}

// The same of the thread's user stack, which begins at the second slot of `to` or, when there is a frame
// that the kernel does not see, at the first: the function there has no frame of its own and so hides
// its caller, or the thread has just left it. Returns whether there is one, an i1.
llvm::Value *Stacks::capture_user(Value *to, uint32_t size, Span span, Value **bytes) {
  Value *captured = capture(at(to, 8), size, BPF_F_USER_STACK);
  if (bytes)
    *bytes = captured;
  llvm::Type *word = b_.getInt64Ty();
  Value *frame = load(word, at(to, 8)), *left = number(0), *caller = number(0);
  if (!program_.spec.left_function.empty())
    left = runtime(program_.spec.left_function, {fn_.context}, span);
  if (size >= 16) // else the caller is not asked for
    caller = runtime(program_.spec.caller_function, {fn_.context, frame, load(word, at(to, 16))}, span);
  Value *has_left = b_.CreateICmpNE(left, number(0)), *hidden = b_.CreateICmpNE(caller, number(0));
  Value *before = b_.CreateSelect(has_left, left, number(DT_NO_FRAME));
  store(b_.CreateSelect(hidden, frame, before), to);
  store(b_.CreateSelect(hidden, caller, frame), at(to, 8));
  return b_.CreateOr(has_left, hidden);
}

llvm::Value *Stacks::is_tracing(Value *frame, std::string name) {
  if (const size_t at = name.find('%'); at != std::string::npos)
    name.replace(at, 1, program_.spec.attach_to);
  const auto function =
      unit_.features.kernel_function ? unit_.features.kernel_function(name) : std::nullopt;
  if (!function)
    return b_.getFalse();
  return b_.CreateICmpULE(b_.CreateSub(frame, number(function->address)), number(function->size));
}

// Which of the first frames are the tracing's own, an i1 each.
std::vector<llvm::Value *> Stacks::tracing_frames(Value *frames) {
  std::vector<Value *> own;
  const TracingRow *row = row_of(program_);
  Value *all = b_.getTrue();
  for (uint32_t i = 0; i < DT_TRACING_FRAMES; i++) {
    Value *frame = load(b_.getInt64Ty(), at(frames, 8 * i));
    Value *is_one = b_.getFalse();
    for (const char *name : row ? row->names : tracing_rows[0].names)
      if (row && name)
        is_one = b_.CreateOr(is_one, is_tracing(frame, name));
    all = b_.CreateAnd(all, is_one);
    own.push_back(all);
  }
  return own;
}

llvm::Value *Stacks::count_tracing(Value *frames) {
  Value *count = number(0);
  for (Value *one : tracing_frames(frames))
    count = b_.CreateAdd(count, b_.CreateZExt(one, b_.getInt64Ty()));
  return count;
}

// ---- In records -------------------------------------------------------------------------------

void Stacks::write_kernel_stack(const Field &field, const Expr &, Value *to) {
  capture_kernel(to, field.size);
  const std::vector<Value *> own = tracing_frames(to);
  for (size_t i = 0; i < own.size(); i++) {
    Value *frame = at(to, 8 * i);
    store(b_.CreateSelect(own[i], number(DT_NO_FRAME), load(b_.getInt64Ty(), frame)), frame);
  }
}

void Stacks::write_user_stack(const Field &field, const Expr &expr, Value *to) {
  store(process_id(), to);
  capture_user(at(to, 8), field.size - field.copied - 16, expr.span);
  if (field.copied)
    runtime("dt_copy_user_stack",
            {fn_.context, at(to, field.size - field.copied),
             number((field.copied - sizeof(dt_stack_copy)) / DT_STACK_PIECE, 4)},
            expr.span);
}

// ---- As keys ----------------------------------------------------------------------------------

void Stacks::write_stack_id(const Field &field, const Expr &expr, Value *to) {
  const auto &call = static_cast<const BuiltinExpr &>(expr);
  const uint32_t frames = static_cast<const IntegerConst *>(call.arguments.at(0))->value;
  if (field.copied) { // abi/record.h: dt_update_record
    store(process_id(), to);
    return store(number(frames), at(to, 8));
  }
  const uint32_t most = unit_.most_stack_frames();
  Value *buffer = scratch_.scratch_slot(tracing_bytes + most * 8), *first = buffer;
  if (field.kind == FieldKind::UserStackId) {
    store(process_id(), to);
    to = at(to, 8);
    Value *hidden = capture_user(buffer, frames * 8, expr.span);
    Value *skipped = b_.CreateSelect(hidden, number(0), number(8));
    first = at(buffer, bounded(skipped, tracing_bytes));
  } else {
    capture_kernel(buffer, tracing_bytes + frames * 8);
    Value *own = b_.CreateMul(count_tracing(buffer), number(8));
    first = at(buffer, bounded(own, tracing_bytes));
  }
  Value *id = runtime("dt_stack_id", {fn_.context, unit_.stacks_map(), first, number(frames, 4),
                                      number(most, 4)}, expr.span);
  store(id, to);
  Value *missing = b_.CreateICmpEQ(id, number(0));
  missing_ = missing_ ? b_.CreateOr(missing_, missing) : missing;
}

// ---- Variables --------------------------------------------------------------------------------

// The second frame; where there is none, 0.
llvm::Value *Stacks::caller(const BuiltinExpr &) {
  constexpr uint64_t size = tracing_bytes + 16;
  Value *frames = scratch_.temporary_bytes(size);
  zero(frames, size);
  capture_kernel(frames, size);
  Value *found = load(b_.getInt64Ty(), at(frames, 8));
  const std::vector<Value *> own = tracing_frames(frames);
  for (size_t i = 0; i < own.size(); i++)
    found = b_.CreateSelect(own[i], load(b_.getInt64Ty(), at(frames, 8 * (i + 2))), found);
  return found;
}

llvm::Value *Stacks::user_caller(const BuiltinExpr &expr) {
  Value *frames = scratch_.temporary_bytes(24);
  zero(frames, 24);
  Value *hidden = capture_user(frames, 16, expr.span);
  return b_.CreateSelect(hidden, load(b_.getInt64Ty(), at(frames, 8)),
                         load(b_.getInt64Ty(), at(frames, 16)));
}

llvm::Value *Stacks::depth(const BuiltinExpr &expr, Value *bytes, Value *own) {
  Value *frames = b_.CreateSub(b_.CreateLShr(bytes, 3), own);
  Value *some = b_.CreateICmpSGT(bytes, number(0));
  return resized(b_.CreateSelect(some, frames, number(0)), scalar_size(expr.type), false);
}

// The number that stands for the stack in its table; 0: the table is full.
llvm::Value *Stacks::kept_stack(const BuiltinExpr &expr) {
  const Cell id = cell(b_.getInt64Ty(), "stack");
  write_stack_id({.kind = FieldKind::StackId, .size = 8}, expr, id.slot);
  return get(id);
}

llvm::Value *Stacks::stack_depth(const BuiltinExpr &expr) {
  Value *frames = scratch_.scratch_slot(most_frames * 8);
  Value *bytes = capture_kernel(frames, most_frames * 8);
  return depth(expr, bytes, count_tracing(frames));
}

llvm::Value *Stacks::user_stack_depth(const BuiltinExpr &expr) {
  Value *bytes = nullptr;
  Value *hidden =
      capture_user(scratch_.scratch_slot((most_frames + 1) * 8), most_frames * 8, expr.span, &bytes);
  return depth(expr, bytes, b_.CreateSExt(hidden, b_.getInt64Ty()));
}

llvm::Value *Stacks::stack_variable(const BuiltinExpr &expr) {
  switch (expr.row->generator) {
  case Generator::Caller:
    return caller(expr);
  case Generator::UserCaller:
    return user_caller(expr);
  case Generator::KeptStack:
    return kept_stack(expr);
  case Generator::KernelStackDepth:
    return stack_depth(expr);
  default:
    return user_stack_depth(expr);
  }
}

void Stacks::write_stack(const Field &field, const Expr &expr, Value *to) {
  if (field.kind == FieldKind::Stack)
    write_kernel_stack(field, expr, to);
  else if (field.kind == FieldKind::UserStack)
    write_user_stack(field, expr, to);
  else
    write_stack_id(field, expr, to);
}

} // namespace dtrace::codegen

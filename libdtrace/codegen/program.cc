// Stage: codegen. One BPF program: is it time to run, which probe fires, then every enabling in the
// order of the D program.
//
//   entry -> gate: dt_state.activity -> probe index, probe id -> enabling, enabling, … -> leave
#include "codegen/builder.h"

namespace dtrace::codegen {

namespace {
// From this size on a program is large. Small ones need no help, and are a little faster without.
constexpr uint64_t large_code_size = 1000;
} // namespace

ProgramBuilder::ProgramBuilder(Unit &unit, const typed::BpfProgram &program, size_t index,
                               bool is_error_probe)
    : fn_{unit, program, index, is_error_probe, llvm::IRBuilder<>(unit.context)} {}

void ProgramBuilder::build() {
  const TargetFeatures &features = fn_.unit.features;
  const std::vector<Piece> pieces =
      cut(fn_.program, may_be_cut() ? features.piece_size : UINT64_MAX, fn_.flags);
  fn_.pieces = pieces.size();
  fn_.large =
      pieces.size() > 1 || code_size(fn_.program) > large_code_size || features.little_stack;
  scratch_.start_scratch();
  for (fn_.piece = 0; fn_.piece < pieces.size(); fn_.piece++)
    build_piece(pieces[fn_.piece]);
  scratch_.finish_scratch();
}

void ProgramBuilder::build_piece(const Piece &piece) {
  frame_.begin_function();
  faults_.start_function();
  scratch_.start_function();
  variables_.start_function();
  builtins_.start_function();
  records_.start_function();
  if (fn_.piece == 0)
    firing_.gate();
  firing_.identify_probe();
  frame_.keep_arguments();
  if (fn_.large)
    clauses_.resume();
  for (const Part &one : piece.parts)
    one.whole() ? clauses_.enabling(*one.enabling) : clauses_.part(one);
  if (fn_.piece + 1 < fn_.pieces)
    clauses_.call_next_piece();
  frame_.end_function();
}

// Programs that may sleep cannot make tail calls; dtrace:::ERROR's is a function.
bool ProgramBuilder::may_be_cut() const {
  return !fn_.is_error_probe && !fn_.program.spec.sleepable;
}

} // namespace dtrace::codegen

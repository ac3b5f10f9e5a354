// Stage: codegen. ProgramBuilder makes one BPF program (or the function that runs the clauses of
// dtrace:::ERROR) from one typed::BpfProgram. The work is done by classes with one subject each;
// each is given those whose help it needs, and knows no other.
#pragma once
#include "codegen/actions.h"
#include "codegen/aggregations.h"
#include "codegen/builtins.h"
#include "codegen/clauses.h"
#include "codegen/expressions.h"
#include "codegen/faults.h"
#include "codegen/firing.h"
#include "codegen/frame.h"
#include "codegen/pieces.h"
#include "codegen/records.h"
#include "codegen/scratch.h"
#include "codegen/stacks.h"
#include "codegen/strings.h"
#include "codegen/variables.h"

namespace dtrace::codegen {

class ProgramBuilder {
public:
  ProgramBuilder(Unit &unit, const typed::BpfProgram &program, size_t index, bool is_error_probe);
  void build();
  llvm::Function *function() const { return fn_.function; }

private:
  void build_piece(const Piece &piece);
  bool may_be_cut() const;

  FunctionState fn_;
  Frame frame_{fn_};
  Faults faults_{fn_};
  Scratch scratch_{fn_, faults_};
  Firing firing_{fn_};
  Expressions expressions_{fn_, faults_, scratch_, variables_, strings_, builtins_};
  Variables variables_{fn_, faults_, scratch_, expressions_, strings_, builtins_};
  Strings strings_{fn_, faults_, scratch_, firing_, expressions_, variables_, builtins_};
  Builtins builtins_{fn_, faults_, scratch_, firing_, expressions_, variables_, strings_,
                     stacks_};
  Stacks stacks_{fn_, scratch_};
  Records records_{fn_, scratch_, firing_, expressions_, variables_, strings_, stacks_, actions_};
  Actions actions_{fn_, faults_, expressions_, builtins_, records_};
  Aggregations aggregations_{fn_, expressions_, variables_, strings_, stacks_, records_};
  Clauses clauses_{fn_, faults_, scratch_, firing_, expressions_, variables_, builtins_,
                   records_, actions_, aggregations_};
};

} // namespace dtrace::codegen

// Stage: codegen. Which expressions and actions do something besides having a value: those happen
// even when the clause's record finds no room.
#pragma once
#include "analysis/typed.h"

namespace dtrace::codegen {

bool has_effect(const typed::Expr &expr);
bool has_kernel_effect(ActionKind action);

} // namespace dtrace::codegen

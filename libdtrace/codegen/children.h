// Stage: codegen. The expressions that an expression is made of, in the order in which they are
// evaluated: for those who ask the same of each.
#pragma once
#include "analysis/typed.h"

#include <functional>

namespace dtrace::codegen {

using TakeExpr = std::function<void(const typed::Expr &)>;
void for_each_child(const typed::Expr &expr, const TakeExpr &take);

} // namespace dtrace::codegen

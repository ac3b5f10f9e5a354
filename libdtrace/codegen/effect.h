// Stage: codegen. Which expressions do something besides having a value: that happens even when the
// clause's record finds no room.
#pragma once
#include "analysis/typed.h"

namespace dtrace::codegen {

bool has_effect(const typed::Expr &expr);

} // namespace dtrace::codegen

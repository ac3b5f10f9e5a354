// Stage: codegen. The frame of a function: its signature and section, its dt_context, the way out.
#pragma once
#include "codegen/code.h"

namespace dtrace::codegen {

class Frame : Code {
public:
  explicit Frame(FunctionState &fn) : Code(fn) {}

  void begin_function(); // code goes behind the start of the context from now on
  void keep_arguments(); // for the return of what the probe's function was called with
  void end_function();

private:
  void make_function();
  void start_context();
};

} // namespace dtrace::codegen

// What is asked before a typed program is loaded: whether it may do what it does, and how much it
// wants.
#pragma once
#include "analysis/typed.h"
#include "language/options.h"

namespace dtrace {

// Destructive actions, the only CPU, the number of places in programs (probelimit).
Result<void> check_enabling(const TypedProgram &program, const Options &options);
// Bytes that the records of END may take together: with bufpolicy fill it must find room in a full
// buffer, and it is an error when the buffer has not as much.
Result<uint64_t> room_for_end(const TypedProgram &program, const Options &options);

} // namespace dtrace

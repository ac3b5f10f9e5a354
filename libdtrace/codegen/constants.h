// Stage: codegen. Constants that functions in bpf/ declare `extern` and that a provider makes.
#pragma once
#include "codegen/codegen.h"

#include <string>
#include <string_view>

namespace dtrace {

// Between generate() and build_object(). bytes: of the symbol's type, or an array of it.
void give_constant(Module &module, std::string_view symbol, const std::string &bytes);
// The same as memory that the consumer maps, by that name, and may change.
void give_memory(Module &module, std::string_view symbol, const std::string &bytes);

} // namespace dtrace

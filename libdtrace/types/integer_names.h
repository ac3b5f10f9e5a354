// Stage: types. How type data name C's basic types (`long unsigned int`, `char`), as D's own types.
// Used by the importers: where D has the type, the imported one is D's, so that both are the same.
#pragma once
#include "types/type.h"

namespace dtrace {

// size in bytes. Names D has no words for, or of another size, become types of their own.
const Type *integer_by_name(TypeGraph &graph, std::string_view name, uint64_t size, bool is_signed);
const Type *float_by_size(TypeGraph &graph, std::string_view name, uint64_t size);

} // namespace dtrace

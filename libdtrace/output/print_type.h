// Stage: output. print(): a value as C writes an initialiser, with its types. Zeros in structs and
// arrays are left out, so that a kernel structure shows what is set in it.
#pragma once
#include "output/output.h"
#include "types/type.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace dtrace {

// `(struct pt) {`, its members one a line, `}` and a newline. indent: columns of the first line,
// which the caller has written. bytes may be shorter than the type: what is missing is left out.
// texts: arrays of characters are shown as strings, when nothing follows their NUL.
void print_typed(Output &out, const Type *type, std::span<const std::byte> bytes, uint32_t indent,
                 bool texts = false);

} // namespace dtrace

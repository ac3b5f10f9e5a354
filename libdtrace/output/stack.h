// Stage: output. Addresses and stacks by name.
#pragma once
#include "output/output.h"
#include "output/print_context.h"

#include <cstddef>
#include <string>
#include <vector>

namespace dtrace {

bool is_stack(FieldKind kind);
bool is_address(FieldKind kind);

// KernelAddress, UserAddress, as the field's form says; another integer: as a kernel address.
std::string address_text(const PrintContext &context, const Field &field, const std::byte *base);

// Of any kind of stack: its frames, innermost first.
std::vector<StackFrame> stack_frames(Symbolizer &symbolizer, const Field &field,
                                     const std::byte *base);

// A newline, then a frame a line, each indented by `indent` columns.
void print_stack(Output &out, const PrintContext &context, const Field &field,
                 const std::byte *base, uint32_t indent);

} // namespace dtrace

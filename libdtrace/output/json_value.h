// Stage: output. Fields as values of the stream (man/dtrace-stream.5).
#pragma once
#include "analysis/manifest.h"
#include "output/json_text.h"
#include "output/print_context.h"

#include <cstddef>

namespace dtrace {

// The members that make a value: "value", or "stack-frames", "sym" … by the field's kind. The object is
// the caller's, who may add to it.
void put_json_value(JsonObject &object, const PrintContext &context, const Field &field,
                    const std::byte *base);

// "integer", "string", "bytes", "stack", "symbol" …: how its value is written.
const char *json_kind(FieldKind kind);

} // namespace dtrace

// dtrace-merge. What print() gave, from the stream to the text that dtrace itself shows.
#pragma once
#include "output/typed_value.h"
#include "reader/json.h"

namespace dtrace::stream {

void walk_typed_json(TypedVisitor &visitor, const Json &value);

} // namespace dtrace::stream

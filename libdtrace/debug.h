// -x debug: what was done, as it is done, a line each.
#pragma once
#include "language/options.h"
#include "output/output.h"

namespace dtrace {

// Nothing without the option.
[[gnu::format(printf, 3, 4)]] void debug(const Options &options, Output &messages,
                                         const char *format, ...);

} // namespace dtrace

// Stage: usdt. dtrace -h: the C and C++ header whose macros are the probes of a program. It needs no
// other header and no further object. A probe is a nop with a SystemTap note (note.h) about it, and a
// semaphore: a counter in section .probes which tracers hold above 0. Each object that uses a probe
// brings the semaphore along; the linker keeps one of them.
#pragma once
#include "usdt/declaration.h"

#include <span>
#include <string>
#include <string_view>

namespace dtrace::usdt {

// source: the provider file, for the comment at its top.
std::string header_text(std::span<const Provider> providers, std::string_view source);

} // namespace dtrace::usdt

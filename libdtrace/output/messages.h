// Stage: output. The messages about faults and drops, in the classic words; whoever prints them
// puts "dtrace: " in front.
#pragma once
#include "consume/handler.h"

#include <string>
#include <string_view>

namespace dtrace {

// "divide-by-zero"; enum dt_fault.
std::string_view fault_name(uint32_t fault);
// Whether the bad address is AT_FDCWD, taken for the address of a path.
bool is_working_folder(const FaultReport &fault);
// error in clause 1 (file.d:3) for probe ID 1 (dtrace:::BEGIN): invalid address (0x8)
std::string fault_message(const FaultReport &fault);

// Why an address of a process could not be read, and what to do; empty: nothing to say.
std::string_view fault_advice(const FaultReport &fault);

std::string_view drop_tag(DropKind kind); // DTRACEDROP_PRINCIPAL
// [DTRACEDROP_PRINCIPAL] 5 drops on CPU 0; the tag with -x droptags.
std::string drop_message(const Drop &drop, bool show_tag);

} // namespace dtrace

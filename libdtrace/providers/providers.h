// Stage: providers. The providers there are: one maker each, called by registry.cc. Each is
// defined in the file of the same name.
#pragma once
#include "providers/provider.h"
#include "providers/tracefs.h"

#include <memory>

namespace dtrace {

// The ranges of probe ids, in the order in which registry.cc lists the providers.
constexpr uint32_t dtrace_first_id = 1;
constexpr uint32_t syscall_first_id = 4;    // entry: 4 + 2 * number, return: one more
constexpr uint32_t declared_first_id = 1000; // by D libraries, then by programs
constexpr uint32_t profile_first_id = 3000; // in order of first use, after the default rates
constexpr uint32_t rawtp_first_id = 10000;  // by module and name
constexpr uint32_t sdt_first_id = 20000;    // by module and name
constexpr uint32_t cpc_first_id = 30000;    // in order of first use, after the usual ones
constexpr uint32_t declared_more_first_id = 40000; // declarations' second and later probes, aliases
constexpr uint32_t fbt_first_id = 100000;   // entry: 100000 + 2 * row of the kernel's list
constexpr uint32_t fbt_offset_first_id = 550000; // in order of first use
constexpr uint32_t pid_first_id = 600000;   // in order of first use
constexpr uint32_t watch_first_id = 8900000; // in order of first use
constexpr uint32_t usdt_first_id = 9000000; // in order of first use
constexpr uint32_t never_first_id = 0x30000000; // other systems' calls: no probe of a program
constexpr uint32_t late_first_id = 0x40000000; // blank probes of one compile

std::unique_ptr<Provider> make_dtrace_provider();  // BEGIN, END, ERROR
std::unique_ptr<Provider> make_syscall_provider(); // system calls of this machine
std::unique_ptr<Provider> make_profile_provider(); // profile-N and tick-N
// Tracepoints, with the arguments that the kernel's C code gives them; with those of their records.
std::unique_ptr<Provider> make_rawtp_provider(std::shared_ptr<Tracefs> tracefs);
std::unique_ptr<Provider> make_sdt_provider(std::shared_ptr<Tracefs> tracefs);
std::unique_ptr<Provider> make_cpc_provider(); // performance counters
std::unique_ptr<Provider> make_fbt_provider(std::shared_ptr<Tracefs> tracefs); // kernel functions
std::unique_ptr<Provider> make_pid_provider();     // functions of processes: pid123
std::unique_ptr<Provider> make_usdt_provider();    // probes that programs bring along
std::unique_ptr<Provider> make_watch_provider();   // memory that is written, read or executed

} // namespace dtrace

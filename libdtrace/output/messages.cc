#include "output/messages.h"

#include "base/enum_size.h"
#include "dtrace/abi/record.h"

#include <fcntl.h>

namespace dtrace {

namespace {
struct FaultRow {
  uint32_t fault;
  std::string_view name;
  bool has_address;
};
constexpr FaultRow faults[] = {
    {DT_FAULT_BADADDR, "invalid address", true},
    {DT_FAULT_BADALIGN, "invalid alignment", true},
    {DT_FAULT_ILLOP, "illegal operation", false},
    {DT_FAULT_DIVZERO, "divide-by-zero", false},
    {DT_FAULT_NOSCRATCH, "out of scratch space", false},
    {DT_FAULT_KPRIV, "invalid kernel access", true},
    {DT_FAULT_UPRIV, "invalid user access", true},
    {DT_FAULT_TUPOFLOW, "tuple stack overflow", false},
    {DT_FAULT_BADSTACK, "bad stack", true},
};
const FaultRow *find_fault(uint32_t fault) {
  for (const FaultRow &row : faults)
    if (row.fault == fault)
      return &row;
  return nullptr;
}

struct DropRow {
  DropKind kind;
  std::string_view tag;
  std::string_view before, after; // "5 " before "drop" "s" after
  bool by_cpu;
};
constexpr DropRow drops[] = {
    {DropKind::Principal, "DTRACEDROP_PRINCIPAL", "drop", "", true},
    {DropKind::Aggregation, "DTRACEDROP_AGGREGATION", "aggregation drop", "", true},
    {DropKind::Dynamic, "DTRACEDROP_DYNAMIC", "dynamic variable drop", "", false},
    {DropKind::DynamicRinse, "DTRACEDROP_DYNRINSE", "dynamic variable drop",
     " with non-empty rinsing list", false},
    {DropKind::DynamicDirty, "DTRACEDROP_DYNDIRTY", "dynamic variable drop",
     " with non-empty dirty list", false},
    {DropKind::Speculation, "DTRACEDROP_SPEC", "speculative drop", "", false},
    {DropKind::SpeculationBusy, "DTRACEDROP_SPECBUSY", "failed speculation",
     " (available buffer(s) still busy)", false},
    {DropKind::SpeculationUnavailable, "DTRACEDROP_SPECUNAVAIL", "failed speculation",
     " (no speculative buffer available)", false},
    {DropKind::DoubleError, "DTRACEDROP_DBLERROR", "error", " in ERROR probe enabling", false},
    {DropKind::StackString, "DTRACEDROP_STKSTROVERFLOW", "jstack()/ustack() string table overflow",
     "", false},
};
static_assert(in_order(drops, &DropRow::kind));
const DropRow &row_of(DropKind kind) {
  return drops[static_cast<int>(kind)];
}

// "file.d:3", of the command line "line 1".
std::string place_text(const FaultReport &fault) {
  const Span span = fault.statement.source ? fault.statement : fault.clause->span;
  if (!span.source)
    return "";
  const Place place = span.place();
  if (span.source->kind == SourceKind::CommandLine)
    return format(" (line %u)", place.line);
  return " (" + std::string(place.file) + format(":%u)", place.line);
}
} // namespace

std::string_view fault_name(uint32_t fault) {
  const FaultRow *row = find_fault(fault);
  return row ? row->name : "unknown fault";
}

bool is_working_folder(const FaultReport &fault) {
  const auto address = static_cast<uint64_t>(fault.value);
  return fault.fault == DT_FAULT_BADADDR && (address == static_cast<uint32_t>(AT_FDCWD) ||
                                             address == static_cast<uint64_t>(AT_FDCWD));
}

std::string fault_message(const FaultReport &fault) {
  const ProbeRecord &probe = *fault.probe;
  std::string text = format("error in clause %u", fault.clause->number) + place_text(fault);
  text += format(" for probe ID %u (", probe.id);
  text += probe.provider + ":" + probe.module + ":" + probe.function + ":" + probe.name + "): ";
  text += fault_name(fault.fault);
  if (const FaultRow *row = find_fault(fault.fault); row && row->has_address)
    text += format(" (0x%lx)", static_cast<unsigned long>(fault.value));
  return text;
}

namespace {
// Those of the kernel have their highest bits set; the first pages are nobody's.
bool may_be_of_process(uint64_t address) {
  return address >= 0x10000 && address >> 56 == 0;
}
} // namespace

std::string_view fault_advice(const FaultReport &fault) {
  if (is_working_folder(fault))
    return "the address is AT_FDCWD: Linux opens files by openat(2), whose path is arg1; for "
           "scripts of "
           "another system say which by -x compat=solaris, freebsd or macos (reported once)";
  const Span span = fault.statement.source ? fault.statement : fault.clause->span;
  if (fault.fault != DT_FAULT_BADADDR || !may_be_of_process(fault.value) || !span.source)
    return {};
  if (span.text().find("copyin") != std::string_view::npos)
    return "the page is not in memory yet, or does not exist: read a system call's argument when "
           "the call returns (keep its address in self->)";
  return "an address of a process is read by copyinstr(address) or copyin(address, size)";
}

std::string_view drop_tag(DropKind kind) {
  return row_of(kind).tag;
}

std::string drop_message(const Drop &drop, bool show_tag) {
  const DropRow &row = row_of(drop.kind);
  std::string text;
  if (show_tag)
    text += "[" + std::string(row.tag) + "] ";
  text += std::to_string(drop.count) + " ";
  text += row.before;
  text += drop.count == 1 ? "" : "s";
  text += row.after;
  if (row.by_cpu)
    text += " on CPU " + std::to_string(drop.cpu);
  return text;
}

} // namespace dtrace

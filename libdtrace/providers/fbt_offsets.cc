#include "providers/fbt_offsets.h"

#include "providers/offset_name.h"
#include "providers/providers.h"

#include <algorithm>

namespace dtrace {

bool FbtOffsets::means_offset(const ProbeDescription &description) {
  return description.provider == "fbt" && !description.function.empty() &&
         !is_glob(description.function) && read_hexadecimal(description.name);
}

Result<void> FbtOffsets::match(const ProbeDescription &description, const ProbeSink &sink) {
  const TraceableFunction *function = functions_.find(description.function);
  if (!function)
    function = functions_.find_other_name(description.function);
  const TraceableFunction *first = functions_.rows().data();
  while (function && !glob_matches(description.module, function->module))
    function = function->next ? first + function->next : nullptr;
  if (!function)
    return {};
  TRY(start, start_of(*function));
  const Place place = {start, *read_hexadecimal(description.name)};
  TRY_VOID(check_inside(*function, place));
  sink(add(*function, place));
  return {};
}

Result<uint64_t> FbtOffsets::start_of(const TraceableFunction &function) {
  const std::string name(function.name), module(function.module);
  if (const size_t count = functions_.all_of(function).size(); count > 1)
    return fail(Tag::D_PROC_OFF, {},
                "%s has %zu functions %s, and an offset must belong to one function",
                module.c_str(), count, name.c_str());
  if (!symbols_)
    symbols_ = std::make_unique<KallsymsIndex>(KallsymsIndex::read());
  if (const auto address = symbols_->address_of(module, name))
    return *address;
  return fail(Tag::D_PROC_OFF, {},
              "/proc/kallsyms does not show where %s begins: see the sysctl kernel.kptr_restrict",
              name.c_str());
}

Result<void> FbtOffsets::check_inside(const TraceableFunction &function, const Place &place) {
  const auto found = symbols_->resolve(place.function + place.offset);
  if (found && found->offset == place.offset)
    return {};
  return fail(Tag::D_PROC_OFF, {}, "offset 0x%s is outside of %s", hexadecimal(place.offset).c_str(),
              std::string(function.name).c_str());
}

const Probe &FbtOffsets::add(const TraceableFunction &function, const Place &place) {
  const auto known = std::ranges::find_if(places_, [&](const Place &one) {
    return one.function == place.function && one.offset == place.offset;
  });
  if (known != places_.end())
    return probes_[known - places_.begin()];
  places_.push_back(place);
  const uint64_t number = probes_.size();
  return probes_.emplace_back(Probe{static_cast<uint32_t>(fbt_offset_first_id + number), "fbt",
                                    std::string(function.module), std::string(function.name),
                                    hexadecimal(place.offset), &owner_, number});
}

void FbtOffsets::match_id(uint32_t id, const ProbeSink &sink) const {
  if (id >= fbt_offset_first_id && id - fbt_offset_first_id < probes_.size())
    sink(probes_[id - fbt_offset_first_id]);
}

bool FbtOffsets::has(const Probe &probe) const { return probe.id >= fbt_offset_first_id; }

// The registers of arguments, as they stand at that instruction.
ProgramSpec FbtOffsets::program() {
  return {.key = key,
          .kind = BpfKind::Kprobe,
          .may_interrupt = true,
          .numbered = true,
          .index_function = "dt_fbt_index",
          .argument_function = "dt_fbt_entry_argument"};
}

Result<void> FbtOffsets::attach(std::span<const Probe> probes, const LoadedProgram &program,
                                const ProgressSink &progress, Links &links) const {
  std::vector<FunctionTarget> targets;
  for (const Probe &probe : probes) {
    const Place &place = places_[probe.id - fbt_offset_first_id];
    targets.push_back({&probe, probe.function + "+0x" + probe.name, place.function + place.offset,
                       probe.number});
  }
  return attach_kprobes(std::move(targets), false, program, progress, links);
}

} // namespace dtrace

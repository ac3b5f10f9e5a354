// Stage: providers. sdt:<subsystem>::<event>: every event of the tracing file system; its arguments
// are the fields of the record that the kernel makes of it, an array's being a pointer into the
// record. The program hangs on a perf event, as the record is made for those.
#include "providers/descriptor_link.h"
#include "base/limits.h"
#include "providers/event_format.h"
#include "providers/prototype.h"
#include "providers/providers.h"
#include "providers/tracefs.h"
#include "providers/tracepoint_provider.h"
#include "system/perf_event.h"

#include <dtrace/abi/event.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <map>
#include <sys/ioctl.h>

namespace dtrace {

namespace {

// Its events are the tracers' own messages and cannot be attached to.
constexpr std::string_view not_a_subsystem = "ftrace";

bool is_number_size(uint32_t size) {
  return size == 1 || size == 2 || size == 4 || size == 8;
}

uint32_t word_of(const EventField &field) {
  const auto word = [&](dt_event_kind kind) {
    return DT_EVENT_WORD(static_cast<uint32_t>(kind), std::min(field.size, 255u), field.offset);
  };
  if (field.located)
    return word(DT_EVENT_LOCATION);
  if (field.relative)
    return word(DT_EVENT_RELATIVE_LOCATION);
  if (field.is_array || !is_number_size(field.size) || field.offset % field.size != 0)
    return word(DT_EVENT_ADDRESS);
  return word(field.is_signed ? DT_EVENT_SIGNED : DT_EVENT_UNSIGNED);
}

const Type *type_of(const EventField &field, bool userland, TypeGraph &types) {
  const Type *type = read_parameter(field.type, types, userland).type;
  if (DT_EVENT_KIND(word_of(field)) >= DT_EVENT_ADDRESS)
    return types.pointer_to(type);
  return type->is_scalar() && type->size == field.size
             ? type
             : types.integer(field.size, field.is_signed);
}

// The kernel calls the program on every CPU, whichever the event is for. It refuses samples of the
// events that its own samples would cause (irq_vectors:irq_work_exit), not those events.
Descriptor open_event(uint64_t id) {
  perf_event_attr attributes = {};
  attributes.type = PERF_TYPE_TRACEPOINT;
  attributes.config = id;
  Descriptor event;
  for (const uint64_t period : {1, 0}) {
    attributes.sample_period = period;
    event = open_perf_event(attributes, -1, 0);
    if (event || errno != EPERM)
      break;
  }
  return event;
}

class SdtProvider : public TracepointProvider {
public:
  explicit SdtProvider(std::shared_ptr<Tracefs> tracefs)
      : TracepointProvider("sdt", sdt_first_id, cpc_first_id), tracefs_(std::move(tracefs)) {}

  std::string advice(const ProbeDescription &description) override {
    return description.provider == name() ? tracefs_->problem() : std::string();
  }

  Result<ProbeArguments> arguments(const Probe &probe, TypeGraph &types) override {
    TRY(format, format_of(probe));
    const bool userland = probe.module == "syscalls";
    ProbeArguments result;
    for (const EventField &field : format->fields)
      result.arguments.push_back({type_of(field, userland, types), nullptr, field.name,
                                  static_cast<uint32_t>(result.arguments.size())});
    return result;
  }

  ProgramSpec program(const Probe &probe, const Matches &) const override {
    ProgramSpec spec{.key = "sdt:" + probe.module + ":" + probe.name,
                     .kind = BpfKind::Tracepoint,
                     .attach_to = probe.name,
                     .may_interrupt = true,
                     .argument_function = "dt_sdt_argument",
                     .argument_count = 0};
    if (const auto format = format_of(probe))
      for (const EventField &field : (*format)->fields)
        spec.argument_layouts.push_back(word_of(field));
    spec.argument_count = spec.argument_layouts.size();
    return spec;
  }

  Result<std::vector<std::unique_ptr<Link>>> attach(std::span<const Probe> probes,
                                                    const LoadedProgram &program) override {
    std::vector<std::unique_ptr<Link>> links;
    for (const Probe &probe : probes) {
      TRY(format, format_of(probe));
      Descriptor event = open_event(format->id);
      if (event && ioctl(event.get(), PERF_EVENT_IOC_SET_BPF, program.fd) == 0 &&
          ioctl(event.get(), PERF_EVENT_IOC_ENABLE, 0) == 0)
        links.push_back(std::make_unique<DescriptorLink>(std::move(event)));
      else
        TRY_VOID(program.refuse(probe, errno,
                                fail("failed to attach to the event %s:%s: %s",
                                     probe.module.c_str(), probe.name.c_str(), explain_errno(errno).c_str())));
    }
    return links;
  }

private:
  std::vector<Row> read() override {
    std::vector<Row> events;
    for (const std::string &subsystem : tracefs_->folders("events"))
      if (subsystem != not_a_subsystem)
        for (std::string &event : tracefs_->folders("events/" + subsystem))
          events.push_back({subsystem, std::move(event)});
    return events;
  }

  Result<const EventFormat *> format_of(const Probe &probe) const {
    if (const auto it = formats_.find(probe.number); it != formats_.end())
      return &it->second;
    TRY(text, tracefs_->read("events/" + probe.module + "/" + probe.name + "/format"));
    EventFormat format = read_event_format(text);
    if (format.id == 0)
      return fail("the format of the event %s:%s cannot be understood", probe.module.c_str(),
                  probe.name.c_str());
    return &formats_.emplace(probe.number, std::move(format)).first->second;
  }

  std::shared_ptr<Tracefs> tracefs_;
  mutable std::map<uint64_t, EventFormat> formats_; // by Probe::number
};

} // namespace

std::unique_ptr<Provider> make_sdt_provider(std::shared_ptr<Tracefs> tracefs) {
  return std::make_unique<SdtProvider>(std::move(tracefs));
}

} // namespace dtrace

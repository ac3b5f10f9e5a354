// Stage: providers. Links and events of functions of the kernel.
#include "providers/fbt_attach.h"

#include "base/limits.h"
#include "providers/descriptor_link.h"
#include "system/bpf.h"
#include "system/perf_event.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <span>

namespace dtrace {

namespace {

// Of a link: more of them in one call could not be interrupted in time.
constexpr size_t most_functions = 4096;

bool go_on(const ProgressSink &progress, size_t done, size_t total) {
  return !progress || progress("probes set", done, total);
}

Failure interrupted(size_t done, size_t total) {
  return fail("interrupted: %zu of %zu functions were attached to", done, total);
}

Failure cannot_trace(const std::string &name, int error) {
  if (error == EPERM || error == EACCES)
    return fail("failed to trace the function %s: %s; root, or CAP_BPF and CAP_PERFMON, is needed",
                name.c_str(), explain_errno(error).c_str());
  if (error == EILSEQ)
    return fail("failed to trace %s: no instruction begins there", name.c_str());
  if (error == EADDRNOTAVAIL || error == ENOENT || error == EINVAL || error == ESRCH)
    return fail("failed to trace the function %s: the kernel does not let it be traced (%s)",
                name.c_str(), explain_errno(error).c_str());
  constexpr int not_supported = 524; // ENOTSUPP, which C libraries have no name for: aarch64 before 6.4
  if (error == not_supported)
    return fail("failed to trace the function %s: the kernel has no fentry on this processor; "
                "-x fbtmethod=auto uses what it has",
                name.c_str());
  return fail("failed to trace the function %s: %s", name.c_str(), explain_errno(error).c_str());
}

Descriptor link_kprobe_multi(std::span<const FunctionTarget> targets, bool is_return, int program_fd) {
  std::vector<unsigned long> addresses;
  std::vector<const char *> names;
  std::vector<uint64_t> cookies;
  for (const FunctionTarget &target : targets) {
    if (target.address)
      addresses.push_back(target.address);
    else
      names.push_back(target.name.c_str());
    cookies.push_back(target.cookie);
  }
  return bpf::link_functions(program_fd, {.addresses = addresses,
                                          .names = names,
                                          .cookies = cookies,
                                          .at_return = is_return});
}

Result<void> refuse(const FunctionTarget &target, int error, const LoadedProgram &program) {
  return program.refuse(*target.probe, error, cannot_trace(target.name, error));
}

// Halves what the kernel refuses until the culprit stands alone.
Result<void> attach_halves(std::span<const FunctionTarget> targets, bool is_return,
                           const LoadedProgram &program, Links &links) {
  if (Descriptor link = link_kprobe_multi(targets, is_return, program.fd)) {
    links.push_back(std::make_unique<DescriptorLink>(std::move(link)));
    return {};
  }
  const int error = errno;
  if (error == EPERM || error == ENOMEM)
    return cannot_trace(targets.front().name, error);
  if (targets.size() < 2)
    return refuse(targets.front(), error, program);
  const size_t half = targets.size() / 2;
  TRY_VOID(attach_halves(targets.first(half), is_return, program, links));
  return attach_halves(targets.subspan(half), is_return, program, links);
}

uint32_t kprobe_type() {
  uint32_t type = 0;
  if (FILE *file = fopen("/sys/bus/event_source/devices/kprobe/type", "re")) {
    if (fscanf(file, "%u", &type) != 1)
      type = 0;
    fclose(file);
  }
  return type;
}

// Bit 0 of `config` is what every kernel has for the format "retprobe".
Descriptor open_kprobe(uint32_t type, const FunctionTarget &target, bool is_return) {
  perf_event_attr attributes = {};
  attributes.type = type;
  attributes.config = is_return;
  if (target.address)
    attributes.kprobe_addr = target.address;
  else
    attributes.kprobe_func = reinterpret_cast<uint64_t>(target.name.c_str());
  return open_perf_event(attributes, -1, 0);
}

} // namespace

Result<void> attach_typed(const Probe &probe, const LoadedProgram &program, Links &links) {
  Descriptor link = bpf::link_tracepoint(program.fd);
  if (!link) {
    const int error = errno;
    return program.refuse(probe, error, cannot_trace(probe.function, error));
  }
  links.push_back(std::make_unique<DescriptorLink>(std::move(link)));
  return {};
}

Result<void> attach_kprobe_multi(std::vector<FunctionTarget> targets, bool is_return,
                                 const LoadedProgram &program, const ProgressSink &progress,
                                 Links &links) {
  const auto [named, end] =
      std::ranges::partition(targets, [](const FunctionTarget &target) { return target.address; });
  const size_t addressed = named - targets.begin();
  const std::span<const FunctionTarget> all(targets);
  size_t done = 0;
  for (std::span<const FunctionTarget> part : {all.first(addressed), all.subspan(addressed)})
    for (; !part.empty(); part = part.subspan(std::min(part.size(), most_functions))) {
      if (done && !go_on(progress, done, targets.size()))
        return interrupted(done, targets.size());
      const auto batch = part.first(std::min(part.size(), most_functions));
      TRY_VOID(attach_halves(batch, is_return, program, links));
      done += batch.size();
    }
  return {};
}

Result<void> attach_kprobes(std::vector<FunctionTarget> targets, bool is_return,
                            const LoadedProgram &program, const ProgressSink &progress,
                            Links &links) {
  allow_many_descriptors();
  const uint32_t type = kprobe_type();
  for (size_t i = 0; i < targets.size(); i++) {
    if (!go_on(progress, i, targets.size()))
      return interrupted(i, targets.size());
    const Descriptor event = open_kprobe(type, targets[i], is_return); // the link holds it
    Descriptor link =
        event ? bpf::link_event(program.fd, event.get(), targets[i].cookie) : Descriptor();
    const int error = errno;
    if (link)
      links.push_back(std::make_unique<DescriptorLink>(std::move(link)));
    else if (error == EPERM || error == EMFILE)
      return cannot_trace(targets[i].name, error);
    else
      TRY_VOID(refuse(targets[i], error, program));
  }
  return {};
}

} // namespace dtrace

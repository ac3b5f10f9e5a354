// Stage: providers. bpf(2) and perf_event_open(2) for functions of the kernel.
#include "providers/fbt_attach.h"

#include "providers/descriptor_link.h"

#include <algorithm>
#include <bpf/bpf.h>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <span>
#include <sys/syscall.h>
#include <thread>

namespace dtrace {

namespace {

// Detaching a kprobe waits for every CPU; many threads wait at the same time.
class KprobeLinks : public Link {
public:
  ~KprobeLinks() override {
    constexpr size_t closed_by_one = 16, most_threads = 64;
    const size_t count = std::clamp<size_t>(fds_.size() / closed_by_one, 1, most_threads);
    std::vector<std::thread> threads;
    for (size_t i = 1; i < count; i++)
      threads.emplace_back([this, i, count] { close_each(i, count); });
    close_each(0, count);
    for (std::thread &thread : threads)
      thread.join();
  }
  void add(int fd) { fds_.push_back(fd); }
  bool empty() const { return fds_.empty(); }

private:
  void close_each(size_t from, size_t step) {
    for (size_t i = from; i < fds_.size(); i += step)
      close(fds_[i]);
  }
  std::vector<int> fds_;
};

Failure cannot_trace(const std::string &name, int error) {
  if (error == EPERM || error == EACCES)
    return fail("failed to trace the function %s: %s; root, or CAP_BPF and CAP_PERFMON, is needed",
                name.c_str(), strerror(error));
  if (error == EADDRNOTAVAIL || error == ENOENT || error == EINVAL || error == ESRCH)
    return fail("failed to trace the function %s: the kernel does not let it be traced (%s)",
                name.c_str(), strerror(error));
  return fail("failed to trace the function %s: %s", name.c_str(), strerror(error));
}

// The link's descriptor, or -1 and errno.
int link_kprobe_multi(std::span<const FunctionTarget> targets, bool is_return, int program_fd) {
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
  LIBBPF_OPTS(bpf_link_create_opts, options);
  options.kprobe_multi.flags = is_return ? BPF_F_KPROBE_MULTI_RETURN : 0;
  options.kprobe_multi.cnt = targets.size();
  options.kprobe_multi.addrs = names.empty() ? addresses.data() : nullptr;
  options.kprobe_multi.syms = names.empty() ? nullptr : names.data();
  options.kprobe_multi.cookies = reinterpret_cast<const __u64 *>(cookies.data());
  const int fd = bpf_link_create(program_fd, 0, BPF_TRACE_KPROBE_MULTI, &options);
  if (fd < 0)
    errno = -fd;
  return fd < 0 ? -1 : fd;
}

// Halves what the kernel refuses until the culprit stands alone; 0, or the error of the last one.
int attach_halves(std::span<const FunctionTarget> targets, bool is_return, int program_fd,
                  Links &links) {
  const int fd = link_kprobe_multi(targets, is_return, program_fd);
  if (fd >= 0) {
    links.push_back(std::make_unique<DescriptorLink>(fd));
    return 0;
  }
  const int error = errno;
  if (targets.size() < 2 || error == EPERM || error == ENOMEM)
    return error;
  const size_t half = targets.size() / 2;
  attach_halves(targets.first(half), is_return, program_fd, links);
  attach_halves(targets.subspan(half), is_return, program_fd, links);
  return error;
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
int open_kprobe(uint32_t type, const FunctionTarget &target, bool is_return) {
  perf_event_attr attributes = {};
  attributes.size = sizeof attributes;
  attributes.type = type;
  attributes.config = is_return;
  if (target.address)
    attributes.kprobe_addr = target.address;
  else
    attributes.kprobe_func = reinterpret_cast<uint64_t>(target.name.c_str());
  return syscall(SYS_perf_event_open, &attributes, -1, 0, -1, PERF_FLAG_FD_CLOEXEC);
}

// The link holds the event.
int link_kprobe(int event_fd, uint64_t cookie, int program_fd) {
  LIBBPF_OPTS(bpf_link_create_opts, options);
  options.perf_event.bpf_cookie = cookie;
  const int fd = bpf_link_create(program_fd, event_fd, BPF_PERF_EVENT, &options);
  if (fd < 0)
    errno = -fd;
  return fd < 0 ? -1 : fd;
}

} // namespace

Result<void> attach_typed(const std::string &name, const LoadedProgram &program, Links &links) {
  const int fd = bpf_raw_tracepoint_open(nullptr, program.fd); // the program knows its function
  if (fd < 0)
    return cannot_trace(name, -fd);
  links.push_back(std::make_unique<DescriptorLink>(fd));
  return {};
}

Result<void> attach_kprobe_multi(std::vector<FunctionTarget> targets, bool is_return,
                                 const LoadedProgram &program, Links &links) {
  const auto [named, end] =
      std::ranges::partition(targets, [](const FunctionTarget &target) { return target.address; });
  const size_t addressed = named - targets.begin(), before = links.size();
  const std::span<const FunctionTarget> all(targets);
  int error = 0;
  for (const auto part : {all.first(addressed), all.subspan(addressed)})
    if (!part.empty())
      error = attach_halves(part, is_return, program.fd, links);
  if (links.size() == before && error)
    return cannot_trace(targets.front().name, error);
  return {};
}

Result<void> attach_kprobes(const std::vector<FunctionTarget> &targets, bool is_return,
                            const LoadedProgram &program, const ProgressSink &progress,
                            Links &links) {
  allow_many_descriptors();
  const uint32_t type = kprobe_type();
  auto all = std::make_unique<KprobeLinks>();
  int error = 0;
  for (size_t i = 0; i < targets.size(); i++) {
    if (progress && !progress("functions", i, targets.size()))
      return fail("interrupted: %zu of %zu functions were attached to", i, targets.size());
    const int event = open_kprobe(type, targets[i], is_return);
    const int link = event < 0 ? -1 : link_kprobe(event, targets[i].cookie, program.fd);
    error = errno;
    if (event >= 0)
      close(event);
    if (link >= 0)
      all->add(link);
    else if (error == EPERM || error == EMFILE || targets.size() == 1)
      return cannot_trace(targets[i].name, error);
  }
  if (all->empty() && !targets.empty())
    return cannot_trace(targets.front().name, error);
  links.push_back(std::move(all));
  return {};
}

} // namespace dtrace

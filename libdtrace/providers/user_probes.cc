// Stage: providers. Uprobes by uprobe_multi links or by perf events.
#include "providers/user_probes.h"

#include "base/limits.h"
#include "providers/descriptor_link.h"
#include "providers/link_holder.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>

namespace dtrace {

namespace {

// Of a place, not of the rest: what is there cannot be single-stepped, or is not code.
bool is_of_place(int error) {
  constexpr int not_supported = 524; // the kernel's own ENOTSUPP
  constexpr int errors[] = {EINVAL, EIO, ENOEXEC, EOPNOTSUPP, not_supported};
  return std::ranges::find(errors, error) != std::end(errors);
}

int uprobe_event_type() {
  static const int type = [] {
    int read = -1;
    std::ifstream("/sys/bus/event_source/devices/uprobe/type") >> read;
    return read;
  }();
  return type;
}

// Attaches one program to the places of files, as many in a call as the kernel sets in a moment: a
// call cannot be interrupted.
class Attaching {
public:
  Attaching(const LoadedProgram &program, size_t total)
      : program_(program), total_(total),
        kind_(program.multi ? LinkKind::Multi : LinkKind::Events) {}

  bool stopped() const { return stopped_; }
  size_t done() const { return done_; }

  // 0, or an errno when none could be set.
  int attach(const UserProbes &probes) {
    int first_error = 0;
    bool any = false;
    for (std::span<const UserProbePoint> rest = probes.points; !rest.empty() && !stopped_;) {
      const auto batch = rest.first(std::min(rest.size(), batch_));
      rest = rest.subspan(batch.size());
      const int error = attach_batch(probes, batch, any);
      if (error && !is_of_place(error))
        return error;
      first_error = first_error ? first_error : error;
      done_ += batch.size();
      stopped_ = !program_.holder->go_on(done_, total_);
    }
    return any ? 0 : first_error;
  }

private:
  // One place that the kernel refuses would keep out all others of a link.
  int attach_batch(const UserProbes &probes, std::span<const UserProbePoint> points, bool &any) {
    const int error = make(probes, points, any);
    if (kind_ == LinkKind::Events || points.size() == 1 || !is_of_place(error))
      return error;
    const size_t half = points.size() / 2;
    const int first = attach_batch(probes, points.first(half), any);
    const int second = attach_batch(probes, points.subspan(half), any);
    return first && is_of_place(first) ? second : first;
  }

  int make(const UserProbes &probes, std::span<const UserProbePoint> points, bool &any) {
    const LinkRequest request = {.kind = kind_,
                                 .count = static_cast<uint32_t>(points.size()),
                                 .process = probes.process,
                                 .at_return = probes.at_return,
                                 .event_type = uprobe_event_type()};
    size_t made = 0;
    const auto start = std::chrono::steady_clock::now();
    const int error = program_.holder->make(request, points, probes.path, program_.fd, &made);
    adapt(points.size(), std::chrono::steady_clock::now() - start);
    any |= made != 0;
    return error;
  }

  void adapt(size_t points, std::chrono::nanoseconds took) {
    constexpr std::chrono::nanoseconds moment = std::chrono::milliseconds(50);
    const size_t in_a_moment =
        points * moment / std::max<std::chrono::nanoseconds>(took, moment / 64);
    batch_ =
        std::clamp(in_a_moment, least_batch, kind_ == LinkKind::Multi ? most_points : most_events);
  }

  static constexpr size_t least_batch = 16, first_batch = 128;
  const LoadedProgram &program_;
  const size_t total_;
  const LinkKind kind_;
  size_t batch_ = first_batch, done_ = 0;
  bool stopped_ = false;
};

// A mapping that was there: the process has ended, or has let go of it.
bool is_gone(int error, const UserProbes &probes) {
  return error == ENOENT && probes.path.starts_with("/proc/");
}

std::string explain(int error, const UserProbes &probes) {
  if (error == EPERM || error == EACCES)
    return explain_errno(error) + "; root, or CAP_BPF and CAP_PERFMON, is needed";
  if (error == EMFILE)
    return format("%zu probes need as many files: raise the limit (ulimit -n)",
                  probes.points.size());
  if (error == EOWNERDEAD)
    return "the process probe-holder, which holds the probes, was killed";
  return is_of_place(error) ? "the kernel cannot set a breakpoint there" : explain_errno(error);
}

} // namespace

Result<void> attach_user_probes(std::span<const UserProbes> probes, const LoadedProgram &program) {
  size_t total = 0;
  for (const UserProbes &file : probes)
    total += file.points.size();
  if (total && !program.multi && uprobe_event_type() < 0)
    return fail(Tag::D_PROC_NODEV, {}, "this kernel has no uprobes: it cannot trace processes");
  if (!program.multi)
    allow_many_descriptors();
  Attaching attaching(program, total);
  for (const UserProbes &file : probes) {
    const int error = attaching.attach(file);
    if (error && !(file.process && (error == ESRCH || is_gone(error, file))))
      return fail(Tag::D_PROC_CREATEFAIL, {}, "failed to set %zu probe%s in %s: %s",
                  file.points.size(), file.points.size() == 1 ? "" : "s", file.path.c_str(),
                  explain(error, file).c_str());
    if (attaching.stopped() && attaching.done() < total)
      return fail("interrupted: %zu of %zu probes were set", attaching.done(), total);
  }
  return {};
}

} // namespace dtrace

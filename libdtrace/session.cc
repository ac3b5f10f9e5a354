// The pipeline from the typed program on: made, loaded, attached, and its data printed, in the order in
// which they go. What comes before is in session_programs.cc.
#include "session.h"

#include "machine_facts.h"

#include "base/clock.h"
#include "system/pid_numbers.h"
#include "consume/intake.h"
#include "consume/map_source.h"
#include "debug.h"
#include "kernel/trace_buffers.h"
#include "output/json_printer.h"
#include "output/printer.h"
#include "output/stack.h"
#include "process_watch.h"
#include "program_loader.h"
#include "providers/link_holder.h"
#include "providers/link_release.h"
#include "refused_probes.h"
#include "symbolizer.h"

#include <poll.h>
#include <string.h>
#include <time.h>

#include <algorithm>
#include <atomic>
#include <thread>

namespace dtrace {

namespace {
// How long records may wait before they are taken once the first of them has woken us: a burst is
// then read in one go, and the traced programs pay for few wake-ups.
constexpr int kGatherMilliseconds = 10;
constexpr uint64_t kGatherNanoseconds = kGatherMilliseconds * 1000000ull;
constexpr int kBeatMilliseconds = 1000;
} // namespace

struct Session::Running {
  std::unique_ptr<Module> module;
  // With blank probes: the manifest under the names of those that have arrived.
  std::optional<Manifest> arrived;
  const Manifest &manifest;
  LoadedObject loaded;
  MapSource source;
  LiveSymbolizer symbolizer;
  ProcessWatch watch;
  std::unique_ptr<RecordHandler> printer;
  Consumer consumer;
  Intake intake;
  std::optional<TraceBuffers> buffers;
  uint64_t next_read = 0; // with switchrate: when the buffer is read again
  uint64_t next_publish = 0;
  uint64_t next_drops = 0; // when what was lost is told again
  SampleQueue before_end; // taken from the buffer to make room for END, not looked at yet
  size_t taken_before_end = 0;
  std::vector<std::unique_ptr<Link>> links;
  LinkHolder holder; // of other links
  bool stopped = false, exited = false;
  bool taking = false, stop_asked = false; // a callback that is given a record may ask us to stop
  const bool tells_machine;
  MachineFacts machine;

  Running(LoadedObject &&object, Session &session)
      : arrived(session.typed_->matches.late().any() ? std::optional(session.typed_->manifest)
                                                      : std::nullopt),
        manifest(arrived ? *arrived : session.typed_->manifest), loaded(std::move(object)),
        source(loaded), symbolizer(loaded, session.options_), watch(manifest, source, symbolizer),
        printer(session.make_printer(manifest, symbolizer)),
        consumer(manifest, session.options_,
                 session.records_through ? session.records_through(*printer) : *printer, source),
        intake(manifest, session.options_, consumer, [this, &session] {
          return !(session.output_.broken() && !stopped) && !session.interrupted_;
        }),
        holder(session.attaching_sink()),
        tells_machine(session.manifest().tells_machine) {
    source.take_names_from([this](const Field &field, uint64_t process, uint64_t address) {
      return field.kind == FieldKind::KernelAddress
                 ? symbolizer.kernel(address, field.form)
                 : symbolizer.user(process, address, field.form);
    });
    source.take_stacks_from([this](const Field &stack, const std::byte *base) {
      return symbolizer.keep(stack_frames(symbolizer, stack, base));
    });
  }

  dt_state &state() { return *reinterpret_cast<dt_state *>(loaded.mapped("dt_state").data()); }
  std::span<const dt_cpu> cpus() {
    const auto memory = loaded.mapped("dt_cpus");
    return {reinterpret_cast<const dt_cpu *>(memory.data()),
            std::min<size_t>(memory.size() / sizeof(dt_cpu), possible_cpus())};
  }
  bool draining() { return std::atomic_ref(state().activity).load() == DT_DRAINING; }
  void arrive(const Probe &probe, const Probe &blank) {
    arrived->probes[blank.id] = {blank.id, probe.provider, probe.module, probe.function,
                                 probe.name};
    for (const auto part : {&Probe::provider, &Probe::module, &Probe::function, &Probe::name})
      std::ranges::replace(arrived->strings, blank.*part, probe.*part);
  }
  void refresh_clock() {
    state().wall_offset = clock_time(CLOCK_REALTIME) - monotonic_time();
    if (tells_machine)
      machine.refresh(state());
  }
};

Session::Session(Output &output, Output &messages)
    : output_(output), messages_(messages), progress_(messages) {
  registry_.use({.processes = &processes_,
                 .options = &options_,
                 .can_attach = can_attach,
                 .progress = attaching_sink()});
  begin_anew();
}
Session::~Session() {
  if (running_)
    release_probes();
}

bool Session::is_asked_to_give_up() const {
  pollfd give_up{give_up_fd_, POLLIN, 0};
  return give_up_fd_ >= 0 && poll(&give_up, 1, 0) > 0;
}

// What is ready in a moment is not given up: then tracing begins and ends, and END fires.
ProgressSink Session::attaching_sink() {
  return [this](std::string_view what, size_t done, size_t total) {
    const bool is_long = progress_.show(what, done, total);
    return !is_long || !is_asked_to_give_up();
  };
}

// Who has asked before us waits, or asks once more.
ProgressSink Session::detaching_sink() {
  return [this, asked_before = is_asked_to_give_up()](std::string_view what, size_t done,
                                                      size_t total) {
    typed_->matches.late().let_go_on();
    progress_.show(what, done, total);
    return asked_before || !is_asked_to_give_up();
  };
}

// By -x oformat.
std::unique_ptr<RecordHandler> Session::make_printer(const Manifest &manifest,
                                                     Symbolizer &symbolizer) {
  if (options_.text("oformat") == "none")
    return std::make_unique<Printer>(manifest, options_, symbolizer, output_, messages_);
  std::vector<StreamProgram> programs;
  for (const auto &program : programs_) {
    const Source &source = *program->source;
    const bool script = source.kind == SourceKind::Script;
    programs.push_back({script ? source.name : "", text_hash(source.text)});
  }
  return std::make_unique<JsonPrinter>(manifest, options_, symbolizer, output_, messages_,
                                       std::move(programs));
}

const Manifest &Session::manifest() const {
  return running_ ? running_->manifest : typed_->manifest;
}

// ---- Typed program to running probes ---------------------------------------------------------

Result<LoadedObject> Session::load() {
  return ProgramLoader(*typed_, registry_, *types_, options_, messages_)
      .load(keep_code_ ? &code_ : nullptr);
}

Result<void> Session::try_to_load() {
  TRY_VOID(load());
  return {};
}

Result<void> Session::enable() {
  if (manifest().destructive && !options_.flag("destructive"))
    return fail("could not enable tracing: Destructive actions not allowed");
  if (typed_->only_cpu && *typed_->only_cpu >= possible_cpus())
    return fail("could not enable tracing: there is no CPU %u (option cpu)", *typed_->only_cpu);
  TRY_VOID(check_probe_limit());
  TRY(loaded, load());
  running_ = std::make_unique<Running>(std::move(loaded), *this);
  for (const ProviderConstant &constant : registry_.constants(typed_->matches))
    if (constant.grows)
      constant.grows->use_memory(running_->loaded.mapped(constant.symbol));
  if (typed_->matches.late().any())
    typed_->matches.late().use_memory(running_->loaded.mapped("dt_late"));
  running_->state().generation = 1;
  running_->state().self_pid = shown_pid(getpid());
  running_->state().target = shown_pid(processes_.first_pid());
  running_->refresh_clock();
  TRY_VOID(keep_room_for_end());
  TRY(buffers, TraceBuffers::open(running_->loaded));
  running_->buffers = std::move(buffers);
  // To the probes; nothing fires before go().
  auto attached = attach();
  progress_.end();
  return attached;
}

// Of places in programs: a description that is too wide can match any number of them.
Result<void> Session::check_probe_limit() {
  constexpr size_t bytes_of_one = 700, one_second = 40'000; // measured with 40,001 on an idle machine
  size_t places = 0;
  for (const typed::BpfProgram &program : typed_->programs)
    if (program.spec.kind == BpfKind::Uprobe && !program.enablings.empty())
      places += std::ranges::count_if(program.probes, std::not_fn(LateProbes::is_blank));
  if (places <= options_.number("probelimit"))
    return {};
  return fail("could not enable tracing: %zu places in programs match, and %s are allowed (option "
              "probelimit); to set so many probes takes about %s of the kernel's memory and %zu s "
              "or more, and what runs through them gets slow: match fewer, or allow them "
              "with -x probelimit=%zu",
              places, options_.text("probelimit").c_str(),
              size_text((places * bytes_of_one + (1 << 20) - 1) >> 20 << 20).c_str(),
              places / one_second + 1, places);
}

// bufpolicy fill: END must find room in a full buffer.
Result<void> Session::keep_room_for_end() {
  uint64_t bytes = 0;
  for (const typed::BpfProgram &program : typed_->programs)
    for (const typed::Enabling &enabling : program.enablings)
      if (program.probes.size() == 1 && program.probes[0].id == manifest().end_probe)
        bytes += manifest().clauses[enabling.clause->record].size;
  if (options_.text("bufpolicy") == "fill" && bytes > options_.number("bufsize"))
    return fail("END enablings exceed size of principal buffer");
  running_->intake.keep_free(bytes);
  return {};
}

LoadedProgram Session::loaded_program(const typed::BpfProgram &program) {
  LoadedProgram loaded{running_->loaded.program(program.spec.key), program.spec.key};
  loaded.multi = program.spec.kind == BpfKind::Uprobe && has(Feature::UprobeMulti);
  for (const typed::Enabling &enabling : program.enablings)
    loaded.arguments |= enabling.clause->arguments;
  loaded.cpu = typed_->only_cpu ? static_cast<int>(*typed_->only_cpu) : -1;
  loaded.matches = &typed_->matches;
  loaded.holder = &running_->holder;
  return loaded;
}

Result<void> Session::attach() {
  LateProbes &late = typed_->matches.late();
  size_t total = 0, done = 0;
  for (const typed::BpfProgram &program : typed_->programs)
    total += program.probes.size();
  RefusedProbes refused;
  const RefusalSink refusals = refused.sink();
  for (const typed::BpfProgram &program : typed_->programs) {
    const size_t count = program.probes.size();
    if (!count)
      continue;
    progress_.part(done, count, total);
    if (!attaching_sink()("probes are set", 0, count))
      return fail("interrupted: %zu of %zu probes were set", done, total);
    LoadedProgram loaded = loaded_program(program);
    loaded.refusals = &refusals;
    if (refused.take_unloaded(program, running_->loaded)) {
      done += count;
      continue;
    }
    auto links = program.probes[0].owner->attach(program.probes, loaded);
    if (!links)
      return std::unexpected(links.error());
    debug(options_, messages_, "program %s serves %zu probes", program.spec.key.c_str(), count);
    std::ranges::move(*links, std::back_inserter(running_->links));
    late.serve(loaded);
    done += count;
  }
  MissingProbes missing = typed_->missing;
  TRY_VOID(refused.settle(*typed_, missing));
  tell(missing);
  return watch_for_late_probes();
}

Result<void> Session::watch_for_late_probes() {
  LateProbes &late = typed_->matches.late();
  if (!late.any())
    return {};
  const LoadedProgram like{.fd = -1,
                           .name = {},
                           .multi = has(Feature::UprobeMulti),
                           .holder = &running_->holder};
  return late.watch(like, [this](pid_t process) { return processes_.is_child(process); });
}

// BEGIN and END fire in our own thread, by running their program.
Result<void> Session::fire(std::string_view probe_name) {
  for (const typed::BpfProgram &program : typed_->programs)
    for (const Probe &probe : program.probes)
      if (probe.provider == "dtrace" && probe.name == probe_name)
        return run_program(running_->loaded.program(program.spec.key),
                           typed_->only_cpu ? static_cast<int>(*typed_->only_cpu) : -1);
  return {};
}

Result<void> Session::go() {
  processes_.let_commands_run(options_.text("cmdend") == "run");
  running_->watch.start(processes_.pids());
  TRY_VOID(fire("BEGIN"));
  // exit() in BEGIN has made it DRAINING: then it stays so.
  uint32_t inactive = DT_INACTIVE;
  std::atomic_ref(running_->state().activity).compare_exchange_strong(inactive, DT_ACTIVE);
  return processes_.go();
}

// ---- The running probes' data to the printed result --------------------------------------------

void Session::drain() {
  Intake &intake = running_->intake;
  const auto take = [&](std::span<const std::byte> sample) {
    intake.take(sample);
    return !(output_.broken() && !running_->stopped) && !interrupted_;
  };
  while (running_->taken_before_end < running_->before_end.size())
    if (!take(running_->before_end[running_->taken_before_end++]))
      return;
  if (const uint64_t complete = running_->buffers->drain(take, running_->stopped))
    intake.complete(complete);
  if (running_->stopped)
    intake.finish();
  running_->consumer.end_of_begin(); // whose records came first
}

// The manifest has the blank probes under names of their own, which now get their true ones.
void Session::follow() {
  typed_->matches.late().follow(
      typed_->matches,
      [this](const Probe &probe, const Probe &blank) { running_->arrive(probe, blank); },
      [this](const std::string &text) { messages_.printf("dtrace: %s\n", text.c_str()); },
      running_->links);
}

// With switchrate the buffer is read at that rate alone, and statusrate says how often we look for an
// exit() meanwhile.
bool Session::reads_at_a_rate() const {
  return options_.was_given("switchrate") && options_.number("switchrate") > kGatherNanoseconds;
}

void Session::sleep(int wake_fd) {
  std::vector<pollfd> wait = {{wake_fd, POLLIN, 0}};
  for (int fd : typed_->matches.late().wake_fds())
    wait.push_back({fd, POLLIN, 0});
  for (int fd : processes_.fds())
    wait.push_back({fd, POLLIN, 0});
  if (reads_at_a_rate()) {
    const uint64_t now = monotonic_time(), due = running_->next_read;
    const uint64_t most = std::min(due > now ? due - now : 0, options_.number("statusrate"));
    poll(wait.data(), wait.size(), std::clamp<uint64_t>(most / 1000000, 1, kBeatMilliseconds));
    return;
  }
  TraceBuffers &buffers = *running_->buffers;
  if (buffers.is_behind())
    return;
  const bool may_wait = buffers.arm();
  wait.push_back({buffers.fd(), POLLIN, 0});
  const int beat = running_->intake.holds() ? kGatherMilliseconds : until_publishing();
  const bool woken = !may_wait || (poll(wait.data(), wait.size(), beat) > 0 &&
                                   wait.back().revents & POLLIN && !running_->draining());
  buffers.disarm();
  if (!woken)
    return;
  wait.pop_back();
  poll(wait.data(), wait.size(), kGatherMilliseconds);
}

// Milliseconds; at most a beat.
int Session::until_publishing() const {
  if (!options_.number("aggpublish"))
    return kBeatMilliseconds;
  const uint64_t now = monotonic_time(), due = running_->next_publish;
  const uint64_t wait = due > now ? (due - now) / 1000000 + 1 : 0;
  return static_cast<int>(std::min<uint64_t>(wait, kBeatMilliseconds));
}

bool Session::time_to_read() {
  const uint64_t now = monotonic_time();
  if (reads_at_a_rate() && !running_->stopped && now < running_->next_read)
    return false;
  running_->next_read = now + options_.number("switchrate");
  return true;
}

bool Session::targets_ended() {
  for (const Processes::End &end : processes_.collect())
    if (on_target_end)
      on_target_end(end);
    else if (!end.as_planned && !options_.flag("quiet"))
      running_->printer->process_ended(end.pid, end.text);
  messages_.flush();
  return processes_.all_ended();
}

// At most at statusrate, and all of it at the end.
void Session::tell_drops() {
  const uint64_t now = monotonic_time();
  if (running_->intake.full() || // what comes after that is not lost
      (!running_->stopped && now < running_->next_drops))
    return;
  running_->next_drops = now + options_.number("statusrate");
  running_->consumer.drops(running_->cpus());
}

// -x aggpublish.
void Session::publish() {
  const uint64_t now = monotonic_time(), rate = options_.number("aggpublish");
  if (!rate || running_->stopped || now < running_->next_publish)
    return;
  if (running_->next_publish) // not at once: nothing was counted yet
    running_->consumer.publish();
  running_->next_publish = now + rate;
}

Session::Status Session::work() {
  interrupted_ = false;
  running_->refresh_clock();
  running_->watch.beat();
  if (!running_->stopped)
    follow();
  if (!running_->stopped && (running_->stop_asked || targets_ended() || output_.broken() ||
                             running_->draining()))
    end_tracing();
  running_->taking = true;
  if (time_to_read())
    drain();
  if (!running_->stopped &&
      (running_->stop_asked || running_->draining() || running_->intake.full())) {
    end_tracing();
    drain();
  }
  running_->consumer.end_of_batch();
  running_->taking = false;
  publish();
  tell_drops();
  output_.flush();
  return running_->stopped && !interrupted_ ? Status::Done : Status::Okay;
}

// The kernel lets whoever takes out probes wait until none of them runs: all of ours at once.
void Session::release_probes() {
  const ProgressSink progress = detaching_sink();
  running_->holder.begin_release();
  release(running_->links, progress);
  running_->holder.release(progress);
  typed_->matches.late().release();
  progress_.end();
}

// In a callback, work() does it once the record is done with.
void Session::stop() {
  if (running_->taking)
    running_->stop_asked = true;
  else
    end_tracing();
}

void Session::end_tracing() {
  if (running_->stopped)
    return;
  running_->exited = running_->draining();
  std::atomic_ref(running_->state().activity).store(DT_DRAINING);
  release_probes();
  const auto keep = [&](std::span<const std::byte> sample) {
    running_->before_end.push(sample);
    return true;
  };
  running_->buffers->drain(keep, true); // END finds empty buffers
  running_->stopped = true;
  if (auto fired = fire("END"); !fired)
    messages_.put(describe(fired.error(), false));
  processes_.end_commands();
}

void Session::end_stream() {
  if (options_.text("oformat") != "none")
    static_cast<JsonPrinter &>(*running_->printer).end(exit_status());
}

void Session::print_aggregations() {
  running_->consumer.finish();
  output_.flush();
}

int Session::finish() {
  if (options_.text("oformat") == "none")
    output_.put('\n');
  print_aggregations();
  messages_.flush();
  end_stream();
  return exit_status();
}

bool Session::exited() const {
  return running_->stopped ? running_->exited : running_->draining();
}
bool Session::stopped() const { return running_->stopped; }
int Session::exit_status() const { return running_->state().exit_status; }
Consumer &Session::consumer() { return running_->consumer; }
Symbolizer &Session::symbolizer() { return running_->symbolizer; }

} // namespace dtrace

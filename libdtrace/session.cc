// The pipeline from the typed program on: made, loaded, attached, and its data printed, in the
// order in which they go. What comes before is in session_programs.cc.
#include "session.h"

#include "attached_probes.h"
#include "consume/map_source.h"
#include "enabling_checks.h"
#include "output/make_printer.h"
#include "process_watch.h"
#include "program_loader.h"
#include "rates.h"
#include "record_reader.h"
#include "shared_state.h"
#include "symbolizer.h"

namespace dtrace {

struct Session::Running {
  LoadedObject loaded;
  SharedState state;
  RecordedNames names;
  MapSource source;
  LiveSymbolizer symbolizer;
  ProcessWatch watch;
  std::unique_ptr<RecordHandler> printer;
  Consumer consumer;
  RecordReader reader;
  Rates rates;
  AttachedProbes probes;
  bool stopped = false, exited = false;
  bool taking = false, stop_asked = false; // a callback that is given a record may ask us to stop

  Running(LoadedObject &&object, Session &session)
      : loaded(std::move(object)), state(loaded, session.manifest().tells_machine),
        names(session.manifest()), source(loaded), symbolizer(loaded, session.options_),
        watch(session.manifest(), source, symbolizer),
        printer(make_printer(session.manifest(), names, session.options_, symbolizer,
                             session.output_, session.messages_, session.stream_programs())),
        consumer(session.manifest(), names, session.options_,
                 session.records_through ? session.records_through(*printer) : *printer, source),
        reader(session.manifest(), session.options_, consumer,
               [this, &session] {
                 return !(session.output_.broken() && !stopped) && !session.interrupted_;
               }),
        rates(session.options_),
        probes(*session.typed_, loaded, session.options_, session.messages_, session.progress_) {
    symbolizer.serve(source);
  }

  bool must_stop() const { return stop_asked || state.is_draining(); }
};

Session::Session(Output &output, Output &messages)
    : output_(output), messages_(messages), progress_(messages) {
  registry_.use({.processes = &processes_,
                 .options = &options_,
                 .can_attach = can_attach,
                 .progress = progress_.attaching()});
  begin_anew();
}
Session::~Session() = default;

const RecordedNames &Session::names() const {
  return running_->names;
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
  TRY_VOID(check_enabling(*typed_, options_));
  TRY(end_size, room_for_end(*typed_, options_));
  TRY(loaded, load());
  running_ = std::make_unique<Running>(std::move(loaded), *this);
  Running &run = *running_;
  run.probes.use_memory(registry_);
  run.state.begin(processes_.first_pid());
  run.reader.keep_free(end_size);
  TRY_VOID(run.reader.open(run.loaded));
  // To the probes; nothing fires before go().
  const auto missing =
      run.probes.attach([this](pid_t process) { return processes_.is_child(process); });
  progress_.end();
  if (!missing)
    return std::unexpected(missing.error());
  tell(*missing);
  return {};
}

Result<void> Session::go() {
  processes_.let_commands_run(options_.text("cmdend") == "run");
  running_->watch.start(processes_.pids());
  TRY_VOID(running_->probes.fire("BEGIN"));
  running_->state.activate();
  return processes_.go();
}

// ---- The running probes' data to the printed result --------------------------------------------

void Session::sleep(int wake_fd) {
  std::vector<pollfd> others = {{wake_fd, POLLIN, 0}};
  for (const auto &fds : {running_->probes.wake_fds(), processes_.fds()})
    for (const int fd : fds)
      others.push_back({fd, POLLIN, 0});
  running_->reader.wait(std::move(others), running_->rates, running_->state);
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

void Session::read() {
  running_->reader.read(running_->stopped);
  running_->consumer.end_of_begin(); // whose records came first
}

// What comes after a full buffer (bufpolicy fill) is not lost.
void Session::tell_drops() {
  if (!running_->reader.is_full() && running_->rates.is_time_to_tell_drops(running_->stopped))
    running_->consumer.drops(running_->state.cpus());
}

Session::Status Session::work() {
  Running &run = *running_;
  interrupted_ = false;
  run.state.refresh();
  run.watch.beat();
  if (!run.stopped)
    run.probes.follow(run.names);
  if (!run.stopped &&
      (run.stop_asked || targets_ended() || output_.broken() || run.state.is_draining()))
    end_tracing();
  run.taking = true;
  if (run.rates.is_time_to_read(run.stopped))
    read();
  if (!run.stopped && (run.must_stop() || run.reader.is_full())) {
    end_tracing();
    read();
  }
  run.consumer.end_of_batch();
  run.taking = false;
  if (!run.stopped && run.rates.is_time_to_publish())
    run.consumer.publish();
  tell_drops();
  output_.flush();
  return run.stopped && !interrupted_ ? Status::Done : Status::Okay;
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
  running_->exited = running_->state.is_draining();
  running_->state.drain();
  running_->probes.release();
  running_->reader.make_room();
  running_->stopped = true;
  if (auto fired = running_->probes.fire("END"); !fired)
    messages_.put(describe(fired.error(), false));
  processes_.end_commands();
}

void Session::end_stream() {
  running_->printer->end(exit_status());
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
  return running_->stopped ? running_->exited : running_->state.is_draining();
}
bool Session::stopped() const {
  return running_->stopped;
}
int Session::exit_status() const {
  return running_->state.exit_status();
}
Consumer &Session::consumer() {
  return running_->consumer;
}
Symbolizer &Session::symbolizer() {
  return running_->symbolizer;
}

} // namespace dtrace

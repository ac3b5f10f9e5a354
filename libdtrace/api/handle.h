// Stage: api. The C interface (dtrace/dtrace.h) over Session. What a handle holds, and how calls
// end: every function of the interface runs inside guarded(), which lets no exception out and
// turns away a null handle.
#pragma once
#include "api/callbacks.h"
#include "api/errors.h"
#include "api/probes.h"
#include "api/rows.h"
#include "dtrace/dtrace.h"
#include "output/stream_writer.h"
#include "session.h"

#include <deque>
#include <exception>
#include <memory>
#include <new>
#include <vector>

struct dtrace_prog {
  enum class State { Waiting, Compiled, Failed, ProbesOnly, Providers }; // Waiting: DTRACE_C_TOGETHER

  dtrace::ProgramText text;
  State state = State::Waiting;
  bool executed = false;
  dtrace_proginfo_t info{};
  std::string notes{};
};

struct dtrace_proc {
  pid_t pid;
};

struct dtrace_hdl {
  enum class Phase { Compiling, Enabled, Running, Done };

  dtrace_hdl() : output(-1), messages(stderr), session(output, messages), callbacks(*this) {}

  dtrace::Output output, messages;
  dtrace::Session session;
  dtrace::CallbackHandler callbacks;
  dtrace::ErrorList errors;
  Phase phase = Phase::Compiling;
  bool keep_code = false, permitted = false;
  bool in_callback = false;

  std::deque<dtrace_prog> programs;          // in order of compilation
  std::vector<const dtrace_prog *> compiled; // what the session's typed program consists of
  std::vector<std::unique_ptr<dtrace_proc>> processes;
  FILE *target = nullptr; // where the library prints now; null: to `buffered`
  std::string buffered;
  std::unique_ptr<dtrace::StreamWriter> listing; // of dtrace_oformat_probe()

  // What functions have handed out.
  std::string option_text;
  std::vector<std::string> description_parts;
  struct ProbeInfo {
    dtrace_probeinfo_t info{};
    std::deque<std::string> texts;
    std::vector<dtrace_probearg_t> arguments;
  } probe_info;

  int fail(int error, const char *message) {
    return errors.set(error, dtrace::fail("%s", message).error());
  }
  int output_failed(); // EDT_OUTPUT, and errno
  int fail(int error, const dtrace::Diagnostic &why) { return errors.set(error, why); }
  bool tracing() const { return phase == Phase::Running || phase == Phase::Done; }

  // Where the library prints from now on; false (with an error): nowhere.
  bool aim(FILE *file);
  // The buffered handler is given what was printed for it.
  void hand_over_text(const dtrace_recdesc_t *record = nullptr);
};

namespace dtrace {

struct InCallback {
  explicit InCallback(dtrace_hdl &handle) : handle_(handle), before_(handle.in_callback) {
    handle.in_callback = true;
  }
  ~InCallback() { handle_.in_callback = before_; }

private:
  dtrace_hdl &handle_;
  bool before_;
};

template <class R, class Body> R guarded(dtrace_hdl_t *dtp, R failed, Body &&body) noexcept {
  if (!dtp)
    return failed;
  try {
    return body();
  } catch (const std::bad_alloc &) {
    dtp->errors.set_plain(EDT_NOMEM);
  } catch (...) {
    dtp->errors.set_plain(EDT_INTERNAL);
  }
  return failed;
}

// As guarded(), for what a callback must not call.
template <class R, class Body>
R guarded_outside(dtrace_hdl_t *dtp, R failed, Body &&body) noexcept {
  return guarded(dtp, failed, [&]() -> R {
    if (!dtp->in_callback)
      return body();
    dtp->fail(EDT_STATE, "this cannot be called from a callback");
    return failed;
  });
}

} // namespace dtrace

// Stage: api. The running session: waiting, taking what was traced, printing, ending.
#include "api/handle.h"
#include "base/escape.h"

#include <cerrno>
#include <cstdarg>
#include <cstring>

using namespace dtrace;

bool dtrace_hdl::aim(FILE *file) {
  if (file) {
    output.retarget(target = file);
    return true;
  }
  if (!callbacks.on_text.function) {
    fail(EDT_BADARG, "neither a file nor a handler for what is printed was given");
    return false;
  }
  target = nullptr;
  output.retarget(&buffered);
  return true;
}

int dtrace_hdl::output_failed() {
  const int why = output.error();
  fail(EDT_OUTPUT, format("failed to write the output: %s", strerror(why)).c_str());
  errno = why;
  return -1;
}

// Its own text is taken away first: the handler may print.
void dtrace_hdl::hand_over_text(const dtrace_recdesc_t *record) {
  if (!output.is_string())
    return;
  output.flush();
  if (buffered.empty())
    return;
  const std::string text = std::move(buffered);
  buffered.clear();
  callbacks.text(text, record);
}

namespace {
using Phase = dtrace_hdl::Phase;

dtrace_workstatus_t work(dtrace_hdl &handle, FILE *output, dtrace_consume_probe_f *probe,
                         dtrace_consume_rec_f *record, void *arg) {
  if (handle.phase == Phase::Done)
    return DTRACE_WORKSTATUS_DONE;
  if (handle.phase != Phase::Running) {
    handle.fail(EDT_STATE, "tracing has not begun");
    return DTRACE_WORKSTATUS_ERROR;
  }
  if (!handle.aim(output))
    return DTRACE_WORKSTATUS_ERROR;
  handle.callbacks.begin_work(probe, record, arg);
  const Session::Status status = handle.session.work();
  handle.messages.flush();
  if (handle.callbacks.aborted()) {
    handle.fail(EDT_ABORT, error_meaning(EDT_ABORT));
    return DTRACE_WORKSTATUS_ERROR;
  }
  if (status == Session::Status::Okay)
    return DTRACE_WORKSTATUS_OKAY;
  handle.phase = Phase::Done;
  return DTRACE_WORKSTATUS_DONE;
}

dtrace_status_t status_of(const dtrace_hdl &handle) {
  if (!handle.tracing())
    return DTRACE_STATUS_NONE;
  if (handle.session.exited())
    return DTRACE_STATUS_EXITED;
  return handle.session.stopped() ? DTRACE_STATUS_STOPPED : DTRACE_STATUS_OKAY;
}

int print(dtrace_hdl &handle, FILE *output, const char *format, va_list arguments) {
  char *text = nullptr;
  const int size = vasprintf(&text, format, arguments);
  if (size < 0)
    return handle.fail(EDT_NOMEM, error_meaning(EDT_NOMEM));
  const std::unique_ptr<char, decltype(&free)> owned(text, free);
  FILE *const before = handle.target;
  if (!handle.aim(output))
    return -1;
  handle.output.put(std::string_view(text, size));
  handle.hand_over_text();
  if (handle.in_callback && output == before)
    return size;
  if (!handle.output.flush())
    return handle.output_failed();
  if (handle.in_callback) // dtrace_work() goes on where it was
    handle.aim(before);
  return size;
}
} // namespace

extern "C" {

void dtrace_sleep_fd(dtrace_hdl_t *dtp, int fd) {
  guarded_outside(dtp, -1, [&] {
    if (dtp->phase != Phase::Running)
      return dtp->fail(EDT_STATE, "tracing has not begun, or has ended");
    dtp->session.sleep(fd);
    return 0;
  });
}

void dtrace_interrupt_fd(dtrace_hdl_t *dtp, int fd) {
  guarded_outside(dtp, -1, [&] {
    dtp->session.give_up_by(fd);
    return 0;
  });
}

void dtrace_sleep(dtrace_hdl_t *dtp) {
  dtrace_sleep_fd(dtp, -1);
}

dtrace_workstatus_t dtrace_work(dtrace_hdl_t *dtp, FILE *output, dtrace_consume_probe_f *probe,
                                dtrace_consume_rec_f *record, void *arg) {
  return guarded_outside(dtp, DTRACE_WORKSTATUS_ERROR,
                         [&] { return work(*dtp, output, probe, record, arg); });
}

int dtrace_stop(dtrace_hdl_t *dtp) {
  return guarded(dtp, -1, [&] {
    if (!dtp->tracing())
      return dtp->fail(EDT_STATE, "tracing has not begun");
    dtp->session.stop();
    return 0;
  });
}

dtrace_status_t dtrace_status(dtrace_hdl_t *dtp) {
  return guarded(dtp, DTRACE_STATUS_NONE, [&] { return status_of(*dtp); });
}

int dtrace_exit_status(dtrace_hdl_t *dtp) {
  return guarded(dtp, 0, [&] { return dtp->tracing() ? dtp->session.exit_status() : 0; });
}

int dtrace_printf(dtrace_hdl_t *dtp, FILE *output, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  const int size = guarded(dtp, -1, [&] { return print(*dtp, output, format, arguments); });
  va_end(arguments);
  return size;
}

int dtrace_addr2str(dtrace_hdl_t *dtp, int64_t pid, uint64_t address, char *buffer, size_t size) {
  return guarded(dtp, -1, [&] {
    if (!dtp->tracing())
      return dtp->fail(EDT_STATE, "tracing has not begun");
    Symbolizer &names = dtp->session.symbolizer();
    const std::string text = pid ? names.user(pid, address, AddressForm::Address)
                                 : names.kernel(address, AddressForm::Address);
    return snprintf(buffer, size, "%s", text.c_str());
  });
}
}

size_t dtrace_terminal_text(const char *text, char *buffer, size_t size) {
  std::string safe;
  try {
    append_for_terminal(safe, text, Lines::Escape);
  } catch (const std::bad_alloc &) {
    safe.clear();
  }
  return static_cast<size_t>(snprintf(buffer, size, "%s", safe.c_str()));
}

// Stage: api. Opening and closing a handle, its options, versions.
#include "api/handle.h"

using namespace dtrace;

namespace {
constexpr int known_flags = DTRACE_O_NODEV | DTRACE_O_KEEPCODE;

int open_failed(int code, std::string message) {
  set_open_error(code, std::move(message));
  return code;
}

int open_handle(int version, int flags, std::unique_ptr<dtrace_hdl> &handle) {
  if (version != DTRACE_VERSION)
    return open_failed(EDT_VERSION, format("version %d of the interface is not known: this is %d",
                                           version, DTRACE_VERSION));
  if (flags & ~known_flags)
    return open_failed(EDT_BADARG, format("unknown flags %#x", flags & ~known_flags));
  handle = std::make_unique<dtrace_hdl>();
  if (const auto set = handle->session.options().set_from_environment(); !set)
    return open_failed(EDT_BADOPT, set.error().message);
  handle->errors.show_tags = handle->session.options().flag("errtags");
  handle->keep_code = flags & DTRACE_O_KEEPCODE;
  if (flags & DTRACE_O_NODEV)
    return EDT_NONE;
  if (const auto permitted = check_permission(); !permitted)
    return open_failed(EDT_ACCESS, permitted.error().message);
  handle->permitted = true;
  return EDT_NONE;
}

int set_option(dtrace_hdl &handle, const char *name, const char *value) {
  Options &options = handle.session.options();
  const OptionRow *row = find_option(name);
  if (row && row->time != OptionTime::Dynamic && handle.phase != dtrace_hdl::Phase::Compiling)
    return handle.fail(EDT_BADOPT,
                       format("failed to set option '%s': it can no longer be set", name).c_str());
  if (const auto set = options.set(name, value ? value : ""); !set)
    return handle.fail(EDT_BADOPT, set.error());
  handle.errors.show_tags = options.flag("errtags");
  if (handle.phase != dtrace_hdl::Phase::Compiling)
    handle.session.consumer().options_changed();
  return 0;
}

int unknown_option(dtrace_hdl &handle, const char *name) {
  return handle.fail(EDT_BADOPT, format("unknown option '%s'", name).c_str());
}
} // namespace

extern "C" {

dtrace_hdl_t *dtrace_open(int version, int flags, int *error) {
  std::unique_ptr<dtrace_hdl> handle;
  int code = EDT_INTERNAL;
  try {
    code = open_handle(version, flags, handle);
  } catch (const std::bad_alloc &) {
    code = EDT_NOMEM;
  } catch (...) {
  }
  if (error)
    *error = code;
  return code == EDT_NONE ? handle.release() : nullptr;
}

void dtrace_close(dtrace_hdl_t *dtp) {
  guarded_outside(dtp, 0, [&] {
    if (dtp->phase == dtrace_hdl::Phase::Running)
      dtp->session.stop();
    delete dtp;
    return 0;
  });
}

int dtrace_setopt(dtrace_hdl_t *dtp, const char *name, const char *value) {
  return guarded(dtp, -1, [&] {
    return name ? set_option(*dtp, name, value)
                : dtp->fail(EDT_BADARG, "the option's name is NULL");
  });
}

int dtrace_getopt(dtrace_hdl_t *dtp, const char *name, dtrace_optval_t *value) {
  return guarded(dtp, -1, [&] {
    if (!name || !value)
      return dtp->fail(EDT_BADARG, "the option's name or the place for its value is NULL");
    if (!find_option(name))
      return unknown_option(*dtp, name);
    const Options &options = dtp->session.options();
    *value =
        options.is_set(name) ? static_cast<dtrace_optval_t>(options.number(name)) : DTRACEOPT_UNSET;
    return 0;
  });
}

const char *dtrace_getopt_text(dtrace_hdl_t *dtp, const char *name) {
  return guarded(dtp, static_cast<const char *>(nullptr), [&]() -> const char * {
    if (!name || !find_option(name)) {
      unknown_option(*dtp, name ? name : "");
      return nullptr;
    }
    dtp->option_text = dtp->session.options().text(name);
    return dtp->option_text.c_str();
  });
}

const char *dtrace_version_string(void) {
  return DTRACE_RELEASE;
}

const char *dtrace_language_version(void) {
  return kLanguageVersion;
}
}

#include "api/errors.h"

#include "api/handle.h"

namespace dtrace {

namespace {
struct ErrorRow {
  int error;
  const char *meaning;
};
constexpr ErrorRow rows[] = {
    {EDT_NONE, "no error"},
    {EDT_VERSION, "the library does not know this version of the interface"},
    {EDT_NOMEM, "out of memory"},
    {EDT_ACCESS, "tracing is not allowed"},
    {EDT_BADARG, "invalid argument"},
    {EDT_STATE, "not possible at this time"},
    {EDT_BADOPT, "invalid option or value"},
    {EDT_COMPILER, "the program has errors"},
    {EDT_NOPROBE, "no probe matches"},
    {EDT_ENABLE, "could not enable tracing"},
    {EDT_PROC, "the process could not be traced"},
    {EDT_OUTPUT, "a file could not be read or written"},
    {EDT_ABORT, "stopped by a callback"},
    {EDT_INTERNAL, "internal error"},
};

thread_local std::string open_message;
thread_local int open_error = EDT_NONE;
} // namespace

const char *error_meaning(int error) {
  for (const ErrorRow &row : rows)
    if (row.error == error)
      return row.meaning;
  return "unknown error";
}

int ErrorList::set_plain(int error) noexcept {
  error_ = error;
  entries_.clear();
  return -1;
}

int ErrorList::set(int error, std::span<const Diagnostic> why) {
  set_plain(error);
  for (const Diagnostic &diagnostic : why)
    add(diagnostic);
  return -1;
}

void ErrorList::add(const Diagnostic &diagnostic) {
  Entry &entry = entries_.emplace_back();
  entry.message = diagnostic.message;
  entry.advice = diagnostic.advice;
  entry.text = describe(diagnostic, show_tags);
  entry.info = {.tag = tag_name(diagnostic.tag).data(),
                .meaning = tag_meaning(diagnostic.tag).data(),
                .message = entry.message.c_str(),
                .advice = entry.advice.c_str(),
                .file = nullptr,
                .line = 0,
                .column = 0,
                .source = nullptr,
                .text = entry.text.c_str()};
  if (!diagnostic.span.source)
    return;
  const Place place = diagnostic.span.place();
  entry.file = place.file;
  entry.source = diagnostic.span.line_text();
  entry.info.file = entry.file.c_str();
  entry.info.line = place.line;
  entry.info.column = place.column;
  entry.info.source = entry.source.c_str();
}

const char *ErrorList::message() const {
  return entries_.empty() ? error_meaning(error_) : entries_.front().message.c_str();
}

const dtrace_errinfo_t *ErrorList::info(size_t index) const {
  return index < entries_.size() ? &entries_[index].info : nullptr;
}

void set_open_error(int error, std::string message) {
  open_error = error;
  open_message = std::move(message);
}

} // namespace dtrace

using namespace dtrace;

extern "C" {

int dtrace_errno(dtrace_hdl_t *dtp) {
  return dtp ? dtp->errors.number() : open_error;
}

const char *dtrace_errmsg(dtrace_hdl_t *dtp, int error) {
  if (dtp)
    return error == dtp->errors.number() ? dtp->errors.message() : error_meaning(error);
  return error == open_error && !open_message.empty() ? open_message.c_str() : error_meaning(error);
}

const dtrace_errinfo_t *dtrace_errinfo(dtrace_hdl_t *dtp, size_t index) {
  return dtp ? dtp->errors.info(index) : nullptr;
}
}

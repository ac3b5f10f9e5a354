// Stage: api. Diagnostics as the C interface shows them: copied, since what they point to may go.
#pragma once
#include "base/diagnostic.h"
#include "dtrace/dtrace.h"

#include <deque>
#include <span>
#include <string>

namespace dtrace {

const char *error_meaning(int error); // of EDT_*
// What dtrace_errmsg(NULL, error) says in this thread.
void set_open_error(int error, std::string message);

class ErrorList {
public:
  // All return -1, for the caller to return. show_tags: in errinfo's text.
  int set(int error, const Diagnostic &why) { return set(error, {&why, 1}); }
  int set(int error, std::span<const Diagnostic> why);
  int set_plain(int error) noexcept; // allocates nothing

  int number() const { return error_; }
  const char *message() const; // of the last error
  const dtrace_errinfo_t *info(size_t index) const;

  bool show_tags = false;

private:
  struct Entry {
    std::string message, advice, file, source, text;
    dtrace_errinfo_t info;
  };
  void add(const Diagnostic &diagnostic);

  int error_ = EDT_NONE;
  std::deque<Entry> entries_;
};

} // namespace dtrace

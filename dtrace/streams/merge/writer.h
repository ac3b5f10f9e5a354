// dtrace-merge. Where merged objects go: as text, or as a stream again.
#pragma once
#include "merge/hosts.h"
#include "merge/table.h"

#include <string>
#include <vector>

namespace dtrace::stream {

// The members of a group, with the n-th element of each one's output.
struct MergedTable {
  const Table *table;
  const Json *first; // the first host's object of it, of its first aggregation
  bool has_format;
  int64_t clock; // what makes wall-clock time of the first's timestamps
};

class Writer {
public:
  virtual ~Writer() = default;
  virtual void begin(const std::vector<std::string> &hosts, const Json &head) = 0;
  virtual void object(const Host &host, const StreamObject &object) = 0;
  // A firing of several hosts: begin, then elements and tables in order, then end.
  virtual void begin_firing(const Host &host, const Json &firing) = 0;
  virtual void elements(const Host &host, const std::vector<const Json *> &elements) = 0;
  virtual void table(const MergedTable &table) = 0;
  virtual void end_firing() = 0;
  // Outside a firing; `at_exit`: by nothing but the end of tracing.
  virtual void standalone(const MergedTable &table, bool at_exit) = 0;
  virtual void end(int exit_status) = 0;
  virtual void flush() = 0;
};

} // namespace dtrace::stream

// dtrace-merge. A stream again: objects as they came, with their host and wall-clock times; tables
// merged, by libdtrace's own writer.
#pragma once
#include "merge/writer.h"
#include "output/output.h"
#include "output/print_context.h"

namespace dtrace::stream {

class NdjsonWriter : public Writer {
public:
  NdjsonWriter(Names &names, Output &out) : names_(names), out_(out) {}

  void begin(const std::vector<std::string> &hosts, const Json &head) override;
  void object(const Host &host, const StreamObject &object) override;
  void begin_firing(const Host &host, const Json &firing) override;
  void elements(const Host &host, const std::vector<const Json *> &elements) override;
  void table(const MergedTable &table) override;
  void end_firing() override;
  void standalone(const MergedTable &table, bool at_exit) override;
  void end(int exit_status) override;
  void flush() override { out_.flush(); }

private:
  void put(const Json &value);
  void put_members(const Host &host, const Json &json, std::string_view but);

  Names &names_;
  Output &out_;
  bool first_element_ = true;
};

} // namespace dtrace::stream

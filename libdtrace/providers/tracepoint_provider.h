// Stage: providers. What rawtp and sdt have in common: a list of tracepoints by subsystem (the probes'
// module) and name, read when a description may mean one of them. A tracepoint is in no function.
#pragma once
#include "providers/provider.h"

namespace dtrace {

class TracepointProvider : public Provider {
public:
  std::string_view name() const override { return name_; }
  Result<void> match(const ProbeDescription &description, const ProbeSink &sink) override;

protected:
  struct Row {
    std::string module, name;
    std::string object{};   // "vmlinux" or the kernel module whose types tell of it
    uint32_t arguments = 0; // without the tracer's own
  };

  // Ids: first_id and the row's number, below end_id.
  TracepointProvider(std::string_view name, uint32_t first_id, uint32_t end_id)
      : name_(name), first_id_(first_id), end_id_(end_id) {}
  virtual std::vector<Row> read() = 0; // in order of id
  const Row &row_of(const Probe &probe) const { return rows_[probe.number]; }

private:
  bool may_match(const ProbeDescription &description) const;
  Probe probe_of(uint32_t row);

  const std::string_view name_;
  const uint32_t first_id_, end_id_;
  std::vector<Row> rows_;
  bool is_read_ = false;
};

} // namespace dtrace

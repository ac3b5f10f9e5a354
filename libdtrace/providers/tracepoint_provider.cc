#include "providers/tracepoint_provider.h"

#include <algorithm>

namespace dtrace {

Result<void> TracepointProvider::match(const ProbeDescription &description, const ProbeSink &sink) {
  if (description.id ? description.id < first_id_ || description.id >= end_id_
                     : !may_match(description))
    return {};
  if (!is_read_)
    rows_ = read();
  is_read_ = true;
  for (uint32_t i = 0; i < rows_.size(); i++)
    if (description.id ? description.id == first_id_ + i
                       : glob_matches(description.module, rows_[i].module) &&
                             glob_matches(description.name, rows_[i].name))
      sink(probe_of(i));
  return {};
}

// Without reading anything. A tracepoint's name is an identifier, never one in capitals.
bool TracepointProvider::may_match(const ProbeDescription &description) const {
  const auto impossible = [](unsigned char c) { return c == '-' || (c >= 'A' && c <= 'Z'); };
  return glob_matches(description.provider, name()) && glob_matches(description.function, "") &&
         (is_glob(description.name) || std::ranges::none_of(description.name, impossible));
}

Probe TracepointProvider::probe_of(uint32_t row) {
  return {first_id_ + row, std::string(name_), rows_[row].module, "", rows_[row].name, this, row};
}

} // namespace dtrace

// Stage: consume. The names that records mention by number, probes and interned strings: those in
// the Manifest, overridden by those of reservations that were filled while tracing
// (providers/late_probes.h). The Manifest itself never changes.
#pragma once
#include "analysis/manifest.h"

#include <string_view>

namespace dtrace {

class RecordedNames {
public:
  explicit RecordedNames(const Manifest &manifest) : manifest_(manifest) {} // keeps the reference

  // From now on the reservation with this id is `probe`, and the strings that are parts of its
  // placeholder name are those of `probe`. Names that were returned earlier stay valid and
  // unchanged.
  void arrive(uint32_t id, ProbeRecord probe);

  const ProbeRecord *probe(uint32_t id) const; // null: none that is enabled
  bool has_text(uint32_t index) const { return index < manifest_.strings.size(); }
  std::string_view text(uint32_t index) const; // empty: there is none

private:
  const Manifest &manifest_;
  std::unordered_map<uint32_t, ProbeRecord> arrived_; // by the reservation's id
  std::unordered_map<uint32_t, std::string> texts_;   // by index
  std::unordered_map<std::string_view, uint32_t>
      index_of_; // all texts of the Manifest; from the first arrival on
};

} // namespace dtrace

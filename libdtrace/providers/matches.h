// Stage: providers. What one compile knows about its probes, beyond their descriptions: the numbers
// by which its programs tell them apart, rows of memory that its programs look up, and the
// reservations for libraries that are loaded later. It lives as long as the compile. A provider
// keeps only what it has read about the machine, so earlier compiles and listings have no
// influence.
#pragma once
#include "providers/late_probes.h"
#include "providers/provider.h"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace dtrace {

// Rows of equal size that programs look up by index; equal rows are one. Once programs use it, it
// grows only as far as its memory.
class RowTable {
public:
  std::optional<uint32_t> row_of(const std::string &bytes); // none: there is no room left
  const std::vector<std::string> &rows() const { return rows_; }
  void use_memory(std::span<std::byte> memory) { memory_ = memory; }

private:
  std::vector<std::string> rows_;
  std::unordered_map<std::string, uint32_t> by_bytes_;
  std::optional<std::span<std::byte>> memory_; // of the programs that run
};

class Matches {
public:
  // Takes a probe that is to be attached; its number, from 0 up for each provider.
  uint64_t add(const Probe &probe);
  std::optional<uint64_t> number(const Probe &probe) const; // none: it was not added
  size_t count(const Provider &owner) const;
  const std::vector<Probe> &probes(const Provider &owner) const;

  RowTable &rows(const Provider &owner) { return rows_[&owner]; }
  LateProbes &late() { return late_; }
  const LateProbes &late() const { return late_; }

private:
  struct OfProvider {
    std::vector<Probe> probes{}; // by number
    std::unordered_map<uint32_t, uint64_t> numbers{}; // by id
  };
  std::map<const Provider *, OfProvider> providers_;
  std::map<const Provider *, RowTable> rows_;
  LateProbes late_;
};

} // namespace dtrace

// Stage: consume. Updates of aggregations that the kernel could not make itself: of keys with user stacks
// that are unwound here, and of new keys for which it had no memory at that moment. Each comes as a
// sample (abi/record.h: dt_update_record) and is merged into a row of ours, stamped with the generation
// in which it arrives. All other values are the kernel's; a key may have both, which the reader merges.
#pragma once
#include "consume/aggregation_source.h"
#include "language/options.h"

#include <map>
#include <string>

namespace dtrace {

class SampledValues : public AggregationSource {
public:
  // Keeps the references.
  SampledValues(const Manifest &manifest, const Options &options, AggregationSource &kernel)
      : manifest_(manifest), options_(options), kernel_(kernel) {}

  bool add(std::span<const std::byte> sample); // false: it fits no layout
  uint64_t refused() const { return refused_; } // samples with new keys for which there was no room

  void read(const AggregationRecord &aggregation, const Visit &visit) override;
  uint64_t advance_generation() override { return generation_ = kernel_.advance_generation(); }
  bool forget(const AggregationRecord &aggregation, std::span<const std::byte> key,
              const Visit &last) override;
  std::string name(const Field &field, uint64_t process, uint64_t address) override {
    return kernel_.name(field, process, address);
  }

private:
  using Rows = std::map<std::string, std::string>; // key -> value of abi/aggregation.h

  std::string key_of(const AggregationRecord &aggregation, std::span<const std::byte> sample);
  void merge(const AggregationRecord &aggregation, std::string &row, const std::byte *value);

  const Manifest &manifest_;
  const Options &options_;
  AggregationSource &kernel_;
  std::map<uint32_t, Rows> rows_; // by the aggregation's index
  uint64_t generation_ = 1, bytes_ = 0, refused_ = 0;
};

} // namespace dtrace

// Stage: consume. AggregationSource over the maps of a loaded object (abi/aggregation.h says where
// the values lie): those without keys are read from mapped memory, the others by map look-ups.
#pragma once
#include "consume/aggregation_source.h"
#include "kernel/kernel.h"

namespace dtrace {

class MapSource : public AggregationSource {
public:
  using Name = std::function<std::string(const Field &field, uint64_t process, uint64_t address)>;
  explicit MapSource(const LoadedObject &object); // keeps the reference
  void read(const AggregationRecord &aggregation, const Visit &visit) override;
  uint64_t advance_generation() override;
  void take_names_from(Name name) { name_ = std::move(name); }
  std::string name(const Field &field, uint64_t process, uint64_t address) override {
    return name_ ? name_(field, process, address) : "";
  }
  bool forget(const AggregationRecord &aggregation, std::span<const std::byte> key,
              const Visit &last) override;

private:
  Name name_;
  const LoadedObject &object_;
  uint32_t cpus_;
  std::vector<std::byte> last_;
};

} // namespace dtrace

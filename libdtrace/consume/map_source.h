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
  using StackId = std::function<uint64_t(const Field &stack, const std::byte *base)>;
  void take_names_from(Name name) { name_ = std::move(name); }
  void take_stacks_from(StackId stack_id) { stack_id_ = std::move(stack_id); }
  std::string name(const Field &field, uint64_t process, uint64_t address) override {
    return name_ ? name_(field, process, address) : "";
  }
  uint64_t stack_id(const Field &stack, const std::byte *base) override {
    return stack_id_ ? stack_id_(stack, base) : 0;
  }
  bool forget(const AggregationRecord &aggregation, std::span<const std::byte> key,
              const Visit &last) override;

private:
  void read_keys(const std::string &symbol, const AggregationRecord &aggregation, const Visit &visit);
  bool take(const std::string &symbol, std::span<const std::byte> key, const Visit &last);

  Name name_;
  StackId stack_id_;
  const LoadedObject &object_;
  uint32_t cpus_;
  std::vector<std::byte> key_, last_;
};

} // namespace dtrace

// The Symbolizer of a live session: names from symbols/, stacks from the object's stack table.
#pragma once
#include "consume/map_source.h"
#include "kernel/kernel.h"
#include "language/options.h"
#include "output/symbolizer.h"
#include "symbols/accounts.h"
#include "symbols/mapping_events.h"
#include "symbols/symbols.h"

#include <map>
#include <span>

namespace dtrace {

class LiveSymbolizer : public Symbolizer {
public:
  // Keeps references to both. -x noresolve leaves user addresses numbers.
  LiveSymbolizer(const LoadedObject &object, const Options &options)
      : object_(object), options_(options) {}
  std::string kernel(uint64_t address, AddressForm form) override;
  std::string user(uint64_t tgid, uint64_t address, AddressForm form) override;
  std::string target(uint64_t address) override;
  std::string caller(uint64_t tgid, uint64_t address) override;
  std::vector<uint64_t> stack(uint64_t id, bool user) override;
  std::vector<StackFrame> unwind(const StackCopy &copy, size_t most) override;
  uint64_t keep(const std::vector<StackFrame> &frames) override;
  std::vector<StackFrame> kept(uint64_t id) override;
  std::vector<std::string> inlined(uint64_t tgid, uint64_t address) override;

  // Names the addresses and stacks in keys for the source, which must not outlive this object.
  void serve(MapSource &source);

  void name_targets(std::span<const pid_t> processes); // those that target() means
  // From now on processes keep their names after their end; call take_mappings() now and then.
  // `processes`: those that live and may end soon.
  void keep_processes(std::span<const pid_t> processes);
  void take_mappings();
  // A process of which something is recorded, while it lives.
  void remember(pid_t process);

private:
  const LoadedObject &object_;
  const Options &options_;
  std::vector<uint64_t> targets_; // as records have them
  Accounts accounts_;
  KernelSymbols kernel_;
  UserSymbols user_;
  std::unique_ptr<MappingEvents> mappings_;
  std::map<std::vector<StackFrame>, uint64_t> ids_;
  std::vector<const std::vector<StackFrame> *> kept_; // by id - 1
};

} // namespace dtrace

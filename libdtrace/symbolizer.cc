#include "symbolizer.h"

#include "system/bpf.h"
#include "system/pid_numbers.h"

#include "base/diagnostic.h"
#include "output/stack.h"

#include <algorithm>

namespace dtrace {

namespace {
// A module alone keeps the address, as nothing better is known of it.
std::string text_of(const std::optional<ResolvedAddress> &found, uint64_t address,
                    AddressForm form) {
  if (!found)
    return format("0x%lx", address);
  std::string text(found->module);
  if (form == AddressForm::Module)
    return text;
  if (found->symbol.empty())
    return text + format("`0x%lx", address);
  text += "`" + demangle(found->symbol);
  if (form == AddressForm::Address && found->offset)
    text += format("+0x%lx", found->offset);
  return text;
}
} // namespace

std::string LiveSymbolizer::kernel(uint64_t address, AddressForm form) {
  if (form == AddressForm::UserName)
    return accounts_.user(address);
  if (form == AddressForm::GroupName)
    return accounts_.group(address);
  return text_of(kernel_.resolve(address), address, form);
}

std::string LiveSymbolizer::user(uint64_t tgid, uint64_t address, AddressForm form) {
  if (options_.flag("noresolve"))
    return format("0x%lx", address);
  take_mappings();
  return text_of(user_.resolve(tgid, address), address, form);
}

std::vector<StackFrame> LiveSymbolizer::unwind(const StackCopy &copy, size_t most) {
  take_mappings();
  return user_.unwind(copy, static_cast<Unwinding>(options_.number("ustackunwind")), most);
}

uint64_t LiveSymbolizer::keep(const std::vector<StackFrame> &frames) {
  if (frames.empty())
    return 0;
  const auto [known, is_new] = ids_.try_emplace(frames, kept_.size() + 1);
  if (is_new)
    kept_.push_back(&known->first);
  return known->second;
}

std::vector<StackFrame> LiveSymbolizer::kept(uint64_t id) {
  return id && id <= kept_.size() ? *kept_[id - 1] : std::vector<StackFrame>{};
}

std::vector<std::string> LiveSymbolizer::inlined(uint64_t tgid, uint64_t address) {
  std::vector<std::string> texts;
  if (options_.flag("noresolve"))
    return texts;
  const auto place = user_.resolve(tgid, address);
  for (const std::string &name : user_.inlined_at(tgid, address))
    texts.push_back((place ? std::string(place->module) + "`" : "") + demangle(name) +
                    " (inlined)");
  return texts;
}

// A function ends in a call when what it calls never returns (abort(), a C++ throw). Where a
// signal's handler returns to is not a call.
std::string LiveSymbolizer::caller(uint64_t tgid, uint64_t address) {
  constexpr std::string_view trampolines[] = {"__restore_rt", "__kernel_rt_sigreturn"};
  if (options_.flag("noresolve"))
    return format("0x%lx", address);
  take_mappings();
  auto found = user_.resolve(tgid, address);
  if (found && found->offset == 0 && !std::ranges::count(trampolines, found->symbol)) {
    const auto before = user_.resolve(tgid, address - 1);
    if (before && !before->symbol.empty()) {
      found = before;
      found->offset++;
    }
  }
  return text_of(found, address, AddressForm::Address);
}

void LiveSymbolizer::serve(MapSource &source) {
  source.take_names_from([this](const Field &field, uint64_t process, uint64_t address) {
    return field.kind == FieldKind::KernelAddress ? kernel(address, field.form)
                                                  : user(process, address, field.form);
  });
  source.take_stacks_from([this](const Field &stack, const std::byte *base) {
    return keep(stack_frames(*this, stack, base));
  });
}

void LiveSymbolizer::name_targets(std::span<const pid_t> processes) {
  for (const pid_t process : processes)
    targets_.push_back(shown_pid(process));
}

std::string LiveSymbolizer::target(uint64_t address) {
  take_mappings();
  for (const uint64_t process : targets_)
    if (!options_.flag("noresolve") && user_.resolve(process, address))
      return user(process, address, AddressForm::Address);
  return Symbolizer::target(address);
}

void LiveSymbolizer::keep_processes(std::span<const pid_t> processes) {
  if (options_.flag("noresolve"))
    return;
  mappings_ = MappingEvents::open();
  for (const pid_t process : processes)
    user_.remember(shown_pid(process));
}

void LiveSymbolizer::take_mappings() {
  if (mappings_)
    mappings_->take(user_);
}

void LiveSymbolizer::remember(pid_t process) {
  if (!options_.flag("noresolve"))
    user_.remember(process);
}

std::vector<uint64_t> LiveSymbolizer::stack(uint64_t id, bool) {
  const MapSpec *spec = object_.spec("dt_stacks");
  if (!spec)
    return {};
  std::vector<uint64_t> frames(spec->value_size / 8 + 1);
  if (!bpf::get(object_.map("dt_stacks"), &id, frames.data()))
    return {};
  frames.resize(std::ranges::find(frames, 0u) - frames.begin());
  return frames;
}

} // namespace dtrace

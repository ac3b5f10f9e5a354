// Stage: output. Names for addresses; the session implements it over symbols/, tests over a list.
#pragma once
#include "analysis/manifest.h"
#include "base/diagnostic.h"
#include "symbols/stack_copy.h"

#include <cstdint>
#include <string>
#include <vector>

namespace dtrace {

class Symbolizer {
public:
  virtual ~Symbolizer() = default;

  // Of an id, for UserName and GroupName: the account's name, or the number.
  // Address: module`symbol+0x12 (no offset when 0), module`0x1234 when only the object is known.
  // Module: module. Function: module`symbol. Unknown: 0x1234.
  virtual std::string kernel(uint64_t address, AddressForm form) = 0;
  // As above with the object's name: libc.so.6`getppid+0x9.
  virtual std::string user(uint64_t tgid, uint64_t address, AddressForm form) = 0;
  // Of a user address whose process is not told: the target's, if there is one. Unknown: 0x1234.
  virtual std::string target(uint64_t address) {
    return format("0x%lx", static_cast<unsigned long>(address));
  }
  // As user() of an address that a call returns to, which may be behind the function's end.
  virtual std::string caller(uint64_t tgid, uint64_t address) {
    return user(tgid, address, AddressForm::Address);
  }

  // The frames of a stack id (FieldKind::StackId, UserStackId), innermost first. Empty: unknown.
  virtual std::vector<uint64_t> stack(uint64_t id, bool user) = 0;

  // The frames of a stack from its copy, innermost first. Empty: it cannot be unwound.
  virtual std::vector<StackFrame> unwind(const StackCopy &, size_t) { return {}; }
  // Keeps frames under an id, the same for the same frames; 0 for none. And those of an id.
  virtual uint64_t keep(const std::vector<StackFrame> &) { return 0; }
  virtual std::vector<StackFrame> kept(uint64_t /*id*/) { return {}; }
  // What was inlined at an address of code, innermost first, each as user() would show it.
  virtual std::vector<std::string> inlined(uint64_t, uint64_t) { return {}; }
};

} // namespace dtrace

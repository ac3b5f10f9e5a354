// Stage: codegen. Whether a program is to run, which of its probes fires, and the names of that one.
#pragma once
#include "codegen/code.h"

#include <unordered_map>

namespace dtrace::codegen {

bool is_probe_name(const typed::Expr &expr);

class Firing : Code {
public:
  explicit Firing(FunctionState &fn)
      : Code(fn) {}

  void leave_members(); // the program's own probe fires again
  Value *id() const { return probe_; } // i32
  Value *activity_allows();
  void gate();
  void identify_probe();
  void branch_to_members(const typed::Enabling &enabling, Block *others);
  Value *name_id(const typed::BuiltinExpr &expr);   // of the firing probe: interned id, i32
  Text probe_name_text(const typed::BuiltinExpr &expr);

private:
  Value *is_member(const typed::Enabling &enabling);
  Value *table_member(const typed::Enabling &enabling);
  Value *late_member(const typed::Enabling &enabling);

  Value *probe_ = nullptr, *probe_index_ = nullptr; // i32: id; Probe::number (null: one probe)
  Value *attached_ = nullptr; // probe_ of the program, while a declared probe fires
  std::unordered_map<int, llvm::GlobalVariable *> name_tables_;
};

} // namespace dtrace::codegen

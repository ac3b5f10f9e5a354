// Stage: output. The formats of a program as FormatPrograms: made once, found by clause and action.
#pragma once
#include "analysis/manifest.h"
#include "output/printf.h"

#include <string>
#include <vector>

namespace dtrace {

class FormatTable {
public:
  explicit FormatTable(const Manifest &manifest); // keeps pointers into it

  // Of an action with a format that prints a record's fields; without a format: prints nothing.
  const CompiledFormat &program(uint32_t clause, uint32_t action) const;
  // Of printa(): one an aggregation, for the layout of its keys; empty without a format.
  const std::vector<CompiledFormat> &programs(uint32_t clause, uint32_t action) const {
    return programs_[clause][action];
  }
  // What the action's format makes of a record.
  std::string text(uint32_t clause, uint32_t action, const PrintContext &context,
                   const std::byte *record) const;

private:
  std::vector<std::vector<std::vector<CompiledFormat>>> programs_; // by clause, by action
};

} // namespace dtrace

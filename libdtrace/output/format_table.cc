#include "output/format_table.h"

namespace dtrace {

namespace {
// One program for a record's fields; of printa() one an aggregation, for the layout of its keys.
std::vector<CompiledFormat> programs_of(const Manifest &manifest, const ActionRecord &action) {
  std::vector<CompiledFormat> programs;
  if (!action.format)
    return programs;
  std::vector<const Field *> fields;
  if (action.kind != ActionKind::Printa) {
    for (const Field &field : action.fields)
      fields.push_back(&field);
    programs.emplace_back(*action.format, fields);
    return programs;
  }
  std::vector<const AggregationRecord *> aggregations;
  for (const uint32_t index : action.aggregations)
    aggregations.push_back(&manifest.aggregations[index]);
  for (const AggregationRecord *aggregation : aggregations) {
    fields.clear();
    for (const KeyField &key : aggregation->keys)
      fields.push_back(&key.field);
    programs.emplace_back(*action.format, fields, aggregations);
  }
  return programs;
}
} // namespace

FormatTable::FormatTable(const Manifest &manifest) {
  for (const ClauseRecord &clause : manifest.clauses) {
    auto &programs = programs_.emplace_back();
    for (const ActionRecord &action : clause.actions)
      programs.push_back(programs_of(manifest, action));
  }
}

const CompiledFormat &FormatTable::program(uint32_t clause, uint32_t action) const {
  static const CompiledFormat none;
  const std::vector<CompiledFormat> &found = programs(clause, action);
  return found.empty() ? none : found[0];
}

std::string FormatTable::text(uint32_t clause, uint32_t action, const PrintContext &context,
                              const std::byte *record) const {
  std::string text;
  Output to(&text);
  program(clause, action).print(to, context, {.base = record});
  to.flush();
  return text;
}

} // namespace dtrace

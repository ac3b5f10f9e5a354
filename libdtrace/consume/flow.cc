#include "consume/flow.h"

namespace dtrace {

namespace {
// `entry` itself or after a dash, so that "carpentry" is none.
bool ends_in_word(std::string_view name, std::string_view word) {
  if (!name.ends_with(word))
    return false;
  return name.size() == word.size() || name[name.size() - word.size() - 1] == '-';
}
constexpr uint32_t step = 2; // columns a call
} // namespace

Flow flow_of(std::string_view probe_name) {
  if (ends_in_word(probe_name, "entry"))
    return Flow::Entry;
  return ends_in_word(probe_name, "return") ? Flow::Return : Flow::None;
}

void FlowIndent::place(RecordView &record, bool same_probe_follows) {
  Cpu &cpu = cpus_[record.cpu];
  record.flow = flow_of(record.probe->name);
  const bool goes_on = cpu.probe == record.probe->id && cpu.clause < record.clause_index;
  if (record.flow == Flow::Entry && goes_on)
    record.flow = Flow::None;
  if (record.flow == Flow::Return && same_probe_follows)
    record.flow = Flow::None;
  if (record.flow == Flow::Return)
    cpu.indent -= cpu.indent < step ? cpu.indent : step;
  record.indent = cpu.indent;
  if (record.flow == Flow::Entry)
    cpu.indent += step;
  cpu.probe = record.probe->id;
  cpu.clause = record.clause_index;
}

} // namespace dtrace

#include "machine.h"

#include "programs.h"

#include <string>

namespace dtrace {

namespace {
struct Report {
  FILE *output;
  std::string group{};
};

int print_fact(const dtrace_fact_t *fact, void *arg) {
  auto &report = *static_cast<Report *>(arg);
  if (report.group != fact->group)
    fprintf(report.output, "%s%s:\n", report.group.empty() ? "" : "\n", fact->group);
  report.group = fact->group;
  const bool remarked = *fact->remark;
  fprintf(report.output, "  %-27s %s%s%s\n", fact->name, fact->value, remarked ? "  - " : "",
          fact->remark);
  return 0;
}
} // namespace

int show_machine(FILE *output) {
  Report report{output};
  if (dtrace_machine(print_fact, &report) != 0) {
    fputs("dtrace: out of memory\n", stderr);
    return kFailed;
  }
  return flush_output(output);
}

} // namespace dtrace

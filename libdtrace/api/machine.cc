// Stage: api. What this machine can do.
#include "api/errors.h"
#include "api/handle.h"
#include "machine_report.h"

using namespace dtrace;

extern "C" int dtrace_machine(dtrace_fact_f *callback, void *arg) {
  if (!callback)
    return -1;
  std::vector<Fact> facts;
  try {
    facts = machine_report(dtrace_version_string());
  } catch (...) {
    return -1;
  }
  for (const Fact &fact : facts) {
    const std::string group(fact.group);
    const dtrace_fact_t told{group.c_str(), fact.name.c_str(), fact.value.c_str(), fact.remark.c_str()};
    if (const int answer = callback(&told, arg); answer != 0)
      return answer;
  }
  return 0;
}

// Stage: api. Probes as the C interface shows them.
#pragma once
#include "analysis/manifest.h"
#include "dtrace/dtrace.h"
#include "providers/provider.h"

#include <vector>

namespace dtrace {

template <class P> dtrace_probedesc_t description_of(const P &probe) {
  return {probe.id, probe.provider.c_str(), probe.module.c_str(), probe.function.c_str(),
          probe.name.c_str()};
}

dtrace_attribute_t attributes_of(const Attributes &attributes);

int for_each_probe(dtrace_hdl &handle, const std::vector<Probe> &probes, dtrace_probe_f *callback,
                   void *arg);

} // namespace dtrace

// Stage: providers. Probes that a program asks for and that will not fire: documented ones that this
// machine cannot have, and events that the kernel refuses. Every one is reported, and a thousand of
// them in one line.
#pragma once
#include "providers/provider.h"

#include <string>
#include <vector>

namespace dtrace {

// The provider of every probe that can never fire: no program is made for it. The maker of such a
// probe chooses its name.
Provider &never_provider();
bool never_fires(const Probe &probe); // the probe itself, not what it is made of

class MissingProbes {
public:
  enum class Kind { NeverFires, Refused, FunctionIgnored };
  // By its description; each is reported once.
  void add(Kind kind, const std::string &probe, const std::string &why);
  // By the description that is enough for it.
  void add(Kind kind, const Probe &probe, const std::string &why);
  // One line for each kind and reason, in order of their first probe:
  //     vminfo:::dfree, vminfo:::execfree and 9 more never fire here: Linux has nothing like them
  std::vector<std::string> lines() const;

private:
  struct Group {
    Kind kind;
    std::string why;
    std::vector<std::string> probes{};
  };
  std::vector<Group> groups_{};
};

} // namespace dtrace

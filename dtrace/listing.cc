#include "listing.h"

#include <cstring>

namespace dtrace {

namespace {

void print_attributes(Output &output, const char *title, const Attributes &attributes) {
  output.printf("\t%s\n\t\tIdentifier Names: %s\n\t\tData Semantics:   %s\n"
                "\t\tDependency Class: %s\n\n",
                title, name_of(attributes.name).data(), name_of(attributes.data).data(),
                name_of(attributes.dependency).data());
}

void print_arguments(Session &session, Output &output, const Probe &probe) {
  output.put("\n");
  print_attributes(output, "Probe Description Attributes", probe.owner->attributes().probe);
  print_attributes(output, "Argument Attributes", probe.owner->attributes().arguments);
  output.put("\tArgument Types\n");
  const auto known = session.arguments(probe);
  if (!known || known->arguments.empty())
    output.put("\t\tNone\n");
  else
    for (size_t i = 0; i < known->arguments.size(); i++) {
      const ProbeArgument &argument = known->arguments[i];
      std::string type = type_name(argument.translated ? argument.translated : argument.native);
      if (type.starts_with("userland ")) // where it points to is no part of the type's C name
        type.erase(0, strlen("userland "));
      output.printf("\t\targs[%zu]: %s\n", i, type.c_str());
    }
  output.put("\n");
}

} // namespace

int list_probes(Session &session, Output &output, const CommandLine &line) {
  const auto probes = session.list(line.programs, line.operands);
  if (!probes) {
    fputs(describe(probes.error(), session.options().flag("errtags")).c_str(), stderr);
    return 1;
  }
  output.printf("%5s %10s %17s %33s %s\n", "ID", "PROVIDER", "MODULE", "FUNCTION", "NAME");
  for (const Probe &probe : *probes) {
    output.printf("%5u %10s %17s %33s %s\n", probe.id, probe.provider.c_str(),
                  probe.module.c_str(), probe.function.c_str(), probe.name.c_str());
    if (line.verbose)
      print_arguments(session, output, probe);
  }
  output.flush();
  return 0;
}

} // namespace dtrace

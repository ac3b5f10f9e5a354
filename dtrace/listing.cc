#include "listing.h"

#include "programs.h"

#include <unistd.h>

#include <map>

namespace dtrace {

namespace {

struct Listed {
  std::string provider, module, function, name;
};
using Listing =
    std::map<uint32_t, Listed>; // by id: a probe that several descriptions match is listed once

int add_probe(dtrace_hdl_t *, const dtrace_probedesc_t *probe, void *arg) {
  static_cast<Listing *>(arg)->try_emplace(
      probe->id, Listed{probe->provider, probe->module, probe->function, probe->name});
  return 0;
}

void print_attributes(FILE *output, const char *title, const dtrace_attribute_t &attributes) {
  fprintf(output,
          "\t%s\n\t\tIdentifier Names: %s\n\t\tData Semantics:   %s\n\t\tDependency Class: %s\n\n",
          title, dtrace_stability_name(attributes.name), dtrace_stability_name(attributes.data),
          dtrace_class_name(attributes.dependency));
}

} // namespace

namespace {
// Names come from programs that anybody may have written: none may control the terminal.
std::string name_for(FILE *output, const std::string &name) {
  if (!isatty(fileno(output)))
    return name;
  std::string text(4 * name.size() + 1, '\0'); // an octal escape for each byte, at most
  text.resize(dtrace_terminal_text(name.c_str(), text.data(), text.size()));
  return text;
}

// One by one, as a note may contain the name of a program.
void print_notes(FILE *output, const std::string &notes) {
  for (size_t begin = 0, end; (end = notes.find('\n', begin)) != notes.npos; begin = end + 1)
    fprintf(output, "%s\n", name_for(output, notes.substr(begin, end - begin)).c_str());
}
} // namespace

void print_stability(FILE *output, const char *title, const dtrace_proginfo_t &info) {
  fprintf(output, "\nStability attributes for %s:\n\n", title);
  print_attributes(output, "Minimum Probe Description Attributes", info.description);
  print_attributes(output, "Minimum Statement Attributes", info.statements);
  print_notes(output, info.notes ? info.notes : "");
}

namespace {

// As C declares it; a name that belongs inside declarators follows the type, in brackets.
void print_argument(FILE *output, size_t number, const dtrace_probearg_t &argument) {
  const std::string type = name_for(output, argument.translated), name = name_for(output, argument.name);
  const char *space = type.ends_with('*') ? "" : " ";
  if (name.empty())
    fprintf(output, "\t\targs[%zu]: %s\n", number, type.c_str());
  else if (type.find_first_of("([") == std::string::npos)
    fprintf(output, "\t\targs[%zu]: %s%s%s\n", number, type.c_str(), space, name.c_str());
  else
    fprintf(output, "\t\targs[%zu]: %s (%s)\n", number, type.c_str(), name.c_str());
}

void print_arguments(dtrace_hdl_t *dtp, FILE *output, uint32_t probe) {
  const dtrace_probeinfo_t *info = dtrace_probe_info(dtp, probe);
  if (!info)
    return;
  fputc('\n', output);
  print_attributes(output, "Probe Description Attributes", info->probe_attributes);
  print_attributes(output, "Argument Attributes", info->argument_attributes);
  fputs("\tArgument Types\n", output);
  if (info->nargs == 0)
    fputs("\t\tNone\n", output);
  for (size_t i = 0; i < info->nargs; i++)
    print_argument(output, i, info->args[i]);
  fputc('\n', output);
}

// False: the reason was reported.
bool collect(dtrace_hdl_t *dtp, const CommandLine &line, Listing &listing) {
  if (line.programs.empty() && dtrace_probe_iter(dtp, nullptr, add_probe, &listing) != 0)
    return report(dtp), false;
  Programs programs;
  if (read_programs(dtp, line, DTRACE_C_PROBES, programs) != 0)
    return false;
  for (dtrace_prog_t *program : programs)
    if (dtrace_program_probe_iter(dtp, program, add_probe, &listing) != 0)
      return report(dtp), false;
  return true;
}

} // namespace

namespace {
int list_structured(dtrace_hdl_t *dtp, FILE *output, const Listing &listing, bool verbose) {
  for (const auto &[id, probe] : listing) {
    const dtrace_probedesc_t shown{id, probe.provider.c_str(), probe.module.c_str(),
                                   probe.function.c_str(), probe.name.c_str()};
    if (dtrace_oformat_probe(dtp, output, &shown, verbose) != 0)
      return report(dtp);
  }
  return dtrace_oformat_teardown(dtp, output) == 0 ? 0 : report(dtp);
}
} // namespace

int list_probes(dtrace_hdl_t *dtp, FILE *output, const CommandLine &line) {
  Listing listing;
  if (!collect(dtp, line, listing))
    return kFailed;
  if (dtrace_oformat(dtp))
    return list_structured(dtp, output, listing, line.verbose);
  fprintf(output, "%5s %10s %17s %33s %s\n", "ID", "PROVIDER", "MODULE", "FUNCTION", "NAME");
  for (const auto &[id, probe] : listing) {
    const auto name = [&](const std::string &text) { return name_for(output, text); };
    fprintf(output, "%5u %10s %17s %33s %s\n", id, name(probe.provider).c_str(),
            name(probe.module).c_str(), name(probe.function).c_str(), name(probe.name).c_str());
    if (line.verbose)
      print_arguments(dtp, output, id);
  }
  return flush_output(output);
}

} // namespace dtrace

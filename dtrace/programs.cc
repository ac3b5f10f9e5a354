#include "programs.h"

#include <cerrno>
#include <cstring>

namespace dtrace {

int report(dtrace_hdl_t *dtp) {
  if (!dtrace_errinfo(dtp, 0))
    fprintf(stderr, "dtrace: %s\n", dtrace_errmsg(dtp, dtrace_errno(dtp)));
  for (size_t i = 0; const dtrace_errinfo_t *error = dtrace_errinfo(dtp, i); i++)
    fputs(error->text, stderr);
  return kFailed;
}

int flush_output(FILE *output) {
  if (fflush(output) == 0 && !ferror(output))
    return 0;
  fprintf(stderr, "dtrace: failed to write the output: %s\n", strerror(errno));
  return kFailed;
}

namespace {
// $0 $1 …
std::vector<char *> arguments_of(const CommandLine &line, const ProgramArgument &program) {
  std::vector<char *> arguments = {
      const_cast<char *>(program.is_script ? program.text.c_str() : "dtrace")};
  for (const std::string &operand : line.operands)
    arguments.push_back(const_cast<char *>(operand.c_str()));
  return arguments;
}

dtrace_prog_t *read_script(dtrace_hdl_t *dtp, const std::string &path, uint32_t flags,
                           const std::vector<char *> &arguments) {
  const bool is_stdin = path == "-";
  FILE *file = is_stdin ? stdin : fopen(path.c_str(), "re");
  if (!file) {
    fprintf(stderr, "dtrace: failed to open %s: %s\n", path.c_str(), strerror(errno));
    return nullptr;
  }
  dtrace_prog_t *program = dtrace_program_fcompile(
      dtp, file, flags, static_cast<int>(arguments.size()), arguments.data());
  if (!program)
    report(dtp);
  if (!is_stdin)
    fclose(file);
  return program;
}

dtrace_prog_t *read_description(dtrace_hdl_t *dtp, const ProgramArgument &program, uint32_t flags,
                                const std::vector<char *> &arguments) {
  dtrace_prog_t *compiled =
      dtrace_program_strcompile(dtp, program.text.c_str(), program.spec, flags,
                                static_cast<int>(arguments.size()), arguments.data());
  if (!compiled)
    report(dtp);
  return compiled;
}

bool read_one(dtrace_hdl_t *dtp, const CommandLine &line, const ProgramArgument &program,
              uint32_t flags, Programs &programs) {
  const std::vector<char *> arguments = arguments_of(line, program);
  programs.push_back(program.is_script ? read_script(dtp, program.text, flags, arguments)
                                       : read_description(dtp, program, flags, arguments));
  return programs.back() != nullptr;
}

void tell_matches(const ProgramArgument &program, uint32_t count) {
  fprintf(stderr, "dtrace: %s matched %u probe%s\n", title_of(program).c_str(), count,
          count == 1 ? "" : "s");
}
} // namespace

std::string title_of(const ProgramArgument &program) {
  if (program.is_script)
    return "script '" + program.text + "'";
  return "description '" + program.text.substr(0, program.text.find_first_of("{/;")) + "'";
}

int read_programs(dtrace_hdl_t *dtp, const CommandLine &line, uint32_t flags, Programs &programs) {
  for (const ProgramArgument &program : line.programs)
    if (!read_one(dtp, line, program, flags, programs))
      return kFailed;
  return 0;
}

int compile_programs(dtrace_hdl_t *dtp, const CommandLine &line, Programs &programs) {
  for (const ProgramArgument &program : line.programs) {
    const bool last = &program == &line.programs.back();
    if (!read_one(dtp, line, program, last ? 0 : DTRACE_C_TOGETHER, programs))
      return kFailed;
  }
  dtrace_optval_t quiet = 0;
  dtrace_getopt(dtp, "quiet", &quiet);
  for (size_t i = 0; i < programs.size(); i++) {
    dtrace_proginfo_t info;
    if (dtrace_program_exec(dtp, programs[i], &info) != 0)
      return report(dtp);
    if (quiet <= 0)
      tell_matches(line.programs[i], info.matches);
  }
  return 0;
}

} // namespace dtrace

#include "program_probes.h"

#include "programs.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <sys/stat.h>
#include <unistd.h>

namespace dtrace {

namespace {

std::string output_path(const CommandLine &line) {
  if (!line.output.empty())
    return line.output;
  std::string name = line.programs[0].text;
  name.erase(0, name.rfind('/') + 1);
  if (name.ends_with(".d"))
    name.resize(name.size() - 2);
  if (name == "-")
    name = "probes";
  return name + (line.mode == Mode::Header ? ".h" : ".o");
}

// Removes an incomplete file, which a build could take for a header; devices are kept.
void remove_file(const std::string &path) {
  struct stat status;
  if (lstat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode))
    unlink(path.c_str());
}

int failed_to_write(const std::string &path) {
  fprintf(stderr, "dtrace: failed to write %s: %s\n", path.c_str(), strerror(errno));
  remove_file(path);
  return kFailed;
}

int make_header(dtrace_hdl_t *dtp, dtrace_prog_t *program, const CommandLine &line) {
  const std::string path = output_path(line);
  FILE *file = fopen(path.c_str(), "we");
  if (!file) {
    fprintf(stderr, "dtrace: failed to open %s: %s\n", path.c_str(), strerror(errno));
    return kFailed;
  }
  const int made = dtrace_program_header(dtp, program, file, line.programs[0].text.c_str());
  const bool written = fclose(file) == 0;
  if (made != 0) {
    remove_file(path);
    return report(dtp);
  }
  return written ? 0 : failed_to_write(path);
}

int make_object(dtrace_hdl_t *dtp, dtrace_prog_t *program, const CommandLine &line) {
  std::vector<char *> objects;
  for (const std::string &operand : line.operands)
    objects.push_back(const_cast<char *>(operand.c_str()));
  const int made = dtrace_program_link(dtp, program, line.with_32_bits ? DTRACE_LINK_32 : 0,
                                       output_path(line).c_str(), objects.size(), objects.data());
  return made == 0 ? 0 : report(dtp);
}

} // namespace

int make_program_probes(dtrace_hdl_t *dtp, const CommandLine &line) {
  Programs programs;
  if (const int failed = read_programs(dtp, line, DTRACE_C_PROVIDERS, programs))
    return failed;
  return line.mode == Mode::Header ? make_header(dtp, programs[0], line)
                                   : make_object(dtp, programs[0], line);
}

} // namespace dtrace

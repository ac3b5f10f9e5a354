// Stage: api. Provider files to what programs with probes are built from.
#include "api/handle.h"

#include "arch/processor.h"
#include "base/descriptor.h"
#include "usdt/header.h"
#include "usdt/object.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace dtrace;

namespace {

Result<std::vector<usdt::Provider>> providers_of(dtrace_hdl &handle, const dtrace_prog_t *program) {
  if (!program || program->state != dtrace_prog::State::Providers)
    return dtrace::fail("the program is NULL, or was not compiled with DTRACE_C_PROVIDERS");
  if (!handle.session.declare(program->text))
    return std::unexpected(handle.session.errors().front());
  return handle.session.providers();
}

// What the objects are for; without them the compiler of this build.
const Processor *machine_for(const usdt::Calls &calls, bool with_32_bits) {
  if (calls.machine)
    return calls.machine;
  const char *compiler = getenv("CC");
  const Processor *machine = compiler ? processor_of_compiler(compiler) : nullptr;
  if (with_32_bits)
    return &own_processor_32();
  return machine ? machine : &own_processor();
}

Result<void> write_file(const char *path, const std::string &bytes) {
  const Descriptor file(open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
  if (!file)
    return dtrace::fail("failed to open %s: %s", path, strerror(errno));
  size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t written = write(file.get(), bytes.data() + done, bytes.size() - done);
    if (written <= 0)
      break;
    done += static_cast<size_t>(written);
  }
  const int error = errno;
  struct stat status;
  const bool is_file = fstat(file.get(), &status) == 0 && S_ISREG(status.st_mode);
  if (done == bytes.size())
    return {};
  if (is_file)
    unlink(path);
  return dtrace::fail("failed to write %s: %s", path, strerror(error));
}

Result<void> link(dtrace_hdl &handle, const dtrace_prog_t *program, uint32_t flags,
                  const char *file, std::vector<std::string> objects) {
  TRY(providers, providers_of(handle, program));
  // Builds may name the output of the last time among the objects.
  std::erase(objects, file);
  TRY(calls, usdt::read_calls(objects, providers));
  TRY(bytes, usdt::object_bytes(providers, *machine_for(calls, flags & DTRACE_LINK_32), calls.calls));
  return write_file(file, bytes);
}
} // namespace

extern "C" {

int dtrace_program_header(dtrace_hdl_t *dtp, dtrace_prog_t *program, FILE *out, const char *name) {
  return guarded_outside(dtp, -1, [&] {
    if (!out || !name)
      return dtp->fail(EDT_BADARG, "the file or its name is NULL");
    const auto providers = providers_of(*dtp, program);
    if (!providers)
      return dtp->fail(EDT_COMPILER, providers.error());
    const std::string text = usdt::header_text(*providers, name);
    if (fwrite(text.data(), 1, text.size(), out) == text.size())
      return 0;
    return dtp->fail(EDT_OUTPUT, dtrace::fail("failed to write: %s", strerror(errno)).error());
  });
}

int dtrace_program_link(dtrace_hdl_t *dtp, dtrace_prog_t *program, uint32_t flags,
                        const char *file, size_t count, char *const objects[]) {
  return guarded_outside(dtp, -1, [&] {
    if (!file || (count && !objects) || (flags & ~uint32_t(DTRACE_LINK_32)))
      return dtp->fail(EDT_BADARG, "no file, no objects, or unknown flags");
    const auto made = link(*dtp, program, flags, file, {objects, objects + count});
    return made ? 0 : dtp->fail(EDT_COMPILER, made.error());
  });
}
}

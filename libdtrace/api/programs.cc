// Stage: api. D text to programs, and those to running probes.
#include "api/handle.h"
#include "api/probes.h"

#include <algorithm>
#include <cerrno>
#include <set>

using namespace dtrace;

namespace {
constexpr dtrace_prog_t *no_program = nullptr;
using State = dtrace_prog::State;

struct FlagRow {
  uint32_t flag;
  const char *option;
};
constexpr FlagRow compile_flags[] = {
    {DTRACE_C_ZDEFS, "zdefs"},        {DTRACE_C_EMPTY, "empty"},   {DTRACE_C_CPP, "cpp"},
    {DTRACE_C_DEFARG, "defaultargs"}, {DTRACE_C_ARGREF, "argref"},
};
constexpr uint32_t known_compile_flags = 2 * DTRACE_C_PROVIDERS - 1;

std::vector<std::string> arguments_of(int argc, char *const argv[]) {
  std::vector<std::string> arguments(argv, argv + argc);
  if (arguments.empty())
    arguments.push_back("dtrace");
  return arguments;
}

dtrace_proginfo_t info_of(const Session &session, size_t program) {
  dtrace_proginfo_t info{};
  const Source *source = session.source(program);
  info.matches = session.matched(program);
  std::set<uint32_t> clauses, recording;
  for (const ClauseRecord &clause : session.manifest().clauses) {
    if (clause.span.source != source)
      continue;
    clauses.insert(clause.number);
    if (clause.size)
      recording.insert(clause.number);
  }
  const ProviderAttributes least = session.attributes(program);
  info.description = attributes_of(least.probe);
  info.statements = attributes_of(least.arguments);
  info.clauses = clauses.size();
  info.recgens = recording.size();
  info.aggregates = std::ranges::count_if(
      session.manifest().aggregations,
      [&](const AggregationRecord &aggregation) { return aggregation.span.source == source; });
  return info;
}

bool compile(dtrace_hdl &handle, std::vector<const dtrace_prog *> programs) {
  std::vector<ProgramText> texts;
  for (const dtrace_prog *program : programs)
    texts.push_back(program->text);
  handle.compiled.clear();
  if (handle.session.compile(texts, {}))
    handle.compiled = std::move(programs);
  else
    handle.errors.set(EDT_COMPILER, handle.session.errors());
  return !handle.compiled.empty();
}

// The probes of one program; those before it may declare their types.
Result<std::vector<Probe>> probes_of(dtrace_hdl &handle, const dtrace_prog &program) {
  handle.compiled.clear();
  std::vector<ProgramText> texts;
  for (const dtrace_prog &other : handle.programs) {
    if (&other == &program)
      break;
    if (other.state != State::Failed)
      texts.push_back(other.text);
  }
  texts.push_back(program.text);
  return handle.session.list(texts, {}, texts.size() - 1);
}

bool read_only_probes(dtrace_hdl &handle, const dtrace_prog &program) {
  const auto probes = probes_of(handle, program);
  if (probes)
    return true;
  if (handle.session.errors().empty())
    handle.errors.set(EDT_COMPILER, probes.error());
  else
    handle.errors.set(EDT_COMPILER, handle.session.errors());
  return false;
}

bool read_providers(dtrace_hdl &handle, const dtrace_prog &program) {
  handle.compiled.clear();
  if (handle.session.declare(program.text))
    return true;
  handle.errors.set(EDT_COMPILER, handle.session.errors());
  return false;
}

// The programs that wait, after those that are compiled.
bool compile_waiting(dtrace_hdl &handle) {
  std::vector<const dtrace_prog *> all;
  std::vector<std::pair<dtrace_prog *, size_t>> waiting;
  for (dtrace_prog &program : handle.programs) {
    if (program.state == State::Waiting)
      waiting.emplace_back(&program, all.size());
    if (program.state == State::Waiting || program.state == State::Compiled)
      all.push_back(&program);
  }
  const bool good = compile(handle, std::move(all));
  for (const auto &[program, index] : waiting) {
    program->state = good ? State::Compiled : State::Failed;
    if (!good)
      continue;
    program->info = info_of(handle.session, index);
    program->notes = handle.session.notes(index);
    program->info.notes = program->notes.c_str();
  }
  return good;
}

bool set_flags(dtrace_hdl &handle, uint32_t flags) {
  for (const FlagRow &row : compile_flags)
    if (flags & row.flag)
      if (const auto set = handle.session.options().set(row.option, "1"); !set) {
        handle.fail(EDT_BADOPT, set.error());
        return false;
      }
  return true;
}

dtrace_prog_t *add_program(dtrace_hdl &handle, ProgramText &&text, uint32_t flags) {
  if (handle.phase != dtrace_hdl::Phase::Compiling) {
    handle.fail(EDT_STATE, "programs cannot be compiled once others are enabled");
    return nullptr;
  }
  if (!set_flags(handle, flags))
    return nullptr;
  dtrace_prog &program = handle.programs.emplace_back(dtrace_prog{.text = std::move(text)});
  bool good = true;
  if (flags & DTRACE_C_PROBES) {
    program.state = State::ProbesOnly;
    good = read_only_probes(handle, program);
  } else if (flags & DTRACE_C_PROVIDERS) {
    program.state = State::Providers;
    good = read_providers(handle, program);
  } else if (!(flags & DTRACE_C_TOGETHER)) {
    good = compile_waiting(handle);
  }
  if (good)
    return &program;
  handle.programs.pop_back();
  return nullptr;
}

bool valid(dtrace_hdl &handle, bool given, int argc, char *const argv[], uint32_t flags) {
  if (given && argc >= 0 && (argc == 0 || argv) && !(flags & ~known_compile_flags))
    return true;
  handle.fail(EDT_BADARG, "no program, no arguments, or unknown flags");
  return false;
}

constexpr size_t kLongestProgram = 64 << 20; // a device may have no end

bool read_all(FILE *file, std::string &text) {
  char part[65536];
  errno = 0;
  for (size_t size; (size = fread(part, 1, sizeof part, file)) > 0;) {
    if (text.size() + size > kLongestProgram)
      return errno = EFBIG, false;
    text.append(part, size);
  }
  return !ferror(file);
}

// Those given to dtrace_program_exec(), all together.
bool compile_executed(dtrace_hdl &handle) {
  std::vector<const dtrace_prog *> executed;
  for (const dtrace_prog &program : handle.programs)
    if (program.executed && program.state == State::Compiled)
      executed.push_back(&program);
  if (executed.empty()) {
    handle.fail(EDT_STATE, "no program was given to dtrace_program_exec()");
    return false;
  }
  return executed == handle.compiled || compile(handle, std::move(executed));
}

int enable(dtrace_hdl &handle) {
  if (handle.phase != dtrace_hdl::Phase::Compiling)
    return handle.fail(EDT_STATE, "the programs are enabled already");
  if (!handle.permitted)
    if (const auto permitted = check_permission(); !permitted)
      return handle.fail(EDT_ACCESS, permitted.error());
  if (!compile_executed(handle))
    return -1;
  if (handle.keep_code)
    handle.session.keep_code();
  handle.callbacks.attach(handle.session);
  if (const auto enabled = handle.session.enable(); !enabled)
    return handle.fail(EDT_ENABLE, enabled.error());
  handle.phase = dtrace_hdl::Phase::Enabled;
  return 0;
}
} // namespace

extern "C" {

dtrace_prog_t *dtrace_program_strcompile(dtrace_hdl_t *dtp, const char *text,
                                         dtrace_probespec_t spec, uint32_t flags, int argc,
                                         char *const argv[]) {
  return guarded_outside(dtp, no_program, [&]() -> dtrace_prog_t * {
    if (!valid(*dtp, text && spec >= DTRACE_PROBESPEC_PROVIDER && spec <= DTRACE_PROBESPEC_ID, argc,
               argv, flags))
      return nullptr;
    return add_program(*dtp,
                       {.kind = SourceKind::CommandLine,
                        .name = text,
                        .text = text,
                        .specifier = static_cast<ParseOptions::Specifier>(spec),
                        .arguments = arguments_of(argc, argv)},
                       flags);
  });
}

dtrace_prog_t *dtrace_program_fcompile(dtrace_hdl_t *dtp, FILE *file, uint32_t flags, int argc,
                                       char *const argv[]) {
  return guarded_outside(dtp, no_program, [&]() -> dtrace_prog_t * {
    if (!valid(*dtp, file, argc, argv, flags))
      return nullptr;
    ProgramText program{.kind = SourceKind::Script,
                        .name = argc ? argv[0] : "stdin",
                        .text = {},
                        .arguments = arguments_of(argc, argv)};
    if (!read_all(file, program.text)) {
      dtp->errors.set(
          EDT_OUTPUT,
          dtrace::fail("failed to read %s: %s", program.name.c_str(), strerror(errno)).error());
      return nullptr;
    }
    if (program.text.contains('\0')) {
      dtp->errors.set(EDT_COMPILER, dtrace::fail("failed to compile script %s: it is a binary file, "
                                                 "not a program in D", program.name.c_str()).error());
      return nullptr;
    }
    return add_program(*dtp, std::move(program), flags);
  });
}

int dtrace_program_info(dtrace_hdl_t *dtp, dtrace_prog_t *program, dtrace_proginfo_t *info) {
  return guarded(dtp, -1, [&] {
    if (!program || !info)
      return dtp->fail(EDT_BADARG, "the program or the place for its data is NULL");
    *info = program->info;
    return 0;
  });
}

int dtrace_program_probe_iter(dtrace_hdl_t *dtp, dtrace_prog_t *program, dtrace_probe_f *callback,
                              void *arg) {
  return guarded_outside(dtp, -1, [&] {
    if (!program || !callback)
      return dtp->fail(EDT_BADARG, "the program or the callback is NULL");
    if (dtp->phase != dtrace_hdl::Phase::Compiling)
      return dtp->fail(EDT_STATE, "the programs are enabled already");
    const auto probes = probes_of(*dtp, *program);
    if (!probes)
      return dtp->fail(EDT_COMPILER, probes.error());
    return for_each_probe(*dtp, *probes, callback, arg);
  });
}

int dtrace_program_exec(dtrace_hdl_t *dtp, dtrace_prog_t *program, dtrace_proginfo_t *info) {
  return guarded_outside(dtp, -1, [&] {
    if (!program || program->state != State::Compiled)
      return dtp->fail(EDT_BADARG, "the program is NULL, or was not compiled to be traced");
    if (dtp->phase != dtrace_hdl::Phase::Compiling)
      return dtp->fail(EDT_STATE, "the programs are enabled already");
    program->executed = true;
    if (info)
      *info = program->info;
    return 0;
  });
}

int dtrace_enable(dtrace_hdl_t *dtp) {
  return guarded_outside(dtp, -1, [&] { return enable(*dtp); });
}

const char *dtrace_code(dtrace_hdl_t *dtp) {
  return dtp ? dtp->session.show_code().c_str() : "";
}

int dtrace_go(dtrace_hdl_t *dtp) {
  return guarded_outside(dtp, -1, [&] {
    if (dtp->phase == dtrace_hdl::Phase::Compiling && enable(*dtp) != 0)
      return -1;
    if (dtp->phase != dtrace_hdl::Phase::Enabled)
      return dtp->fail(EDT_STATE, "tracing has begun already");
    dtp->phase = dtrace_hdl::Phase::Running;
    if (const auto gone = dtp->session.go(); !gone)
      return dtp->fail(EDT_ENABLE, gone.error());
    return 0;
  });
}
}

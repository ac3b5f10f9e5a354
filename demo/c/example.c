/*
 * Counts the system calls of the machine by name for one second, and tells of each file that is
 * opened meanwhile: an aggregation that is walked, and records that arrive in a callback.
 *
 *     cc example.c $(pkg-config --cflags --libs libdtrace) -o example
 *     sudo ./example
 *
 * With a command as arguments (./example ls -l /) only that command is traced, until it ends.
 */
#include <dtrace/dtrace.h>

#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>

static const char all[] = "syscall:::entry { @calls[probefunc] = count(); }"
                          "syscall::openat:entry { trace(execname); trace(copyinstr(arg1)); }"
                          "tick-1s { exit(0); }";
static const char one[] = "syscall:::entry /pid == $target/ { @calls[probefunc] = count(); }"
                          "syscall::openat:entry /pid == $target/"
                          "{ trace(execname); trace(copyinstr(arg1)); }";

static int failed(dtrace_hdl_t *dtp, const char *what) {
  const dtrace_errinfo_t *error;
  size_t i;
  fprintf(stderr, "%s: %s\n", what, dtrace_errmsg(dtp, dtrace_errno(dtp)));
  for (i = 0; (error = dtrace_errinfo(dtp, i)) != NULL; i++)
    if (error->file)
      fprintf(stderr, "%u:%u [%s] %s\n  %s\n", error->line, error->column, error->tag,
              error->message, error->source);
  dtrace_close(dtp);
  return EXIT_FAILURE;
}

/* The columns before each line would be printed here. */
static int on_probe(const dtrace_probedata_t *data, void *arg) {
  (void)data, (void)arg;
  return DTRACE_CONSUME_THIS;
}

struct opened {
  char process[64];
  unsigned long files;
};

/* Each action of a clause: first the process, then the file. At the clause's end: NULL. */
static int on_record(const dtrace_probedata_t *data, const dtrace_recdesc_t *record, void *arg) {
  struct opened *opened = arg;
  const dtrace_value_t *value;
  if (!record) {
    opened->process[0] = '\0';
    return DTRACE_CONSUME_NEXT;
  }
  if (record->action != DTRACE_ACT_TRACE)
    return DTRACE_CONSUME_THIS;
  value = &record->values[0];
  if (!opened->process[0]) {
    snprintf(opened->process, sizeof opened->process, "%s", value->string);
  } else {
    opened->files++;
    printf("cpu %" PRIu32 "  %-16s opens %s\n", data->cpu, opened->process, value->string);
  }
  return DTRACE_CONSUME_NEXT;
}

static int on_key(const dtrace_aggdata_t *data, void *arg) {
  unsigned long *calls = arg;
  *calls += data->count;
  printf("%-24s %10" PRId64 "\n", data->keys[0].string, data->value);
  return DTRACE_AGGWALK_NEXT;
}

static int on_drop(const dtrace_dropdata_t *data, void *arg) {
  (void)arg;
  fprintf(stderr, "lost: %s\n", data->message);
  return DTRACE_HANDLE_OK;
}

int main(int argc, char **argv) {
  struct opened opened = {"", 0};
  unsigned long calls = 0;
  dtrace_prog_t *program;
  dtrace_proginfo_t info;
  dtrace_workstatus_t status;
  int error;
  dtrace_hdl_t *dtp = dtrace_open(DTRACE_VERSION, 0, &error);
  if (!dtp) {
    fprintf(stderr, "dtrace_open: %s\n", dtrace_errmsg(NULL, error));
    return EXIT_FAILURE;
  }
  signal(SIGPIPE, SIG_IGN);
  dtrace_handle_drop(dtp, on_drop, NULL);
  if (dtrace_setopt(dtp, "bufsize", "8m") != 0)
    return failed(dtp, "dtrace_setopt");
  if (argc > 1 && !dtrace_proc_create(dtp, argv[1], argv + 1))
    return failed(dtp, "dtrace_proc_create");

  program = dtrace_program_strcompile(dtp, argc > 1 ? one : all, DTRACE_PROBESPEC_NAME, 0, 0, NULL);
  if (!program || dtrace_program_exec(dtp, program, &info) != 0)
    return failed(dtp, "the program");
  printf("%u clauses enable %u probes\n", info.clauses, info.matches);

  if (dtrace_go(dtp) != 0)
    return failed(dtp, "dtrace_go");
  do {
    dtrace_sleep(dtp);
    status = dtrace_work(dtp, stdout, on_probe, on_record, &opened);
  } while (status == DTRACE_WORKSTATUS_OKAY);
  if (status == DTRACE_WORKSTATUS_ERROR)
    return failed(dtp, "dtrace_work");

  printf("\n%-24s %10s\n", "CALL", "COUNT");
  if (dtrace_aggregate_snap(dtp) != 0 ||
      dtrace_aggregate_walk_valrevsorted(dtp, on_key, &calls) != 0)
    return failed(dtp, "the aggregation");
  printf("%lu system calls, %lu files opened\n", calls, opened.files);
  dtrace_close(dtp);
  return EXIT_SUCCESS;
}

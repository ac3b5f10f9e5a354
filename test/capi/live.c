/*
 * The C interface on the running kernel, from C, linked to the shared library. Each case opens its
 * own session; only dtrace:::BEGIN, END and processes of the test's own are traced.
 * Out: a line for each check that fails; status 1 if one did, 77 when tracing is not allowed here.
 */
#include "check.h"

#include <signal.h>
#include <unistd.h>

static int pass_probe(const dtrace_probedata_t *data, void *arg) {
  (void)data, (void)arg;
  return DTRACE_CONSUME_THIS;
}

/* ---- Records --------------------------------------------------------------------------------- */

static int note_record(const dtrace_probedata_t *data, const dtrace_recdesc_t *record, void *arg) {
  FILE *notes = arg;
  size_t i;
  if (!record) {
    fprintf(notes, "end %s:%s %u\n", data->probe->provider, data->probe->name, data->clause);
    return DTRACE_CONSUME_NEXT;
  }
  fprintf(notes, "%s", record->name);
  if (record->format)
    fprintf(notes, " \"%s\"", record->format);
  for (i = 0; i < record->nvalues; i++) {
    const dtrace_value_t *value = &record->values[i];
    if (value->kind == DTRACE_VALUE_STRING)
      fprintf(notes, " '%s'", value->string);
    else
      fprintf(notes, " %s%llu:%lld", value->is_signed ? "s" : "u", (unsigned long long)value->size,
              (long long)value->integer);
  }
  fprintf(notes, "\n");
  return DTRACE_CONSUME_NEXT;
}

static void test_records(void) {
  char *notes = NULL, *printed;
  size_t size = 0;
  FILE *file = open_memstream(&notes, &size);
  dtrace_hdl_t *dtp = start();
  go(dtp,
     "BEGIN { trace((char)-3); trace(\"text\"); trace(7ull); printf(\"%d %s\\n\", 5, probename);"
     " } BEGIN { exit(3); } END { trace(execname); }");
  printed = run(dtp, pass_probe, note_record, file);
  fclose(file);
  EQUAL(printed, "");
  EQUAL(notes,
        "trace s1:-3\ntrace 'text'\ntrace u8:7\nprintf \"%d %s\n\" s4:5 'BEGIN'\n"
        "end dtrace:BEGIN 1\nexit s4:3\nend dtrace:BEGIN 2\ntrace 'live'\nend dtrace:END 3\n");
  CHECK(dtrace_exit_status(dtp) == 3);
  CHECK(dtrace_status(dtp) == DTRACE_STATUS_EXITED);
  free(notes), free(printed);
  dtrace_close(dtp);
}

static int skip_begin(const dtrace_probedata_t *data, void *arg) {
  (void)arg;
  return strcmp(data->probe->name, "BEGIN") == 0 ? DTRACE_CONSUME_NEXT : DTRACE_CONSUME_THIS;
}

static void test_printing(void) {
  char *text;
  dtrace_hdl_t *dtp = start();
  CHECK(dtrace_setopt(dtp, "quiet", NULL) == 0);
  go(dtp, "BEGIN { printf(\"one %d\\n\", 1); exit(0); } END { printf(\"two\\n\"); }");
  text = run(dtp, NULL, NULL, NULL);
  EQUAL(text, "one 1\ntwo\n");
  free(text);
  dtrace_close(dtp);

  dtp = start();
  go(dtp, "BEGIN { trace(1); exit(0); }");
  text = run(dtp, NULL, NULL, NULL);
  CHECK(strncmp(text, "CPU     ID                    FUNCTION:NAME\n", 44) == 0);
  CHECK(strstr(text, "      1                           :BEGIN           1\n"));
  free(text);
  dtrace_close(dtp);

  dtp = start();
  go(dtp, "BEGIN { printf(\"one\\n\"); exit(0); } END { printf(\"two\\n\"); }");
  text = run(dtp, skip_begin, NULL, NULL);
  EQUAL(text, "two\n");
  free(text);
  dtrace_close(dtp);
}

static int note_text(const dtrace_bufdata_t *data, void *arg) {
  char *notes = arg;
  sprintf(notes + strlen(notes), "[%s%s%s]", data->record ? data->record->name : "",
          data->record ? ":" : "", data->text);
  CHECK(strlen(data->text) == data->size);
  CHECK(!data->record || data->probe);
  return DTRACE_HANDLE_OK;
}

static void test_buffered(void) {
  char notes[1000] = "";
  dtrace_hdl_t *dtp = start();
  go(dtp, "BEGIN { printf(\"a\"); trace(\"b\"); @ = count(); exit(0); }");
  CHECK(dtrace_work(dtp, NULL, NULL, NULL, NULL) == DTRACE_WORKSTATUS_ERROR);
  CHECK(dtrace_errno(dtp) == EDT_BADARG);
  CHECK(dtrace_handle_buffered(dtp, note_text, notes) == 0);
  CHECK(dtrace_setopt(dtp, "quiet", "yes") == 0);
  CHECK(dtrace_work(dtp, NULL, pass_probe, NULL, NULL) == DTRACE_WORKSTATUS_DONE);
  CHECK(dtrace_printf(dtp, NULL, "%d\n", 12) == 3);
  CHECK(dtrace_aggregate_print(dtp, NULL, NULL) == 0);
  EQUAL(notes, "[printf:a][trace:b][12\n][                1\n]");
  dtrace_close(dtp);
}

static int abort_once(const dtrace_probedata_t *data, const dtrace_recdesc_t *record, void *arg) {
  int *count = arg;
  (void)data;
  if (record && record->action == DTRACE_ACT_TRACE && ++*count == 2)
    return DTRACE_CONSUME_ABORT;
  return DTRACE_CONSUME_NEXT;
}

static void test_abort(void) {
  int count = 0;
  dtrace_hdl_t *dtp = start();
  go(dtp,
     "BEGIN { trace(1); } BEGIN { trace(2); } BEGIN { trace(3); } BEGIN { trace(4); exit(0); }");
  CHECK(dtrace_work(dtp, stdout, pass_probe, abort_once, &count) == DTRACE_WORKSTATUS_ERROR);
  CHECK(dtrace_errno(dtp) == EDT_ABORT);
  CHECK(count == 2);
  CHECK(dtrace_work(dtp, stdout, pass_probe, abort_once, &count) == DTRACE_WORKSTATUS_DONE);
  CHECK(count == 4);
  dtrace_close(dtp);
}

static int call_back(const dtrace_probedata_t *data, const dtrace_recdesc_t *record, void *arg) {
  dtrace_hdl_t *dtp = data->handle;
  (void)arg;
  if (!record)
    return DTRACE_CONSUME_THIS;
  CHECK(dtrace_work(dtp, stdout, NULL, NULL, NULL) == DTRACE_WORKSTATUS_ERROR);
  CHECK(dtrace_errno(dtp) == EDT_STATE);
  CHECK(dtrace_aggregate_snap(dtp) == -1);
  dtrace_close(dtp); /* refused */
  CHECK(dtrace_stop(dtp) == 0);
  return DTRACE_CONSUME_THIS;
}

static void test_calls_from_callbacks(void) {
  char *text;
  dtrace_hdl_t *dtp = start();
  go(dtp, "BEGIN { printf(\"begin\\n\"); } END { printf(\"end\\n\"); }");
  text = run(dtp, pass_probe, call_back, NULL);
  EQUAL(text, "begin\nend\n");
  CHECK(dtrace_status(dtp) == DTRACE_STATUS_STOPPED);
  free(text);
  dtrace_close(dtp);
}

static int note_stack(const dtrace_probedata_t *data, const dtrace_recdesc_t *record, void *arg) {
  const dtrace_value_t *value = record ? record->values : NULL;
  char text[200] = "", kernel[20] = "";
  if (!record)
    return DTRACE_CONSUME_NEXT;
  ++*(int *)arg;
  CHECK(data->flow == DTRACEFLOW_ENTRY);
  CHECK(record->nvalues == 1 && value->nframes >= 1 && value->frames[0] != 0);
  CHECK(value->kind ==
        (record->action == DTRACE_ACT_STACK ? DTRACE_VALUE_STACK : DTRACE_VALUE_USTACK));
  CHECK((value->kind == DTRACE_VALUE_USTACK) == (value->pid > 0));
  CHECK(dtrace_addr2str(data->handle, value->pid, value->frames[0], text, sizeof text) > 0);
  CHECK(strchr(text, '`'));
  CHECK(dtrace_addr2str(data->handle, 0, 0x10, kernel, 3) == 4);
  EQUAL(kernel, "0x");
  return DTRACE_CONSUME_NEXT;
}

static void test_stacks(void) {
  int count = 0;
  dtrace_hdl_t *dtp = start();
  CHECK(dtrace_setopt(dtp, "flowindent", NULL) == 0);
  CHECK(dtrace_proc_command(dtp, "true"));
  go(dtp, "syscall::exit_group:entry /pid == $target/ { stack(); ustack(); }");
  free(run(dtp, pass_probe, note_stack, &count));
  CHECK(count == 2);
  dtrace_close(dtp);
}

static void test_broken_pipe(void) {
  int ends[2];
  FILE *file;
  dtrace_hdl_t *dtp = start();
  dtrace_workstatus_t status;
  CHECK(pipe(ends) == 0);
  close(ends[0]);
  file = fdopen(ends[1], "w");
  go(dtp, "tick-1ms { printf(\"text\\n\"); }");
  while ((status = dtrace_work(dtp, file, NULL, NULL, NULL)) == DTRACE_WORKSTATUS_OKAY)
    dtrace_sleep(dtp);
  CHECK(status == DTRACE_WORKSTATUS_DONE);
  CHECK(dtrace_status(dtp) == DTRACE_STATUS_STOPPED);
  CHECK(dtrace_printf(dtp, file, "more") == -1 && dtrace_errno(dtp) == EDT_OUTPUT);
  dtrace_close(dtp);
  fclose(file);
}

/* ---- Programs -------------------------------------------------------------------------------- */

static void test_programs(void) {
  char *text, *arguments[] = {"name", "41", "word"};
  dtrace_prog_t *first, *second, *third;
  dtrace_proginfo_t info;
  FILE *script = tmpfile();
  dtrace_hdl_t *dtp = start();
  CHECK(dtrace_setopt(dtp, "quiet", NULL) == 0);
  first = compile(dtp, "BEGIN { x = 1; }");
  fputs("BEGIN { printf(\"%d %s %s\\n\", x + $1, $$2, $$0); exit(0); }", script);
  rewind(script);
  second = dtrace_program_fcompile(dtp, script, 0, 3, arguments);
  CHECK(second);
  fclose(script);
  third = compile(dtp, "BEGIN { printf(\"not executed\\n\"); @never = count(); }");
  CHECK(!dtrace_program_strcompile(dtp, "BEGIN { trace(nothing); }", DTRACE_PROBESPEC_NAME, 0, 0,
                                   NULL));
  CHECK(dtrace_errno(dtp) == EDT_COMPILER);
  CHECK(third && dtrace_program_info(dtp, third, &info) == 0);
  CHECK(info.matches == 1 && info.clauses == 1 && info.recgens == 1 && info.aggregates == 1);
  CHECK(dtrace_go(dtp) == -1 && dtrace_errno(dtp) == EDT_STATE);
  CHECK(dtrace_program_exec(dtp, first, NULL) == 0);
  CHECK(dtrace_program_exec(dtp, second, &info) == 0);
  CHECK(info.matches == 1 && info.aggregates == 0);
  CHECK(dtrace_work(dtp, stdout, NULL, NULL, NULL) == DTRACE_WORKSTATUS_ERROR);
  CHECK(dtrace_go(dtp) == 0);
  CHECK(dtrace_go(dtp) == -1 && dtrace_errno(dtp) == EDT_STATE);
  CHECK(!dtrace_program_strcompile(dtp, "END", DTRACE_PROBESPEC_NAME, 0, 0, NULL));
  text = run(dtp, NULL, NULL, NULL);
  EQUAL(text, "42 word name\n");
  free(text);
  dtrace_close(dtp);
}

static void test_destructive(void) {
  dtrace_hdl_t *dtp = start();
  dtrace_prog_t *program = compile(dtp, "BEGIN { system(\"true\"); exit(0); }");
  CHECK(dtrace_program_exec(dtp, program, NULL) == 0);
  CHECK(dtrace_go(dtp) == -1);
  CHECK(dtrace_errno(dtp) == EDT_ENABLE);
  CHECK(strstr(dtrace_errmsg(dtp, EDT_ENABLE), "estructive"));
  dtrace_close(dtp);
}

static void test_code(void) {
  int error;
  dtrace_hdl_t *dtp = dtrace_open(DTRACE_VERSION, DTRACE_O_KEEPCODE, &error);
  CHECK(dtp);
  CHECK(dtrace_program_exec(dtp, compile(dtp, "BEGIN"), NULL) == 0);
  EQUAL(dtrace_code(dtp), "");
  CHECK(dtrace_enable(dtp) == 0);
  CHECK(strstr(dtrace_code(dtp), "define "));
  CHECK(dtrace_setopt(dtp, "bufsize", "1m") == -1 && dtrace_errno(dtp) == EDT_BADOPT);
  dtrace_close(dtp);
}

/* ---- Messages and processes ------------------------------------------------------------------ */

static int note_error(const dtrace_errdata_t *data, void *arg) {
  dtrace_errdata_t *last = arg;
  *last = *data;
  CHECK(strstr(data->message, "invalid address (0x7)"));
  CHECK(strcmp(data->probe->name, "BEGIN") == 0 && data->line == 2);
  return DTRACE_HANDLE_OK;
}

static int note_setopt(const dtrace_setoptdata_t *data, void *arg) {
  sprintf(arg, "%s=%s", data->option, data->value);
  return DTRACE_HANDLE_OK;
}

static void test_handlers(void) {
  dtrace_errdata_t error = {0};
  char notes[100] = "", *text;
  dtrace_optval_t value = 0;
  dtrace_hdl_t *dtp = start();
  CHECK(dtrace_handle_err(dtp, note_error, &error) == 0);
  CHECK(dtrace_handle_setopt(dtp, note_setopt, notes) == 0);
  go(dtp, "BEGIN {\n  trace(*(int *)7); }\nBEGIN { setopt(\"quiet\"); exit(0); }");
  text = run(dtp, pass_probe, NULL, NULL);
  EQUAL(text, "");
  CHECK(error.fault == 1 && error.address == 7 && error.clause == 1);
  EQUAL(notes, "quiet=");
  CHECK(dtrace_getopt(dtp, "quiet", &value) == 0 && value == 1);
  free(text);
  dtrace_close(dtp);
}

static int note_drop(const dtrace_dropdata_t *data, void *arg) {
  *(uint64_t *)arg += data->drops;
  CHECK(data->kind == DTRACEDROP_PRINCIPAL && data->drops <= data->total);
  EQUAL(data->tag, "DTRACEDROP_PRINCIPAL");
  CHECK(strstr(data->message, " on CPU "));
  return DTRACE_HANDLE_OK;
}

static int count_record(const dtrace_probedata_t *data, const dtrace_recdesc_t *record, void *arg) {
  (void)data;
  *(uint64_t *)arg += record && record->action == DTRACE_ACT_TRACE;
  return DTRACE_CONSUME_NEXT;
}

static void test_drops(void) {
  static const char clause[] = "BEGIN { trace(execname); }";
  char text[300 * sizeof clause] = "";
  uint64_t drops = 0, records = 0;
  int i;
  dtrace_hdl_t *dtp = start();
  for (i = 0; i < 300; i++)
    strcat(text, clause);
  CHECK(dtrace_setopt(dtp, "bufsize", "4k") == 0);
  CHECK(dtrace_handle_drop(dtp, note_drop, &drops) == 0);
  go(dtp, text);
  CHECK(dtrace_stop(dtp) == 0);
  free(run(dtp, pass_probe, count_record, &records));
  CHECK(records > 0 && drops > 0);
  CHECK(records + drops == 300);
  dtrace_close(dtp);
}

static int note_end(const dtrace_procdata_t *data, void *arg) {
  sprintf(arg, "%d: %s", data->pid, data->message);
  return DTRACE_HANDLE_OK;
}

static int count_calls(const dtrace_aggdata_t *data, void *arg) {
  *(uint64_t *)arg += data->count;
  return DTRACE_AGGWALK_NEXT;
}

static void test_processes(void) {
  char *words[] = {"sh", "-c", "exit 3", NULL}, notes[100] = "", expected[100], *text;
  uint64_t calls = 0;
  dtrace_hdl_t *dtp = start();
  dtrace_proc_t *process = dtrace_proc_create(dtp, "/bin/sh", words);
  CHECK(process);
  CHECK(dtrace_handle_proc(dtp, note_end, notes) == 0);
  go(dtp, "syscall::exit_group:entry /pid == $target/ { @ = count(); }");
  text = run(dtp, pass_probe, NULL, NULL);
  sprintf(expected, "%d: pid %d exited with status 3", dtrace_proc_pid(process),
          dtrace_proc_pid(process));
  EQUAL(notes, expected);
  CHECK(dtrace_aggregate_walk(dtp, count_calls, &calls) == 0 && calls == 1);
  CHECK(!dtrace_proc_create(dtp, "/no/such/file", words) && dtrace_errno(dtp) == EDT_PROC);
  free(text);
  dtrace_close(dtp);
}

static void test_released(void) {
  dtrace_proc_t *process;
  dtrace_hdl_t *dtp = start();
  CHECK(!dtrace_proc_grab(dtp, -1) && dtrace_errno(dtp) == EDT_PROC);
  process = dtrace_proc_command(dtp, "sleep 60");
  CHECK(process);
  CHECK(dtrace_proc_continue(dtp, process) == 0);
  go(dtp, "tick-10ms { exit(0); }");
  pid_t pid = dtrace_proc_pid(process);
  CHECK(dtrace_proc_release(dtp, process) == 0);
  free(run(dtp, pass_probe, NULL, NULL));
  dtrace_close(dtp);
  CHECK(kill(pid, SIGKILL) == 0); /* it ran on */
}

static void test_two_sessions(void) {
  char first[1000] = "", second[1000] = "";
  dtrace_hdl_t *a = finished("BEGIN { @n[\"a\"] = sum(1); exit(0); }");
  dtrace_hdl_t *b = finished("BEGIN { @n[\"b\"] = sum(2); exit(0); }");
  CHECK(dtrace_aggregate_walk(a, note_key, first) == 0);
  CHECK(dtrace_aggregate_walk(b, note_key, second) == 0);
  EQUAL(first, "n[a]=1 ");
  EQUAL(second, "n[b]=2 ");
  dtrace_close(a);
  dtrace_close(b);
}

int main(void) {
  static const struct {
    const char *name;
    void (*run)(void);
  } tests[] = {
      {"records", test_records},   {"printing", test_printing},
      {"stacks", test_stacks},     {"broken pipe", test_broken_pipe},
      {"drops", test_drops},       {"buffered", test_buffered},
      {"abort", test_abort},       {"callbacks", test_calls_from_callbacks},
      {"programs", test_programs}, {"destructive", test_destructive},
      {"code", test_code},         {"walks", test_walks},
      {"resets", test_resets},     {"functions", test_functions},
      {"handlers", test_handlers}, {"processes", test_processes},
      {"released", test_released}, {"two sessions", test_two_sessions},
      {"late probes", test_late},
  };
  size_t i;
  setvbuf(stdout, NULL, _IONBF, 0);
  signal(SIGPIPE, SIG_IGN);
  for (i = 0; i < sizeof tests / sizeof tests[0]; i++) {
    test_case = tests[i].name;
    tests[i].run();
  }
  return failures != 0;
}

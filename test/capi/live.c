/*
 * The C interface on the running kernel, from C, linked to the shared library. Each case opens its
 * own session; only dtrace:::BEGIN, END and processes of the test's own are traced.
 * Out: a line for each check that fails; status 1 if one did, 77 when tracing is not allowed here.
 */
#define _GNU_SOURCE
#include <dtrace/dtrace.h>

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int failures;
static const char *test_case;

static void check_at(int line, int good, const char *what) {
  if (good)
    return;
  failures++;
  printf("FAIL %s, line %d: %s\n", test_case, line, what);
}
#define CHECK(condition) check_at(__LINE__, !!(condition), #condition)

static void equal_at(int line, const char *got, const char *expected) {
  if (got && strcmp(got, expected) == 0)
    return;
  failures++;
  printf("FAIL %s, line %d: got\n%s\nexpected\n%s\n", test_case, line, got ? got : "NULL", expected);
}
#define EQUAL(got, expected) equal_at(__LINE__, got, expected)

static dtrace_hdl_t *start(void) {
  int error = -1;
  dtrace_hdl_t *dtp = dtrace_open(DTRACE_VERSION, 0, &error);
  if (!dtp) {
    printf("dtrace_open: %s\n", dtrace_errmsg(NULL, error));
    exit(error == EDT_ACCESS ? 77 : 1);
  }
  return dtp;
}

static dtrace_prog_t *compile(dtrace_hdl_t *dtp, const char *text) {
  dtrace_prog_t *program =
      dtrace_program_strcompile(dtp, text, DTRACE_PROBESPEC_NAME, 0, 0, NULL);
  if (!program)
    printf("%s: %s\n", test_case, dtrace_errinfo(dtp, 0) ? dtrace_errinfo(dtp, 0)->text : "?");
  CHECK(program);
  return program;
}

static void go(dtrace_hdl_t *dtp, const char *text) {
  dtrace_prog_t *program = compile(dtp, text);
  CHECK(program && dtrace_program_exec(dtp, program, NULL) == 0);
  if (dtrace_go(dtp) != 0) {
    CHECK(!"dtrace_go");
    printf("%s\n", dtrace_errmsg(dtp, dtrace_errno(dtp)));
    exit(1);
  }
}

/* Until tracing has ended; what the library prints. */
static char *run(dtrace_hdl_t *dtp, dtrace_consume_probe_f *probe, dtrace_consume_rec_f *record,
                 void *arg) {
  char *text = NULL;
  size_t size = 0;
  FILE *file = open_memstream(&text, &size);
  dtrace_workstatus_t status;
  while ((status = dtrace_work(dtp, file, probe, record, arg)) == DTRACE_WORKSTATUS_OKAY)
    dtrace_sleep(dtp);
  CHECK(status == DTRACE_WORKSTATUS_DONE);
  CHECK(dtrace_work(dtp, file, probe, record, arg) == DTRACE_WORKSTATUS_DONE);
  CHECK(dtrace_aggregate_print(dtp, file, NULL) == 0);
  fclose(file);
  return text;
}

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
      fprintf(notes, " %s%llu:%lld", value->is_signed ? "s" : "u",
              (unsigned long long)value->size, (long long)value->integer);
  }
  fprintf(notes, "\n");
  return DTRACE_CONSUME_NEXT;
}

static void test_records(void) {
  char *notes = NULL, *printed;
  size_t size = 0;
  FILE *file = open_memstream(&notes, &size);
  dtrace_hdl_t *dtp = start();
  go(dtp, "BEGIN { trace((char)-3); trace(\"text\"); trace(7ull); printf(\"%d %s\\n\", 5, probename);"
          " } BEGIN { exit(3); } END { trace(execname); }");
  printed = run(dtp, pass_probe, note_record, file);
  fclose(file);
  EQUAL(printed, "");
  EQUAL(notes, "trace s1:-3\ntrace 'text'\ntrace u8:7\nprintf \"%d %s\n\" s4:5 'BEGIN'\n"
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
  go(dtp, "BEGIN { trace(1); } BEGIN { trace(2); } BEGIN { trace(3); } BEGIN { trace(4); exit(0); }");
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

/* ---- Aggregations ---------------------------------------------------------------------------- */

static int note_key(const dtrace_aggdata_t *data, void *arg) {
  char *notes = arg;
  sprintf(notes + strlen(notes), "%s[%s]=%lld ", data->name, data->keys[0].string,
          (long long)data->value);
  return DTRACE_AGGWALK_NEXT;
}

static int more_first(const dtrace_aggdata_t *a, const dtrace_aggdata_t *b, void *arg) {
  (void)arg;
  return (a->value < b->value) - (a->value > b->value);
}

static int remove_x(const dtrace_aggdata_t *data, void *arg) {
  (void)arg;
  return strcmp(data->keys[0].string, "x") == 0   ? DTRACE_AGGWALK_REMOVE
         : strcmp(data->keys[0].string, "y") == 0 ? DTRACE_AGGWALK_CLEAR
                                                  : DTRACE_AGGWALK_NEXT;
}

static int note_joined(const dtrace_aggdata_t *const *data, size_t count, void *arg) {
  char *notes = arg;
  CHECK(count == 2);
  sprintf(notes + strlen(notes), "%s:%d%d:%lld,%lld ", data[0]->keys[0].string, data[0]->present,
          data[1]->present, (long long)data[0]->value, (long long)data[1]->value);
  return DTRACE_AGGWALK_NEXT;
}

static const char keyed[] = "BEGIN { @a[\"x\"] = sum(3); @a[\"y\"] = sum(1); @a[\"z\"] = sum(2);"
                            " @b[\"y\"] = max(7); @b[\"x\"] = max(-5); exit(0); }";

static dtrace_hdl_t *finished(const char *text) {
  dtrace_hdl_t *dtp = start();
  CHECK(dtrace_setopt(dtp, "quiet", NULL) == 0);
  go(dtp, text);
  while (dtrace_work(dtp, stdout, NULL, NULL, NULL) == DTRACE_WORKSTATUS_OKAY)
    dtrace_sleep(dtp);
  return dtp;
}

static void test_walks(void) {
  static const struct {
    dtrace_aggregate_walk_f *walk;
    const char *expected;
  } orders[] = {
      {dtrace_aggregate_walk_keysorted, "a[x]=3 a[y]=1 a[z]=2 b[x]=-5 b[y]=7 "},
      {dtrace_aggregate_walk_valsorted, "a[y]=1 a[z]=2 a[x]=3 b[x]=-5 b[y]=7 "},
      {dtrace_aggregate_walk_keyvarsorted, "a[x]=3 b[x]=-5 a[y]=1 b[y]=7 a[z]=2 "},
      {dtrace_aggregate_walk_valvarsorted, "b[x]=-5 a[y]=1 a[z]=2 a[x]=3 b[y]=7 "},
      {dtrace_aggregate_walk_keyrevsorted, "b[y]=7 b[x]=-5 a[z]=2 a[y]=1 a[x]=3 "},
      {dtrace_aggregate_walk_valrevsorted, "b[y]=7 b[x]=-5 a[x]=3 a[z]=2 a[y]=1 "},
      {dtrace_aggregate_walk_keyvarrevsorted, "a[z]=2 b[y]=7 a[y]=1 b[x]=-5 a[x]=3 "},
      {dtrace_aggregate_walk_valvarrevsorted, "b[y]=7 a[x]=3 a[z]=2 a[y]=1 b[x]=-5 "},
  };
  uint32_t ids[2] = {9, 9};
  size_t i;
  dtrace_hdl_t *dtp = finished(keyed);
  for (i = 0; i < sizeof orders / sizeof orders[0]; i++) {
    char notes[1000] = "";
    CHECK(orders[i].walk(dtp, note_key, notes) == 0);
    EQUAL(notes, orders[i].expected);
  }
  {
    char notes[1000] = "";
    CHECK(dtrace_aggregate_walk_sorted(dtp, more_first, note_key, notes) == 0);
    EQUAL(notes, "b[y]=7 a[x]=3 a[z]=2 a[y]=1 b[x]=-5 ");
  }
  {
    char notes[1000] = "";
    CHECK(dtrace_aggregate_lookup(dtp, "b", &ids[1]) == 0 && ids[1] == 1);
    CHECK(dtrace_aggregate_lookup(dtp, "a", &ids[0]) == 0 && ids[0] == 0);
    CHECK(dtrace_aggregate_lookup(dtp, "c", &ids[0]) == -1);
    CHECK(dtrace_setopt(dtp, "aggsortkey", "1") == 0);
    CHECK(dtrace_aggregate_walk_joined(dtp, ids, 2, note_joined, notes) == 0);
    EQUAL(notes, "x:11:3,-5 y:11:1,7 z:10:2,0 ");
  }
  dtrace_close(dtp);
}

static void test_resets(void) {
  char notes[1000] = "", *text = NULL;
  size_t size = 0;
  FILE *file;
  dtrace_hdl_t *dtp = finished(keyed);
  CHECK(dtrace_aggregate_walk(dtp, remove_x, NULL) == 0);
  CHECK(dtrace_aggregate_snap(dtp) == 0);
  CHECK(dtrace_aggregate_walk_keysorted(dtp, note_key, notes) == 0);
  EQUAL(notes, "a[y]=0 a[z]=2 b[y]=0 ");
  CHECK(dtrace_aggregate_normalize(dtp, 0, 2) == 0);
  CHECK(dtrace_aggregate_normalize(dtp, 0, 0) == -1);
  CHECK(dtrace_aggregate_trunc(dtp, 1, 0) == 0);
  CHECK(dtrace_aggregate_clear(dtp, 2) == -1 && dtrace_errno(dtp) == EDT_BADARG);
  file = open_memstream(&text, &size);
  CHECK(dtrace_aggregate_print(dtp, file, dtrace_aggregate_walk_valrevsorted) == 0);
  fclose(file);
  EQUAL(text, "  z                                                                 1\n"
              "  y                                                                 0\n");
  free(text);
  dtrace_close(dtp);
}

static int check_functions(const dtrace_aggdata_t *data, void *arg) {
  size_t i;
  ++*(int *)arg;
  CHECK(data->nkeys == 0 && data->present);
  if (data->function == DTRACE_AGG_AVG)
    CHECK(data->count == 2 && data->total == 30 && data->value == 15);
  if (data->function == DTRACE_AGG_COUNT)
    CHECK(data->count == 1 && data->value == 1 && data->nbuckets == 0);
  if (data->function != DTRACE_AGG_QUANTIZE && data->function != DTRACE_AGG_LQUANTIZE &&
      data->function != DTRACE_AGG_LLQUANTIZE)
    return DTRACE_AGGWALK_NEXT;
  CHECK(data->nbuckets > 2 && data->buckets[0].low == INT64_MIN);
  CHECK(data->buckets[data->nbuckets - 1].high == INT64_MAX);
  for (i = 0; i < data->nbuckets; i++) {
    const dtrace_aggbucket_t *bucket = &data->buckets[i];
    CHECK(bucket->low <= bucket->high);
    CHECK(i == 0 || bucket->low == bucket[-1].high + 1);
    CHECK(bucket->count == (bucket->low <= 37 && 37 <= bucket->high));
  }
  CHECK(data->count == 1);
  return DTRACE_AGGWALK_NEXT;
}

static void test_functions(void) {
  int count = 0;
  dtrace_hdl_t *dtp = finished("BEGIN { @a = avg(10); @a = avg(20); @b = count(); @c = quantize(37);"
                               " @d = lquantize(37, 0, 100, 7); @e = llquantize(37, 10, 0, 3, 10);"
                               " exit(0); }");
  CHECK(dtrace_aggregate_walk(dtp, check_functions, &count) == 0);
  CHECK(count == 5);
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
      {"records", test_records},       {"printing", test_printing},
      {"buffered", test_buffered},     {"abort", test_abort},
      {"callbacks", test_calls_from_callbacks}, {"programs", test_programs},
      {"destructive", test_destructive}, {"code", test_code},
      {"walks", test_walks},           {"resets", test_resets},
      {"functions", test_functions},   {"handlers", test_handlers},
      {"processes", test_processes},   {"released", test_released},
      {"two sessions", test_two_sessions},
  };
  size_t i;
  setvbuf(stdout, NULL, _IONBF, 0);
  for (i = 0; i < sizeof tests / sizeof tests[0]; i++) {
    test_case = tests[i].name;
    tests[i].run();
  }
  return failures != 0;
}

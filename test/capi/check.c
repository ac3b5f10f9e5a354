#include "check.h"

const char *test_case;
int failures;

void check_at(int line, int good, const char *what) {
  if (good)
    return;
  failures++;
  printf("FAIL %s, line %d: %s\n", test_case, line, what);
}

void equal_at(int line, const char *got, const char *expected) {
  if (got && strcmp(got, expected) == 0)
    return;
  failures++;
  printf("FAIL %s, line %d: got\n%s\nexpected\n%s\n", test_case, line, got ? got : "NULL",
         expected);
}

dtrace_hdl_t *start(void) {
  int error = -1;
  dtrace_hdl_t *dtp = dtrace_open(DTRACE_VERSION, 0, &error);
  if (!dtp) {
    printf("dtrace_open: %s\n", dtrace_errmsg(NULL, error));
    exit(error == EDT_ACCESS ? 77 : 1);
  }
  return dtp;
}

dtrace_prog_t *compile(dtrace_hdl_t *dtp, const char *text) {
  dtrace_prog_t *program = dtrace_program_strcompile(dtp, text, DTRACE_PROBESPEC_NAME, 0, 0, NULL);
  if (!program)
    printf("%s: %s\n", test_case, dtrace_errinfo(dtp, 0) ? dtrace_errinfo(dtp, 0)->text : "?");
  CHECK(program);
  return program;
}

void go(dtrace_hdl_t *dtp, const char *text) {
  dtrace_prog_t *program = compile(dtp, text);
  CHECK(program && dtrace_program_exec(dtp, program, NULL) == 0);
  if (dtrace_go(dtp) != 0) {
    CHECK(!"dtrace_go");
    printf("%s\n", dtrace_errmsg(dtp, dtrace_errno(dtp)));
    exit(1);
  }
}

char *run(dtrace_hdl_t *dtp, dtrace_consume_probe_f *probe, dtrace_consume_rec_f *record,
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

dtrace_hdl_t *finished(const char *text) {
  dtrace_hdl_t *dtp = start();
  CHECK(dtrace_setopt(dtp, "quiet", NULL) == 0);
  go(dtp, text);
  while (dtrace_work(dtp, stdout, NULL, NULL, NULL) == DTRACE_WORKSTATUS_OKAY)
    dtrace_sleep(dtp);
  return dtp;
}

int note_key(const dtrace_aggdata_t *data, void *arg) {
  char *notes = arg;
  sprintf(notes + strlen(notes), "%s[%s]=%lld ", data->name, data->keys[0].string,
          (long long)data->value);
  return DTRACE_AGGWALK_NEXT;
}

/* Probes of what a process loads later, beside programs that are compiled after theirs. */
#include "check.h"

/* LATE_HOST: a command that loads ./plug.so and calls its plug_run three times. */
void test_late(void) {
  const char *command = getenv("LATE_HOST");
  dtrace_hdl_t *dtp = start();
  dtrace_prog_t *late, *later;
  dtrace_proc_t *process;
  char *text;
  CHECK(command);
  CHECK(dtrace_setopt(dtp, "quiet", NULL) == 0 && dtrace_setopt(dtp, "zdefs", NULL) == 0);
  process = dtrace_proc_command(dtp, command);
  CHECK(process);
  late = compile(dtp, "pid$target:plug:plug_run:entry { @first[probefunc] = count(); }");
  later = compile(dtp, "pid$target:plug:plug_r*:entry { @second[probefunc] = sum(arg0); }");
  CHECK(late && dtrace_program_exec(dtp, late, NULL) == 0);
  CHECK(later && dtrace_program_exec(dtp, later, NULL) == 0);
  CHECK(compile(dtp, "pid$target:plug:plug_run:return { @never = count(); }"));
  go(dtp, "END { printa(\"%s %@d\\n\", @first); printa(\"%s %@d\\n\", @second); }");
  text = run(dtp, NULL, NULL, NULL);
  CHECK(strncmp(text, "plug_run 3\nplug_run 15\n", 23) == 0);
  if (strncmp(text, "plug_run 3\nplug_run 15\n", 23) != 0)
    printf("%s\n", text);
  free(text);
  dtrace_close(dtp);
}

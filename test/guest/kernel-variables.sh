# @requires: data_symbols module:loop
# Variables of the kernel: declared by the libraries, by the program, by the kernel's own types, of
# each CPU, of a module; and types of a module.
"$DTRACE" -qn 'extern int max_loop;
struct loop`loop_device *device;
BEGIN {
  printf("%d %d\n", `jiffies > 0, `avenrun[0] == vmlinux`avenrun[0]);
  printf("%s %d\n", stringof(`init_task.comm), `init_task.pid);
  printf("%d\n", strstr(`linux_banner, "Linux version ") != NULL);
  printf("%d\n", `runqueues.cpu == cpu);
  printf("%d\n", (struct task_struct *)&`init_task == `init_task.group_leader);
  printf("%d %d\n", loop`max_loop >= 0, sizeof (struct loop`loop_device) > 100);
  printf("%s\n", `init_uts_ns.name.sysname);
  jiffies = 3;
  printf("%d\n", jiffies);
  exit(0);
}'
"$DTRACE" -qn 'BEGIN { trace(`no_such_variable); exit(0); }' 2>&1 | sed -nE '1s/.*line 1: //p'

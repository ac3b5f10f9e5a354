# A scope names a module of the kernel or an object of the target: struct program`file is the program's;
# one that names neither is an error, and so is a type that the object does not have.
# @requires: command:gcc
cat >scoped.c <<'END'
struct file { int first, second; } global = {3, 4};
int main(void) { return global.first == 0; }
END
gcc -g scoped.c -o scoped || exit
size() { "$DTRACE" -qn "BEGIN { printf(\"%d\\n\", sizeof (struct $1)); exit(0); }" -c ./scoped 2>&1; }
size 'scoped`file'
size 'a.out`file'
[ "$(size 'vmlinux`file')" -gt 8 ] && echo "the kernel's"
for one in 'nosuch`task_struct' 'scoped`task_struct' 'a.out`nosuch'; do
  size "$one" | grep -o 'there is no type.*\|[^ ]* is neither a module.*'
done
# Of enumerations, other types and data it is the same.
fault() { "$DTRACE" -qn "BEGIN { trace($1); exit(0); }" -c ./scoped 2>&1 | sed -n 's/.*line 1: //p; $p'; }
fault 'sizeof(enum nosuch`zone_type)'
fault '(nosuch`pid_t)1'
fault 'nosuch`jiffies'
"$DTRACE" -qn 'BEGIN { printf("%d %d %d\n", genunix`hz > 0, vmlinux`jiffies > 0, sizeof(enum vmlinux`zone_type)); exit(0); }' 2>&1

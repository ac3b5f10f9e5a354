/* A translated structure kept in a variable: numbers and strings.
 * @dtrace-args: -q */
struct brief {
	pid_t id;
	string name;
	string missing;
};

translator struct brief < struct task_struct *T > {
	id = T->tgid;
	name = T->comm;
};

struct brief all[int];

BEGIN
{
	this->brief = xlate <struct brief> (curthread);
	all[1] = this->brief;
	printf("%d %d [%s]\n", all[1].id == pid, all[1].name == execname, all[1].missing);
	exit(0);
}

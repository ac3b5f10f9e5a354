/* What a script defines wins over what our libraries call so: inlines, enumerators, types, also
 * those that the libraries' own definitions use.
 * @dtrace-args: -q */
inline int AF_INET = 77;
inline int B_READ = 64;
enum mine { SIGHUP = 5, SIGINT };
struct psinfo { int one, two; };
typedef struct psinfo psinfo_t;
typedef short dev_t;
int SIGKILL;
this psinfo_t both;
BEGIN
{
	SIGKILL = 9;
	this->both.two = 22;
	printf("%d %d %d %d %d\n", AF_INET, B_READ, SIGHUP, SIGINT, SIGKILL);
	printf("%d %d %d\n", this->both.two, sizeof (psinfo_t), sizeof (dev_t));
	printf("%d %d\n", SIGTERM, curlwpsinfo->pr_lwpid == tid);
	exit(0);
}

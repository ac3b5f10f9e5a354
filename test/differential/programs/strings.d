/* What strings.c expects, said for each of its calls of pwritev(-1, a, b, memory, n, m); $1 is strsize. */
syscall::pwritev:entry
/pid == $target && (int)arg0 == -1/
{
	this->a = copyinstr(arg1);
	this->b = copyinstr(arg2);
	this->memory = copyin(arg3, 16);
	this->n = (int)arg4;
	this->m = (int)arg5;
	this->x = this->b == "" ? "x" : substr(this->b, 0, 2);
	this->c = this->b == "" ? 'x' : *(char *)copyin(arg2, 1);
	this->wide = ((int64_t)this->n << 32) ^ this->m;
	this->base = 2 + (unsigned int)this->n % 35;
}

syscall::pwritev:entry
/pid == $target && (int)arg0 == -1/
{
	printf("strlen %d %d\n", strlen(this->a), strlen(this->b));
	printf("compare %d %d %d\n", this->a == this->b, this->a < this->b, this->a >= this->b);
	printf("strchr [%s]\n", strchr(this->a, this->c));
	printf("strrchr [%s]\n", strrchr(this->a, this->c));
	printf("strstr [%s]\n", strstr(this->a, this->b));
	printf("strstr [%s]\n", strstr(this->a, this->x));
	printf("index %d %d\n", index(this->a, this->x), index(this->a, this->x, this->n));
	printf("rindex %d %d\n", rindex(this->a, this->x),
	    rindex(this->a, this->x, this->n < 0 ? 0 : this->n));
}

syscall::pwritev:entry
/pid == $target && (int)arg0 == -1/
{
	printf("substr [%s]\n", substr(this->a, this->n));
	printf("substr [%s]\n", substr(this->a, this->n, this->m));
	printf("strjoin [%s]\n", strjoin(this->a, this->b));
	printf("strtok [%s]\n", strtok(this->a, this->b == "" ? "/" : this->b));
	printf("strtok [%s]\n", strtok(NULL, this->b == "" ? "/" : this->b));
	printf("strtok [%s]\n", strtok(NULL, this->b == "" ? "/" : this->b));
	printf("basename [%s]\n", basename(this->a));
	printf("dirname [%s]\n", dirname(this->a));
	printf("cleanpath [%s]\n", cleanpath(strjoin(strjoin("/", substr(this->a, 0, $1 - 3)), "/z")));
	printf("tolower [%s]\n", tolower(this->a));
	printf("toupper [%s]\n", toupper(this->a));
}

syscall::pwritev:entry
/pid == $target && (int)arg0 == -1/
{
	printf("lltostr [%s]\n", lltostr(this->wide));
	printf("lltostr [%s]\n", lltostr(this->wide, 16));
	printf("lltostr [%s]\n", lltostr(this->wide, this->base));
	printf("strtoll %d %d\n", strtoll(this->a), strtoll(this->a, this->base));
	printf("memstr [%s]\n", memstr(this->memory, '.', 16));
	printf("inet [%s]\n", inet_ntop(2, this->memory));
	printf("inet [%s]\n", inet_ntop(10, this->memory));
	printf("--\n");
}

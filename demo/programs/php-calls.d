#!/usr/sbin/dtrace -qs
/*
 * A PHP program's function calls as a tree. PHP passes its probes only with USE_ZEND_DTRACE=1.
 *     USE_ZEND_DTRACE=1 dtrace -qs php-calls.d -c 'php program.php'
 */
php$target:::function-entry
/arg0/
{
	printf("%*s-> %s%s%s  %s:%d\n", self->depth * 2, "", copyinstr(arg3), copyinstr(arg4),
	    copyinstr(arg0), basename(copyinstr(arg1)), (int)arg2);
	self->depth++;
}

php$target:::function-return
/arg0 && self->depth/
{
	self->depth--;
	printf("%*s<- %s\n", self->depth * 2, "", copyinstr(arg0));
}

php$target:::exception-thrown
/arg0/
{
	printf("%*s!! %s\n", self->depth * 2, "", copyinstr(arg0));
}

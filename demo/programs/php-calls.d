#!/usr/sbin/dtrace -qs
/*
 * php-calls.d - a PHP program's function calls as a tree
 *
 * SYNOPSIS
 *     USE_ZEND_DTRACE=1 php-calls.d {-c command | -p pid}
 *
 * DESCRIPTION
 *     A line for each call, return and exception, as they happen, indented by depth. PHP passes its
 *     probes only when it was started with USE_ZEND_DTRACE=1.
 *
 * COLUMNS
 *     ->   a call: the function, and the file and line that call it
 *     <-   the function returns
 *     !!   an exception
 *
 * EXAMPLE
 *     # USE_ZEND_DTRACE=1 ./php-calls.d -c 'php work.php'
 *     -> main  work.php:1
 *       -> outer  work.php:1
 *         -> inner  work.php:1
 *         <- inner
 *       <- outer
 *       -> outer  work.php:1
 *         -> inner  work.php:1
 *         <- inner
 *       <- outer
 *     <- main
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

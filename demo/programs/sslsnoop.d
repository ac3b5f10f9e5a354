#!/usr/sbin/dtrace -qs
/*
 * sslsnoop.d - what a program sends and receives over TLS, before it is encrypted and after
 *
 * SYNOPSIS
 *     sslsnoop.d -p pid
 *     sslsnoop.d -c command
 *
 * DESCRIPTION
 *     A line for each call of SSL_write() and SSL_read() of OpenSSL, and the first line of its data. Of a
 *     program that has OpenSSL built in, the functions are looked for there.
 *
 * COLUMNS
 *     CALL   SSL_write or SSL_read
 *     BYTES  that were written or read
 *     US     microseconds it took
 *     DATA   up to the end of the first line
 *
 * EXAMPLE
 *     # ./sslsnoop.d -c 'curl -s https://localhost/index.html'
 *     CALL         BYTES       US DATA
 *     SSL_write       89       89 GET /index.html HTTP/1.1
 *     SSL_read        60      317 HTTP/1.0 200 ok
 */
#pragma D option strsize=128

BEGIN
{
	printf("%-10s %7s %8s %s\n", "CALL", "BYTES", "US", "DATA");
}

pid$target::SSL_write:entry,
pid$target::SSL_read:entry
{
	self->data = arg1;
	self->begun = timestamp;
}

pid$target::SSL_write:return,
pid$target::SSL_read:return
/self->begun && (int)arg1 > 0/
{
	this->text = copyinstr(self->data, (int)arg1 < 120 ? (int)arg1 : 120);
	printf("%-10s %7d %8d %s\n", probefunc, (int)arg1, (timestamp - self->begun) / 1000,
	    strtok(this->text, "\r\n"));
}

pid$target::SSL_write:return,
pid$target::SSL_read:return
{
	self->data = self->begun = 0;
}

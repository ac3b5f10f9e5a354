/* Checks of the C interface: what live.c and its parts share. */
#ifndef TEST_CAPI_CHECK_H
#define TEST_CAPI_CHECK_H
#define _GNU_SOURCE
#include <dtrace/dtrace.h>

#include <stdlib.h>
#include <string.h>

extern const char *test_case; /* the one that runs */
extern int failures;

void check_at(int line, int good, const char *what);
#define CHECK(condition) check_at(__LINE__, !!(condition), #condition)
void equal_at(int line, const char *got, const char *expected);
#define EQUAL(got, expected) equal_at(__LINE__, got, expected)

dtrace_hdl_t *start(void); /* ends the program when tracing is not allowed */
dtrace_prog_t *compile(dtrace_hdl_t *dtp, const char *text);
void go(dtrace_hdl_t *dtp, const char *text);
/* Until tracing has ended; what the library prints, to be freed. */
char *run(dtrace_hdl_t *dtp, dtrace_consume_probe_f *probe, dtrace_consume_rec_f *record,
          void *arg);
/* A session that has ended; nothing was printed. */
dtrace_hdl_t *finished(const char *text);
int note_key(const dtrace_aggdata_t *data, void *arg); /* name[key]=value, added to a string */

void test_late(void);
void test_walks(void);
void test_resets(void);
void test_functions(void);

#endif

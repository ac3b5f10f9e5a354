/*
 * dtrace.h - the C interface of libdtrace: D programs in, traced data out.
 *
 * A handle stands for one tracing session. The calls, in order:
 *
 *     dtrace_hdl_t *dtp = dtrace_open(DTRACE_VERSION, 0, &error);
 *     dtrace_setopt(dtp, "bufsize", "8m");
 *     program = dtrace_program_strcompile(dtp, text, DTRACE_PROBESPEC_NAME, 0, 0, NULL);
 *     dtrace_program_exec(dtp, program, NULL);
 *     dtrace_go(dtp);
 *     do
 *       dtrace_sleep(dtp);
 *     while (dtrace_work(dtp, stdout, NULL, NULL, NULL) == DTRACE_WORKSTATUS_OKAY);
 *     dtrace_aggregate_print(dtp, stdout, NULL);
 *     dtrace_close(dtp);
 *
 * demo/c/example.c is a complete program. The chapters named below are those of the Dynamic Tracing
 * Guide.
 *
 * Errors. On failure, a function that returns int returns -1 and one that returns a pointer returns
 * NULL; dtrace_errno() and dtrace_errmsg() then say why, and dtrace_errinfo() says where in the D
 * text. The library never ends the process and never lets a C++ exception out. It prints only to
 * the FILEs it is given and, where no handler is set, to standard error.
 *
 * Ownership. The library owns everything that it returns: never free it. Strings and structures
 * stay valid until the next call of the same function on the handle, unless that function promises
 * longer; a callback's arguments stay valid until the callback returns. Later versions may add
 * members at the end of these structures, so use them in place and do not copy them by value. Every
 * string is NUL-terminated.
 *
 * Threads. Only one thread at a time may use a handle; several handles are independent. For a
 * process made by dtrace_proc_create(), the thread that made it must also call dtrace_go(),
 * dtrace_proc_continue() and dtrace_close(). On its own handle, a callback may read options,
 * status, errors and names, set dynamic options and handlers, and call dtrace_printf() and
 * dtrace_stop(); all other calls fail with EDT_STATE.
 *
 * Signals. Writing to a pipe that nobody reads raises SIGPIPE. If the caller ignores that signal,
 * dtrace_work() ends the session in an orderly way instead.
 *
 * Process-wide effects. Two limits change for the whole process and its later children. The limit
 * of open files (RLIMIT_NOFILE) is raised, as far as privileges allow, when probes need a
 * descriptor each. Before Linux 5.11, which counted the memory of maps and programs as locked,
 * libbpf raises the limit of locked memory (RLIMIT_MEMLOCK; call libbpf_set_memlock_rlim() to
 * prevent that). While a command of D's system() runs, SIGINT and SIGQUIT are ignored and SIGCHLD
 * is blocked, as in system(3).
 */
#ifndef DTRACE_DTRACE_H
#define DTRACE_DTRACE_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of this interface, for dtrace_open(). Symbols carry it as their version node. */
#define DTRACE_VERSION 1

typedef struct dtrace_hdl dtrace_hdl_t;   /* a session */
typedef struct dtrace_prog dtrace_prog_t; /* a compiled program; lives as long as its handle */
typedef struct dtrace_proc dtrace_proc_t; /* a traced process; until released or closed */

/* ---- Opening, closing, errors --------------------------------------------------------------- */

#define DTRACE_O_NODEV 0x1    /* compile and list only: privileges are not checked */
#define DTRACE_O_KEEPCODE 0x2 /* for dtrace_code() */

enum {
  EDT_NONE = 0,
  EDT_VERSION = 1,  /* dtrace_open(): the library does not know this version of the interface */
  EDT_NOMEM = 2,    /* out of memory */
  EDT_ACCESS = 3,   /* privileges are missing, or the kernel forbids tracing */
  EDT_BADARG = 4,   /* an argument makes no sense */
  EDT_STATE = 5,    /* not at this time: records before dtrace_go(), compiling after it */
  EDT_BADOPT = 6,   /* no such option, an invalid value, or too late to set it */
  EDT_COMPILER = 7, /* errors in a D program: see dtrace_errinfo() */
  EDT_NOPROBE = 8,  /* no probe matches */
  EDT_ENABLE = 9,   /* the kernel refused a program or a probe, or option destructive is unset */
  EDT_PROC = 10,    /* a process could not be started, grabbed or continued */
  EDT_OUTPUT = 11,  /* a file could not be read or written; after a failed write errno says why */
  EDT_ABORT = 12,   /* a callback asked to stop */
  EDT_INTERNAL = 13 /* a bug in the library */
};

/* flags: DTRACE_O_*. Options are also read from the environment (DTRACE_OPT_QUIET=1). On failure
 * returns NULL and sets *error (`error` may be NULL); in the same thread
 * dtrace_errmsg(NULL, *error) returns the message. */
dtrace_hdl_t *dtrace_open(int version, int flags, int *error);

/* Stops tracing if it is still active: END fires, but its output is lost unless dtrace_stop() and
 * dtrace_work() were called first. Created processes that are still running are ended (SIGTERM, a
 * second later SIGKILL), unless the option cmdend is "run"; the same happens when this process
 * dies. Grabbed processes keep running. dtp may be NULL. */
void dtrace_close(dtrace_hdl_t *dtp);

/* EDT_* of the last call that failed; kept until another call fails. */
int dtrace_errno(dtrace_hdl_t *dtp);
/* One line without a full stop: the details if `error` is the last error, else the general meaning
 * of the number. */
const char *dtrace_errmsg(dtrace_hdl_t *dtp, int error);

/* One error, in a D program or elsewhere. */
typedef struct dtrace_errinfo {
  const char *tag;       /* D_SYNTAX, D_IDENT_UNDEF …; D_UNKNOWN if no tag fits */
  const char *meaning;   /* of the tag, one line */
  const char *message;   /* one line, no full stop */
  const char *advice;    /* what to write instead; "" when there is none */
  const char *file;      /* the script's name, or the text given to strcompile; NULL: no place */
  uint32_t line, column; /* from 1, a tab is one column; 0: no place */
  const char *source;    /* that line of the text; NULL: no place */
  const char *text;      /* all of it as the command prints it, several lines, "\n" at the end */
} dtrace_errinfo_t;

/* The errors of the last call that failed, in the order of their places in the text; NULL if
 * `index` is past the last one. Each faulty clause has one error. They stay valid until another
 * call fails. */
const dtrace_errinfo_t *dtrace_errinfo(dtrace_hdl_t *dtp, size_t index);

/* The versions of the library ("1.0.0") and of the D language. */
const char *dtrace_version_string(void);
const char *dtrace_language_version(void);

/* Describes this machine and what it can trace, for bug reports. The groups come in this order:
 * "versions", "machine", "settings" (files of /proc/sys), "limits", "features". Features are found
 * by trying them with the caller's privileges. Texts have no line breaks; `remark` says what a
 * value means, "" if there is nothing to note. */
typedef struct dtrace_fact {
  const char *group, *name, *value, *remark;
} dtrace_fact_t;
typedef int dtrace_fact_f(const dtrace_fact_t *fact,
                          void *arg);                   /* 0: continue; else stop and return it */
int dtrace_machine(dtrace_fact_f *callback, void *arg); /* -1: out of memory */

/* ---- Options (Guide: Options and Tunables) --------------------------------------------------- */

typedef int64_t dtrace_optval_t;
#define DTRACEOPT_UNSET ((dtrace_optval_t)-2)

/* Like -x name=value; value NULL means "". Compile-time options apply to programs compiled later.
 * Run-time options must be set before dtrace_go(), else EDT_BADOPT. Dynamic options can be set at
 * any time. */
int dtrace_setopt(dtrace_hdl_t *dtp, const char *name, const char *value);
/* Flags are 0 or 1, sizes are in bytes, rates are the nanoseconds from one event to the next,
 * choices are the index of the word. DTRACEOPT_UNSET: the option has no value and no default. */
int dtrace_getopt(dtrace_hdl_t *dtp, const char *name, dtrace_optval_t *value);
/* The text that was set last, "" if unset; NULL if there is no such option. */
const char *dtrace_getopt_text(dtrace_hdl_t *dtp, const char *name);

/* ---- Probes ---------------------------------------------------------------------------------- */

/* A probe, or a description that matches probes: NULL and "" match everything, `* ? [..] \` are
 * glob characters, and an id other than 0 matches only that probe. */
typedef struct dtrace_probedesc {
  uint32_t id;
  const char *provider, *module, *function, *name;
} dtrace_probedesc_t;

/* Which field the last part of a text with fewer than three colons names. */
typedef enum dtrace_probespec {
  DTRACE_PROBESPEC_PROVIDER = 0, /* -P */
  DTRACE_PROBESPEC_MODULE = 1,   /* -m */
  DTRACE_PROBESPEC_FUNCTION = 2, /* -f */
  DTRACE_PROBESPEC_NAME = 3,     /* -n, and scripts */
  DTRACE_PROBESPEC_ID = 4        /* -i */
} dtrace_probespec_t;

/* Returns 0 to continue; any other value ends the iteration and becomes its result. */
typedef int dtrace_probe_f(dtrace_hdl_t *dtp, const dtrace_probedesc_t *probe, void *arg);

/* Calls back for every probe that `description` (NULL: all) matches, in order of id. Returns -1
 * with EDT_NOPROBE if none matches. */
int dtrace_probe_iter(dtrace_hdl_t *dtp, const dtrace_probedesc_t *description,
                      dtrace_probe_f *callback, void *arg);

/* Splits "syscall::read:entry" into its parts. They stay valid until the next call. */
int dtrace_str2desc(dtrace_hdl_t *dtp, dtrace_probespec_t spec, const char *text,
                    dtrace_probedesc_t *description);
/* The reverse: writes at most `size` bytes including the NUL; returns `buffer`. */
char *dtrace_desc2str(const dtrace_probedesc_t *description, char *buffer, size_t size);

/* Stability (Guide: Stability). Numbers rise from internal to standard and from unknown to common.
 */
typedef struct dtrace_attribute {
  uint8_t name, data, dependency;
} dtrace_attribute_t;
const char *dtrace_stability_name(uint8_t stability); /* "Evolving"; NULL: no such number */
const char *dtrace_class_name(uint8_t dependency);    /* "Common"; NULL: no such number */

typedef struct dtrace_probearg {
  const char *native;     /* its C type; `name` is its name in the kernel or program */
  const char *translated; /* the type of args[n] */
  const char *name;       /* may be "" */
} dtrace_probearg_t;

typedef struct dtrace_probeinfo {
  dtrace_attribute_t probe_attributes, argument_attributes;
  int typed; /* 0: args[] has no types; arg0 to arg9 are integers as always */
  size_t nargs;
  const dtrace_probearg_t *args;
} dtrace_probeinfo_t;

const dtrace_probeinfo_t *dtrace_probe_info(dtrace_hdl_t *dtp, uint32_t probe_id);

/* ---- Programs -------------------------------------------------------------------------------- */

/* All but the last three set an option for this program and the ones after it. */
#define DTRACE_C_ZDEFS 0x1     /* descriptions that match no probe are not errors (zdefs) */
#define DTRACE_C_EMPTY 0x2     /* an empty program is allowed (empty) */
#define DTRACE_C_CPP 0x4       /* run the C preprocessor first (cpp) */
#define DTRACE_C_DEFARG 0x8    /* a missing $1 is 0 or "" (defaultargs) */
#define DTRACE_C_ARGREF 0x10   /* unused arguments are not errors (argref) */
#define DTRACE_C_PROBES 0x20   /* for dtrace_program_probe_iter() only: read, not compiled */
#define DTRACE_C_TOGETHER 0x40 /* compiled with the next program without this flag: see below */

#define DTRACE_C_PROVIDERS                                                                         \
  0x80 /* a provider file, for dtrace_program_header() and _link() only:                           \
          its declarations may use unknown types */

/* Compiles one program. All programs of a handle form one: later ones see the variables,
 * aggregations and types of earlier ones, and clauses run in the order of compilation. argv[0] is
 * $0, argv[1] is $1 and so on; argc may be 0. After EDT_COMPILER the earlier programs are
 * unchanged. A program with DTRACE_C_TOGETHER waits for the next call without that flag: all
 * waiting programs are then compiled together and may use what a later one declares. That call
 * reports their errors and their dtrace_program_info(). If it fails, none of them can be used any
 * more.
 *
 * strcompile: `text` is what -n (or -P, -m ...) takes: a description with predicate and actions, or
 * any number of clauses and declarations. fcompile: reads `file` from its current position to its
 * end and leaves it open; argv[0] is its name in messages. */
dtrace_prog_t *dtrace_program_strcompile(dtrace_hdl_t *dtp, const char *text,
                                         dtrace_probespec_t spec, uint32_t flags, int argc,
                                         char *const argv[]);
dtrace_prog_t *dtrace_program_fcompile(dtrace_hdl_t *dtp, FILE *file, uint32_t flags, int argc,
                                       char *const argv[]);

typedef struct dtrace_proginfo {
  uint32_t matches;               /* probes that its clauses enable, counted for each description */
  uint32_t clauses;               /* D clauses */
  uint32_t recgens;               /* clauses that record data */
  uint32_t aggregates;            /* aggregations that it names first */
  dtrace_attribute_t description; /* the least stable of the probes it enables */
  dtrace_attribute_t statements;  /* the least stable of what its clauses use */
  uint8_t unused[2];
  const char *notes; /* remarks on probes, one a line, or ""; lives as long as the program */
  uint64_t reserved[4];
} dtrace_proginfo_t;

int dtrace_program_info(dtrace_hdl_t *dtp, dtrace_prog_t *program, dtrace_proginfo_t *info);

/* USDT probes (dtrace -h, dtrace -G) of a program compiled with DTRACE_C_PROVIDERS. header: writes
 * to `out` a C and C++ header with a macro for each declared probe; `name` is the provider file's
 * name, for a comment. link: makes the object `file`, to be linked with the program's `objects`. It
 * is made for their processor; without objects, for that of the compiler in $CC, or for this one.
 * Errors in the declarations are EDT_COMPILER. */
#define DTRACE_LINK_32 0x1 /* without objects: use 32-bit addresses */
int dtrace_program_header(dtrace_hdl_t *dtp, dtrace_prog_t *program, FILE *out, const char *name);
int dtrace_program_link(dtrace_hdl_t *dtp, dtrace_prog_t *program, uint32_t flags, const char *file,
                        size_t count, char *const objects[]);

/* Calls back once for each probe that the program's descriptions match, in order of id. */
int dtrace_program_probe_iter(dtrace_hdl_t *dtp, dtrace_prog_t *program, dtrace_probe_f *callback,
                              void *arg);

/* Selects the program: it is traced from dtrace_go() on. Programs that are not selected are not
 * traced. `info` is as above and may be NULL. A second call has no effect. */
int dtrace_program_exec(dtrace_hdl_t *dtp, dtrace_prog_t *program, dtrace_proginfo_t *info);

/* ---- Processes (-c, -p) ---------------------------------------------------------------------- */

/* The first process of a handle is $target in programs compiled later. A created process is held
 * before its first instruction until dtrace_go(). When the last process has ended, dtrace_work()
 * returns DTRACE_WORKSTATUS_DONE.
 *
 * create: `file` is searched for in $PATH; argv ends with NULL. command: a line that is split into
 * words at blanks and quotes like in a shell, without expansion. grab: a process that is already
 * running, and keeps running. */
dtrace_proc_t *dtrace_proc_create(dtrace_hdl_t *dtp, const char *file, char *const argv[]);
dtrace_proc_t *dtrace_proc_command(dtrace_hdl_t *dtp, const char *line);
dtrace_proc_t *dtrace_proc_grab(dtrace_hdl_t *dtp, pid_t pid);
pid_t dtrace_proc_pid(const dtrace_proc_t *process);
/* Lets a created process run now; not an error if it is already running. */
int dtrace_proc_continue(dtrace_hdl_t *dtp, dtrace_proc_t *process);
/* The process keeps running, whatever cmdend says, and the session no longer waits for it. Frees
 * `process`. */
int dtrace_proc_release(dtrace_hdl_t *dtp, dtrace_proc_t *process);

/* ---- Running --------------------------------------------------------------------------------- */

/* Generates and loads the code of the programs and attaches the probes; nothing fires yet.
 * dtrace_go() does this if it has not been done. */
int dtrace_enable(dtrace_hdl_t *dtp);
/* After dtrace_enable(), with DTRACE_O_KEEPCODE: the LLVM assembly of the programs; else "". */
const char *dtrace_code(dtrace_hdl_t *dtp);

/* Attaching many probes may take long: dtrace_enable() and dtrace_go() abandon it and fail when
 * `fd` becomes readable; -1: never. */
void dtrace_interrupt_fd(dtrace_hdl_t *dtp, int fd);

/* Fires BEGIN, then enables all probes and lets held processes run. Once for each handle. */
int dtrace_go(dtrace_hdl_t *dtp);

/* Waits until there is work to do, for at most a second; a signal ends the wait. The second form
 * also returns when `fd` becomes readable (-1: none). */
void dtrace_sleep(dtrace_hdl_t *dtp);
void dtrace_sleep_fd(dtrace_hdl_t *dtp, int fd);

/* Fires END and disables all other probes. Data traced so far are kept: dtrace_work() processes
 * them and returns DTRACE_WORKSTATUS_DONE. A second call has no effect. */
int dtrace_stop(dtrace_hdl_t *dtp);

typedef enum dtrace_status {
  DTRACE_STATUS_NONE = 0,   /* not yet tracing */
  DTRACE_STATUS_OKAY = 1,   /* tracing */
  DTRACE_STATUS_EXITED = 2, /* a program called exit() */
  DTRACE_STATUS_STOPPED = 4 /* by dtrace_stop(), the end of the targets, or an output that broke */
} dtrace_status_t;
dtrace_status_t dtrace_status(dtrace_hdl_t *dtp);

/* The argument of exit(), 0 if exit() was not called. */
int dtrace_exit_status(dtrace_hdl_t *dtp);

/* ---- Data ------------------------------------------------------------------------------------ */

typedef enum dtrace_valuekind {
  DTRACE_VALUE_INTEGER = 0, /* `integer` */
  DTRACE_VALUE_STRING = 1,  /* `string` */
  DTRACE_VALUE_BYTES = 2,   /* `bytes`, `size` of them: tracemem(), structures */
  DTRACE_VALUE_STACK = 3,   /* `frames`, `nframes` kernel addresses, innermost first */
  DTRACE_VALUE_USTACK = 4,  /* the same of process `pid` */
  DTRACE_VALUE_ADDRESS = 5, /* `integer`: a kernel address to be shown as a name */
  DTRACE_VALUE_UADDRESS = 6 /* the same of process `pid` */
} dtrace_valuekind_t;

/* One value of a record or a key. Members that its kind does not name are 0 or NULL. */
typedef struct dtrace_value {
  dtrace_valuekind_t kind;
  int is_signed; /* INTEGER: if 0, read `integer` as uint64_t */
  uint64_t size; /* bytes of the D type; STRING: the text's length */
  int64_t integer;
  const char *string;
  const void *bytes;
  const uint64_t *frames;
  size_t nframes;
  int64_t pid; /* USTACK, UADDRESS */
} dtrace_value_t;

/* Writes module`symbol+0x12 for an address of the process `pid` (0: of the kernel): at most `size`
 * bytes including the NUL. Returns the full length, like snprintf(), or -1 on error. */
int dtrace_addr2str(dtrace_hdl_t *dtp, int64_t pid, uint64_t address, char *buffer, size_t size);

/* Makes untrusted text safe to print on a terminal: control characters and bytes that are not UTF-8
 * become octal escapes. Writes at most `size` bytes including the NUL (4 * strlen(text) + 1 are
 * always enough); returns the full length. Never fails; needs no handle. */
size_t dtrace_terminal_text(const char *text, char *buffer, size_t size);

/* The kind of an action. The numbers belong to this interface and never change. */
typedef enum dtrace_actkind {
  DTRACE_ACT_NONE = 0,
  DTRACE_ACT_TRACE = 1,      /* trace(): one value */
  DTRACE_ACT_TRACEMEM = 2,   /* one value, BYTES */
  DTRACE_ACT_PRINTF = 3,     /* the arguments, `format` */
  DTRACE_ACT_PRINTA = 4,     /* `aggregations`, `format` (NULL: none given) */
  DTRACE_ACT_PRINT = 5,      /* print(): the bytes, then the address if given a pointer */
  DTRACE_ACT_STACK = 6,      /* stack(): one value */
  DTRACE_ACT_USTACK = 7,     /* ustack(), jstack(): one value */
  DTRACE_ACT_SYMBOL = 8,     /* sym(), mod(), usym() …: one value */
  DTRACE_ACT_EXIT = 9,       /* the status */
  DTRACE_ACT_CLEAR = 10,     /* `aggregations`; already done, like all below unless noted */
  DTRACE_ACT_TRUNC = 11,     /* `aggregations`; the number if one was given */
  DTRACE_ACT_NORMALIZE = 12, /* `aggregations`, the factor */
  DTRACE_ACT_DENORMALIZE = 13,
  DTRACE_ACT_SETOPT = 14,
  DTRACE_ACT_SPECULATE = 15,
  DTRACE_ACT_COMMIT = 16,    /* the speculation's number; its records follow */
  DTRACE_ACT_DISCARD = 17,   /* the speculation's number */
  DTRACE_ACT_FREOPEN = 18,   /* the arguments, `format`; not yet done: CONSUME_THIS does it */
  DTRACE_ACT_FTRUNCATE = 19, /* likewise */
  DTRACE_ACT_SYSTEM = 20,    /* likewise; the arguments, `format` */
  DTRACE_ACT_OTHER = 21      /* destructive actions, done where they were called */
} dtrace_actkind_t;

typedef struct dtrace_recdesc {
  dtrace_actkind_t action;
  const char *name;   /* of the action, as in D */
  const char *format; /* of printf() and the like; else NULL */
  size_t nvalues;
  const dtrace_value_t *values;
  size_t naggregations;
  const uint32_t *aggregations; /* ids, see dtrace_aggdata_t */
} dtrace_recdesc_t;

typedef enum dtrace_flowkind {
  DTRACEFLOW_NONE = 0,
  DTRACEFLOW_ENTRY = 1,
  DTRACEFLOW_RETURN = 2
} dtrace_flowkind_t;

/* One firing of one clause. */
typedef struct dtrace_probedata {
  dtrace_hdl_t *handle;
  const dtrace_probedesc_t *probe;
  uint32_t cpu;
  uint32_t clause;        /* from 1, counted over all programs */
  dtrace_flowkind_t flow; /* with the option flowindent */
  uint32_t indent;        /* with the option flowindent: columns to indent by */
} dtrace_probedata_t;

enum {
  DTRACE_CONSUME_ERROR = -1, /* stop: dtrace_work() fails with EDT_ABORT */
  DTRACE_CONSUME_THIS = 0,   /* the library handles it in the default way */
  DTRACE_CONSUME_NEXT = 1,   /* the library does nothing: the callback has handled it */
  DTRACE_CONSUME_ABORT = 2   /* stop, as ERROR */
};

/* Called for each firing of each clause, before its actions. NEXT skips the actions. For a clause
 * without actions this is the only call. */
typedef int dtrace_consume_probe_f(const dtrace_probedata_t *data, void *arg);
/* Called for each action in order, then once with `record` NULL at the end of the clause. THIS
 * prints the action, or at the end of the clause the newline, if the library prints it (see
 * dtrace_work()). */
typedef int dtrace_consume_rec_f(const dtrace_probedata_t *data, const dtrace_recdesc_t *record,
                                 void *arg);

typedef enum dtrace_workstatus {
  DTRACE_WORKSTATUS_ERROR = -1,
  DTRACE_WORKSTATUS_OKAY = 0,
  DTRACE_WORKSTATUS_DONE = 1 /* tracing has ended and all data are processed */
} dtrace_workstatus_t;

/* Processes what was traced since the last call; never waits. The library prints to `output`, or if
 * that is NULL to the handler of dtrace_handle_buffered(). Without `probe` it also prints the
 * columns before each line (unless the option quiet is set) and the newline; with `probe` the
 * callback does. After an ABORT the next call delivers the remaining records, except those that
 * were waiting for their turn because of flowindent or a speculation. */
dtrace_workstatus_t dtrace_work(dtrace_hdl_t *dtp, FILE *output, dtrace_consume_probe_f *probe,
                                dtrace_consume_rec_f *record, void *arg);

/* Prints where the programs print: after their output so far, and to the file that freopen()
 * opened, if any. Returns the number of bytes printed. */
int dtrace_printf(dtrace_hdl_t *dtp, FILE *output, const char *format, ...)
#ifdef __GNUC__
    __attribute__((format(printf, 3, 4)))
#endif
    ;

/* ---- Aggregations (Guide: Aggregations) ------------------------------------------------------ */

typedef enum dtrace_aggfunc {
  DTRACE_AGG_COUNT = 1,
  DTRACE_AGG_SUM = 2,
  DTRACE_AGG_AVG = 3,
  DTRACE_AGG_MIN = 4,
  DTRACE_AGG_MAX = 5,
  DTRACE_AGG_STDDEV = 6,
  DTRACE_AGG_QUANTIZE = 7,
  DTRACE_AGG_LQUANTIZE = 8,
  DTRACE_AGG_LLQUANTIZE = 9
} dtrace_aggfunc_t;

typedef struct dtrace_aggbucket {
  int64_t low, high; /* the values it counts, both included */
  int64_t count;     /* normalized */
} dtrace_aggbucket_t;

/* The value of one key of one aggregation. */
typedef struct dtrace_aggdata {
  dtrace_hdl_t *handle;
  uint32_t id; /* of the aggregation: from 0, in order of first use */
  dtrace_aggfunc_t function;
  const char *name; /* without the '@'; "" for @ itself */
  size_t nkeys;
  const dtrace_value_t *keys;
  int present;     /* 0: this aggregation does not have the key (walk_joined only) */
  int is_signed;   /* if 0, read `value` as uint64_t */
  int64_t value;   /* as printed, normalized; distributions: 0 */
  int64_t normal;  /* the factor of normalize(), else 1 */
  uint64_t count;  /* values aggregated: count, avg, stddev, distributions; else 0 */
  int64_t total;   /* sum, avg, stddev: their sum; else 0 */
  size_t nbuckets; /* distributions: all, in ascending order */
  const dtrace_aggbucket_t *buckets;
} dtrace_aggdata_t;

enum {
  DTRACE_AGGWALK_ERROR = -1, /* stop: the walk fails with EDT_ABORT */
  DTRACE_AGGWALK_NEXT = 0,
  DTRACE_AGGWALK_ABORT = 1, /* stop, as ERROR */
  DTRACE_AGGWALK_CLEAR = 2, /* reset this key's value, like clear() */
  DTRACE_AGGWALK_REMOVE = 3 /* remove this key, like trunc() */
};
typedef int dtrace_aggregate_f(const dtrace_aggdata_t *data, void *arg);
typedef int dtrace_aggregate_walk_f(dtrace_hdl_t *dtp, dtrace_aggregate_f *callback, void *arg);

/* Reads all aggregations from the kernel; at any time after dtrace_go(), even when tracing has
 * ended. The walks show this snapshot, or a later one that printa(), clear() and the like took; the
 * first walk takes one if there is none. CLEAR and REMOVE remove only what the snapshot shows:
 * updates made since then are not lost. */
int dtrace_aggregate_snap(dtrace_hdl_t *dtp);

/* Calls back for each key of each aggregation.
 *   walk                in no particular order
 *   walk_keysorted      one aggregation after the other, each sorted by key
 *   walk_valsorted      one aggregation after the other, each sorted by value
 *   walk_keyvarsorted   all together by key; equal keys in the order of the aggregations
 *   walk_valvarsorted   all together by value; equal values in the order of the aggregations
 * The forms with "rev" sort in reverse. Keys compare field by field; equal values are sorted by
 * key. Distributions compare by the sum of the values they counted. */
dtrace_aggregate_walk_f dtrace_aggregate_walk;
dtrace_aggregate_walk_f dtrace_aggregate_walk_keysorted;
dtrace_aggregate_walk_f dtrace_aggregate_walk_valsorted;
dtrace_aggregate_walk_f dtrace_aggregate_walk_keyvarsorted;
dtrace_aggregate_walk_f dtrace_aggregate_walk_valvarsorted;
dtrace_aggregate_walk_f dtrace_aggregate_walk_keyrevsorted;
dtrace_aggregate_walk_f dtrace_aggregate_walk_valrevsorted;
dtrace_aggregate_walk_f dtrace_aggregate_walk_keyvarrevsorted;
dtrace_aggregate_walk_f dtrace_aggregate_walk_valvarrevsorted;

/* Sorted by the caller's function, which returns < 0, 0 or > 0. */
typedef int dtrace_aggregate_compare_f(const dtrace_aggdata_t *a, const dtrace_aggdata_t *b,
                                       void *arg);
int dtrace_aggregate_walk_sorted(dtrace_hdl_t *dtp, dtrace_aggregate_compare_f *compare,
                                 dtrace_aggregate_f *callback, void *arg);

/* Several aggregations joined on equal keys, in the order of the options aggsort…: data[i] is the
 * value of ids[i]. CLEAR and REMOVE apply to all of them. */
typedef int dtrace_aggregate_walk_joined_f(const dtrace_aggdata_t *const *data, size_t count,
                                           void *arg);
int dtrace_aggregate_walk_joined(dtrace_hdl_t *dtp, const uint32_t *ids, size_t count,
                                 dtrace_aggregate_walk_joined_f *callback, void *arg);

/* Finds the id of an aggregation by its name without '@'; after dtrace_enable() or dtrace_go(). */
int dtrace_aggregate_lookup(dtrace_hdl_t *dtp, const char *name, uint32_t *id);

/* Like clear(), trunc(), normalize() in D. trunc: keep < 0 keeps the -keep smallest, 0 keeps none.
 */
int dtrace_aggregate_clear(dtrace_hdl_t *dtp, uint32_t id);
int dtrace_aggregate_trunc(dtrace_hdl_t *dtp, uint32_t id, int64_t keep);
int dtrace_aggregate_normalize(dtrace_hdl_t *dtp, uint32_t id, int64_t factor);

/* Prints aggregations as at the end of a session, to the same place as dtrace_work(). With walk
 * NULL: those that no printa() has printed, in the order of the options aggsort.... With one of the
 * walks above: all of them, in its order. */
int dtrace_aggregate_print(dtrace_hdl_t *dtp, FILE *output, dtrace_aggregate_walk_f *walk);

/* ---- Structured output ------------------------------------------------------------------------
 */

/* With the option oformat set to json or ndjson before dtrace_enable(), dtrace_work() and
 * dtrace_aggregate_print() write the stream of dtrace-stream(5) in place of text. Handlers and
 * callbacks are still called. */

/* Nonzero if oformat is json or ndjson. */
int dtrace_oformat(dtrace_hdl_t *dtp);
/* Writes a probe as an object of a listing, without tracing; if `verbose`, with its stability and
 * the types of its arguments. Returns 0, or -1 on error. */
int dtrace_oformat_probe(dtrace_hdl_t *dtp, FILE *output, const dtrace_probedesc_t *probe,
                         int verbose);
/* Writes the last object and closes the document: call it after everything else. Does nothing for
 * text, or the second time. Returns 0, or -1 on error. */
int dtrace_oformat_teardown(dtrace_hdl_t *dtp, FILE *output);

/* ---- Handlers -------------------------------------------------------------------------------- */

/* dtrace_work() calls the handlers. There is one of each kind: a new one replaces the old one, and
 * NULL restores the default, which prints "dtrace: " and `message` on standard error (for setopt:
 * nothing). A handler returns DTRACE_HANDLE_OK, or DTRACE_HANDLE_ABORT to make dtrace_work() fail
 * with EDT_ABORT. Messages are one line without "\n". */
enum { DTRACE_HANDLE_ABORT = -1, DTRACE_HANDLE_OK = 0 };

/* A fault in a clause (Guide: dtrace Provider, ERROR): DTRACEFLT_* as in D. */
typedef struct dtrace_errdata {
  dtrace_hdl_t *handle;
  const dtrace_probedesc_t *probe;
  uint32_t clause; /* as in dtrace_probedata_t */
  uint32_t cpu;
  uint32_t fault;
  const char *fault_name;
  uint64_t address; /* the bad address, if the fault has one */
  const char *file; /* the place of the faulty statement; NULL: unknown */
  uint32_t line, column;
  const char *message;
} dtrace_errdata_t;
typedef int dtrace_handle_err_f(const dtrace_errdata_t *data, void *arg);
int dtrace_handle_err(dtrace_hdl_t *dtp, dtrace_handle_err_f *handler, void *arg);

/* Data were lost. */
typedef enum dtrace_dropkind {
  DTRACEDROP_PRINCIPAL = 0,   /* no room in the principal buffer (bufsize) */
  DTRACEDROP_AGGREGATION = 1, /* no room for another key (aggsize) */
  DTRACEDROP_DYNAMIC = 2,     /* no room for another dynamic variable (dynvarsize) */
  DTRACEDROP_DYNRINSE = 3,
  DTRACEDROP_DYNDIRTY = 4,
  DTRACEDROP_SPEC = 5, /* a speculation was full (specsize) */
  DTRACEDROP_SPECBUSY = 6,
  DTRACEDROP_SPECUNAVAIL = 7, /* all speculations were in use (nspec) */
  DTRACEDROP_DBLERROR = 8,    /* a fault in ERROR */
  DTRACEDROP_STKSTROVERFLOW = 9
} dtrace_dropkind_t;
typedef struct dtrace_dropdata {
  dtrace_hdl_t *handle;
  dtrace_dropkind_t kind;
  const char *tag; /* DTRACEDROP_PRINCIPAL … */
  uint32_t cpu;    /* of PRINCIPAL and AGGREGATION */
  uint64_t drops;  /* since the last call */
  uint64_t total;
  const char *message;
} dtrace_dropdata_t;
typedef int dtrace_handle_drop_f(const dtrace_dropdata_t *data, void *arg);
int dtrace_handle_drop(dtrace_hdl_t *dtp, dtrace_handle_drop_f *handler, void *arg);

/* A process of the handle has ended. The default prints this, unless quiet is set or the process
 * was created by this handle and exited with 0. */
typedef struct dtrace_procdata {
  dtrace_hdl_t *handle;
  pid_t pid;
  const char *message; /* "pid 12 has exited", "pid 12 terminated by SIGKILL" … */
} dtrace_procdata_t;
typedef int dtrace_handle_proc_f(const dtrace_procdata_t *data, void *arg);
int dtrace_handle_proc(dtrace_hdl_t *dtp, dtrace_handle_proc_f *handler, void *arg);

/* A program changed an option by setopt(). */
typedef struct dtrace_setoptdata {
  dtrace_hdl_t *handle;
  const char *option, *value;
} dtrace_setoptdata_t;
typedef int dtrace_handle_setopt_f(const dtrace_setoptdata_t *data, void *arg);
int dtrace_handle_setopt(dtrace_hdl_t *dtp, dtrace_handle_setopt_f *handler, void *arg);

/* Anything else that the user should know, such as a failed setopt() or freopen(). */
typedef int dtrace_handle_warn_f(dtrace_hdl_t *dtp, const char *message, void *arg);
int dtrace_handle_warn(dtrace_hdl_t *dtp, dtrace_handle_warn_f *handler, void *arg);

/* The library's output, piece by piece, when dtrace_work() and the like are given no FILE. */
typedef struct dtrace_bufdata {
  dtrace_hdl_t *handle;
  const char *text;                /* may contain NULs (printed by %c) */
  size_t size;                     /* bytes, without the final NUL */
  const dtrace_probedata_t *probe; /* NULL: not from a record */
  const dtrace_recdesc_t *record;  /* the action that printed it; NULL: the columns around it */
} dtrace_bufdata_t;
typedef int dtrace_handle_buffered_f(const dtrace_bufdata_t *data, void *arg);
int dtrace_handle_buffered(dtrace_hdl_t *dtp, dtrace_handle_buffered_f *handler, void *arg);

#ifdef __cplusplus
}
#endif

#endif

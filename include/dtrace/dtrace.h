/*
 * dtrace.h - the C interface of libdtrace: D programs in, traced data out.
 *
 * A tracing session is a handle. In the order of use:
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
 * demo/c/example.c is a whole program. Chapters named below are those of the Dynamic Tracing Guide.
 *
 * Errors. A function that returns int returns -1, one that returns a pointer NULL, when it failed;
 * dtrace_errno() and dtrace_errmsg() then say why, dtrace_errinfo() where in the D text. Nothing
 * here ends the process, prints (but through the FILEs given and, where a handler is missing, on
 * standard error), or lets a C++ exception out.
 *
 * Ownership. What the library hands out is the library's, never to be freed: strings and structures
 * live until the next call of the same function on the handle unless it says longer; what a
 * callback is given lives until the callback returns. Structures that the library hands out may
 * grow at their end in later versions: use them where they are. Every string is NUL-terminated.
 *
 * Threads. A handle may be used by one thread at a time; several handles are independent. Processes
 * made by dtrace_proc_create() want dtrace_go(), dtrace_proc_continue() and dtrace_close() to be
 * called by the thread that made them. Of its own handle a callback may ask for options, status,
 * errors and names, set dynamic options and handlers, call dtrace_printf() and dtrace_stop();
 * everything else fails with EDT_STATE.
 *
 * Signals. Writing to a pipe that nobody reads raises SIGPIPE: ignore it, and dtrace_work() ends
 * the session in order instead.
 *
 * The process. Two limits are changed for all of it, and stay so; its child processes inherit them.
 * The limit of open files is raised, as far as the rights go, when probes are attached that are a
 * descriptor each (RLIMIT_NOFILE). Before Linux 5.11, which counts the memory of maps and programs
 * as locked, libbpf raises the limit of locked memory (RLIMIT_MEMLOCK; libbpf_set_memlock_rlim()
 * keeps it from that). While a command of D's system() runs, SIGINT and SIGQUIT are ignored and
 * SIGCHLD is blocked, as system(3) does.
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

#define DTRACE_O_NODEV 0x1    /* compile and list only: the right to trace is not asked for */
#define DTRACE_O_KEEPCODE 0x2 /* for dtrace_code() */

enum {
  EDT_NONE = 0,
  EDT_VERSION = 1,  /* dtrace_open(): the library does not know this version of the interface */
  EDT_NOMEM = 2,    /* out of memory */
  EDT_ACCESS = 3,   /* the right to trace is missing, or the kernel forbids it */
  EDT_BADARG = 4,   /* an argument makes no sense */
  EDT_STATE = 5,    /* not at this time: records before dtrace_go(), compiling after it … */
  EDT_BADOPT = 6,   /* no such option, a value it does not take, or too late to set it */
  EDT_COMPILER = 7, /* errors in a D program: see dtrace_errinfo() */
  EDT_NOPROBE = 8,  /* no probe matches */
  EDT_ENABLE = 9,   /* the kernel refused a program or a probe, or actions are destructive */
  EDT_PROC = 10,    /* a process could not be started, grabbed or continued */
  EDT_OUTPUT = 11,  /* a file could not be read or written; of output: errno says why */
  EDT_ABORT = 12,   /* a callback asked to stop */
  EDT_INTERNAL = 13 /* a defect of the library */
};

/* flags: DTRACE_O_*. Options are read from the environment (DTRACE_OPT_QUIET=1 …). NULL: *error
 * (may be NULL) is set, dtrace_errmsg(NULL, *error) has the words, for this thread. */
dtrace_hdl_t *dtrace_open(int version, int flags, int *error);

/* Ends tracing if need be: END fires, but what it traces is lost unless dtrace_stop() and
 * dtrace_work() came first. Created processes that still run are ended (SIGTERM, a second later
 * SIGKILL), unless the option cmdend is "run"; so they are when this process dies. Grabbed ones
 * keep running. NULL is fine. */
void dtrace_close(dtrace_hdl_t *dtp);

/* EDT_* of the last call that failed; it stays until another fails. */
int dtrace_errno(dtrace_hdl_t *dtp);
/* One line without a full stop. What is known of the last error when `error` is that one, else what
 * this number means in general. */
const char *dtrace_errmsg(dtrace_hdl_t *dtp, int error);

/* One error in a D program, or of anything else that failed. */
typedef struct dtrace_errinfo {
  const char *tag;       /* D_SYNTAX, D_IDENT_UNDEF …; D_UNKNOWN where no tag fits */
  const char *meaning;   /* of the tag, one line */
  const char *message;   /* one line, no full stop */
  const char *advice;    /* what to write instead; "" when there is none */
  const char *file;      /* the script's name, or the text given to strcompile; NULL: no place */
  uint32_t line, column; /* from 1, a tab is one column; 0: no place */
  const char *source;    /* that line of the text; NULL: no place */
  const char *text;      /* all of it as the command prints it, several lines, "\n" at the end */
} dtrace_errinfo_t;

/* The errors of the last call that failed, in order of place; NULL: `index` is past the last one. A
 * program with several faulty clauses has one for each. They live until another call fails. */
const dtrace_errinfo_t *dtrace_errinfo(dtrace_hdl_t *dtp, size_t index);

/* "1.0.0"; and of the D language. */
const char *dtrace_version_string(void);
const char *dtrace_language_version(void);

/* What this machine is and what of tracing it can do: for reports of faults. Groups follow one
 * another: "versions", "machine", "settings" (files of /proc/sys), "limits", "features". Features
 * are found out by trying, as the caller's user. Text without line breaks; remark: what it means,
 * "" when all is well. */
typedef struct dtrace_fact {
  const char *group, *name, *value, *remark;
} dtrace_fact_t;
typedef int dtrace_fact_f(const dtrace_fact_t *fact, void *arg); /* 0: go on; else it is returned */
int dtrace_machine(dtrace_fact_f *callback, void *arg);          /* -1: out of memory */

/* ---- Options (Guide: Options and Tunables) --------------------------------------------------- */

typedef int64_t dtrace_optval_t;
#define DTRACEOPT_UNSET ((dtrace_optval_t)-2)

/* As -x name=value; value NULL: "". Compile-time options count for the programs compiled after,
 * run-time ones must be set before dtrace_go() (EDT_BADOPT), dynamic ones at any time. */
int dtrace_setopt(dtrace_hdl_t *dtp, const char *name, const char *value);
/* Flags 0 or 1; sizes in bytes; rates as nanoseconds between two; choices the index of the word;
 * DTRACEOPT_UNSET when neither set nor preset. */
int dtrace_getopt(dtrace_hdl_t *dtp, const char *name, dtrace_optval_t *value);
/* The text that was last set, "" when unset; NULL: no such option. */
const char *dtrace_getopt_text(dtrace_hdl_t *dtp, const char *name);

/* ---- Probes ---------------------------------------------------------------------------------- */

/* A probe; or a description: NULL or "" matches all, globs `* ? [..] \`, and id, unless 0, this one
 * only. */
typedef struct dtrace_probedesc {
  uint32_t id;
  const char *provider, *module, *function, *name;
} dtrace_probedesc_t;

/* What a text with less than three colons names: the field of its last part. */
typedef enum dtrace_probespec {
  DTRACE_PROBESPEC_PROVIDER = 0, /* -P */
  DTRACE_PROBESPEC_MODULE = 1,   /* -m */
  DTRACE_PROBESPEC_FUNCTION = 2, /* -f */
  DTRACE_PROBESPEC_NAME = 3,     /* -n, and scripts */
  DTRACE_PROBESPEC_ID = 4        /* -i */
} dtrace_probespec_t;

/* Returns 0 to go on; anything else ends the iteration, which returns it. */
typedef int dtrace_probe_f(dtrace_hdl_t *dtp, const dtrace_probedesc_t *probe, void *arg);

/* Every probe that `description` (NULL: all) matches, in order of id. -1 with EDT_NOPROBE: none. */
int dtrace_probe_iter(dtrace_hdl_t *dtp, const dtrace_probedesc_t *description,
                      dtrace_probe_f *callback, void *arg);

/* "syscall::read:entry" to its parts. The parts live until the next call of this function. */
int dtrace_str2desc(dtrace_hdl_t *dtp, dtrace_probespec_t spec, const char *text,
                    dtrace_probedesc_t *description);
/* And back: at most `size` bytes with the NUL; returns `buffer`. */
char *dtrace_desc2str(const dtrace_probedesc_t *description, char *buffer, size_t size);

/* Stability (Guide: Stability): numbers grow from internal to standard, from unknown to common. */
typedef struct dtrace_attribute {
  uint8_t name, data, dependency;
} dtrace_attribute_t;
const char *dtrace_stability_name(uint8_t stability); /* "Evolving"; NULL: no such number */
const char *dtrace_class_name(uint8_t dependency);    /* "Common"; NULL: no such number */

typedef struct dtrace_probearg {
  const char *native;     /* its C type; where the kernel or the program gives it a name, `name` */
  const char *translated; /* the type of args[n] */
  const char *name;       /* may be "" */
} dtrace_probearg_t;

typedef struct dtrace_probeinfo {
  dtrace_attribute_t probe_attributes, argument_attributes;
  int typed; /* 0: args[] has no types here; arg0 … are integers all the same */
  size_t nargs;
  const dtrace_probearg_t *args;
} dtrace_probeinfo_t;

const dtrace_probeinfo_t *dtrace_probe_info(dtrace_hdl_t *dtp, uint32_t probe_id);

/* ---- Programs -------------------------------------------------------------------------------- */

/* Each but the last three sets an option for this and the following programs. */
#define DTRACE_C_ZDEFS 0x1     /* descriptions that match no probe are not errors (zdefs) */
#define DTRACE_C_EMPTY 0x2     /* an empty program is allowed (empty) */
#define DTRACE_C_CPP 0x4       /* run the C preprocessor first (cpp) */
#define DTRACE_C_DEFARG 0x8    /* a missing $1 is 0 or "" (defaultargs) */
#define DTRACE_C_ARGREF 0x10   /* arguments that are not used are not errors (argref) */
#define DTRACE_C_PROBES 0x20   /* for dtrace_program_probe_iter() only: read, not compiled */
#define DTRACE_C_TOGETHER 0x40 /* compiled with the next program without this flag: see below */

#define DTRACE_C_PROVIDERS                                                                         \
  0x80 /* a provider file, for dtrace_program_header() and _link() only:                           \
          what is declared in it may use types that are not known */

/* Compiles one program. All programs of a handle are one: variables, aggregations and types of the
 * earlier ones are known to the later ones, and their clauses run in this order. argv[0] is $0, the
 * others $1 …; argc 0: none. On EDT_COMPILER the programs before are as they were.
 * With DTRACE_C_TOGETHER a program's errors and its dtrace_program_info() are those of the next
 * call without: all of them are compiled then, and may use what a later one declares. If that fails
 * none of them is a program any longer.
 *
 * strcompile: `text` as for -n (or -P …): a description with predicate and actions, or any number
 * of clauses and declarations. fcompile: from where `file` stands to its end; its name in messages
 * is argv[0]. The file stays open. */
dtrace_prog_t *dtrace_program_strcompile(dtrace_hdl_t *dtp, const char *text,
                                         dtrace_probespec_t spec, uint32_t flags, int argc,
                                         char *const argv[]);
dtrace_prog_t *dtrace_program_fcompile(dtrace_hdl_t *dtp, FILE *file, uint32_t flags, int argc,
                                       char *const argv[]);

typedef struct dtrace_proginfo {
  uint32_t matches;               /* probes that its clauses enable, each description's counted */
  uint32_t clauses;               /* clauses of D */
  uint32_t recgens;               /* of these, clauses that record */
  uint32_t aggregates;            /* aggregations that it is the first to name */
  dtrace_attribute_t description; /* the least stable of the probes it enables */
  dtrace_attribute_t statements;  /* and of what its clauses use */
  uint8_t unused[2];
  const char *notes; /* on single probes, a line each; "": none; as long as the program */
  uint64_t reserved[4];
} dtrace_proginfo_t;

int dtrace_program_info(dtrace_hdl_t *dtp, dtrace_prog_t *program, dtrace_proginfo_t *info);

/* Probes in programs (dtrace -h, dtrace -G), of a program compiled with DTRACE_C_PROVIDERS. header:
 * the C and C++ header whose macros are the declared probes goes to `out`; `name` is the provider
 * file's, for its comment. link: makes `file`, the object to be linked with the program's
 * `objects`; it is for their processor, for that of the compiler named in $CC, or for this one.
 * Errors of the declarations are EDT_COMPILER. */
#define DTRACE_LINK_32 0x1 /* no object tells: for 32-bit addresses */
int dtrace_program_header(dtrace_hdl_t *dtp, dtrace_prog_t *program, FILE *out, const char *name);
int dtrace_program_link(dtrace_hdl_t *dtp, dtrace_prog_t *program, uint32_t flags, const char *file,
                        size_t count, char *const objects[]);

/* Each probe that the program's descriptions match, once, in order of id. */
int dtrace_program_probe_iter(dtrace_hdl_t *dtp, dtrace_prog_t *program, dtrace_probe_f *callback,
                              void *arg);

/* To be traced from dtrace_go() on; info (may be NULL) as above. A second time has no effect; a
 * program that is never given here is not traced. */
int dtrace_program_exec(dtrace_hdl_t *dtp, dtrace_prog_t *program, dtrace_proginfo_t *info);

/* ---- Processes (-c, -p) ---------------------------------------------------------------------- */

/* The first process of a handle is $target to programs compiled after. Created ones are held before
 * their first instruction until dtrace_go(). When the last one has ended dtrace_work() says Done.
 *
 * create: `file` is looked for in $PATH; argv ends with NULL. command: one line, split into words
 * at blanks and quotes as a shell would, without expanding anything. grab: the process runs on. */
dtrace_proc_t *dtrace_proc_create(dtrace_hdl_t *dtp, const char *file, char *const argv[]);
dtrace_proc_t *dtrace_proc_command(dtrace_hdl_t *dtp, const char *line);
dtrace_proc_t *dtrace_proc_grab(dtrace_hdl_t *dtp, pid_t pid);
pid_t dtrace_proc_pid(const dtrace_proc_t *process);
/* Lets a created process run now; one that runs already is not an error. */
int dtrace_proc_continue(dtrace_hdl_t *dtp, dtrace_proc_t *process);
/* It keeps running, whatever cmdend says, and is no longer waited for; `process` is gone. */
int dtrace_proc_release(dtrace_hdl_t *dtp, dtrace_proc_t *process);

/* ---- Running --------------------------------------------------------------------------------- */

/* Makes code of the programs, loads it, attaches the probes; nothing fires. dtrace_go() does it
 * when it was not done. */
int dtrace_enable(dtrace_hdl_t *dtp);
/* After dtrace_enable(), with DTRACE_O_KEEPCODE: the LLVM assembly that was made; else "". */
const char *dtrace_code(dtrace_hdl_t *dtp);

/* When `fd` can be read dtrace_enable() and dtrace_go() fail instead of attaching what is left of
 * many probes, which may take long; -1: never. */
void dtrace_interrupt_fd(dtrace_hdl_t *dtp, int fd);

/* BEGIN fires, then all probes are let through and held processes run. Once a handle. */
int dtrace_go(dtrace_hdl_t *dtp);

/* Waits until there is something to do, at most a second; a signal ends it. The second form also
 * wakes when `fd` can be read (-1: none). */
void dtrace_sleep(dtrace_hdl_t *dtp);
void dtrace_sleep_fd(dtrace_hdl_t *dtp, int fd);

/* END fires, no other probe does from here on. What was traced is still there: dtrace_work() takes
 * it and says Done. A second time has no effect. */
int dtrace_stop(dtrace_hdl_t *dtp);

typedef enum dtrace_status {
  DTRACE_STATUS_NONE = 0,   /* not yet tracing */
  DTRACE_STATUS_OKAY = 1,   /* tracing */
  DTRACE_STATUS_EXITED = 2, /* a program called exit() */
  DTRACE_STATUS_STOPPED = 4 /* by dtrace_stop(), a target's end or a broken output */
} dtrace_status_t;
dtrace_status_t dtrace_status(dtrace_hdl_t *dtp);

/* The argument of exit(), 0 when it was not called. */
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
  int is_signed; /* INTEGER: else `integer` is to be read as uint64_t */
  uint64_t size; /* bytes of the D type; STRING: the text's length */
  int64_t integer;
  const char *string;
  const void *bytes;
  const uint64_t *frames;
  size_t nframes;
  int64_t pid; /* USTACK, UADDRESS */
} dtrace_value_t;

/* module`symbol+0x12 of a kernel address, or of one of process `pid` (pid 0: the kernel). At most
 * `size` bytes with the NUL; returns the length it wants, as snprintf() does; -1: error. */
int dtrace_addr2str(dtrace_hdl_t *dtp, int64_t pid, uint64_t address, char *buffer, size_t size);

/* A name that a stranger chose, as it may be put to a terminal: control characters, and bytes that
 * are not UTF-8, are octal escapes. At most `size` bytes with the NUL, 4 for each of the name's are
 * enough; returns the length it wants. Never fails; needs no handle. */
size_t dtrace_terminal_text(const char *text, char *buffer, size_t size);

/* What an action recorded. The numbers are this interface's own. */
typedef enum dtrace_actkind {
  DTRACE_ACT_NONE = 0,
  DTRACE_ACT_TRACE = 1,      /* trace(): one value */
  DTRACE_ACT_TRACEMEM = 2,   /* one value, BYTES */
  DTRACE_ACT_PRINTF = 3,     /* the arguments, `format` */
  DTRACE_ACT_PRINTA = 4,     /* `aggregations`, `format` (NULL: none given) */
  DTRACE_ACT_PRINT = 5,      /* print(): the bytes, then the address where a pointer was given */
  DTRACE_ACT_STACK = 6,      /* stack(): one value */
  DTRACE_ACT_USTACK = 7,     /* ustack(), jstack(): one value */
  DTRACE_ACT_SYMBOL = 8,     /* sym(), mod(), usym() …: one value */
  DTRACE_ACT_EXIT = 9,       /* the status */
  DTRACE_ACT_CLEAR = 10,     /* `aggregations`; done already, as all those below */
  DTRACE_ACT_TRUNC = 11,     /* `aggregations`; the number when one was given */
  DTRACE_ACT_NORMALIZE = 12, /* `aggregations`, the factor */
  DTRACE_ACT_DENORMALIZE = 13,
  DTRACE_ACT_SETOPT = 14,
  DTRACE_ACT_SPECULATE = 15,
  DTRACE_ACT_COMMIT = 16,    /* the speculation's number; its records follow as records */
  DTRACE_ACT_DISCARD = 17,   /* the speculation's number */
  DTRACE_ACT_FREOPEN = 18,   /* the arguments, `format`; not yet done: THIS does it */
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
  dtrace_flowkind_t flow; /* with the option flowindent … */
  uint32_t indent;        /* … and the columns to indent by */
} dtrace_probedata_t;

enum {
  DTRACE_CONSUME_ERROR = -1, /* stop: dtrace_work() fails with EDT_ABORT */
  DTRACE_CONSUME_THIS = 0,   /* the library is to do with it what it does by itself */
  DTRACE_CONSUME_NEXT = 1,   /* not: the callback has done it */
  DTRACE_CONSUME_ABORT = 2   /* stop, as ERROR */
};

/* Called for each firing of each clause, before its actions. NEXT: its actions are left out.
 * A clause without actions has no record but this call. */
typedef int dtrace_consume_probe_f(const dtrace_probedata_t *data, void *arg);
/* Called for each action in order, last with `record` NULL at the clause's end. THIS prints the
 * action; at the end the line's end, where that is the library's affair (see dtrace_work()). */
typedef int dtrace_consume_rec_f(const dtrace_probedata_t *data, const dtrace_recdesc_t *record,
                                 void *arg);

typedef enum dtrace_workstatus {
  DTRACE_WORKSTATUS_ERROR = -1,
  DTRACE_WORKSTATUS_OKAY = 0,
  DTRACE_WORKSTATUS_DONE = 1 /* tracing has ended and all is taken */
} dtrace_workstatus_t;

/* Takes what was traced since the last time; never waits. What the library prints goes to `output`,
 * or if that is NULL to the handler of dtrace_handle_buffered(). Without `probe` the library also
 * prints the columns before each line (unless the option quiet is set) and the line's end; with it
 * they are the callback's affair. After an ABORT the records not yet handed over come with the next
 * call, but for those that waited for their turn: with flowindent, or held by a speculation. */
dtrace_workstatus_t dtrace_work(dtrace_hdl_t *dtp, FILE *output, dtrace_consume_probe_f *probe,
                                dtrace_consume_rec_f *record, void *arg);

/* Prints to where the programs print: after what they printed so far, and to the file that
 * freopen() opened, if one did. Returns the bytes printed. */
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
  int present;     /* 0: this aggregation lacks the key (walk_joined only) */
  int is_signed;   /* else `value` is to be read as uint64_t */
  int64_t value;   /* as printed, normalized; distributions: 0 */
  int64_t normal;  /* the factor of normalize(), 1 without */
  uint64_t count;  /* values aggregated: count, avg, stddev, distributions; else 0 */
  int64_t total;   /* sum, avg, stddev: their sum; else 0 */
  size_t nbuckets; /* distributions: all, in ascending order */
  const dtrace_aggbucket_t *buckets;
} dtrace_aggdata_t;

enum {
  DTRACE_AGGWALK_ERROR = -1, /* stop: the walk fails with EDT_ABORT */
  DTRACE_AGGWALK_NEXT = 0,
  DTRACE_AGGWALK_ABORT = 1, /* stop, as ERROR */
  DTRACE_AGGWALK_CLEAR = 2, /* this key's value begins anew, as by clear() */
  DTRACE_AGGWALK_REMOVE = 3 /* this key is forgotten, as by trunc() */
};
typedef int dtrace_aggregate_f(const dtrace_aggdata_t *data, void *arg);
typedef int dtrace_aggregate_walk_f(dtrace_hdl_t *dtp, dtrace_aggregate_f *callback, void *arg);

/* Reads all aggregations from the kernel; any time after dtrace_go(), also when tracing has ended.
 * The walks show this snapshot (or that of a later printa(), clear() … of the programs), the first
 * walk takes one when none was. What CLEAR and REMOVE take away is what was shown: nothing that
 * came in between is lost. */
int dtrace_aggregate_snap(dtrace_hdl_t *dtp);

/* Each key of each aggregation.
 *   walk                no order
 *   walk_keysorted      one aggregation after the other, each by its keys
 *   walk_valsorted      one aggregation after the other, each by value
 *   walk_keyvarsorted   all together by key; equal ones in order of the aggregations
 *   walk_valvarsorted   all together by value; equal ones in order of the aggregations
 * and each of these the other way round: …rev…. Keys compare field by field; what is equal by value
 * is in order of its keys. Distributions compare by the sum of the values they counted. */
dtrace_aggregate_walk_f dtrace_aggregate_walk;
dtrace_aggregate_walk_f dtrace_aggregate_walk_keysorted;
dtrace_aggregate_walk_f dtrace_aggregate_walk_valsorted;
dtrace_aggregate_walk_f dtrace_aggregate_walk_keyvarsorted;
dtrace_aggregate_walk_f dtrace_aggregate_walk_valvarsorted;
dtrace_aggregate_walk_f dtrace_aggregate_walk_keyrevsorted;
dtrace_aggregate_walk_f dtrace_aggregate_walk_valrevsorted;
dtrace_aggregate_walk_f dtrace_aggregate_walk_keyvarrevsorted;
dtrace_aggregate_walk_f dtrace_aggregate_walk_valvarrevsorted;

/* In an order of the caller's: < 0, 0, > 0. */
typedef int dtrace_aggregate_compare_f(const dtrace_aggdata_t *a, const dtrace_aggdata_t *b,
                                       void *arg);
int dtrace_aggregate_walk_sorted(dtrace_hdl_t *dtp, dtrace_aggregate_compare_f *compare,
                                 dtrace_aggregate_f *callback, void *arg);

/* Several aggregations joined on equal keys, in the order of the options aggsort…: data[i] is the
 * value of ids[i]. CLEAR and REMOVE do so for all of them. */
typedef int dtrace_aggregate_walk_joined_f(const dtrace_aggdata_t *const *data, size_t count,
                                           void *arg);
int dtrace_aggregate_walk_joined(dtrace_hdl_t *dtp, const uint32_t *ids, size_t count,
                                 dtrace_aggregate_walk_joined_f *callback, void *arg);

/* The id of an aggregation; name without '@'. After dtrace_enable() or dtrace_go(). */
int dtrace_aggregate_lookup(dtrace_hdl_t *dtp, const char *name, uint32_t *id);

/* As clear(), trunc(), normalize() of D. trunc: keep < 0 keeps as many of the smallest, 0 none. */
int dtrace_aggregate_clear(dtrace_hdl_t *dtp, uint32_t id);
int dtrace_aggregate_trunc(dtrace_hdl_t *dtp, uint32_t id, int64_t keep);
int dtrace_aggregate_normalize(dtrace_hdl_t *dtp, uint32_t id, int64_t factor);

/* Prints aggregations as at the end of a session. walk NULL: those that no printa() has printed, in
 * the order of the options aggsort…; else one of the walks above, and all of them. Where to: as
 * dtrace_work(). */
int dtrace_aggregate_print(dtrace_hdl_t *dtp, FILE *output, dtrace_aggregate_walk_f *walk);

/* ---- Structured output ------------------------------------------------------------------------
 */

/* With the option oformat set to json or ndjson before dtrace_enable(), dtrace_work() and
 * dtrace_aggregate_print() write the stream of dtrace-stream(5) in place of text. Handlers and
 * callbacks are called as ever. */

/* Not 0: oformat is json or ndjson. */
int dtrace_oformat(dtrace_hdl_t *dtp);
/* Writes a probe as an object of a listing, without tracing; `verbose`: with its stability and the
 * types of its arguments. 0, or -1: error. */
int dtrace_oformat_probe(dtrace_hdl_t *dtp, FILE *output, const dtrace_probedesc_t *probe,
                         int verbose);
/* Writes the last object and closes the document, after everything else. Nothing for text, or when
 * that is done already. 0, or -1: error. */
int dtrace_oformat_teardown(dtrace_hdl_t *dtp, FILE *output);

/* ---- Handlers -------------------------------------------------------------------------------- */

/* They are called by dtrace_work(). One of each kind: a new one takes the place of the old one,
 * NULL brings back what the library does by itself: it prints "dtrace: " and `message` on standard
 * error (of setopt: nothing). A handler returns DTRACE_HANDLE_OK, or ABORT: dtrace_work() fails
 * with EDT_ABORT. Messages are one line, no "\n". */
enum { DTRACE_HANDLE_ABORT = -1, DTRACE_HANDLE_OK = 0 };

/* A fault in a clause (Guide: dtrace Provider, ERROR): DTRACEFLT_* as in D. */
typedef struct dtrace_errdata {
  dtrace_hdl_t *handle;
  const dtrace_probedesc_t *probe;
  uint32_t clause; /* as in dtrace_probedata_t */
  uint32_t cpu;
  uint32_t fault;
  const char *fault_name;
  uint64_t address; /* the bad one, where the fault has one */
  const char *file; /* where the faulty statement stands; NULL: unknown */
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
  uint64_t drops;  /* since the last time */
  uint64_t total;
  const char *message;
} dtrace_dropdata_t;
typedef int dtrace_handle_drop_f(const dtrace_dropdata_t *data, void *arg);
int dtrace_handle_drop(dtrace_hdl_t *dtp, dtrace_handle_drop_f *handler, void *arg);

/* A process of the handle has ended. By itself the library prints it, unless quiet is set or the
 * process was created here and exited with 0. */
typedef struct dtrace_procdata {
  dtrace_hdl_t *handle;
  pid_t pid;
  const char *message; /* "pid 12 has exited", "pid 12 terminated by SIGKILL" … */
} dtrace_procdata_t;
typedef int dtrace_handle_proc_f(const dtrace_procdata_t *data, void *arg);
int dtrace_handle_proc(dtrace_hdl_t *dtp, dtrace_handle_proc_f *handler, void *arg);

/* setopt() of a program was carried out. */
typedef struct dtrace_setoptdata {
  dtrace_hdl_t *handle;
  const char *option, *value;
} dtrace_setoptdata_t;
typedef int dtrace_handle_setopt_f(const dtrace_setoptdata_t *data, void *arg);
int dtrace_handle_setopt(dtrace_hdl_t *dtp, dtrace_handle_setopt_f *handler, void *arg);

/* Anything else that the user should know: setopt() or freopen() that failed. */
typedef int dtrace_handle_warn_f(dtrace_hdl_t *dtp, const char *message, void *arg);
int dtrace_handle_warn(dtrace_hdl_t *dtp, dtrace_handle_warn_f *handler, void *arg);

/* What the library prints when dtrace_work() and the like get no FILE, piece by piece. */
typedef struct dtrace_bufdata {
  dtrace_hdl_t *handle;
  const char *text;                /* may hold NULs of %c and the like: */
  size_t size;                     /* bytes, without the NUL at the end */
  const dtrace_probedata_t *probe; /* NULL: of no record */
  const dtrace_recdesc_t *record;  /* the action whose text it is; NULL: the columns around it */
} dtrace_bufdata_t;
typedef int dtrace_handle_buffered_f(const dtrace_bufdata_t *data, void *arg);
int dtrace_handle_buffered(dtrace_hdl_t *dtp, dtrace_handle_buffered_f *handler, void *arg);

#ifdef __cplusplus
}
#endif

#endif

// The C interface where it needs no kernel: options, errors, probes, compiling. What traces is
// tested by test/capi/live.c.
#include "dtrace/dtrace.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

class Api : public testing::Test {
protected:
  Api() { dtp = dtrace_open(DTRACE_VERSION, DTRACE_O_NODEV, nullptr); }
  ~Api() override { dtrace_close(dtp); }

  dtrace_prog_t *compile(const char *text, uint32_t flags = 0) {
    return dtrace_program_strcompile(dtp, text, DTRACE_PROBESPEC_NAME, flags, 0, nullptr);
  }
  std::string message() { return dtrace_errmsg(dtp, dtrace_errno(dtp)); }

  dtrace_hdl_t *dtp;
};

int collect(dtrace_hdl_t *, const dtrace_probedesc_t *probe, void *arg) {
  auto &names = *static_cast<std::vector<std::string> *>(arg);
  names.push_back(std::string(probe->provider) + ":" + probe->module + ":" + probe->function + ":" +
                  probe->name);
  return names.size() == 3 ? 33 : 0;
}

using Names = std::vector<std::string>;

} // namespace

TEST(ApiOpen, RefusesWhatItDoesNotKnow) {
  int error = 0;
  EXPECT_EQ(dtrace_open(DTRACE_VERSION + 1, 0, &error), nullptr);
  EXPECT_EQ(error, EDT_VERSION);
  EXPECT_NE(std::string(dtrace_errmsg(nullptr, error)).find("version 2"), std::string::npos);
  EXPECT_EQ(dtrace_open(DTRACE_VERSION, 0x1000, &error), nullptr);
  EXPECT_EQ(error, EDT_BADARG);
  EXPECT_EQ(dtrace_open(DTRACE_VERSION, -1, nullptr), nullptr);
}

TEST(ApiOpen, ReadsOptionsFromTheEnvironment) {
  setenv("DTRACE_OPT_STRSIZE", "77", 1);
  dtrace_hdl_t *dtp = dtrace_open(DTRACE_VERSION, DTRACE_O_NODEV, nullptr);
  ASSERT_NE(dtp, nullptr);
  dtrace_optval_t value = 0;
  EXPECT_EQ(dtrace_getopt(dtp, "strsize", &value), 0);
  EXPECT_EQ(value, 77);
  dtrace_close(dtp);

  setenv("DTRACE_OPT_STRSIZE", "x", 1);
  int error = 0;
  EXPECT_EQ(dtrace_open(DTRACE_VERSION, DTRACE_O_NODEV, &error), nullptr);
  EXPECT_EQ(error, EDT_BADOPT);
  EXPECT_NE(std::string(dtrace_errmsg(nullptr, error)).find("strsize"), std::string::npos);
  unsetenv("DTRACE_OPT_STRSIZE");
}

TEST(ApiNull, IsTurnedAway) {
  dtrace_close(nullptr);
  EXPECT_EQ(dtrace_setopt(nullptr, "quiet", nullptr), -1);
  EXPECT_EQ(dtrace_go(nullptr), -1);
  EXPECT_EQ(dtrace_stop(nullptr), -1);
  EXPECT_EQ(dtrace_work(nullptr, stdout, nullptr, nullptr, nullptr), DTRACE_WORKSTATUS_ERROR);
  EXPECT_EQ(dtrace_proc_pid(nullptr), 0);
  EXPECT_EQ(dtrace_errinfo(nullptr, 0), nullptr);
}

TEST_F(Api, NullArgumentsAreErrors) {
  EXPECT_EQ(dtrace_setopt(dtp, nullptr, nullptr), -1);
  EXPECT_EQ(dtrace_errno(dtp), EDT_BADARG);
  EXPECT_EQ(dtrace_getopt(dtp, "quiet", nullptr), -1);
  EXPECT_EQ(compile(nullptr), nullptr);
  EXPECT_EQ(dtrace_program_fcompile(dtp, nullptr, 0, 0, nullptr), nullptr);
  EXPECT_EQ(dtrace_program_strcompile(dtp, "BEGIN", DTRACE_PROBESPEC_NAME, 0, 2, nullptr), nullptr);
  EXPECT_EQ(compile("BEGIN", 0x8000), nullptr);
  EXPECT_EQ(dtrace_program_exec(dtp, nullptr, nullptr), -1);
  EXPECT_EQ(dtrace_probe_iter(dtp, nullptr, nullptr, nullptr), -1);
  EXPECT_EQ(dtrace_proc_command(dtp, nullptr), nullptr);
  EXPECT_EQ(dtrace_errno(dtp), EDT_BADARG);
}

TEST_F(Api, Options) {
  dtrace_optval_t value = 0;
  EXPECT_EQ(dtrace_setopt(dtp, "bufsize", "8m"), 0);
  EXPECT_EQ(dtrace_getopt(dtp, "bufsize", &value), 0);
  EXPECT_EQ(value, 8 << 20);
  EXPECT_STREQ(dtrace_getopt_text(dtp, "bufsize"), "8m");
  EXPECT_EQ(dtrace_setopt(dtp, "switchrate", "10hz"), 0);
  EXPECT_EQ(dtrace_getopt(dtp, "switchrate", &value), 0);
  EXPECT_EQ(value, 100000000);
  EXPECT_EQ(dtrace_getopt(dtp, "quiet", &value), 0);
  EXPECT_EQ(value, DTRACEOPT_UNSET);
  EXPECT_EQ(dtrace_setopt(dtp, "quiet", nullptr), 0);
  EXPECT_EQ(dtrace_getopt(dtp, "quiet", &value), 0);
  EXPECT_EQ(value, 1);

  EXPECT_EQ(dtrace_setopt(dtp, "bufsise", "8m"), -1);
  EXPECT_EQ(dtrace_errno(dtp), EDT_BADOPT);
  ASSERT_NE(dtrace_errinfo(dtp, 0), nullptr);
  EXPECT_NE(std::string(dtrace_errinfo(dtp, 0)->advice).find("bufsize"), std::string::npos);
  EXPECT_EQ(dtrace_setopt(dtp, "bufsize", "many"), -1);
  EXPECT_EQ(dtrace_getopt(dtp, "none", &value), -1);
  EXPECT_EQ(dtrace_getopt_text(dtp, "none"), nullptr);
}

TEST_F(Api, ErrorsHavePlaceAndText) {
  EXPECT_EQ(compile("BEGIN\n{\n\ttrace(unknown); }"), nullptr);
  EXPECT_EQ(dtrace_errno(dtp), EDT_COMPILER);
  const dtrace_errinfo_t *error = dtrace_errinfo(dtp, 0);
  ASSERT_NE(error, nullptr);
  EXPECT_STREQ(error->tag, "D_IDENT_UNDEF");
  EXPECT_EQ(error->line, 3u);
  EXPECT_EQ(error->column, 8u);
  EXPECT_STREQ(error->source, "\ttrace(unknown); }");
  EXPECT_NE(std::string(error->message).find("unknown"), std::string::npos);
  EXPECT_EQ(message(), error->message);
  const std::string text = error->text;
  EXPECT_NE(text.find("line 3: "), std::string::npos);
  EXPECT_NE(text.find("^~~~~~~\n"), std::string::npos);
  EXPECT_EQ(text.find("[D_"), std::string::npos);
  EXPECT_EQ(dtrace_errinfo(dtp, 1), nullptr);
  EXPECT_STREQ(dtrace_errmsg(dtp, EDT_NOMEM), "out of memory");
}

TEST_F(Api, ErrorsOfEveryClauseAndTags) {
  EXPECT_EQ(dtrace_setopt(dtp, "errtags", nullptr), 0);
  EXPECT_EQ(compile("BEGIN { trace(one); } END { trace(two); }"), nullptr);
  ASSERT_NE(dtrace_errinfo(dtp, 1), nullptr);
  EXPECT_NE(std::string(dtrace_errinfo(dtp, 0)->message).find("one"), std::string::npos);
  EXPECT_NE(std::string(dtrace_errinfo(dtp, 1)->message).find("two"), std::string::npos);
  EXPECT_NE(std::string(dtrace_errinfo(dtp, 1)->text).find("[D_IDENT_UNDEF]"), std::string::npos);
}

TEST_F(Api, ProgramsKnowEarlierOnes) {
  dtrace_proginfo_t info{};
  dtrace_prog_t *first = compile("struct pair { int a, b; }; BEGIN { x = 1; @n[x] = count(); }");
  ASSERT_NE(first, nullptr) << message();
  EXPECT_EQ(compile("BEGIN { trace(y); }"), nullptr);
  dtrace_prog_t *second =
      compile("BEGIN, END { trace(x + sizeof(struct pair)); @n[3] = count(); }");
  ASSERT_NE(second, nullptr) << message();
  EXPECT_EQ(dtrace_program_info(dtp, first, &info), 0);
  EXPECT_EQ(info.matches, 1u);
  EXPECT_EQ(info.aggregates, 1u);
  EXPECT_EQ(dtrace_program_info(dtp, second, &info), 0);
  EXPECT_EQ(info.matches, 2u);
  EXPECT_EQ(info.clauses, 1u);
  EXPECT_EQ(info.recgens, 1u);
  EXPECT_EQ(info.aggregates, 0u);
}

TEST_F(Api, ProgramsTogether) {
  dtrace_proginfo_t info{};
  dtrace_prog_t *first = compile("BEGIN, END { trace(x); }", DTRACE_C_TOGETHER);
  ASSERT_NE(first, nullptr) << message();
  EXPECT_EQ(dtrace_program_exec(dtp, first, nullptr), -1);
  dtrace_prog_t *second = compile("BEGIN { x = 1; }");
  ASSERT_NE(second, nullptr) << message();
  EXPECT_EQ(dtrace_program_exec(dtp, first, &info), 0);
  EXPECT_EQ(info.matches, 2u);

  dtrace_prog_t *bad = compile("BEGIN { trace(one); }", DTRACE_C_TOGETHER);
  EXPECT_EQ(compile("BEGIN { trace(two); }"), nullptr);
  EXPECT_NE(dtrace_errinfo(dtp, 1), nullptr);
  EXPECT_EQ(dtrace_program_exec(dtp, bad, nullptr), -1);
  EXPECT_NE(compile("BEGIN { trace(x); }"), nullptr) << message();
}

TEST_F(Api, ArgumentsMustBeUsed) {
  char name[] = "name", one[] = "1", two[] = "2";
  char *arguments[] = {name, one, two};
  const auto with = [&](const char *text, int count, uint32_t flags = 0) {
    return dtrace_program_strcompile(dtp, text, DTRACE_PROBESPEC_NAME, flags, count, arguments);
  };
  EXPECT_EQ(with("BEGIN { trace($1); }", 3), nullptr);
  EXPECT_STREQ(dtrace_errinfo(dtp, 0)->tag, "D_MACRO_UNUSED");
  EXPECT_NE(with("BEGIN { trace($1); }", 2), nullptr) << message();
  EXPECT_EQ(with("BEGIN { trace($2); }", 2), nullptr);
  EXPECT_STREQ(dtrace_errinfo(dtp, 0)->tag, "D_MACRO_UNDEF");
  EXPECT_NE(with("BEGIN { trace($1); }", 3, DTRACE_C_TOGETHER), nullptr) << message();
  EXPECT_NE(with("BEGIN { trace($2); }", 3), nullptr) << message();
  EXPECT_NE(compile("END { trace(0); }"), nullptr) << message();
}

TEST_F(Api, FlagsAreOptions) {
  EXPECT_EQ(compile("nothing:::here"), nullptr);
  EXPECT_NE(compile("nothing:::here", DTRACE_C_ZDEFS), nullptr) << message();
  EXPECT_EQ(compile("BEGIN { trace($1); }"), nullptr);
  EXPECT_NE(compile("BEGIN { trace($1); }", DTRACE_C_DEFARG), nullptr) << message();
}

TEST_F(Api, ProbesOfProgramsAndDescriptions) {
  Names names;
  dtrace_prog_t *program = compile("BEGIN, ERROR /nothing/ { unknown(); }", DTRACE_C_PROBES);
  ASSERT_NE(program, nullptr) << message();
  EXPECT_EQ(dtrace_program_probe_iter(dtp, program, collect, &names), 0);
  EXPECT_EQ(names, (Names{"dtrace:::BEGIN", "dtrace:::ERROR"}));
  EXPECT_EQ(dtrace_program_exec(dtp, program, nullptr), -1);

  names.clear();
  const dtrace_probedesc_t all = {0, "dtrace", nullptr, nullptr, nullptr};
  EXPECT_EQ(dtrace_probe_iter(dtp, &all, collect, &names), 33);
  names.clear();
  const dtrace_probedesc_t end = {2, nullptr, nullptr, nullptr, nullptr};
  EXPECT_EQ(dtrace_probe_iter(dtp, &end, collect, &names), 0);
  EXPECT_EQ(names, Names{"dtrace:::END"});
  const dtrace_probedesc_t none = {0, "dtrace", nullptr, nullptr, "begin"};
  EXPECT_EQ(dtrace_probe_iter(dtp, &none, collect, &names), -1);
  EXPECT_EQ(dtrace_errno(dtp), EDT_NOPROBE);
}

TEST_F(Api, ProbeInfo) {
  const dtrace_probeinfo_t *info = dtrace_probe_info(dtp, 1);
  ASSERT_NE(info, nullptr) << message();
  EXPECT_EQ(info->nargs, 0u);
  EXPECT_FALSE(info->typed);
  EXPECT_NE(dtrace_stability_name(info->probe_attributes.name), nullptr);
  EXPECT_STREQ(dtrace_stability_name(6), "Stable");
  EXPECT_STREQ(dtrace_class_name(5), "Common");
  EXPECT_EQ(dtrace_stability_name(8), nullptr);
  EXPECT_EQ(dtrace_class_name(6), nullptr);
  EXPECT_EQ(dtrace_probe_info(dtp, 4000000000u), nullptr);
  EXPECT_EQ(dtrace_probe_info(dtp, 0), nullptr);
  EXPECT_EQ(dtrace_errno(dtp), EDT_NOPROBE);
}

TEST_F(Api, DescriptionsToTextAndBack) {
  char text[100];
  dtrace_probedesc_t probe{};
  EXPECT_EQ(dtrace_str2desc(dtp, DTRACE_PROBESPEC_NAME, "read:entry", &probe), 0);
  EXPECT_STREQ(dtrace_desc2str(&probe, text, sizeof text), "::read:entry");
  EXPECT_EQ(dtrace_str2desc(dtp, DTRACE_PROBESPEC_FUNCTION, "syscall::read", &probe), 0);
  EXPECT_STREQ(dtrace_desc2str(&probe, text, sizeof text), "syscall::read:");
  EXPECT_EQ(dtrace_str2desc(dtp, DTRACE_PROBESPEC_ID, "12", &probe), 0);
  EXPECT_EQ(probe.id, 12u);
  EXPECT_STREQ(dtrace_desc2str(&probe, text, 2), "1");
  EXPECT_EQ(dtrace_str2desc(dtp, DTRACE_PROBESPEC_PROVIDER, "a:b", &probe), -1);
  EXPECT_EQ(dtrace_errno(dtp), EDT_BADARG);
}

TEST_F(Api, NothingRunsYet) {
  FILE *file = tmpfile();
  EXPECT_EQ(dtrace_status(dtp), DTRACE_STATUS_NONE);
  EXPECT_EQ(dtrace_stop(dtp), -1);
  EXPECT_EQ(dtrace_work(dtp, file, nullptr, nullptr, nullptr), DTRACE_WORKSTATUS_ERROR);
  EXPECT_EQ(dtrace_errno(dtp), EDT_STATE);
  EXPECT_EQ(dtrace_aggregate_snap(dtp), -1);
  EXPECT_EQ(dtrace_aggregate_walk(dtp, nullptr, nullptr), -1);
  EXPECT_EQ(dtrace_aggregate_print(dtp, file, nullptr), -1);
  EXPECT_EQ(dtrace_aggregate_clear(dtp, 0), -1);
  uint32_t id;
  EXPECT_EQ(dtrace_aggregate_lookup(dtp, "", &id), -1);
  EXPECT_EQ(dtrace_addr2str(dtp, 0, 1, nullptr, 0), -1);
  EXPECT_EQ(dtrace_exit_status(dtp), 0);
  EXPECT_EQ(dtrace_printf(dtp, file, "%s-%d\n", "text", 1), 7);
  rewind(file);
  char text[20] = "";
  EXPECT_STREQ(fgets(text, sizeof text, file), "text-1\n");
  fclose(file);
}

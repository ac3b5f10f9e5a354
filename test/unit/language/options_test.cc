#include "language/options.h"

#include <gtest/gtest.h>
#include <set>

using namespace dtrace;

namespace {
std::string error_of(const char *name, const char *value) {
  Options options;
  const auto result = options.set(name, value);
  return result ? "" : result.error().message;
}
} // namespace

TEST(Options, Sizes) {
  const std::pair<const char *, uint64_t> good[] = {
      {"0", 0},           {"12", 12},         {"4k", 4096}, {"4K", 4096},  {"16m", 16 << 20},
      {"2g", 2ull << 30}, {"1t", 1ull << 40}, {"0x10", 16}, {"010k", 8192}};
  for (const auto &[text, bytes] : good) {
    const auto size = parse_size(text);
    ASSERT_TRUE(size) << text;
    EXPECT_EQ(*size, bytes) << text;
  }
  for (const char *text :
       {"", "k", "4kb", "4x", "-1", "4 k", "1.5m", "99999999999999999999", "99999999t", "auto"})
    EXPECT_FALSE(parse_size(text)) << text;
  EXPECT_NE(parse_size("99999999t").error().message.find("99999999t"), std::string::npos);
}

TEST(Options, Rates) {
  const std::pair<const char *, uint64_t> good[] = {{"1", 1'000'000'000},
                                                    {"1hz", 1'000'000'000},
                                                    {"10hz", 100'000'000},
                                                    {"101Hz", 9'900'990},
                                                    {"5ns", 5},
                                                    {"5nsec", 5},
                                                    {"7us", 7'000},
                                                    {"100ms", 100'000'000},
                                                    {"1s", 1'000'000'000},
                                                    {"1sec", 1'000'000'000},
                                                    {"2m", 120'000'000'000},
                                                    {"1h", 3'600'000'000'000},
                                                    {"1d", 86'400'000'000'000},
                                                    {"0", 0}};
  for (const auto &[text, nanoseconds] : good) {
    const auto rate = parse_rate(text);
    ASSERT_TRUE(rate) << text;
    EXPECT_EQ(*rate, nanoseconds) << text;
  }
  for (const char *text : {"", "hz", "1khz", "-1hz", "1 s", "99999999999d"})
    EXPECT_FALSE(parse_rate(text)) << text;
}

TEST(Options, InitialValues) {
  const Options options;
  EXPECT_EQ(options.number("strsize"), 256u);
  EXPECT_EQ(options.number("bufsize"), 4u << 20);
  EXPECT_EQ(options.number("aggsize"), 4u << 20);
  EXPECT_EQ(options.number("dynvarsize"), 1u << 20);
  EXPECT_EQ(options.number("specsize"), 32u << 10);
  EXPECT_EQ(options.number("nspec"), 1u);
  EXPECT_EQ(options.number("stackframes"), 20u);
  EXPECT_EQ(options.number("ustackframes"), 100u);
  EXPECT_EQ(options.number("stackindent"), 14u);
  EXPECT_EQ(options.number("switchrate"), 1'000'000'000u);
  EXPECT_EQ(options.number("cleanrate"), 9'900'990u);
  EXPECT_EQ(options.text("bufpolicy"), "switch");
  EXPECT_EQ(options.number("bufpolicy"), 0u);
  EXPECT_FALSE(options.flag("quiet"));
  EXPECT_FALSE(options.is_set("quiet"));
  EXPECT_FALSE(options.is_set("cpu"));
  EXPECT_TRUE(options.is_set("strsize"));
}

TEST(Options, EveryInitialValueIsAValidOne) {
  std::set<std::string_view> names;
  for (const OptionRow &row : option_rows()) {
    EXPECT_TRUE(names.insert(row.name).second) << row.name << " is there twice";
    EXPECT_FALSE(row.doc.empty()) << row.name;
    EXPECT_EQ(row.kind == OptionKind::Policy, !row.choices.empty()) << row.name;
    Options options;
    EXPECT_TRUE(row.initial.empty() || options.set(row.name, row.initial)) << row.name;
  }
  EXPECT_EQ(find_option("quiet")->time, OptionTime::Dynamic);
  EXPECT_EQ(find_option("defaultargs")->time, OptionTime::Compile);
  EXPECT_EQ(find_option("bufsize")->time, OptionTime::Runtime);
  EXPECT_EQ(find_option("nosuch"), nullptr);
}

TEST(Options, TheWholeSurfaceIsThere) {
  for (const char *name :
       {"aggrate",     "aggsize",    "aggsortkey", "aggsortkeypos", "aggsortpos",
        "aggsortrev",  "agghist",    "aggpack",    "aggzoom",       "bufpolicy",
        "bufresize",   "bufsize",    "cleanrate",  "cpu",           "destructive",
        "dynvarsize",  "flowindent", "grabanon",   "jstackframes",  "jstackstrsize",
        "lockmem",     "maxframes",  "noresolve",  "nspec",         "quiet",
        "quietresize", "rawbytes",   "specsize",   "stackframes",   "stackindent",
        "statusrate",  "strsize",    "switchrate", "temporal",      "ustackframes",
        "amin",        "argref",     "core",       "cpp",           "cpphdrs",
        "cpppath",     "ctfpath",    "ctypes",     "debug",         "define",
        "defaultargs", "droptags",   "dtypes",     "empty",         "errtags",
        "evaltime",    "incdir",     "iregs",      "kdefs",         "knodefs",
        "late",        "lazyload",   "ldpath",     "libdir",        "linkmode",
        "linktype",    "modpath",    "nolibs",     "objcopypath",   "pgmax",
        "preallocate", "procfspath", "pspec",      "setenv",        "stdc",
        "strip",       "syslibdir",  "tree",       "tregs",         "udefs",
        "undef",       "unodefs",    "unsetenv",   "verbose",       "version",
        "zdefs"})
    EXPECT_TRUE(find_option(name)) << name;
}

TEST(Options, Flags) {
  for (const char *yes : {"", "1", "yes", "on", "enabled", "set"}) {
    Options options;
    ASSERT_TRUE(options.set("quiet", yes)) << yes;
    EXPECT_TRUE(options.flag("quiet")) << yes;
  }
  for (const char *no : {"0", "no", "off", "disabled", "unset"}) {
    Options options;
    ASSERT_TRUE(options.set("quiet", ""));
    ASSERT_TRUE(options.set("quiet", no)) << no;
    EXPECT_FALSE(options.flag("quiet")) << no;
  }
  EXPECT_EQ(error_of("quiet", "perhaps"),
            "failed to set option 'quiet': invalid flag 'perhaps': expected 1 or 0, yes or no, on "
            "or off, set or unset");
}

TEST(Options, ErrorsNameOptionAndValue) {
  EXPECT_EQ(error_of("strsize", "4x"), "failed to set option 'strsize': invalid size '4x': "
                                       "expected a number and k, m, g or t");
  EXPECT_EQ(error_of("strsize", "1"),
            "failed to set option 'strsize': '1' is too small: at least 2");
  EXPECT_EQ(error_of("bufpolicy", "spill"), "failed to set option 'bufpolicy': invalid value "
                                            "'spill': expected one of switch fill ring");
  EXPECT_EQ(error_of("bufpolicy", ""), "failed to set option 'bufpolicy': invalid value '': "
                                       "expected one of switch fill ring");
  EXPECT_EQ(error_of("nspec", "4k"), "failed to set option 'nspec': invalid number '4k'");
  EXPECT_EQ(error_of("nspec", ""), "failed to set option 'nspec': invalid number ''");
  EXPECT_NE(error_of("switchrate", "fast").find("'switchrate': invalid rate 'fast'"),
            std::string::npos);
  EXPECT_EQ(error_of("libdir", ""), "failed to set option 'libdir': a value is required");
}

TEST(Options, UnknownNames) {
  Options options;
  auto result = options.set("quite", "");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().message, "failed to set option 'quite': unknown option");
  EXPECT_EQ(result.error().advice, "did you mean 'quiet'?");
  EXPECT_EQ(result.error().tag, Tag::D_UNKNOWN);
  SourceSet sources;
  const Source *source = sources.add(SourceKind::Script, "x.d", "#pragma D option zzzzzz\n");
  result = options.set("zzzzzz", "", Span{source, 17, 23});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().tag, Tag::D_PRAGMA_OPTSET);
  EXPECT_EQ(result.error().advice, "");
}

TEST(Options, ValuesReplaceOrGather) {
  Options options;
  ASSERT_TRUE(options.set("bufsize", "8m"));
  ASSERT_TRUE(options.set("bufsize", "16k"));
  EXPECT_EQ(options.number("bufsize"), 16384u);
  EXPECT_EQ(options.text("bufsize"), "16k");
  ASSERT_TRUE(options.set("define", "A=1"));
  ASSERT_TRUE(options.set("define", "B"));
  EXPECT_EQ(options.texts("define"), (std::vector<std::string>{"A=1", "B"}));
  ASSERT_TRUE(options.set("procfspath", "/p"));
  EXPECT_EQ(options.texts("procfspath"), (std::vector<std::string>{"/p"}));
  ASSERT_TRUE(options.set("bufpolicy", "ring"));
  EXPECT_EQ(options.text("bufpolicy"), "ring");
  EXPECT_EQ(options.number("bufpolicy"), 2u);
  ASSERT_TRUE(options.set("grabanon", "whatever"));
  EXPECT_TRUE(options.is_set("grabanon"));
  // A value that is refused leaves the old one.
  ASSERT_FALSE(options.set("bufsize", "x"));
  EXPECT_EQ(options.number("bufsize"), 16384u);
}

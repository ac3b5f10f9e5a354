// test/err/: each program there must fail with the tag in its name. The runner compares the whole
// text with the command; here the same programs are held against the analysis, without a kernel.
#include "analyzed.h"

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace dtrace::test {

namespace {
namespace fs = std::filesystem;

std::string contents(const fs::path &path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// The -x options of "@dtrace-args: -x errtags -x amin=…".
std::vector<std::pair<std::string, std::string>> settings_of(const std::string &text) {
  std::vector<std::pair<std::string, std::string>> settings;
  std::istringstream words(text.substr(0, text.find("*/")));
  for (std::string word; words >> word;) {
    if (word != "-x" || !(words >> word))
      continue;
    const size_t equals = word.find('=');
    settings.emplace_back(word.substr(0, equals),
                          equals == word.npos ? "" : word.substr(equals + 1));
  }
  return settings;
}

// Tags of the command's macro arguments, and programs about what only the running kernel has.
const std::set<std::string> of_the_command = {"D_MACRO_UNDEF",       "D_MACRO_OFLOW",
                                              "D_MACRO_UNUSED",      "D_SYM_NOTYPES",
                                              "D_IDENT_UNDEF.symbol", "D_TYPE_MEMBER.foreign"};

class ErrorProgram : public testing::TestWithParam<std::string> {};

std::vector<std::string> programs() {
  std::vector<std::string> names;
  for (const auto &entry : fs::directory_iterator(DTRACE_SOURCE_DIR "/test/err"))
    if (entry.path().extension() == ".d")
      names.push_back(entry.path().stem());
  return names;
}

std::string test_name(const testing::TestParamInfo<std::string> &info) {
  std::string name = info.param;
  for (char &c : name)
    c = isalnum(static_cast<unsigned char>(c)) ? c : '_';
  return name;
}
} // namespace

TEST_P(ErrorProgram, FailsWithItsTag) {
  const std::string tag = GetParam().substr(0, GetParam().find('.'));
  if (of_the_command.contains(tag) || of_the_command.contains(GetParam()))
    return;
  const fs::path path = fs::path(DTRACE_SOURCE_DIR "/test/err") / (GetParam() + ".d");
  const std::string text = contents(path);
  if (text.contains("@program:")) // about a process: seen by the command alone
    return;
  const Analyzed a(text, settings_of(text));
  ASSERT_FALSE(a.errors.empty());
  EXPECT_EQ(tag_name(a.errors.front().tag), tag);
  std::string expected = contents(path.parent_path() / (GetParam() + ".err"));
  std::string got;
  for (const Diagnostic &error : a.errors)
    got += describe(error, true);
  // The source's name differs.
  for (size_t name = 0; (name = got.find("test.d", name)) != got.npos; name += GetParam().size())
    got.replace(name, 6, GetParam() + ".d");
  EXPECT_EQ(got, expected);
}

INSTANTIATE_TEST_SUITE_P(Err, ErrorProgram, testing::ValuesIn(programs()), test_name);

} // namespace dtrace::test

// generate TEMPLATE FIRES ERRORS LIBRARIES: the manual page on standard output. Lines of the template that
// begin with @ name a list, which is made here from the tables of libdtrace/language, of providers/
// and of base/diagnostics.def, or from the files of the folder FIRES, one a kernel
// (test/providers/table.sh), or the examples of the folder ERRORS (test/err), or the D libraries of the
// folder LIBRARIES; all other lines are mdoc(7) or man(7) and go through unchanged. Status 1 when the template cannot be read or names a list that
// does not exist.
#include "base/diagnostic.h"
#include "language/builtin.h"
#include "language/format.h"
#include "language/macros.h"
#include "language/options.h"
#include "probe_arguments.h"
#include "providers/cpc_name.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace {

using namespace dtrace;

// Text as mdoc takes it: backslashes and what would begin a request are not special.
std::string plain(std::string_view text) {
  std::string out = text.starts_with('%') ? "\\&" : ""; // %A is a macro
  for (const char c : text)
    out += c == '\\' ? "\\e" : c == '-' ? "\\-" : std::string(1, c);
  return out.starts_with('.') || out.starts_with('\'') ? "\\&" + out : out;
}

void item(std::string_view head, std::string_view text) {
  std::printf(".It Li \"%s\"\n%s\n", plain(head).c_str(), plain(text).c_str());
}

std::string sentence(std::string_view text) {
  std::string out(text);
  if (!out.empty() && out.back() != '.')
    out += '.';
  if (!out.empty() && out[0] >= 'a' && out[0] <= 'z' && !(out.size() > 1 && out[1] == '_'))
    out[0] = char(out[0] - 'a' + 'A');
  return out;
}

void variables() {
  for (const Builtin &row : builtins())
    if (row.kind == BuiltinKind::Variable || row.kind == BuiltinKind::Array) {
      const std::string brackets = row.kind == BuiltinKind::Array ? "[]" : "";
      const std::string type = row.prototype.empty() ? "" : std::string(row.prototype) + " ";
      item(type + std::string(row.name) + brackets, sentence(row.doc));
    }
}

// "void trace(...)" is shown as "trace(...)": the kind says that nothing is returned.
std::string call(const Builtin &row) {
  std::string text(row.prototype);
  for (const std::string_view result : {"void ", "_stack_t ", "_ustack_t ", "_symaddr_t "})
    if (text.starts_with(result))
      text.erase(0, result.size());
  return text;
}

void calls(BuiltinKind kind, bool destructive) {
  for (const Builtin &row : builtins()) {
    if (row.kind != kind || row.destructive != destructive)
      continue;
    std::string text = sentence(row.doc);
    if (row.optional == 1)
      text += " The last argument may be left out.";
    else if (row.optional > 1)
      text += " The last " + std::to_string(row.optional) + " arguments may be left out.";
    item(call(row), text);
  }
}

const char *value_of(OptionKind kind) {
  switch (kind) {
  case OptionKind::Size:
    return "=size";
  case OptionKind::Rate:
    return "=rate";
  case OptionKind::Number:
    return "=number";
  case OptionKind::Text:
    return "=text";
  case OptionKind::Policy:
    return "=word";
  default:
    return "";
  }
}

void option(const OptionRow &row) {
  std::string text = sentence(row.doc);
  if (!row.choices.empty())
    text += " One of: " + std::string(row.choices) + ".";
  if (!row.initial.empty())
    text += " When not set: " + std::string(row.initial) + ".";
  item(std::string(row.name) + value_of(row.kind), text);
}

void options(bool compile_time) {
  for (const OptionRow &row : option_rows())
    if (row.kind != OptionKind::NoEffect && (row.time == OptionTime::Compile) == compile_time)
      option(row);
}

void options_without_effect() {
  for (const OptionRow &row : option_rows())
    if (row.kind == OptionKind::NoEffect)
      option(row);
}

void macros() {
  for (const MacroRow &row : macro_rows())
    item("$" + std::string(row.name), sentence(row.doc));
}

void counters() {
  for (const CpcEvent &event : cpc_events())
    item(event.name, sentence(event.doc));
}

void conversions() {
  for (const ConversionRow &row : conversion_rows())
    item("%" + std::string(row.letter),
         sentence(std::string(row.doc) + "; of " + std::string(row.takes)));
}

// ---- Diagnostics -----------------------------------------------------------------------------

std::filesystem::path errors_folder;

void literal(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    std::puts(plain(text.substr(at, end - at)).c_str());
    at = end + 1;
  }
}

std::string contents(const std::filesystem::path &path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

void replace(std::string &text, std::string_view what, std::string_view with) {
  if (const size_t at = text.find(what); at != text.npos)
    text.replace(at, what.size(), with);
}

// The test of a tag: its program without what the runner is told, and the message as users see it.
// The numbers of its lines are those of the program that is shown.
void example(const std::string &tag) {
  std::string program = contents(errors_folder / (tag + ".d"));
  std::string message = contents(errors_folder / (tag + ".err"));
  if (program.empty() || message.empty())
    return;
  unsigned left_out = 0;
  for (; program.starts_with("/*") || program.starts_with("#!"); left_out++)
    program.erase(0, program.find('\n') + 1);
  replace(message, "[" + tag + "] ", "");
  replace(message, tag + ".d", "script.d");
  if (const size_t at = message.find("line "); at != message.npos)
    if (const unsigned line = std::strtoul(message.c_str() + at + 5, nullptr, 10); line > left_out)
      replace(message, std::to_string(line), std::to_string(line - left_out));
  if (const size_t at = message.find("\n  /* @");
      at != message.npos) // the runner's line, and its caret
    message.erase(at, message.find('\n', message.find('\n', at + 1) + 1) - at);
  std::puts(".Bd -literal -offset 2n");
  literal(program);
  literal(message);
  std::puts(".Ed");
}

void diagnostic(const char *tag, const char *meaning, const char *cure) {
  std::printf(".It Li %s\n%s\n", tag, plain(sentence(meaning)).c_str());
  std::printf(".br\n.Em Cure :\n%s\n", plain(cure + std::string(".")).c_str());
  example(tag);
}

void diagnostics() {
#define DIAGNOSTIC(tag, meaning, cure) diagnostic(#tag, meaning, cure);
#include "base/diagnostics.def"
#undef DIAGNOSTIC
}

// ---- Probes of kernels -----------------------------------------------------------------------

std::filesystem::path fires_folder, libraries_folder;

std::vector<std::string> kernels() {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto &entry : std::filesystem::directory_iterator(fires_folder, error))
    names.push_back(entry.path().filename());
  std::ranges::sort(names, [](const std::string &a, const std::string &b) {
    return std::make_pair(a.size(), a) < std::make_pair(b.size(), b);
  });
  return names;
}

// A list in itself: a row a probe, a column a kernel.
void probes_of_kernels() {
  const std::vector<std::string> columns = kernels();
  std::map<std::string, std::vector<std::string>> rows;
  std::string heads;
  for (size_t i = 0; i < columns.size(); i++) {
    heads += " Ta " + columns[i];
    std::ifstream file(fires_folder / columns[i]);
    for (std::string provider, probe, state; file >> provider >> probe >> state;) {
      auto &row = rows[provider + ":::" + probe];
      row.resize(columns.size(), "\\-");
      row[i] = state == "fires" ? "yes" : state;
    }
  }
  std::printf(".Bl -column \"lockstat:::adaptive-acquire\"");
  for (size_t i = 0; i < columns.size(); i++)
    std::printf(" there");
  std::printf(" -compact\n.It Em probe%s\n", heads.c_str());
  for (const auto &[name, states] : rows) {
    std::printf(".It %s", plain(name).c_str());
    for (const std::string &state : states)
      std::printf(" Ta %s", state.c_str());
    std::puts("");
  }
}

const struct {
  std::string_view name;
  std::function<void()> print;
  bool is_whole = false; // it begins and ends its list itself
} lists[] = {
    {"@variables", variables},
    {"@subroutines", [] { calls(BuiltinKind::Function, false); }},
    {"@actions", [] { calls(BuiltinKind::Action, false); }},
    {"@destructive", [] { calls(BuiltinKind::Action, true); }},
    {"@aggregations", [] { calls(BuiltinKind::Aggregation, false); }},
    {"@runtime-options", [] { options(false); }},
    {"@compile-options", [] { options(true); }},
    {"@options-without-effect", options_without_effect},
    {"@macros", macros},
    {"@conversions", conversions},
    {"@counters", counters},
    {"@diagnostics", diagnostics},
    {"@probes-of-kernels", probes_of_kernels, true},
    {"@probe-arguments", [] { print_probe_arguments(libraries_folder); }, true},
};

bool print_list(std::string_view name) {
  for (const auto &list : lists)
    if (list.name == name) {
      if (!list.is_whole)
        std::puts(".Bl -tag -width Ds -compact");
      list.print();
      if (!list.is_whole)
        std::puts(".El");
      return true;
    }
  std::fprintf(stderr, "generate: there is no list %s\n", std::string(name).c_str());
  return false;
}

} // namespace

int main(int argc, char **argv) {
  std::ifstream page(argc == 5 ? argv[1] : "");
  if (!page) {
    std::fputs("usage: generate TEMPLATE FIRES ERRORS LIBRARIES\n", stderr);
    return 1;
  }
  fires_folder = argv[2];
  errors_folder = argv[3];
  libraries_folder = argv[4];
  for (std::string line; std::getline(page, line);)
    if (line.starts_with('@') ? !print_list(line) : std::puts(line.c_str()) < 0)
      return 1;
  return 0;
}

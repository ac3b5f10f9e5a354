// What the tests of the syntax stage share: a text in, its dump or its errors out.
#pragma once
#include "syntax/parse.h"

#include <set>
#include <string>
#include <vector>

namespace dtrace::test {

struct Parsed {
  SourceSet sources;
  Source *source = nullptr;
  std::unique_ptr<ast::Script> program;
  std::vector<Diagnostic> errors;
  std::vector<std::string> asked; // names for which is_type was asked
};

struct Setup {
  GrammarMode mode = GrammarMode::Program;
  ParseOptions::Specifier specifier = ParseOptions::Specifier::Name;
  MacroValues *macros = nullptr;
  std::set<std::string, std::less<>> types{"uint32_t", "foo_t", "ext4`bar_t"};
};

inline Parsed parse_text(std::string text, const Setup &setup = {}) {
  Parsed parsed;
  parsed.source = parsed.sources.add(SourceKind::Script, "test.d", std::move(text));
  ParseOptions options;
  options.mode = setup.mode;
  options.specifier = setup.specifier;
  options.macros = setup.macros;
  options.is_type = [&](std::string_view object, std::string_view name) {
    parsed.asked.emplace_back(name);
    const std::string key = object.empty() ? "" : std::string(object) + "`";
    return setup.types.contains(key + std::string(name));
  };
  parsed.program = parse(*parsed.source, options, parsed.errors);
  return parsed;
}

// The dump, or the errors, one a line: "tag line:column message | advice".
inline std::string outcome(const Parsed &parsed) {
  if (parsed.program)
    return dump(*parsed.program);
  std::string text;
  for (const Diagnostic &d : parsed.errors) {
    const Place place = d.span.place();
    text += std::string(tag_name(d.tag)) + " " + std::to_string(place.line) + ":" +
            std::to_string(place.column) + " " + d.message;
    text += d.advice.empty() ? "\n" : " | " + d.advice + "\n";
  }
  return text;
}

inline std::string outcome(std::string text, const Setup &setup = {}) {
  return outcome(parse_text(std::move(text), setup));
}

// One expression as nested lists: `a + b * c` is (+ a (* b c)).
std::string lisp(std::string expression);

} // namespace dtrace::test

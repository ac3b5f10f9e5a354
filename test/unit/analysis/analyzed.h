// A D program taken through parser and analysis, with this machine's providers and no kernel types.
#pragma once
#include "analysis/analyze.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace dtrace::test {

class Analyzed {
public:
  explicit Analyzed(const std::string &text,
                    const std::vector<std::pair<std::string, std::string>> &settings = {},
                    const std::string &library = "") {
    for (const auto &[name, value] : settings)
      EXPECT_TRUE(options.set(name, value));
    macros.arguments = {"test.d", "12", "two"};
    macros.variables = {{"pid", "77"}, {"target", "0"}};
    Source *source = sources.add(SourceKind::Script, "test.d", text);
    ParseOptions parsing;
    parsing.macros = &macros;
    parsing.is_type = [this](std::string_view object, std::string_view name) {
      return object.empty() && types.find(TypeKind::Typedef, name);
    };
    if (!library.empty())
      libraries.push_back(
          parse(*sources.add(SourceKind::Library, "lib.d", library), parsing, errors));
    if (auto tree = parse(*source, parsing, errors))
      trees.push_back(std::move(tree));
    if (errors.empty())
      program = analyze({libraries, trees, types, registry, options}, errors);
  }

  // What is wrong with it: "D_TAG line: message | advice".
  std::string error() const {
    if (errors.empty())
      return "none";
    const Diagnostic &d = errors.front();
    std::string text =
        std::string(tag_name(d.tag)) + " " + std::to_string(d.span.place().line) + ": " + d.message;
    return d.advice.empty() ? text : text + " | " + d.advice;
  }

  std::string dumped() const { return program ? dump(*program) : error() + "\n"; }

  // The lines of the dump that begin with `head`, with what is indented under them.
  std::string part(const std::string &head) const {
    std::string found, all = dumped();
    bool inside = false;
    for (size_t at = 0; at < all.size();) {
      const size_t end = all.find('\n', at) + 1;
      const std::string line = all.substr(at, end - at);
      if (line[0] != ' ')
        inside = line.starts_with(head);
      if (inside)
        found += line;
      at = end;
    }
    return found;
  }

  // The type of a variable, "int": as part() says it.
  std::string variable(const std::string &name) const {
    const std::string line = part("variable " + name + " : ");
    const size_t begin = line.find(" : ") + 3;
    return line.empty() ? dumped() : line.substr(begin, line.find(" size ") - begin);
  }

  const Manifest &manifest() const { return program->manifest; }

  Options options;
  TypeGraph types;
  Registry registry;
  SourceSet sources;
  MacroValues macros;
  std::vector<std::unique_ptr<ast::Script>> libraries, trees;
  std::vector<Diagnostic> errors;
  std::unique_ptr<TypedProgram> program;
};

// What follows " : " in the dump of `trace(e)`: its type.
inline std::string type_of(const std::string &expression, const std::string &before = "") {
  const Analyzed a(before + "\nBEGIN\n{\n\tit = " + expression + ";\n}\n");
  return a.variable("it");
}

inline std::string begin_clause(const std::string &body, const std::string &before = "") {
  return before + "BEGIN { " + body + " }";
}

inline std::string error_of(const std::string &body, const std::string &before = "") {
  return Analyzed(begin_clause(body, before)).error();
}

} // namespace dtrace::test

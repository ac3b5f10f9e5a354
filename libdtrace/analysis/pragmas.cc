// Stage: analysis. #pragma D …: a table from the pragma's name to what it does.
#include "analysis/context.h"

#include "syntax/ast.h"

#include <algorithm>

namespace dtrace::analysis {

namespace {
std::string word(const ast::Pragma &pragma, size_t i) {
  return std::string(pragma.words.at(i));
}

// #pragma D option name, #pragma D option name=value
Result<void> option(Context &c, const ast::Pragma &pragma) {
  const std::string_view text = pragma.words[0];
  const size_t equals = text.find('=');
  const bool has_value = equals != text.npos;
  return c.input.options.set(text.substr(0, equals), has_value ? text.substr(equals + 1) : "",
                             pragma.span);
}

// What libraries depend on is settled when they are loaded; a program depends on what it names.
Result<void> depends_on(Context &c, const ast::Pragma &pragma) {
  const std::string what = word(pragma, 0), name = word(pragma, 1);
  const bool library = pragma.span.source->kind == SourceKind::Library;
  if (what == "library")
    return library ? Result<void>()
                   : fail(Tag::D_PRAGMA_DEPEND, pragma.span,
                          "only a library can depend on another: a program always has all of them");
  if (what == "module")
    return {};
  if (what != "provider")
    return fail(Tag::D_PRAGMA_INVAL, pragma.span,
                "#pragma D depends_on takes library, module or provider, not %s", what.c_str());
  if (c.input.registry.find(name) || c.provider_names.contains(name))
    return {};
  return fail(Tag::D_PRAGMA_DEPEND, pragma.span,
              "the program depends on provider %s, which does not exist", name.c_str());
}

bool is_declared(Names &names, const std::string &name) {
  return names.inlines.contains(name) || names.variables.contains({typed::Scope::Global, name});
}

Result<void> check_scope(const ast::Pragma &pragma, const std::string &name) {
  if (!find_builtin(name) && !find_aggregation(name))
    return {};
  return fail(Tag::D_PRAGMA_SCOPE, pragma.span, "%s is built in: a program cannot change it",
              name.c_str());
}

// #pragma D attributes Stable/Stable/Common name
// #pragma D attributes Evolving/Evolving/ISA provider io args
Result<void> attributes(Context &c, const ast::Pragma &pragma) {
  const std::optional<Attributes> written = read_attributes(pragma.words[0]);
  if (!written)
    return advise(
        fail(Tag::D_PRAGMA_MALFORM, pragma.span, "%s are not attributes", word(pragma, 0).c_str()),
        "attributes are written Name/Data/Class, for example Stable/Evolving/Common");
  constexpr std::string_view parts[] = {"provider", "module", "function", "name", "args"};
  if (pragma.words[1] == "provider") {
    if (pragma.words.size() == 4 && std::ranges::find(parts, pragma.words[3]) != std::end(parts)) {
      c.input.registry.declare(pragma.words[2], pragma.words[3], *written);
      return {};
    }
    return fail(Tag::D_PRAGMA_MALFORM, pragma.span,
                "#pragma D attributes provider NAME takes one of "
                "provider, module, function, name, args");
  }
  if (pragma.words.size() > 2)
    return fail(Tag::D_PRAGMA_MALFORM, pragma.span, "extra words in #pragma D attributes");
  TRY_VOID(check_scope(pragma, word(pragma, 1)));
  if (is_declared(c, word(pragma, 1))) {
    c.marks[word(pragma, 1)].attributes = written;
    return {};
  }
  return fail(Tag::D_PRAGMA_UNUSED, pragma.span,
              "#pragma D attributes names %s, which is not "
              "declared",
              word(pragma, 1).c_str());
}

// #pragma D binding "1.0" name
Result<void> binding(Context &c, const ast::Pragma &pragma) {
  const std::string version = word(pragma, 0), name = word(pragma, 1);
  const bool dotted = !version.empty() &&
                      version.find_first_not_of("0123456789.") == version.npos &&
                      version.front() != '.' && version.back() != '.';
  if (!dotted)
    return fail(Tag::D_PRAGMA_MALFORM, pragma.span,
                "%s is not a version: it is written 1.2 or 1.2.3", version.c_str());
  TRY_VOID(check_scope(pragma, name));
  if (is_declared(c, name)) {
    c.marks[name].version = version;
    return {};
  }
  return fail(Tag::D_PRAGMA_UNUSED, pragma.span,
              "#pragma D binding names %s, which is not declared", name.c_str());
}

Result<void> error(Context &, const ast::Pragma &pragma) {
  std::string text = "#pragma error:";
  for (const std::string_view part : pragma.words)
    text += " " + std::string(part);
  return fail(Tag::D_PRAGERR, pragma.span, "%s", text.c_str());
}

Result<void> nothing(Context &, const ast::Pragma &) {
  return {};
}

struct PragmaRow {
  std::string_view name;
  size_t least_words;
  bool is_d_only;
  Result<void> (*apply)(Context &, const ast::Pragma &);
};
constexpr PragmaRow pragma_rows[] = {
    {"option", 1, true, option},         {"depends_on", 2, true, depends_on},
    {"attributes", 2, true, attributes}, {"binding", 2, true, binding},
    {"error", 0, false, error},          {"ident", 0, false, nothing},
    {"line", 0, false, nothing},
};
} // namespace

Result<void> apply_pragma(Context &c, const ast::Pragma &pragma) {
  const auto row = std::ranges::find(pragma_rows, pragma.name, &PragmaRow::name);
  const std::string name(pragma.name);
  if (row == std::end(pragma_rows)) {
    if (!pragma.is_d)
      return {}; // somebody else's, as of a C header
    std::vector<std::string_view> names;
    for (const PragmaRow &each : pragma_rows)
      names.push_back(each.name);
    return advise(fail(Tag::D_PRAGMA_INVAL, pragma.span, "there is no #pragma D %s", name.c_str()),
                  did_you_mean(pragma.name, names));
  }
  if (row->is_d_only && !pragma.is_d)
    return advise(
        fail(Tag::D_PRAGMA_INVAL, pragma.span, "#pragma %s is missing the D", name.c_str()),
        "write #pragma D " + name);
  if (pragma.words.size() < row->least_words)
    return fail(Tag::D_PRAGMA_MALFORM, pragma.span, "#pragma D %s needs more words", name.c_str());
  return row->apply(c, pragma);
}

} // namespace dtrace::analysis

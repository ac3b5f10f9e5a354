// Stage: analysis. args[]: typed by the probes of the clause. One description may match probes of
// different signatures as long as the arguments that are used agree:
//     syscall::read*:entry { trace(args[0]) }
// Descriptions of one clause may disagree: the clause is then checked once for each of them.
#include "analysis/context.h"

#include "syntax/advice.h"
#include "syntax/ast.h"

#include <algorithm>
#include <optional>

namespace dtrace::analysis {

namespace {
bool same_signature(const ProbeArguments &a, const ProbeArguments &b) {
  if (a.untyped != b.untyped || a.arguments.size() != b.arguments.size())
    return false;
  for (size_t i = 0; i < a.arguments.size(); i++) {
    const ProbeArgument &x = a.arguments[i], &y = b.arguments[i];
    if (x.native != y.native || x.translated != y.translated || x.source != y.source)
      return false;
  }
  return true;
}

Result<void> read_signatures(Context &c, Match &match) {
  if (match.signatures)
    return {};
  std::vector<ProbeArguments> signatures;
  std::vector<Probe> probes = match.probes;
  if (probes.empty())
    for (const uint32_t number : match.late)
      std::ranges::copy(c.program.matches.late().reservation(number).models,
                        std::back_inserter(probes));
  for (const Probe &probe : probes) {
    TRY(arguments, probe.owner->arguments(probe, c.types));
    bool known = false;
    for (const ProbeArguments &other : signatures)
      known = known || same_signature(arguments, other);
    if (!known)
      signatures.push_back(std::move(arguments));
  }
  match.signatures = std::move(signatures);
  return {};
}

bool same_argument(const ProbeArgument &a, const ProbeArgument &b) {
  return same_type(a.native, b.native) && a.source == b.source &&
         (a.translated == b.translated || same_type(a.translated, b.translated));
}

// The argument as every probe of the description has it.
Result<const ProbeArgument *> agreed(Context &c, Match &match, Span span, int64_t number) {
  TRY_VOID(read_signatures(c, match));
  const std::string text = to_string(match.description);
  const ProbeArgument *found = nullptr;
  bool untyped = match.signatures->empty(), missing = false, differ = false;
  for (const ProbeArguments &signature : *match.signatures) {
    untyped |= signature.untyped;
    if (number >= static_cast<int64_t>(signature.arguments.size())) {
      missing = true;
      continue;
    }
    const ProbeArgument &argument = signature.arguments[number];
    differ |= found && !same_argument(*found, argument);
    found = &argument;
  }
  if (untyped)
    return fail(Tag::D_ARGS_NONE, span, "args[ ] has no types for the probes of %s", text.c_str());
  if (differ || (found && missing))
    return fail(Tag::D_ARGS_MULTI, span,
                "args[%lld] has several types: description %s matches "
                "probes with different arguments",
                static_cast<long long>(number), text.c_str());
  if (missing)
    return fail(Tag::D_ARGS_IDX, span,
                "index %lld is out of range for args[ ] of %s, which has "
                "%zu arguments",
                static_cast<long long>(number), text.c_str(),
                match.signatures->front().arguments.size());
  return found;
}

// args["count"]: the argument that all probes of the clause call so, in the same place.
Result<int64_t> number_of_name(Context &c, Span span, const std::string &name) {
  std::vector<std::string_view> names;
  std::optional<int64_t> number;
  bool differ = false;
  for (Match *match : c.clause ? c.clause->matches : std::vector<Match *>{}) {
    TRY_VOID(read_signatures(c, *match));
    for (const ProbeArguments &signature : *match->signatures) {
      const auto found = std::ranges::find(signature.arguments, name, &ProbeArgument::name);
      const int64_t at = found - signature.arguments.begin();
      differ |= found == signature.arguments.end() || number.value_or(at) != at;
      number = found == signature.arguments.end() ? number : at;
      for (const ProbeArgument &argument : signature.arguments)
        names.push_back(argument.name);
    }
  }
  if (number && !differ)
    return *number;
  if (number) {
    c.clause->arguments_differ |= c.clause->matches.size() > 1;
    return fail(Tag::D_ARGS_MULTI, span, "args[\"%s\"] is not the same argument of all the probes",
                shown(name).c_str());
  }
  std::erase(names, "");
  return advise(
      fail(Tag::D_ARGS_IDX, span, "no argument of these probes is called %s", shown(name).c_str()),
      names.empty() ? "their names are not known here" : did_you_mean(name, names));
}

Result<int64_t> argument_number(Context &c, const ast::Index &tree) {
  if (tree.indexes.size() != 1)
    return fail(Tag::D_PROTO_LEN, tree.span,
                "args[ ] prototype mismatch: %zu indexes passed, 1 "
                "expected",
                tree.indexes.size());
  TRY(index, value_of(c, *tree.indexes[0]));
  if (index->kind == typed::ExprKind::String)
    return number_of_name(c, index->span, static_cast<const typed::StringConst *>(index)->value);
  const int64_t *number = constant_of(index);
  if (!number || !index->type->is_integer())
    return fail(Tag::D_ARGS_TYPE, tree.indexes[0]->span,
                "args[ ] may be indexed by an integer constant, or by an argument's name");
  if (*number < 0)
    return fail(Tag::D_ARGS_IDX, tree.indexes[0]->span, "index %lld is out of range for args[ ]",
                static_cast<long long>(*number));
  return *number;
}

Value translated_argument(Context &c, Span span, const ProbeArgument &argument, Expr *native) {
  const Type *type = argument.translated;
  const Type *output = type->is_pointer() ? type->strip()->target : type;
  if (TranslatorRow *row = find_translator(c, output, argument.native))
    return make_translated(c, span, type, row, native);
  if (type->is_scalar() && native->type->is_scalar())
    return make_convert(c, native, type);
  return fail(Tag::D_ARGS_XLATOR, span,
              "no translator makes %s from the probe's argument of type %s",
              type_name(type).c_str(), type_name(argument.native).c_str());
}
} // namespace

namespace {
const Builtin &row_of(Generator generator) {
  return *std::ranges::find(builtins(), generator, &Builtin::generator);
}

// A struct that is itself the argument has no address, and may lie in several registers.
Result<void> check_by_value(const ProbeArgument &argument, Span span, int64_t number) {
  if (!argument.native->is_struct_or_union() && !argument.native->is(TypeKind::Float))
    return {};
  return advise(fail(Tag::D_ARGS_TYPE, span, "args[%lld] is passed by value and cannot be used: %s",
                     static_cast<long long>(number), type_name(argument.native).c_str()),
                argument.native->is(TypeKind::Float)
                    ? "D has no floating point"
                    : "small ones are in arg0 ... arg5, in the order of the arguments");
}
} // namespace

void note_argument(Context &c, int64_t number) {
  constexpr int64_t last = 31;
  if (c.clause && c.clause->clause)
    c.clause->clause->arguments |= 1u << std::min(number, last);
}

namespace {
// As all probes of the clause have it.
Result<const ProbeArgument *> agreed_by_all(Context &c, Span span, int64_t number) {
  const ProbeArgument *argument = nullptr;
  for (Match *match : c.clause ? c.clause->matches : std::vector<Match *>{}) {
    TRY(found, agreed(c, *match, span, number));
    if (argument && !same_argument(*argument, *found)) {
      c.clause->arguments_differ = true;
      return fail(Tag::D_ARGS_MULTI, span,
                  "args[%lld] has a different type in each "
                  "description",
                  static_cast<long long>(number));
    }
    argument = found;
  }
  if (!argument)
    return fail(Tag::D_ARGS_NONE, span, "args[ ] has no types here");
  return argument;
}
} // namespace

Result<const Type *> argument_type(Context &c, Span span, int64_t number) {
  TRY(argument, agreed_by_all(c, span, number));
  return argument->translated ? argument->translated : argument->native;
}

Result<std::vector<std::string>> argument_names(Context &c, Span span) {
  if (!c.clause || c.clause->matches.empty())
    return fail(Tag::D_ARGS_NONE, span, "args[ ] has no types here");
  Match &match = *c.clause->matches.front();
  TRY_VOID(read_signatures(c, match));
  std::vector<std::string> names;
  if (!match.signatures->empty())
    for (const ProbeArgument &argument : match.signatures->front().arguments)
      names.push_back(argument.name);
  return names;
}

Value numbered_argument(Context &c, Span span, int64_t number) {
  if (const Probe *probe = declared_probe(c))
    return declared_argument(c, span, *probe, number);
  TRY(argument, agreed_by_all(c, span, number));
  if (!argument->translated || argument->translated == argument->native)
    TRY_VOID(check_by_value(*argument, span, number));
  const uint32_t source = argument->translated ? argument->source : number;
  note_argument(c, source);
  Expr *native = make_builtin(c, span, row_of(Generator::Arguments), argument->native,
                              {make_integer(c, span, c.types.int_type(), source)});
  const Type *translated = argument->translated;
  if (!translated || same_type(translated, argument->native))
    return native;
  return translated_argument(c, span, *argument, native);
}

Value probe_argument(Context &c, const ast::Index &tree) {
  TRY(number, argument_number(c, tree));
  return numbered_argument(c, tree.span, number);
}

// arg0 … arg9
Value raw_argument(Context &c, Span span, int64_t number) {
  if (const Probe *probe = declared_probe(c))
    return declared_number(c, span, *probe, number);
  note_argument(c, number);
  const Type *type = c.types.find(TypeKind::Typedef, "int64_t", false);
  return make_builtin(c, span, row_of(Generator::Argument), type,
                      {make_integer(c, span, c.types.int_type(), number)});
}

} // namespace dtrace::analysis

// Stage: analysis. What a clause sees in a probe that D declares: args[n] is the declaration's n-th
// expression, checked in the clause but with args[] and argN meaning the source's, then translated
// to the declared type. What the clause does not ask for is not made.
//     probe signal__send(lwpsinfo_t *, psinfo_t *, int) =
//         rawtp:::signal_generate / args[4] == 0 / : args[2], args[2], args[0];
#include "analysis/context.h"
#include "analysis/declared_provider.h"

namespace dtrace::analysis {

namespace {
// While it lives, the clause is one of the probe's source, and sees no names of the place of use.
struct AtSource {
  AtSource(Context &context, const Probe &probe) : c(context) {
    const Probe &source = *probe.owner->source(probe);
    Match &match = c.source_matches[source.id];
    if (match.probes.empty()) {
      match.probes = {source};
      match.description = {source.provider, source.module, source.function, source.name};
    }
    matches = {&match};
    matches.swap(c.clause->matches);
    locals.swap(c.locals);
  }
  ~AtSource() {
    matches.swap(c.clause->matches);
    locals.swap(c.locals);
  }
  Context &c;
  std::vector<Match *> matches{};
  std::vector<NamedValue> locals{};
};

const ast::ProviderProbe &declaration_of(const Probe &probe) {
  return static_cast<const DeclaredProvider *>(probe.owner)->declaration(probe);
}

std::string_view name_of(const ast::Parameter &parameter) {
  const ast::Declarator *declarator = parameter.declarator;
  while (declarator && declarator->inner)
    declarator = declarator->inner;
  return declarator ? declarator->name : std::string_view();
}

// What the n-th argument is declared as, and which of the values it is made of. The classic form
// names that one: probe start(struct bio *b) : (bufinfo_t *b, devinfo_t *b).
const ast::Parameter *declared_parameter(const ast::ProviderProbe &tree, size_t n, size_t &value) {
  value = n;
  if (tree.translated.empty())
    return n < tree.arguments.size() ? &tree.arguments[n] : nullptr;
  if (n >= tree.translated.size())
    return nullptr;
  for (size_t i = 0; i < tree.arguments.size(); i++)
    if (!name_of(tree.translated[n]).empty() &&
        name_of(tree.arguments[i]) == name_of(tree.translated[n]))
      value = i;
  return &tree.translated[n];
}

size_t argument_count(const ast::ProviderProbe &tree) {
  if (!tree.has_arguments)
    return tree.values.size();
  return tree.translated.empty() ? tree.arguments.size() : tree.translated.size();
}

// One of the source's values, at the source.
Value source_value(Context &c, Span span, const ast::ProviderProbe &tree, size_t n) {
  if (!tree.has_values)
    return numbered_argument(c, span, n);
  if (n >= tree.values.size())
    return fail(Tag::D_ARGS_IDX, span, "args[%zu] has no value in the declaration of probe %s", n,
                std::string(tree.name).c_str());
  TRY(raw, expression(c, *tree.values[n]));
  return raw->kind == translated_kind ? Value(raw) : decay(c, raw);
}

Value as_declared(Context &c, Span span, const Type *type, Expr *value) {
  const Type *output = type->is_pointer() ? type->strip()->target : type;
  if (same_type(type, value->type))
    return value;
  if (value->kind != translated_kind)
    if (TranslatorRow *row = find_translator(c, output, value->type))
      return make_translated(c, span, type, row, value);
  TRY(plain, reject_dynamic(value, "argument of a declared probe"));
  if (type->is_string() && is_string_like(plain))
    return to_string(c, plain);
  if (type->is_scalar() && plain->type->is_scalar() &&
      !(output->is_struct_or_union() && plain->type->is_pointer() && has_translator_to(c, output)))
    return make_convert(c, plain, type);
  return fail(Tag::D_ARGS_XLATOR, span, "no translator makes %s from the probe's value of type %s",
              type_name(type).c_str(), type_name(plain->type).c_str());
}

// The clauses of a probe that never fires are checked all the same.
Value value_of_missing(Context &c, Span span, const ast::Parameter *parameter) {
  if (!parameter)
    return make_integer(c, span, c.types.integer(8, true), 0);
  TRY(type, parameter_type(c, *parameter));
  if (type->is_string())
    return make_string(c, span, "");
  if (type->is_scalar())
    return make_integer(c, span, type, 0);
  return make_memory(c, span, type, make_integer(c, span, c.types.integer(8, true), 0),
                     typed::Space::Kernel);
}

Value checked_argument(Context &c, Span span, const Probe &probe, size_t n) {
  const ast::ProviderProbe &tree = declaration_of(probe);
  size_t which = n;
  const ast::Parameter *parameter = declared_parameter(tree, n, which);
  if (tree.has_arguments && !parameter)
    return fail(Tag::D_ARGS_IDX, span,
                "index %zu is out of range for args[ ] of %s:::%s, which has %zu arguments", n,
                probe.provider.c_str(), probe.name.c_str(), argument_count(tree));
  if (is_missing(probe))
    return value_of_missing(c, span, parameter);
  const AtSource source(c, probe);
  TRY(value, source_value(c, span, tree, which));
  if (!parameter)
    return value;
  TRY(type, parameter_type(c, *parameter));
  return as_declared(c, span, type, value);
}
} // namespace

const Probe *declared_probe(const Context &c) {
  if (!c.clause || c.clause->matches.empty() || c.clause->matches[0]->probes.size() != 1)
    return nullptr;
  const Probe &probe = c.clause->matches[0]->probes[0];
  return probe.owner->source(probe) ? &probe : nullptr;
}

Result<const Type *> parameter_type(Context &c, const ast::Parameter &parameter) {
  TRY(base, specified_type(c, *parameter.specifiers));
  if (!parameter.declarator)
    return base;
  TRY(written, declared(c, base, parameter.declarator, parameter.specifiers->is_userland));
  return written.type;
}

Value declared_argument(Context &c, Span span, const Probe &probe, size_t n) {
  auto value = checked_argument(c, span, probe, n);
  if (!value)
    return error_at_use(span,
                   "args[" + std::to_string(n) + "] of " + probe.provider + ":::" + probe.name,
                   std::move(value.error()));
  return value;
}

// arg0 … arg9: the number; of what is translated, that of what it is made from.
Value declared_number(Context &c, Span span, const Probe &probe, size_t n) {
  const ast::ProviderProbe &tree = declaration_of(probe);
  const Type *type = c.types.integer(8, true);
  if (is_missing(probe))
    return make_integer(c, span, type, 0);
  if (!tree.has_values) {
    const AtSource source(c, probe);
    return raw_argument(c, span, n);
  }
  size_t which = n;
  (void)declared_parameter(tree, n, which);
  if (which >= tree.values.size())
    return make_integer(c, span, type, 0);
  const AtSource source(c, probe);
  auto checked = source_value(c, span, tree, which);
  if (!checked)
    return error_at_use(span, "arg" + std::to_string(n) + " of " + probe.provider + ":::" + probe.name,
                   std::move(checked.error()));
  Expr *value = *checked;
  if (value->kind == translated_kind)
    value = static_cast<Translated *>(value)->input;
  if (!value->type->is_scalar())
    return fail(Tag::D_ARGS_TYPE, span, "arg%zu of %s:::%s is not a number: use args[%zu]", n,
                probe.provider.c_str(), probe.name.c_str(), n);
  return make_convert(c, value, type);
}

// The predicates of the declaration and of those it is made over; null: none.
Value declared_predicate(Context &c, const Probe &probe) {
  if (is_missing(probe))
    return nullptr;
  const ast::ProviderProbe &tree = declaration_of(probe);
  const AtSource at_source(c, probe);
  const Probe &source = *probe.owner->source(probe);
  Expr *before = nullptr;
  if (source.owner->source(source)) {
    TRY(predicate, declared_predicate(c, source));
    before = predicate;
  }
  if (!tree.predicate)
    return before;
  auto own = condition_of(c, *tree.predicate, Tag::D_PRED_SCALAR, "predicate");
  if (!own)
    return error_at_use(c.clause->tree->span, probe.provider + ":::" + probe.name,
                   std::move(own.error()));
  return both_hold(c, before, *own);
}

// `left && right`; null stands for true.
Expr *both_hold(TypedNodes &nodes, Expr *left, Expr *right) {
  if (!left || !right)
    return left ? left : right;
  auto *both =
      make_node<typed::LogicalExpr>(nodes, typed::ExprKind::Logical, nodes.types.int_type(), right->span);
  both->op = typed::LogicalOp::And;
  both->left = left;
  both->right = right;
  return both;
}

// For lists: the declared types, or those of the source where none are declared.
Result<ProbeArguments> declared_signature(Context &c, const Probe &probe) {
  const Probe *source = probe.owner->source(probe);
  if (!source)
    return probe.owner->arguments(probe, c.types);
  const ast::ProviderProbe &tree = declaration_of(probe);
  if (!tree.has_arguments && !tree.has_values)
    return declared_signature(c, *source);
  ProbeArguments result;
  for (size_t n = 0; tree.has_arguments && n < argument_count(tree); n++) {
    size_t value = n;
    const ast::Parameter &parameter = *declared_parameter(tree, n, value);
    TRY(type, parameter_type(c, parameter));
    result.arguments.push_back(
        {type, type, std::string(name_of(parameter)), static_cast<uint32_t>(n)});
  }
  result.untyped = !tree.has_arguments;
  return result;
}

} // namespace dtrace::analysis

// Stage: analysis. The actions with a format (printf, system, freopen), those on aggregations
// (printa, clear, trunc, normalize, denormalize), and setopt.
#include "analysis/context.h"

#include "syntax/ast.h"

#include <algorithm>

namespace dtrace::analysis {

namespace {
// Which conversion takes each argument; null: it is the width or precision of one.
std::vector<const Conversion *> takers_of(const Format &format) {
  std::vector<const Conversion *> takers;
  for (const Conversion &conversion : format.conversions) {
    if (conversion.letter.empty())
      continue;
    takers.insert(takers.end(), conversion.width_from_argument + conversion.precision_from_argument,
                  nullptr);
    if (!conversion.aggregation)
      takers.push_back(&conversion);
  }
  return takers;
}

bool wants_string(const Conversion *taker) {
  return taker && (taker->letter == "s" || taker->letter == "S");
}

// A char pointer or array is a string where the format wants one, else what it is.
Value printed_value(Context &c, const ast::Expr &tree, const Conversion *taker) {
  TRY(raw, operand(c, tree, Tag::D_PRINTF_ARG_TYPE));
  TRY(value, reject_structure(c, raw, "argument"));
  const bool characters = value->type->is_char_pointer_or_array();
  if (wants_string(taker) && (characters || (is_null(value) && value->type->is_pointer())))
    return to_string(c, value);
  const bool wide = taker && taker->letter == "ws";
  return value->type->is(TypeKind::Array) && !wide ? decay(c, value) : Value(value);
}

// %a and %A show an address that is a plain number as a symbol.
Result<Field> printed_field(Context &c, Expr *&value, const Conversion *taker) {
  const bool kernel = taker && taker->letter == "a", user = taker && taker->letter == "A";
  if ((kernel || user) && value->type->is_scalar()) {
    const Type *type = value->type;
    value = make_convert(c, value, c.types.integer(8, false));
    return Field{.kind = kernel ? FieldKind::KernelAddress : FieldKind::UserAddress,
                 .size = kernel ? 8u : 16u,
                 .form = AddressForm::Address,
                 .type = type};
  }
  return field_for(c, value);
}

struct FormattedValues {
  Format format;
  std::vector<Expr *> values{};
  std::vector<Field> fields{};
};

Result<FormattedValues> formatted(Context &c, const ast::Call &call, const Builtin &row) {
  const std::string name(row.name);
  if (call.arguments.empty())
    return fail(Tag::D_PROTO_LEN, call.span,
                "%s( ) prototype mismatch: 0 args passed, at least 1 expected", name.c_str());
  const ast::Expr &first = *call.arguments[0];
  TRY(text, value_of(c, first));
  if (text->kind != typed::ExprKind::String)
    return advise(fail(Tag::D_PRINTF_ARG_FMT, first.span,
                       "%s( ) argument #1 is incompatible with prototype: the format must be a "
                       "string constant",
                       name.c_str()),
                  "write " + name + "(\"%s\", ...)");
  TRY(format, parse_format(static_cast<typed::StringConst *>(text)->written, first.span));
  FormattedValues result{std::move(format)};
  const auto takers = takers_of(result.format);
  std::vector<FormatArgument> arguments;
  for (size_t i = 1; i < call.arguments.size(); i++) {
    const Conversion *taker = i <= takers.size() ? takers[i - 1] : nullptr;
    TRY(value, printed_value(c, *call.arguments[i], taker));
    arguments.push_back(format_argument(value->type, call.arguments[i]->span));
    result.values.push_back(value);
  }
  TRY_VOID(check_format(result.format, arguments,
                        {.function = row.name,
                         .span = call.span,
                         .may_be_empty = row.action == ActionKind::Freopen}));
  for (size_t i = 0; i < result.values.size(); i++) {
    TRY(field, printed_field(c, result.values[i], takers[i]));
    result.fields.push_back(std::move(field));
  }
  return result;
}
} // namespace

StatementResult format_action(Context &c, const ast::Call &call, const Builtin &row) {
  TRY(result, formatted(c, call, row));
  if (row.action == ActionKind::Freopen && result.format.text == ".")
    return advise(
        fail(Tag::D_FREOPEN_INVALID, call.arguments[0]->span, "freopen( ) cannot open \".\""),
        "freopen(\"\") goes back to the standard output");
  ActionRecord record;
  record.fields = std::move(result.fields);
  record.format = std::move(result.format);
  return add_action(c, call.span, row, std::move(record), std::move(result.values));
}

// ---- printa ----------------------------------------------------------------------------------

namespace {
// Of an argument that is not an aggregation, one with keys, and one that nothing fills.
struct AggregationTags {
  Tag other, with_keys, undefined;
};

Result<uint32_t> aggregation_argument(Context &c, const Builtin &row, const ast::Expr &tree,
                                      size_t number, const AggregationTags &tags) {
  const std::string name(row.name);
  if (tree.kind != ast::ExprKind::Aggregation)
    return fail(tags.other, tree.span,
                "%s( ) argument #%zu is incompatible with prototype: an aggregation is expected",
                name.c_str(), number);
  const auto &aggregation = static_cast<const ast::Aggregation &>(tree);
  if (aggregation.has_keys)
    return fail(tags.with_keys, tree.span, "%s( ) takes an aggregation as a whole, without keys",
                name.c_str());
  TRY(found, find_aggregation_record(c, aggregation.name));
  if (found)
    return *found;
  return advise(fail(tags.undefined, tree.span, "aggregation @%s is never assigned",
                     std::string(aggregation.name).c_str()),
                did_you_mean(aggregation.name, aggregation_names(c)));
}

// Several aggregations are joined on equal keys.
Result<void> check_joined(Context &c, uint32_t first, uint32_t other, const ast::Expr &tree) {
  const auto &a = c.aggregation_keys[first], &b = c.aggregation_keys[other];
  const auto &records = c.program.manifest.aggregations;
  if (a.size() != b.size())
    return fail(Tag::D_PRINTA_AGGKEY, tree.span, "@%s has %zu keys, but @%s has %zu",
                records[first].name.c_str(), a.size(), records[other].name.c_str(), b.size());
  for (size_t i = 0; i < a.size(); i++) {
    const Type *x = a[i].type, *y = b[i].type;
    const bool numbers = x->is_integer() && y->is_integer() && x->strip()->size == y->strip()->size;
    if (!numbers && !same_type(x, y))
      return fail(Tag::D_PRINTA_AGGPROTO, tree.span, "key #%zu of @%s is %s, but of @%s it is %s",
                  i + 1, records[first].name.c_str(), type_name(x).c_str(),
                  records[other].name.c_str(), type_name(y).c_str());
  }
  return {};
}

FormatArgument key_argument(const typed::KeySlot &slot) {
  FormatArgument argument = format_argument(slot.type);
  if (slot.type->is_struct_or_union())
    argument.kind = ArgumentKind::Other;
  return argument;
}

Result<Format> printa_format(Names &names, const ast::Call &call, const std::string &text, Span span,
                             const std::vector<uint32_t> &aggregations) {
  TRY(format, parse_format(text, span));
  std::vector<FormatArgument> keys;
  for (const typed::KeySlot &slot : names.aggregation_keys[aggregations.front()])
    keys.push_back(key_argument(slot));
  TRY_VOID(
      check_format(format, keys, {.function = call.name, .span = call.span, .aggregations = true}));
  return format;
}
} // namespace

StatementResult printa_action(Context &c, const ast::Call &call, const Builtin &row) {
  if (call.arguments.empty())
    return fail(Tag::D_PROTO_LEN, call.span,
                "printa( ) prototype mismatch: 0 args passed, at least 1 expected");
  size_t first = 0;
  Expr *text = nullptr;
  if (call.arguments[0]->kind == ast::ExprKind::String) {
    TRY(constant, value_of(c, *call.arguments[0]));
    text = constant;
    first = 1;
  }
  if (first == call.arguments.size())
    return fail(Tag::D_PRINTA_PROTO, call.span,
                "printa( ) prototype mismatch: no aggregation "
                "passed");
  ActionRecord record;
  for (size_t i = first; i < call.arguments.size(); i++) {
    const ast::Expr &tree = *call.arguments[i];
    const Tag not_one = i == 0 ? Tag::D_PROTO_ARG : Tag::D_PRINTA_AGGARG;
    TRY(number, aggregation_argument(c, row, tree, i + 1,
                                     {not_one, Tag::D_PRINTA_AGGARG, Tag::D_PRINTA_AGGBAD}));
    if (!record.aggregations.empty())
      TRY_VOID(check_joined(c, record.aggregations.front(), number, tree));
    record.aggregations.push_back(number);
  }
  if (text) {
    TRY(format, printa_format(c, call, static_cast<typed::StringConst *>(text)->written,
                              call.arguments[0]->span, record.aggregations));
    record.format = std::move(format);
  }
  return add_action(c, call.span, row, std::move(record), {});
}

// ---- clear, trunc, normalize, denormalize ----------------------------------------------------

namespace {
struct ChangeRow {
  ActionKind kind;
  size_t least, most;
  Tag with_keys, undefined;
};
constexpr ChangeRow change_rows[] = {
    {ActionKind::Clear, 1, 1, Tag::D_CLEAR_AGGARG, Tag::D_CLEAR_AGGBAD},
    {ActionKind::Trunc, 1, 2, Tag::D_TRUNC_AGGARG, Tag::D_TRUNC_AGGBAD},
    {ActionKind::Normalize, 2, 2, Tag::D_NORMALIZE_AGGARG, Tag::D_NORMALIZE_AGGBAD},
    {ActionKind::Denormalize, 1, 1, Tag::D_NORMALIZE_AGGARG, Tag::D_NORMALIZE_AGGBAD},
};
} // namespace

StatementResult aggregation_action(Context &c, const ast::Call &call, const Builtin &row) {
  const ChangeRow &change = *std::ranges::find(change_rows, row.action, &ChangeRow::kind);
  const std::string name(row.name);
  const size_t count = call.arguments.size();
  if (count < change.least || count > change.most)
    return fail(Tag::D_PROTO_LEN, call.span,
                "%s( ) prototype mismatch: %zu arg%s passed, %zu expected", name.c_str(), count,
                count == 1 ? "" : "s", count < change.least ? change.least : change.most);
  TRY(aggregation, aggregation_argument(c, row, *call.arguments[0], 1,
                                        {Tag::D_PROTO_ARG, change.with_keys, change.undefined}));
  ActionRecord record;
  record.aggregations.push_back(aggregation);
  std::vector<Expr *> values;
  if (count == 2) {
    TRY(raw, operand(c, *call.arguments[1], Tag::D_PROTO_ARG));
    TRY(checked, reject_dynamic(raw, "argument"));
    TRY(number, decay(c, checked));
    if (!number->type->is_integer())
      return fail(Tag::D_PROTO_ARG, number->span, "%s( ) argument #2 must be an integer, not %s",
                  name.c_str(), type_name(number->type).c_str());
    if (row.action == ActionKind::Normalize && is_null(number))
      return fail(Tag::D_NORMALIZE_SCALAR, number->span,
                  "an aggregation cannot be normalized by 0");
    number = make_convert(c, number, c.types.integer(8, true));
    TRY(field, field_for(c, number));
    record.fields.push_back(std::move(field));
    values.push_back(number);
  }
  return add_action(c, call.span, row, std::move(record), std::move(values));
}

// ---- setopt ----------------------------------------------------------------------------------

StatementResult setopt_action(Context &c, const ast::Call &call, const Builtin &row) {
  TRY(arguments, check_arguments(c, call, row));
  ActionRecord record;
  for (Expr *argument : arguments) {
    TRY(field, field_for(c, argument));
    record.fields.push_back(std::move(field));
  }
  return add_action(c, call.span, row, std::move(record), std::move(arguments));
}

} // namespace dtrace::analysis

// Stage: analysis. Aggregations: @name[keys] = function(…). The first one in program order decides
// the function, its parameters and the keys; the others must agree.
#include "analysis/context.h"

#include "language/distribution.h"

#include "syntax/ast.h"

#include <algorithm>

#include <dtrace/abi/aggregation.h>

namespace dtrace::analysis {

namespace {
using Parameters = std::vector<int64_t>;

std::string shown_name(std::string_view name) {
  return "@" + std::string(name);
}

// ---- Parameters of distributions -------------------------------------------------------------

// One constant argument of lquantize() or llquantize(): the tags for what is not a constant, for
// one out of range, and for one unlike the first use's.
struct ParameterRow {
  AggregationKind function;
  const char *name;
  Tag type_tag, value_tag, match_tag;
  int64_t least, most;
};
constexpr ParameterRow parameter_rows[] = {
    {AggregationKind::Lquantize, "lower bound", Tag::D_LQUANT_BASETYPE, Tag::D_LQUANT_BASEVAL,
     Tag::D_LQUANT_MATCHBASE, INT32_MIN, INT32_MAX},
    {AggregationKind::Lquantize, "upper bound", Tag::D_LQUANT_LIMTYPE, Tag::D_LQUANT_LIMVAL,
     Tag::D_LQUANT_MATCHLIM, INT32_MIN, INT32_MAX},
    {AggregationKind::Lquantize, "step", Tag::D_LQUANT_STEPTYPE, Tag::D_LQUANT_STEPVAL,
     Tag::D_LQUANT_MATCHSTEP, 1, UINT16_MAX},
    {AggregationKind::Llquantize, "factor", Tag::D_LLQUANT_FACTORTYPE, Tag::D_LLQUANT_FACTORVAL,
     Tag::D_LLQUANT_FACTORMATCH, 0, UINT16_MAX},
    {AggregationKind::Llquantize, "low magnitude", Tag::D_LLQUANT_LOWTYPE, Tag::D_LLQUANT_LOWVAL,
     Tag::D_LLQUANT_LOWMATCH, 0, UINT16_MAX},
    {AggregationKind::Llquantize, "high magnitude", Tag::D_LLQUANT_HIGHTYPE, Tag::D_LLQUANT_HIGHVAL,
     Tag::D_LLQUANT_HIGHMATCH, 0, UINT16_MAX},
    {AggregationKind::Llquantize, "number of steps", Tag::D_LLQUANT_NSTEPTYPE,
     Tag::D_LLQUANT_NSTEPVAL, Tag::D_LLQUANT_NSTEPMATCH, 1, UINT16_MAX},
};

std::vector<const ParameterRow *> parameters_of(AggregationKind function) {
  std::vector<const ParameterRow *> rows;
  for (const ParameterRow &row : parameter_rows)
    if (row.function == function)
      rows.push_back(&row);
  return rows;
}

int64_t lquantize_levels(const Parameters &p) {
  return (p[1] - p[0] + p[2] - 1) / p[2];
}

Result<void> check_lquantize(const ast::Call &call, const Parameters &p) {
  if (p[0] >= p[1])
    return fail(Tag::D_LQUANT_MISMATCH, call.span,
                "lquantize( ) lower bound %lld is not less than upper bound %lld",
                static_cast<long long>(p[0]), static_cast<long long>(p[1]));
  if (p[2] > p[1] - p[0])
    return fail(Tag::D_LQUANT_STEPLARGE, call.span,
                "lquantize( ) step %lld is larger than the range from %lld to %lld",
                static_cast<long long>(p[2]), static_cast<long long>(p[0]),
                static_cast<long long>(p[1]));
  if (lquantize_levels(p) > UINT16_MAX)
    return fail(
        Tag::D_LQUANT_STEPSMALL, call.span,
        "lquantize( ) step %lld is too small: it makes %lld levels, at most %u are possible",
        static_cast<long long>(p[2]), static_cast<long long>(lquantize_levels(p)), UINT16_MAX);
  return {};
}

// p: factor, low, high, steps. Every power and every step must be a whole number.
Result<void> check_llquantize(const ast::Call &call, const Parameters &p) {
  if (p[0] < 2)
    return fail(Tag::D_LLQUANT_FACTORSMALL, call.span, "llquantize( ) factor %lld is less than 2",
                static_cast<long long>(p[0]));
  if (p[1] > p[2])
    return fail(Tag::D_LLQUANT_MAGRANGE, call.span,
                "llquantize( ) high magnitude %lld is less than low magnitude %lld",
                static_cast<long long>(p[2]), static_cast<long long>(p[1]));
  int64_t power = 1;
  for (int64_t magnitude = 0; magnitude <= p[2]; magnitude++)
    if (__builtin_mul_overflow(power, p[0], &power))
      return fail(Tag::D_LLQUANT_MAGTOOBIG, call.span,
                  "llquantize( ) high magnitude %lld is too large for factor %lld",
                  static_cast<long long>(p[2]), static_cast<long long>(p[0]));
  if (p[3] < p[0])
    return fail(Tag::D_LLQUANT_FACTORNSTEPS, call.span,
                "llquantize( ) number of steps %lld is less than factor %lld",
                static_cast<long long>(p[3]), static_cast<long long>(p[0]));
  if (p[3] % p[0] != 0)
    return fail(Tag::D_LLQUANT_FACTOREVEN, call.span,
                "llquantize( ) number of steps %lld is not a multiple of factor %lld",
                static_cast<long long>(p[3]), static_cast<long long>(p[0]));
  // Magnitudes of fewer values than steps have a step for each value; the others are cut evenly.
  int64_t cut = p[0];
  while (cut < p[3])
    cut *= p[0];
  if (cut % p[3] != 0)
    return fail(Tag::D_LLQUANT_FACTOREVEN, call.span,
                "llquantize( ) number of steps %lld does not divide %lld evenly",
                static_cast<long long>(p[3]), static_cast<long long>(cut));
  return {};
}

// Of the prototype: an integer, if not a constant. What the prototype leaves open has tags of its
// own.
Result<void> check_number(Context &c, const ast::Call &call, const ast::Expr &tree, size_t number) {
  const bool open = call.name == "lquantize" && number == 4;
  TRY(value, operand(c, tree, Tag::D_PROTO_ARG));
  if (open || !value->type->is_string())
    return {};
  return fail(Tag::D_PROTO_ARG, tree.span,
              "%s( ) argument #%zu is incompatible with prototype: string passed, int expected",
              std::string(call.name).c_str(), number);
}

Result<Parameters> read_parameters(Context &c, const ast::Call &call, const Builtin &row) {
  Parameters values;
  size_t next = 1;
  for (const ParameterRow *parameter : parameters_of(row.aggregation)) {
    if (next >= call.arguments.size()) { // the step of lquantize() only
      values.push_back(1);
      continue;
    }
    const ast::Expr &tree = *call.arguments[next++];
    TRY_VOID(check_number(c, call, tree, next));
    TRY(value, constant_expression(c, tree, parameter->type_tag,
                                   (std::string(row.name) + "( ) " + parameter->name).c_str()));
    if (value < parameter->least || value > parameter->most)
      return fail(parameter->value_tag, tree.span, "%s( ) %s %lld is out of range",
                  std::string(row.name).c_str(), parameter->name, static_cast<long long>(value));
    values.push_back(value);
  }
  if (row.aggregation == AggregationKind::Lquantize)
    TRY_VOID(check_lquantize(call, values));
  if (row.aggregation == AggregationKind::Llquantize)
    TRY_VOID(check_llquantize(call, values));
  return values;
}

// ---- Sizes -----------------------------------------------------------------------------------

uint32_t value_size(AggregationKind function, const Parameters &p) {
  using enum AggregationKind;
  constexpr uint32_t head = sizeof(dt_agg_buckets), bucket = sizeof(int64_t);
  switch (function) {
  case Count:
    return sizeof(dt_agg_count);
  case Avg:
    return sizeof(dt_agg_avg);
  case Stddev:
    return sizeof(dt_agg_stddev);
  case Quantize:
    return sizeof(dt_agg_quantize);
  case Lquantize:
    return head + bucket * (lquantize_levels(p) + 2);
  case Llquantize:
    return head + bucket * (llquantize_bounds(p).size() + 1);
  default:
    return sizeof(dt_agg_scalar);
  }
}

// ---- The call --------------------------------------------------------------------------------

struct AggregationCall {
  const Builtin *row;
  const ast::Call *tree;
  Parameters parameters{};
  Expr *value = nullptr, *weight = nullptr;
};

Result<const Builtin *> function_of(Context &c, const ast::Assign &tree) {
  (void)c;
  if (tree.op || tree.value->kind != ast::ExprKind::Call)
    return advise(fail(Tag::D_AGG_FUNC, tree.span,
                       "an aggregation may only be assigned an aggregating function's result"),
                  "write @name[keys] = count(); or another aggregating function");
  const auto &call = static_cast<const ast::Call &>(*tree.value);
  const std::string name(call.name);
  if (const Builtin *row = find_aggregation(call.name))
    return row;
  if (find_builtin(call.name))
    return fail(Tag::D_AGG_FUNC, call.span, "%s( ) is not an aggregating function", name.c_str());
  std::vector<std::string_view> names;
  for (const Builtin &row : builtins())
    if (row.kind == BuiltinKind::Aggregation)
      names.push_back(row.name);
  return advise(fail(Tag::D_FUNC_UNDEF, call.span, "undefined function name: %s", name.c_str()),
                advice_on_function(call.name, names));
}

Result<Expr *> aggregated_value(Context &c, const ast::Call &call, size_t number) {
  const ast::Expr &tree = *call.arguments[number];
  const Tag tag = number == 0 ? Tag::D_AGG_SCALAR : Tag::D_PROTO_ARG;
  TRY(raw, operand(c, tree, tag));
  TRY(checked, reject_dynamic(raw, "aggregated value"));
  TRY(value, decay(c, checked));
  if (!value->type->is_scalar())
    return fail(tag, tree.span, "%s( ) argument #%zu must be a scalar, not %s",
                std::string(call.name).c_str(), number + 1, type_name(value->type).c_str());
  return value;
}

// quantize(v[, w]), lquantize(v, low, high[, step[, w]]), llquantize(v, f, low, high, n[, w]).
Result<AggregationCall> read_call(Context &c, const ast::Assign &tree) {
  TRY(row, function_of(c, tree));
  const auto &call = static_cast<const ast::Call &>(*tree.value);
  note_attributes(c, row->attributes);
  TRY(prototype, prototype_of(c, *row, call.span));
  const size_t most = prototype->parameters.size(), least = most - row->optional;
  const size_t count = call.arguments.size();
  if (count < least || count > most) {
    return fail(Tag::D_PROTO_LEN, call.span,
                "%s( ) prototype mismatch: %zu arg%s passed, %s%zu expected",
                std::string(call.name).c_str(), count, count == 1 ? "" : "s",
                least == most   ? ""
                : count < least ? "at least "
                                : "at most ",
                count < least ? least : most);
  }
  AggregationCall result{row, &call};
  if (most == 0)
    return result;
  TRY(value, aggregated_value(c, call, 0));
  result.value = value;
  TRY(parameters, read_parameters(c, call, *row));
  result.parameters = std::move(parameters);
  if (row->optional && count == most) {
    TRY(weight, aggregated_value(c, call, most - 1));
    result.weight = make_convert(c, weight, c.types.integer(8, true));
  }
  return result;
}

// ---- The record ------------------------------------------------------------------------------

Result<std::vector<Expr *>> read_keys(Context &c, const ast::Aggregation &tree) {
  std::vector<Expr *> keys;
  for (const ast::Expr *key : tree.keys) {
    if (key->kind == ast::ExprKind::Aggregation)
      return fail(Tag::D_KEY_TYPE, key->span, "an aggregation may not be a key");
    TRY(value, key_value(c, *key));
    keys.push_back(value);
  }
  return keys;
}

bool shows_signed(const AggregationCall &call) {
  return !call.value || !call.value->type->is_integer() || call.value->type->strip()->size < 8 ||
         call.value->type->strip()->is_signed;
}

uint32_t define(Context &c, const ast::Aggregation &tree, const AggregationCall &call,
                const std::vector<Expr *> &keys, Span span) {
  AggregationRecord record;
  record.index = c.program.manifest.aggregations.size();
  record.name = tree.name == "_" ? "" : tree.name;
  record.kind = call.row->aggregation;
  record.function = call.row;
  record.parameters = call.parameters;
  record.value_size = value_size(record.kind, record.parameters);
  record.value_is_signed = shows_signed(call);
  record.span = span;
  auto &slots = c.aggregation_keys.emplace_back();
  for (const Expr *key : keys)
    slots.push_back(key_slot(c.types, key));
  c.aggregations[std::string(tree.name)] = record.index;
  c.program.manifest.aggregations.push_back(std::move(record));
  return c.program.manifest.aggregations.back().index;
}

Failure redefined(const AggregationRecord &record, const ast::Aggregation &tree,
                  const AggregationCall &call, Span span) {
  const std::string name = shown_name(tree.name);
  return advise(fail(Tag::D_AGG_REDEF, span, "aggregation redefined: %s", name.c_str()),
                " current: " + name + " = " + std::string(call.row->name) +
                    "( )\n  previous: " + name + " = " + std::string(record.function->name) +
                    "( ) : line " + std::to_string(record.span.place().line));
}

Result<void> check_same(const AggregationRecord &record, const ast::Aggregation &tree,
                        const AggregationCall &call, Span span) {
  if (record.kind != call.row->aggregation)
    return redefined(record, tree, call, span);
  const auto rows = parameters_of(record.kind);
  for (size_t i = 0; i < rows.size(); i++)
    if (record.parameters[i] != call.parameters[i])
      return fail(rows[i]->match_tag, call.tree->span,
                  "%s( ) %s %lld does not match %lld of its first use in line %u",
                  std::string(call.row->name).c_str(), rows[i]->name,
                  static_cast<long long>(call.parameters[i]),
                  static_cast<long long>(record.parameters[i]), record.span.place().line);
  return {};
}

// A value with keys is an element of a per-CPU map, which the kernel makes no larger than this.
Result<void> check_size(const AggregationRecord &record, const std::vector<Expr *> &keys,
                        Span span) {
  constexpr uint32_t most = 32768;
  if (keys.empty() || record.value_size <= most)
    return {};
  const bool linear = record.kind == AggregationKind::Lquantize;
  return advise(fail(linear ? Tag::D_LQUANT_STEPSMALL : Tag::D_LLQUANT_NSTEPVAL, span,
                     "distribution of %u bytes is too large to have keys: at most %u are possible",
                     record.value_size, most),
                "use larger steps, or no keys");
}

// @a[1][2]: the grammar sees an index of an aggregation.
const ast::Aggregation *aggregation_of(const ast::Expr &target) {
  return target.kind == ast::ExprKind::Aggregation ? static_cast<const ast::Aggregation *>(&target)
                                                   : nullptr;
}

Result<void> define_ahead(Context &c, const std::vector<Assignment> &uses) {
  const auto runs = std::ranges::find_if(uses, [&](const Assignment &use) {
    const OtherClause elsewhere(c, use.clause);
    return !never_runs(c, use);
  });
  const Assignment &first = runs == uses.end() ? uses.front() : *runs;
  const OtherClause elsewhere(c, first.clause);
  const auto &tree = static_cast<const ast::Assign &>(*first.tree);
  const ast::Aggregation &target = *aggregation_of(*tree.target);
  TRY(call, read_call(c, tree));
  TRY(keys, read_keys(c, target));
  define(c, target, call, keys, tree.span);
  return {};
}
} // namespace

std::vector<std::string_view> aggregation_names(const Names &names) {
  std::vector<std::string_view> found;
  for (const auto &[name, use] : names.aggregation_uses)
    found.push_back(name);
  return found;
}

Result<std::optional<uint32_t>> find_aggregation_record(Context &c, std::string_view name) {
  if (const auto it = c.aggregations.find(name); it != c.aggregations.end())
    return it->second;
  const auto first = c.aggregation_uses.find(name);
  if (first == c.aggregation_uses.end())
    return std::nullopt;
  TRY_VOID(define_ahead(c, first->second));
  return c.aggregations.find(name)->second;
}

StatementResult aggregate(Context &c, const ast::Assign &tree) {
  ClauseState &state = *c.clause;
  if (state.commits)
    return fail(Tag::D_AGG_COMM, tree.span, "aggregating actions may not follow commit( )");
  if (state.speculates)
    return fail(Tag::D_AGG_SPEC, tree.span, "aggregating actions may not follow speculate( )");
  const ast::Aggregation &target = *aggregation_of(*tree.target);
  TRY(call, read_call(c, tree));
  TRY(keys, read_keys(c, target));
  auto known = c.aggregations.find(target.name);
  const uint32_t index =
      known != c.aggregations.end() ? known->second : define(c, target, call, keys, tree.span);
  AggregationRecord &record = c.program.manifest.aggregations[index];
  TRY_VOID(check_same(record, target, call, tree.span));
  record.value_is_signed |= shows_signed(call);
  TRY_VOID(check_size(record, keys, tree.span));
  TRY(matched, match_keys(c, tree.span, shown_name(target.name), c.aggregation_keys[index],
                          std::move(keys)));
  state.aggregates.insert(index);
  typed::Statement *statement = make_statement(c, typed::StatementKind::Aggregate, tree.span);
  statement->row = call.row;
  statement->aggregation = index;
  statement->keys = std::move(matched);
  statement->value = call.value ? make_convert(c, call.value, c.types.integer(8, true)) : nullptr;
  statement->weight = call.weight;
  return statement;
}

} // namespace dtrace::analysis

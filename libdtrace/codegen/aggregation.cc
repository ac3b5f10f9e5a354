// Stage: codegen. Aggregations: find this CPU's value (dtrace/abi/aggregation.h), update it by the
// aggregating function's code in bpf/aggregation.c.
#include "codegen/aggregations.h"
#include "codegen/expressions.h"
#include "codegen/records.h"
#include "codegen/stacks.h"
#include "codegen/strings.h"
#include "codegen/variables.h"
#include "language/distribution.h"

#include <dtrace/abi/aggregation.h>
#include <dtrace/abi/record.h>
#include <dtrace/abi/state.h>

#include <algorithm>
#include <cerrno>
#include <linux/bpf.h>
#include <ranges>

namespace dtrace::codegen {

using namespace typed;

void Aggregations::aggregate(const Statement &statement) {
  const AggregationRecord &aggregation = unit_.manifest.aggregations[statement.aggregation];
  Value *sample = statement.value ? expressions_.value(*statement.value) : number(0);
  Value *weight = statement.weight ? expressions_.value(*statement.weight) : number(1);
  if (aggregation.key_size == 0)
    return update(aggregation, plain_slot(aggregation), sample, weight);
  Block *full = block("full"), *after = block("after");
  stacks_.begin_key();
  Value *key = aggregation_key(aggregation, statement);
  if (stacks_.missing()) {
    Block *whole = block("whole");
    branch(stacks_.missing(), full, whole);
    begin(whole);
  }
  if (!aggregation.stack.size)
    update_keyed(aggregation, key, sample, weight, full, after);
  send_update(aggregation, statement, key, sample, weight, full);
  jump(after);
  begin(full);
  count_drop(offsetof(dt_cpu, aggregation_drops));
  jump(after);
  begin(after);
}

llvm::Value *Aggregations::plain_slot(const AggregationRecord &aggregation) {
  Value *offset = b_.CreateMul(cpu_slot(), number(unit_.aggregation_stride(aggregation)));
  return at(unit_.aggregation_map(aggregation), offset);
}

// The words of the key of which no field writes each byte.
void Aggregations::zero_gaps(const AggregationRecord &aggregation, Value *key) {
  std::vector<bool> is_written(aggregation.key_size);
  for (const KeyField &part : aggregation.keys)
    std::fill_n(is_written.begin() + part.field.offset, part.field.size, true);
  for (uint32_t word = 0; word < aggregation.key_size; word += 8) {
    const uint32_t size = std::min(8u, aggregation.key_size - word);
    const auto bytes = is_written.begin() + word;
    if (std::find(bytes, bytes + size, false) != bytes + size)
      zero(at(key, word), size);
  }
}

llvm::Value *Aggregations::aggregation_key(const AggregationRecord &aggregation,
                                             const Statement &statement) {
  const auto is_number = [](const Field &field) {
    return field.kind == FieldKind::Integer || field.kind == FieldKind::Interned;
  };
  std::vector<Value *> numbers(statement.keys.size());
  for (size_t i = 0; i < statement.keys.size(); i++) {
    const Field &field = aggregation.keys[i].field;
    if (field.kind == FieldKind::Integer)
      numbers[i] = resized(expressions_.value(*statement.keys[i]), field.size,
                           scalar_is_signed(statement.keys[i]->type));
    else if (field.kind == FieldKind::Interned)
      numbers[i] = strings_.interned_id(*statement.keys[i]);
  }
  Value *key = variables_.key_buffer(aggregation.key_size);
  zero_gaps(aggregation, key);
  for (size_t i = 0; i < statement.keys.size(); i++) {
    const Field &field = aggregation.keys[i].field;
    Value *to = at(key, field.offset);
    if (is_number(field))
      store(numbers[i], to);
    else if (field.kind == FieldKind::String)
      strings_.write_text(*statement.keys[i], to, field.size, true);
    else
      records_.write_field(field, *statement.keys[i], to);
  }
  return key;
}

// Goes on to `full` when the map is, to `after` when this CPU's value was updated. What follows in the
// code is what is left: the kernel has no memory for a new key at this moment, as in the scheduler.
void Aggregations::update_keyed(const AggregationRecord &aggregation, Value *key, Value *sample,
                                Value *weight, Block *full, Block *after) {
  Block *later = block("later");
  const auto update_in = [&](llvm::GlobalVariable *map) {
    update_element(map, aggregation, key, sample, weight, {full, after, later});
  };
  if (unit_.has_short_keys(aggregation)) {
    Block *is_short = block("short"), *is_long = block("long");
    Value *next = load(b_.getInt8Ty(), at(key, aggregation.short_key_size));
    branch(b_.CreateICmpEQ(next, number(0, 1)), is_short, is_long);
    begin(is_short);
    update_in(unit_.short_keys_map(aggregation));
    begin(is_long);
  }
  update_in(unit_.aggregation_map(aggregation));
  begin(later);
}

void Aggregations::update_element(llvm::GlobalVariable *map, const AggregationRecord &aggregation,
                                  Value *key, Value *sample, Value *weight, const Outcome &then) {
  constexpr int64_t map_is_full = -E2BIG;
  Block *missing = block("missing"), *refused = block("refused"), *found = block("found");
  Value *known = helper(Helper::MapLookup, b_.getPtrTy(), {map, key});
  Block *looked = b_.GetInsertBlock();
  branch(b_.CreateIsNull(known), missing, found);
  begin(missing);
  Value *zeros = unit_.zeros(round_up(aggregation.value_size, 8));
  Value *error = helper(Helper::MapUpdate, b_.getInt64Ty(), {map, key, zeros, number(BPF_NOEXIST)});
  Value *added = helper(Helper::MapLookup, b_.getPtrTy(), {map, key});
  branch(b_.CreateIsNull(added), refused, found);
  begin(refused);
  branch(b_.CreateICmpEQ(error, number(map_is_full)), then.full, then.later);
  begin(found);
  llvm::PHINode *slot = b_.CreatePHI(b_.getPtrTy(), 2);
  slot->addIncoming(known, looked);
  slot->addIncoming(added, missing);
  update(aggregation, slot, sample, weight);
  jump(then.after);
}

// Few keys come this way: a long one is not worth a load and a store for each of its words.
void Aggregations::copy_key(Value *to, Value *key, uint32_t size) {
  constexpr uint32_t most_by_words = 64;
  if (size <= most_by_words)
    return copy_words(to, key, size);
  helper(Helper::ProbeReadKernel, b_.getInt64Ty(), {to, number(size, 4), key});
}

// Leaves the update to the consumer (abi/record.h: dt_update_record).
void Aggregations::send_update(const AggregationRecord &aggregation, const Statement &statement,
                               Value *key, Value *sample, Value *weight, Block *full) {
  const Field &stack = aggregation.stack;
  const uint64_t value_at = sizeof(dt_update_record) + aggregation.key_size;
  const uint64_t value_end = value_at + round_up(aggregation.value_size, 8);
  Block *room = block("room");
  const uint64_t size = value_end + stack.size;
  Value *record = runtime("dt_reserve", {number(size), number(0)}, statement.span);
  branch(b_.CreateIsNotNull(record), room, full);
  begin(room);
  store(records_.record_header(DT_RECORD_UPDATE), record, 8);
  store(number(aggregation.index), at(record, offsetof(dt_update_record, aggregation)), 8);
  copy_key(at(record, sizeof(dt_update_record)), key, aggregation.key_size);
  Value *value = at(record, value_at);
  zero(value, value_end - value_at);
  update(aggregation, value, sample, weight);
  if (stack.size)
    stacks_.write_user_stack(stack, *statement.keys[0], at(record, stack.offset));
  runtime("dt_submit", {record, number(size)}, statement.span);
}

void Aggregations::update(const AggregationRecord &aggregation, Value *slot, Value *sample,
                            Value *weight) {
  Value *shared = number(aggregation.shared, 4);
  const auto &parameters = aggregation.parameters;
  const uint64_t last = aggregation.value_size >= 16 ? aggregation.value_size / 8 - 2 : 0;
  const auto call = [&](const char *name, std::initializer_list<Value *> arguments) {
    runtime(name, llvm::ArrayRef(arguments.begin(), arguments.size()), aggregation.span);
  };
  switch (aggregation.kind) {
  case AggregationKind::Count:
    return call("dt_count", {slot, shared});
  case AggregationKind::Sum:
    return call("dt_sum", {slot, sample, shared});
  case AggregationKind::Avg:
    return call("dt_avg", {slot, sample, shared});
  case AggregationKind::Min:
    return call("dt_min", {slot, sample});
  case AggregationKind::Max:
    return call("dt_max", {slot, sample});
  case AggregationKind::Stddev:
    return call("dt_stddev", {slot, sample, shared});
  case AggregationKind::Quantize:
    return call("dt_quantize", {slot, sample, weight, shared});
  case AggregationKind::Lquantize:
    return call("dt_lquantize", {slot, sample, weight, number(parameters[0]),
                                 number(parameters.size() > 2 ? parameters[2] : 1), number(last),
                                 shared});
  case AggregationKind::Llquantize: {
    const std::vector<dt_magnitude> rows = llquantize_magnitudes(parameters);
    return call("dt_llquantize", {slot, sample, weight, magnitude_table(rows),
                                  number(rows.size()), number(last), shared});
  }
  case AggregationKind::None:
    break;
  }
}

// struct dt_magnitude[], the greatest first
llvm::GlobalVariable *Aggregations::magnitude_table(const std::vector<dt_magnitude> &rows) {
  std::vector<uint64_t> words;
  for (const dt_magnitude &row : rows | std::views::reverse)
    words.insert(words.end(), {static_cast<uint64_t>(row.from), static_cast<uint64_t>(row.step),
                               row.bucket});
  return unit_.table(llvm::ConstantDataArray::get(unit_.context, words), "magnitudes");
}

} // namespace dtrace::codegen

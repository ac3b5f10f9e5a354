// Aggregations whose stacks are unwound here: samples become rows, damaged ones are refused.
#include <gtest/gtest.h>

#include "consume/aggregates.h"
#include "consume/sampled_values.h"
#include "consume/stack_field.h"
#include "program.h"


namespace dtrace::test {
namespace {

// The stack that it is asked for is the first frame of the copy's frames, by its number.
struct FakeUnwinder : FakeKernel {
  uint64_t stack_id(const Field &stack, const std::byte *base) override {
    frames_asked = stack.frames;
    return read_frames(stack, base).at(0);
  }
  uint32_t frames_asked = 0;
};

struct Sampled : Program {
  Options options;
  FakeUnwinder kernel;
  SampledValues values{manifest, options, kernel};

  uint32_t sampled(AggregationKind kind, std::vector<int64_t> parameters = {}) {
    const uint32_t index =
        aggregation("", kind, {{.kind = FieldKind::UserStackId, .size = 16, .copied = 1}}, parameters);
    AggregationRecord &record = manifest.aggregations[index];
    record.stack = {.kind = FieldKind::UserStack, .size = 40 + 64, .frames = 3, .copied = 64};
    record.stack.offset = sizeof(dt_update_record) + 16 + record.value_size;
    return index;
  }

  Bytes sample(uint32_t aggregation, uint64_t frame, std::vector<int64_t> value) {
    const AggregationRecord &record = manifest.aggregations[aggregation];
    Bytes data(record.stack.offset + record.stack.size);
    const dt_update_record header{{1, DT_RECORD_UPDATE, 0}, aggregation, 0};
    memcpy(data.data(), &header, sizeof header);
    const uint64_t key[] = {77, 2}, stack[] = {77, DT_NO_FRAME, frame, frame + 1};
    memcpy(&data[sizeof header], key, sizeof key);
    memcpy(&data[sizeof header + 16], value.data(), value.size() * 8);
    memcpy(&data[record.stack.offset], stack, sizeof stack);
    return data;
  }

  // Frame -> value.
  std::map<uint64_t, int64_t> rows(Aggregates &aggregates, uint32_t index) {
    std::map<uint64_t, int64_t> rows;
    aggregates.begin_firing();
    const AggregationTable &table = aggregates.table(std::span(&index, 1));
    for (size_t i = 0; i < table.rows.size(); i++)
      rows[stack_id(manifest.aggregations[index].keys[0].field, table.rows[i].key)] =
          table.words[i][0];
    return rows;
  }
};
using Found = std::map<uint64_t, int64_t>;

TEST(SampledValues, OneRowAStack) {
  Sampled f;
  const uint32_t index = f.sampled(AggregationKind::Sum);
  Aggregates aggregates(f.manifest, f.recorded, f.options, f.values);
  EXPECT_TRUE(f.values.add(f.sample(index, 100, {1, 5})));
  EXPECT_TRUE(f.values.add(f.sample(index, 200, {1, 7})));
  EXPECT_TRUE(f.values.add(f.sample(index, 100, {1, -2})));
  EXPECT_EQ(f.kernel.frames_asked, 2u);
  EXPECT_EQ(f.rows(aggregates, index), (Found{{100, 3}, {200, 7}}));
}

TEST(SampledValues, CountsHaveNoStamp) {
  Sampled f;
  const uint32_t index = f.sampled(AggregationKind::Count);
  Aggregates aggregates(f.manifest, f.recorded, f.options, f.values);
  for (int i = 0; i < 3; i++)
    EXPECT_TRUE(f.values.add(f.sample(index, 100, {1})));
  EXPECT_EQ(f.rows(aggregates, index), (Found{{100, 3}}));
}

TEST(SampledValues, ExtremesStartAnewAfterClear) {
  Sampled f;
  const uint32_t index = f.sampled(AggregationKind::Max);
  Program::action(f.clause(), ActionKind::Clear).aggregations = {index};
  Aggregates aggregates(f.manifest, f.recorded, f.options, f.values);
  f.values.add(f.sample(index, 100, {1, 9}));
  f.values.add(f.sample(index, 100, {1, 4}));
  EXPECT_EQ(f.rows(aggregates, index), (Found{{100, 9}}));
  aggregates.clear(index);
  f.values.add(f.sample(index, 100, {1, 4}));
  EXPECT_EQ(f.rows(aggregates, index), (Found{{100, 4}}));
}

TEST(SampledValues, TruncatedRowsComeBack) {
  Sampled f;
  const uint32_t index = f.sampled(AggregationKind::Sum);
  Program::action(f.clause(), ActionKind::Trunc).aggregations = {index};
  Aggregates aggregates(f.manifest, f.recorded, f.options, f.values);
  f.values.add(f.sample(index, 100, {1, 9}));
  aggregates.begin_firing();
  aggregates.trunc(index, {});
  for (int i = 0; i < 6; i++) // long enough for the row to be forgotten
    EXPECT_EQ(f.rows(aggregates, index), Found{});
  f.values.add(f.sample(index, 100, {1, 2}));
  EXPECT_EQ(f.rows(aggregates, index), (Found{{100, 2}}));
}

TEST(SampledValues, NoRoomForMoreKeys) {
  Sampled f;
  ASSERT_TRUE(f.options.set("aggsize", "128", {}));
  const uint32_t index = f.sampled(AggregationKind::Sum);
  for (uint64_t frame = 100; frame < 110; frame++)
    EXPECT_TRUE(f.values.add(f.sample(index, frame, {1, 1})));
  EXPECT_EQ(f.values.refused(), 6u); // of 32 bytes each
}

TEST(SampledValues, OthersAreTheKernels) {
  Sampled f;
  const uint32_t index = f.aggregation("", AggregationKind::Sum, {integer(8)});
  Aggregates aggregates(f.manifest, f.recorded, f.options, f.values);
  f.kernel.update(f.manifest.aggregations[index], Key().add(int64_t{4}), 11);
  aggregates.begin_firing();
  const AggregationTable &table = aggregates.table(std::span(&index, 1));
  ASSERT_EQ(table.rows.size(), 1u);
  EXPECT_EQ(table.words[0][0], 11);
}

// What the kernel had no memory for is added to what it has of the same key.
TEST(SampledValues, UpdatesOfPlainKeysJoinTheKernels) {
  Sampled f;
  const uint32_t index = f.aggregation("", AggregationKind::Sum, {integer(8)});
  const AggregationRecord &record = f.manifest.aggregations[index];
  Aggregates aggregates(f.manifest, f.recorded, f.options, f.values);
  f.kernel.update(record, Key().add(int64_t{4}), 11);
  Bytes sample(sizeof(dt_update_record) + 8 + record.value_size);
  const dt_update_record header{{1, DT_RECORD_UPDATE, 0}, index, 0};
  memcpy(sample.data(), &header, sizeof header);
  for (const int64_t key : {4, 5}) {
    const int64_t rest[] = {key, 1, 100}; // and stamp and value
    memcpy(&sample[sizeof header], rest, sizeof rest);
    EXPECT_TRUE(f.values.add(sample));
    EXPECT_FALSE(f.values.add(std::span(sample).first(sample.size() - 1)));
  }
  std::map<int64_t, int64_t> rows;
  aggregates.begin_firing();
  const AggregationTable &table = aggregates.table(std::span(&index, 1));
  for (size_t i = 0; i < table.rows.size(); i++)
    rows[load<int64_t>(table.rows[i].key)] = table.words[i][0];
  EXPECT_EQ(rows, (std::map<int64_t, int64_t>{{4, 111}, {5, 100}}));
}

TEST(SampledValues, DamagedSamplesAreRefused) {
  Sampled f;
  const uint32_t index = f.sampled(AggregationKind::Quantize);
  f.aggregation("", AggregationKind::Count);
  const Bytes whole = f.sample(index, 100, {1});
  for (size_t size = 0; size < whole.size(); size++)
    EXPECT_FALSE(f.values.add(std::span(whole).first(size)));
  Bytes other = whole;
  for (const uint32_t wrong : {1u, 2u, UINT32_MAX}) {
    memcpy(&other[offsetof(dt_update_record, aggregation)], &wrong, sizeof wrong);
    EXPECT_FALSE(f.values.add(other));
  }
}

} // namespace
} // namespace dtrace::test

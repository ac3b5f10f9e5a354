// clear(), trunc(), normalize() and the order of rows, against a model that keeps every update.
#include <gtest/gtest.h>

#include "consume/aggregates.h"
#include "consume/aggregation_value.h"
#include "program.h"

#include <algorithm>
#include <optional>
#include <random>

namespace dtrace::test {
namespace {

struct Fixture : Program {
  Options options;
  FakeKernel kernel;
  std::optional<Aggregates> aggregates_;

  Aggregates &aggregates() {
    if (!aggregates_)
      aggregates_.emplace(manifest, recorded, options, kernel);
    return *aggregates_;
  }
  // A clause that resets it, so that the consumer knows from the start.
  void announce(ActionKind kind, uint32_t aggregation) {
    action(clause(), kind).aggregations = {aggregation};
  }
  void update(uint32_t aggregation, const Key &key, int64_t value, uint32_t cpu = 0) {
    kernel.update(manifest.aggregations[aggregation], key, value, cpu);
  }

  using Rows = std::vector<std::pair<std::string, std::vector<int64_t>>>;
  // Key (its first field as text) and the columns' numbers.
  Rows rows(std::vector<uint32_t> which, bool new_firing = true) {
    if (new_firing)
      aggregates().begin_firing();
    const AggregationTable &table = aggregates().table(which);
    Rows rows;
    for (size_t i = 0; i < table.rows.size(); i++) {
      auto &[key, values] = rows.emplace_back();
      const AggregationRecord &layout = *table.rows[i].layout;
      if (!layout.keys.empty()) {
        const Field &field = layout.keys[0].field;
        key = field.kind == FieldKind::Integer
                  ? std::to_string(read_integer(field, table.rows[i].key))
                  : std::string(read_string(field, table.rows[i].key, recorded));
      }
      for (size_t column = 0; column < table.columns.size(); column++)
        values.push_back(scalar_value(table.value(i, column)));
    }
    return rows;
  }
};
using Rows = Fixture::Rows;

Key key(int32_t value) {
  return Key().add(value);
}

TEST(Aggregates, ClearKeepsKeysAndCountsFromThere) {
  for (const AggregationKind kind :
       {AggregationKind::Sum, AggregationKind::Avg, AggregationKind::Min, AggregationKind::Max}) {
    Fixture f;
    const uint32_t a = f.aggregation("a", kind, {integer()});
    f.announce(ActionKind::Clear, a);
    f.update(a, key(1), 5);
    f.update(a, key(2), 7, 1);
    f.aggregates().clear(a);
    EXPECT_EQ(f.rows({a}), (Rows{{"1", {0}}, {"2", {0}}}));
    f.update(a, key(2), 3, 2);
    EXPECT_EQ(f.rows({a}), (Rows{{"1", {0}}, {"2", {3}}}));
    f.update(a, key(1), -4);
    f.update(a, key(3), 1);
    EXPECT_EQ(f.rows({a}), (Rows{{"1", {-4}}, {"3", {1}}, {"2", {3}}}));
  }
}

// 0 may be a value: the word behind it tells.
TEST(Aggregates, ExtremesWithoutAValueSayIt) {
  for (const AggregationKind kind : {AggregationKind::Min, AggregationKind::Max}) {
    Fixture f;
    const uint32_t a = f.aggregation("a", kind);
    f.announce(ActionKind::Clear, a);
    const auto words = [&] {
      f.aggregates().begin_firing();
      const int64_t *shown = f.aggregates().table({&a, 1}).words[0];
      return std::pair(shown[0], shown[1]);
    };
    f.update(a, {}, 5);
    EXPECT_EQ(words(), (std::pair<int64_t, int64_t>(5, 1)));
    f.aggregates().clear(a);
    EXPECT_EQ(words(), (std::pair<int64_t, int64_t>(0, 0)));
    EXPECT_EQ(f.aggregates().table({&a, 1}).columns[0].clears, 1u);
    f.update(a, {}, 0, 3);
    EXPECT_EQ(words(), (std::pair<int64_t, int64_t>(0, 1)));
  }
}

TEST(Aggregates, TruncRemovesUntilUpdatedAgain) {
  Fixture f;
  const uint32_t count = f.aggregation("c", AggregationKind::Count, {integer()});
  const uint32_t sum = f.aggregation("s", AggregationKind::Sum, {integer()});
  const uint32_t max = f.aggregation("m", AggregationKind::Max, {integer()});
  for (const uint32_t a : {count, sum, max})
    f.announce(ActionKind::Trunc, a);
  const auto all = {count, sum, max};
  for (const uint32_t a : all)
    f.update(a, key(1), 9), f.update(a, key(2), 9);
  for (const uint32_t a : all)
    f.aggregates().trunc(a, {});
  for (const uint32_t a : all)
    EXPECT_EQ(f.rows({a}), Rows{});
  for (const uint32_t a : all)
    f.update(a, key(2), 0, 3); // a sum that stays what it was has been updated all the same
  EXPECT_EQ(f.rows({count}), (Rows{{"2", {1}}}));
  EXPECT_EQ(f.rows({sum}), (Rows{{"2", {0}}}));
  EXPECT_EQ(f.rows({max}), (Rows{{"2", {0}}}));
}

TEST(Aggregates, TruncKeepsTheLargestOrTheSmallest) {
  Fixture f;
  const uint32_t a = f.aggregation("a", AggregationKind::Sum, {integer()});
  f.announce(ActionKind::Trunc, a);
  const auto fill = [&] {
    for (int i = 1; i <= 5; i++)
      f.update(a, key(i), 10 * i);
  };
  fill();
  f.aggregates().trunc(a, 99);
  f.aggregates().trunc(a, -99);
  EXPECT_EQ(f.rows({a}).size(), 5u);
  f.aggregates().trunc(a, 3);
  EXPECT_EQ(f.rows({a}, false), (Rows{{"3", {30}}, {"4", {40}}, {"5", {50}}}));
  f.aggregates().trunc(a, -2);
  EXPECT_EQ(f.rows({a}, false), (Rows{{"3", {30}}, {"4", {40}}}));
  f.aggregates().trunc(a, 0);
  EXPECT_EQ(f.rows({a}, false), Rows{});
  f.aggregates().trunc(a, INT64_MIN);
  fill();
  EXPECT_EQ(f.rows({a}).size(), 5u);
}

TEST(Aggregates, ScalarsWithoutAnUpdateAreNot) {
  Fixture f;
  const uint32_t a = f.aggregation("a", AggregationKind::Count);
  const uint32_t b = f.aggregation("b", AggregationKind::Max);
  f.announce(ActionKind::Clear, b);
  EXPECT_EQ(f.rows({a}), Rows{});
  f.aggregates().clear(a);
  f.aggregates().clear(b);
  EXPECT_EQ(f.rows({a}), Rows{});
  f.update(b, {}, 0);
  EXPECT_EQ(f.rows({b}), (Rows{{"", {0}}}));
  f.aggregates().trunc(b, {});
  EXPECT_EQ(f.rows({b}), Rows{});
}

TEST(Aggregates, AnotherOnesClearLeavesExtremesAlone) {
  Fixture f;
  const uint32_t a = f.aggregation("a", AggregationKind::Max, {integer()});
  const uint32_t b = f.aggregation("b", AggregationKind::Min);
  f.announce(ActionKind::Clear, a);
  f.update(a, key(1), 100);
  f.update(b, {}, 3);
  f.aggregates().clear(a); // the kernel starts all extremes anew
  f.update(b, {}, 8);
  EXPECT_EQ(f.rows({b}), (Rows{{"", {3}}}));
  f.update(b, {}, 2, 1);
  EXPECT_EQ(f.rows({b}), (Rows{{"", {2}}}));
  EXPECT_EQ(f.rows({a}), (Rows{{"1", {0}}}));
}

TEST(Aggregates, ResetsThatNoClauseAnnouncedWorkToo) {
  Fixture f;
  const uint32_t a = f.aggregation("a", AggregationKind::Max);
  f.update(a, {}, 50);
  EXPECT_EQ(f.rows({a}), (Rows{{"", {50}}}));
  f.aggregates().clear(a);
  f.update(a, {}, 20);
  EXPECT_EQ(f.rows({a}), (Rows{{"", {20}}}));
}

TEST(Aggregates, EqualTextsAreOneKey) {
  Fixture f;
  f.manifest.strings = {"read", "write", "read"};
  const uint32_t a = f.aggregation("a", AggregationKind::Sum, {interned()});
  f.update(a, Key().add(uint32_t{0}), 1);
  f.update(a, Key().add(uint32_t{1}), 10);
  f.update(a, Key().add(uint32_t{2}), 2);
  EXPECT_EQ(f.rows({a}), (Rows{{"read", {3}}, {"write", {10}}}));
  const uint32_t b = f.aggregation("b", AggregationKind::Sum, {text(8)});
  f.aggregates_.reset();
  f.update(b, Key().add(std::string_view("ls\0junk", 7), 8), 1);
  f.update(b, Key().add("ls", 8), 2);
  EXPECT_EQ(f.rows({b}), (Rows{{"ls", {3}}}));
}

TEST(Aggregates, SeveralAreJoinedOnEqualKeys) {
  Fixture f;
  f.manifest.strings = {"x", "y"};
  const uint32_t a = f.aggregation("a", AggregationKind::Sum, {interned(), integer(8)});
  const uint32_t b = f.aggregation("b", AggregationKind::Count, {text(16), integer(4)});
  const uint32_t c = f.aggregation("c", AggregationKind::Max, {text(4), integer(2)});
  f.update(a, Key().add(uint32_t{0}).add(int64_t{-1}), 7);
  f.update(a, Key().add(uint32_t{1}).add(int64_t{2}), 5);
  f.update(b, Key().add("x", 16).add(int32_t{-1}), 0);
  f.update(c, Key().add("y", 4).add(int16_t{2}), 9);
  f.update(c, Key().add("z", 4).add(int16_t{2}), 1);
  EXPECT_EQ(f.rows({a, b, c}), (Rows{{"z", {0, 0, 1}}, {"y", {5, 0, 9}}, {"x", {7, 1, 0}}}));
  f.options.set("aggsortpos", "2");
  EXPECT_EQ(f.rows({a, b, c}), (Rows{{"x", {7, 1, 0}}, {"z", {0, 0, 1}}, {"y", {5, 0, 9}}}));
}

TEST(Order, KeysBreakTiesAndOptionsTurnItRound) {
  Fixture f;
  const uint32_t a = f.aggregation("a", AggregationKind::Sum, {integer(), text(4)});
  f.update(a, Key().add(2).add("a", 4), 1);
  f.update(a, Key().add(-1).add("b", 4), 1);
  f.update(a, Key().add(1).add("c", 4), 0);
  f.update(a, Key().add(3).add("0", 4), 5);
  const auto keys = [&] {
    std::string text;
    for (const auto &row : f.rows({a}))
      text += row.first + " ";
    return text;
  };
  EXPECT_EQ(keys(), "1 -1 2 3 ");
  f.options.set("aggsortrev", "");
  EXPECT_EQ(keys(), "3 2 -1 1 ");
  f.options.set("aggsortkey", "");
  EXPECT_EQ(keys(), "3 2 1 -1 ");
  f.options.set("aggsortrev", "0");
  EXPECT_EQ(keys(), "-1 1 2 3 ");
  f.options.set("aggsortkeypos", "1");
  EXPECT_EQ(keys(), "3 2 -1 1 ");
}

TEST(Order, UnsignedKeysAndValuesCompareAsSuch) {
  Fixture f;
  const uint32_t a = f.aggregation("a", AggregationKind::Sum, {integer(4, false)});
  f.manifest.aggregations[a].value_is_signed = false;
  f.update(a, key(-1), 1);
  f.update(a, key(1), 1);
  f.update(a, key(2), -1);
  EXPECT_EQ(f.rows({a}), (Rows{{"1", {1}}, {"4294967295", {1}}, {"2", {-1}}}));
}

TEST(Order, DistributionsByTheirWeightedTotal) {
  Fixture f;
  const uint32_t a = f.aggregation("a", AggregationKind::Quantize, {text(8)});
  const auto add = [&](std::string_view name, std::initializer_list<int64_t> values) {
    for (const int64_t value : values)
      f.update(a, Key().add(name, 8), value);
  };
  add("many", {8, 8, 8, 8});
  add("one", {64});
  add("minus", {-64});
  add("zero", {0});
  add("zeros", {0, 0});
  std::string order;
  for (const auto &row : f.rows({a}))
    order += row.first + " ";
  EXPECT_EQ(order, "minus zero zeros many one ");
}

TEST(Values, NormalizeAndDeviation) {
  Fixture f;
  const uint32_t a = f.aggregation("a", AggregationKind::Avg);
  const uint32_t d = f.aggregation("d", AggregationKind::Stddev);
  for (const int64_t value : {1000, 2000, 6001})
    f.update(a, {}, value, value % 4);
  for (const int64_t value : {-3000000000, 3000000000})
    f.update(d, {}, value);
  EXPECT_EQ(f.rows({a, d}), (Rows{{"", {3000, 3000000000}}}));
  f.aggregates().normalize(a, 100);
  f.aggregates().normalize(d, -1000);
  EXPECT_EQ(f.rows({a, d}), (Rows{{"", {30, -3000000}}}));
  f.aggregates().normalize(a, 0); // no division by zero
  f.aggregates().denormalize(d);
  EXPECT_EQ(f.rows({a, d}), (Rows{{"", {30, 3000000000}}}));
}

TEST(Forget, TruncatedKeysLeaveTheKernel) {
  for (const AggregationKind kind : {AggregationKind::Sum, AggregationKind::Max}) {
    Fixture f;
    const uint32_t a = f.aggregation("a", kind, {integer()});
    f.announce(ActionKind::Trunc, a);
    for (int i = 0; i < 3; i++)
      f.update(a, key(i), 5);
    f.aggregates().trunc(a, {});
    f.update(a, key(2), 7);
    for (int i = 0; i < 6; i++)
      EXPECT_EQ(f.rows({a}), (Rows{{"2", {7}}}));
    EXPECT_EQ(f.kernel.forgotten, (std::vector<Bytes>{key(0).bytes(), key(1).bytes()}));
    f.update(a, key(0), 1); // anew
    EXPECT_EQ(f.rows({a}), (Rows{{"0", {1}}, {"2", {7}}}));
  }
}

TEST(Forget, AnUpdateAtTheLastMomentIsKept) {
  for (const AggregationKind kind : {AggregationKind::Sum, AggregationKind::Max}) {
    Fixture f;
    const uint32_t a = f.aggregation("a", kind, {integer()});
    f.announce(ActionKind::Trunc, a);
    f.update(a, key(1), 5);
    f.aggregates().trunc(a, {});
    f.kernel.before_forget = [&] { f.update(a, key(1), 3); };
    for (int i = 0; i < 10 && f.kernel.forgotten.empty(); i++)
      f.rows({a});
    ASSERT_EQ(f.kernel.forgotten.size(), 1u);
    f.kernel.before_forget = [] {};
    EXPECT_EQ(f.rows({a}), (Rows{{"1", {3}}}));
    f.update(a, key(1), 4, 2);
    EXPECT_EQ(f.rows({a}), (Rows{{"1", {kind == AggregationKind::Sum ? 7 : 4}}}));
  }
}

// What every key was given since it was last cleared, or began.
struct Model {
  struct Value {
    std::vector<int64_t> values;
  };
  AggregationKind kind;
  std::map<int32_t, Value> keys;

  int64_t number(const std::vector<int64_t> &v) const {
    if (v.empty())
      return 0;
    int64_t sum = 0;
    for (const int64_t value : v)
      sum += value;
    switch (kind) {
    case AggregationKind::Count:
      return v.size();
    case AggregationKind::Avg:
      return sum / static_cast<int64_t>(v.size());
    case AggregationKind::Min:
      return *std::min_element(v.begin(), v.end());
    case AggregationKind::Max:
      return *std::max_element(v.begin(), v.end());
    default:
      return sum;
    }
  }
  Rows rows() const {
    Rows rows;
    for (const auto &[key, value] : keys)
      rows.push_back({std::to_string(key), {number(value.values)}});
    return rows;
  }
};

TEST(Aggregates, RandomSequencesAgreeWithTheModel) {
  constexpr AggregationKind kinds[] = {AggregationKind::Count, AggregationKind::Sum,
                                       AggregationKind::Avg, AggregationKind::Min,
                                       AggregationKind::Max};
  for (uint32_t seed = 0; seed < 300; seed++) {
    std::mt19937 random(seed);
    Fixture f;
    f.options.set("aggsortkey", "");
    std::vector<Model> models;
    for (const AggregationKind kind : kinds) {
      const uint32_t a = f.aggregation("a", kind, {integer()});
      if (seed % 3 == 0)
        f.announce(ActionKind::Clear, a), f.announce(ActionKind::Trunc, a);
      models.push_back({kind, {}});
    }
    for (int step = 0; step < 200; step++) {
      const uint32_t a = random() % std::size(kinds);
      Model &model = models[a];
      const auto operation = random() % 20;
      if (operation < 14) {
        const auto k = static_cast<int32_t>(random() % 5);
        const auto value = static_cast<int64_t>(random() % 21) - 10;
        f.update(a, key(k), value, random() % FakeKernel::cpus);
        model.keys[k].values.push_back(value);
        continue;
      }
      if (operation < 16) {
        auto sorted = [](Rows rows) {
          std::ranges::stable_sort(rows, {}, [](const auto &row) { return std::stoi(row.first); });
          return rows;
        };
        ASSERT_EQ(sorted(f.rows({a})), sorted(model.rows())) << "seed " << seed << " step " << step;
        continue;
      }
      f.aggregates().begin_firing();
      if (operation == 16) {
        f.aggregates().clear(a);
        for (auto &[_, value] : model.keys)
          value.values.clear();
      } else if (operation == 17) {
        f.aggregates().trunc(a, {});
        model.keys.clear();
      } else {
        const int64_t keep = static_cast<int64_t>(random() % 7) - 3;
        f.aggregates().trunc(a, keep);
        Rows rows = model.rows();
        std::ranges::stable_sort(rows, [&](const auto &x, const auto &y) {
          if (model.kind == AggregationKind::Avg) // by the exact average
            return false;
          return x.second[0] != y.second[0] ? x.second[0] < y.second[0]
                                            : std::stoi(x.first) < std::stoi(y.first);
        });
        if (model.kind == AggregationKind::Avg)
          rows = f.rows({a}, false); // which stayed is the order's test, how many this one's
        else if (static_cast<size_t>(std::abs(keep)) < rows.size()) {
          if (keep >= 0)
            rows.erase(rows.begin(), rows.end() - keep);
          else
            rows.erase(rows.begin() - keep, rows.end());
        }
        EXPECT_LE(rows.size(),
                  static_cast<size_t>(std::abs(keep)) +
                      (model.keys.size() <= static_cast<size_t>(std::abs(keep)) ? 5 : 0));
        std::map<int32_t, Model::Value> left;
        for (const auto &row : rows)
          left[std::stoi(row.first)] = model.keys[std::stoi(row.first)];
        model.keys = left;
      }
    }
  }
}

// Updates that come while the consumer looks are in this interval or in the next: those of the old
// generation in this one, and extremes are exact.
TEST(Aggregates, NothingIsLostBetweenPrintAndClear) {
  for (uint32_t seed = 0; seed < 50; seed++) {
    std::mt19937 random(seed);
    Fixture f;
    const uint32_t sum = f.aggregation("s", AggregationKind::Sum, {integer()});
    const uint32_t count = f.aggregation("c", AggregationKind::Count);
    const uint32_t max = f.aggregation("m", AggregationKind::Max);
    const uint32_t min = f.aggregation("n", AggregationKind::Min);
    for (const uint32_t a : {sum, count, max, min})
      f.announce(ActionKind::Clear, a);
    int64_t given = 0, updates = 0, counted = 0, summed = 0;
    std::multimap<uint64_t, int64_t> pending; // generation -> value, not yet in an interval
    bool injected = false;
    const auto update = [&] {
      const int64_t value = random() % 1000;
      const uint32_t cpu = random() % 4;
      f.update(sum, key(random() % 3), value, cpu);
      f.update(count, {}, 0, cpu);
      f.update(max, {}, value, cpu);
      f.update(min, {}, -value, cpu);
      given += value, updates++;
      pending.emplace(f.kernel.generation, value);
    };
    f.kernel.before_read = [&] {
      if (!injected && random() % 3 == 0)
        injected = true, update();
    };
    const auto add = [](int64_t &to, const Rows &rows) {
      for (const auto &row : rows)
        to += row.second[0];
    };
    update();
    for (int interval = 0; interval < 50; interval++) {
      for (uint32_t i = random() % 4; i > 0; i--)
        update();
      injected = false;
      add(summed, f.rows({sum}));
      add(counted, f.rows({count}, false));
      const Rows most = f.rows({max}, false), least = f.rows({min}, false);
      for (const uint32_t a : {sum, count, max, min})
        f.aggregates().clear(a);
      int64_t expected = 0;
      const auto end = pending.lower_bound(f.kernel.generation);
      for (auto at = pending.begin(); at != end; at = pending.erase(at))
        expected = std::max(expected, at->second);
      ASSERT_EQ(most[0].second[0], expected) << "seed " << seed << " interval " << interval;
      ASSERT_EQ(least[0].second[0], -expected);
    }
    f.kernel.before_read = [] {};
    add(summed, f.rows({sum}));
    add(counted, f.rows({count}, false));
    EXPECT_EQ(summed, given);
    EXPECT_EQ(counted, updates);
  }
}

TEST(Aggregates, AddressesOfOneNameAreOneKey) {
  Fixture f;
  const Field function{
      .kind = FieldKind::KernelAddress, .size = 8, .form = AddressForm::Function};
  const Field address{.kind = FieldKind::UserAddress, .size = 16};
  const uint32_t a = f.aggregation("a", AggregationKind::Sum, {function});
  const uint32_t b = f.aggregation("b", AggregationKind::Max, {address});
  f.announce(ActionKind::Clear, a), f.announce(ActionKind::Trunc, a);
  const auto values = [&](uint32_t which) {
    f.aggregates().begin_firing();
    const AggregationTable &table = f.aggregates().table(std::span(&which, 1));
    std::vector<int64_t> values;
    for (size_t i = 0; i < table.rows.size(); i++)
      values.push_back(scalar_value(table.value(i, 0)));
    return values;
  };
  using Values = std::vector<int64_t>;
  const auto at = [](uint64_t place) { return Key().add(place); };
  f.update(a, at(0x1010), 1), f.update(a, at(0x1020), 2, 1), f.update(a, at(0x2000), 5);
  EXPECT_EQ(values(a), (Values{3, 5}));
  f.aggregates().clear(a);
  EXPECT_EQ(values(a), (Values{0, 0}));
  f.update(a, at(0x1030), 4);
  EXPECT_EQ(values(a), (Values{0, 4}));
  f.aggregates().trunc(a, std::nullopt);
  for (int i = 0; i < 6; i++)
    EXPECT_EQ(values(a), Values{});
  EXPECT_EQ(f.kernel.size(a), 0u);
  f.update(a, at(0x1020), 7);
  EXPECT_EQ(values(a), Values{7});
  // uaddr() shows the address.
  f.update(b, Key().add(uint64_t{5}).add(uint64_t{0x1010}), 1);
  f.update(b, Key().add(uint64_t{5}).add(uint64_t{0x1020}), 2);
  EXPECT_EQ(values(b), (Values{1, 2}));
}

// Names of addresses are asked for once, as long as a key has them; what no key has is forgotten, since
// processes start for ever.
TEST(Aggregates, NamesOfAddressesGoWithTheirKeys) {
  constexpr uint64_t many = 5000, page = 4096;
  Fixture f;
  const Field function{
      .kind = FieldKind::KernelAddress, .size = 8, .form = AddressForm::Function};
  const uint32_t a = f.aggregation("a", AggregationKind::Sum, {function});
  f.announce(ActionKind::Trunc, a);
  const auto rows = [&] {
    f.aggregates().begin_firing();
    return f.aggregates().table(std::span(&a, 1)).rows.size();
  };
  for (uint64_t i = 1; i <= many; i++)
    f.update(a, Key().add(i * page), 1);
  EXPECT_EQ(rows(), many);
  EXPECT_EQ(rows(), many);
  EXPECT_EQ(f.kernel.names_asked, many);
  f.aggregates().trunc(a, std::nullopt);
  for (int i = 0; i < 6; i++)
    EXPECT_EQ(rows(), 0u);
  ASSERT_EQ(f.kernel.size(a), 0u);
  for (uint64_t i = many + 1; i <= 3 * many; i++) // so many that it looks what may go
    f.update(a, Key().add(i * page), 1);
  EXPECT_EQ(rows(), 2 * many);
  f.kernel.names_asked = 0;
  f.update(a, Key().add(page), 1);
  EXPECT_EQ(rows(), 2 * many + 1);
  EXPECT_EQ(f.kernel.names_asked, 1u);
}

} // namespace
} // namespace dtrace::test

// What becomes of samples before the Consumer, by bufpolicy and by time.
#include "consume/intake.h"

#include "program.h"

#include <gtest/gtest.h>

using namespace dtrace;
using namespace dtrace::test;

namespace {
// Writes down the values of the records that reach it.
struct Values : RecordHandler {
  std::vector<int64_t> seen;
  void begin_record(const RecordView &) override {}
  void action(const RecordView &record, const ActionRecord &action, uint32_t) override {
    seen.push_back(read_integer(action.fields[0], record.data));
  }
  void printa(const RecordView &, const ActionRecord &, uint32_t, const AggregationTable &) override {}
  void end_record(const RecordView &) override {}
  void aggregation_at_exit(const AggregationTable &) override {}
  void fault(const FaultReport &) override {}
  void drop(const Drop &) override {}
  void warning(std::string_view) override {}
  void options_changed() override {}
  void flush() override {}
};

constexpr uint64_t second = 1'000'000'000;

struct Feed : Program {
  Options options;
  Values values;
  FakeKernel kernel;
  bool go_on = true;
  std::optional<Consumer> consumer;
  std::optional<Intake> intake;
  ClauseRecord &traces = clause();
  uint64_t stop_after = UINT64_MAX;

  Feed(std::initializer_list<std::pair<const char *, const char *>> settings, bool timed = false) {
    for (const auto &[name, value] : settings)
      EXPECT_TRUE(options.set(name, value));
    manifest.timed = timed;
    if (timed)
      traces.size = sizeof(dt_timed_record);
    action(traces, ActionKind::Trace, {integer(8)});
    consumer.emplace(manifest, recorded, options, values, kernel);
    consumer->end_of_begin();
    intake.emplace(manifest, options, *consumer,
                   [this] { return values.seen.size() < stop_after; });
  }
  // A record of 16 bytes, or 24 with its time.
  void take(int64_t value, uint16_t cpu = 0, uint64_t time = 0, uint32_t probe = 1) {
    Sample sample(*this, traces, probe, cpu);
    sample.put(traces.actions[0].fields[0], value);
    if (manifest.timed)
      memcpy(&sample.data[offsetof(dt_timed_record, time)], &time, sizeof time);
    intake->take(sample);
  }
  std::vector<int64_t> taken() { return std::exchange(values.seen, {}); }
};
using Seen = std::vector<int64_t>;
} // namespace

TEST(Intake, SwitchHandsOverAtOnce) {
  Feed s({});
  s.take(1, 1), s.take(2, 0);
  EXPECT_EQ(s.taken(), (Seen{1, 2}));
  EXPECT_FALSE(s.intake->holds());
}

TEST(Intake, TimesOrderWhatIsOldEnough) {
  Feed s({}, true);
  s.take(3, 0, 3 * second), s.take(1, 1, 1 * second), s.take(2, 0, 2 * second);
  s.take(2, 1, 2 * second); // at one time: as they came
  EXPECT_EQ(s.taken(), Seen{});
  s.intake->complete(2 * second + second / 2);
  EXPECT_EQ(s.taken(), (Seen{1, 2, 2}));
  EXPECT_TRUE(s.intake->holds());
  s.take(4, 1, 2 * second + 1); // late, but in time
  s.intake->finish();
  EXPECT_EQ(s.taken(), (Seen{4, 3}));
  EXPECT_FALSE(s.intake->holds());
}

TEST(Intake, WhatIsNotHandedOverStays) {
  Feed s({}, true);
  for (int i = 0; i < 5; i++)
    s.take(i, i % 2, i + 1);
  s.stop_after = 2;
  s.intake->finish();
  EXPECT_EQ(s.taken(), (Seen{0, 1}));
  EXPECT_TRUE(s.intake->holds());
  s.intake->finish();
  s.stop_after = UINT64_MAX;
  s.intake->finish();
  EXPECT_EQ(s.taken(), (Seen{2, 3, 4}));
}

TEST(Intake, FillKeepsTheFirst) {
  Feed s({{"bufpolicy", "fill"}, {"bufsize", "48"}});
  s.intake->keep_free(16);
  s.take(1), s.take(2), s.take(11, 1);
  EXPECT_FALSE(s.intake->full());
  s.take(3);
  EXPECT_TRUE(s.intake->full());
  s.take(12, 1);           // this CPU has room
  s.take(99, 0, 0, 2);     // END finds what was kept free
  s.intake->complete(5 * second);
  EXPECT_EQ(s.taken(), Seen{});
  s.intake->finish();
  EXPECT_EQ(s.taken(), (Seen{1, 2, 11, 12, 99}));
}

TEST(Intake, RingKeepsTheNewestOfEachCpu) {
  Feed s({{"bufpolicy", "ring"}, {"bufsize", "32"}});
  for (int i = 0; i < 5000; i++)
    s.take(i);
  s.take(-1, 1);
  s.take(5000);
  EXPECT_FALSE(s.intake->full());
  s.intake->finish();
  EXPECT_EQ(s.taken(), (Seen{4999, -1, 5000}));
  Feed by_cpu({{"bufpolicy", "ring"}, {"bufsize", "32"}, {"temporal", "0"}});
  by_cpu.take(1), by_cpu.take(10, 1), by_cpu.take(2), by_cpu.take(11, 1);
  by_cpu.intake->finish();
  EXPECT_EQ(by_cpu.taken(), (Seen{1, 2, 10, 11}));
}

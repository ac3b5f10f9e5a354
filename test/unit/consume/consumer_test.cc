// The record stream: order, guards, faults, speculations, -F, drops; what a handler is told.
#include <gtest/gtest.h>

#include "consume/aggregation_value.h"
#include "consume/consumer.h"
#include "program.h"

#include <random>

namespace dtrace::test {
namespace {

// Writes down every call.
class Log : public RecordHandler {
public:
  std::vector<std::string> calls;

  void begin_record(const RecordView &r) override {
    std::string line = "record " + std::to_string(r.clause->number) + " of " + r.probe->name;
    if (r.flow != Flow::None || r.indent)
      line += format(" flow %d at %u", static_cast<int>(r.flow), r.indent);
    calls.push_back(line + (r.silent ? " silent" : ""));
  }
  void action(const RecordView &r, const ActionRecord &a, uint32_t index) override {
    std::string line = format("action %u", index);
    for (const Field &field : a.fields)
      line += format(" %ld", static_cast<long>(read_integer(field, r.data)));
    calls.push_back(line);
  }
  void printa(const RecordView &, const ActionRecord &, uint32_t,
              const AggregationTable &table) override {
    calls.push_back("printa " + describe(table));
  }
  void end_record(const RecordView &) override {}
  void aggregation_at_exit(const AggregationTable &table) override {
    calls.push_back("exit " + describe(table));
  }
  void fault(const FaultReport &f) override {
    calls.push_back(format("fault %u value %lu clause %u of %s line %u", f.fault,
                           static_cast<unsigned long>(f.value), f.clause->number,
                           f.probe->name.c_str(), f.statement.place().line));
  }
  void drop(const Drop &d) override {
    calls.push_back(format("drop %d cpu %u count %lu total %lu", static_cast<int>(d.kind), d.cpu,
                           static_cast<unsigned long>(d.count),
                           static_cast<unsigned long>(d.total)));
  }
  void warning(std::string_view text) override { calls.push_back("warning " + std::string(text)); }
  void options_changed() override { calls.push_back("options"); }
  void flush() override {}

  std::vector<std::string> take() { return std::exchange(calls, {}); }

private:
  static std::string describe(const AggregationTable &table) {
    std::string text;
    for (size_t row = 0; row < table.rows.size(); row++)
      for (size_t column = 0; column < table.columns.size(); column++)
        text += format(" %ld", static_cast<long>(scalar_value(table.value(row, column))));
    return std::to_string(table.rows.size()) + ":" + text;
  }
};

struct Stream : Program {
  Options options;
  FakeKernel kernel;
  Log log;
  std::optional<Consumer> consumer_;
  Consumer &consumer() {
    if (!consumer_)
      consumer_.emplace(manifest, recorded, options, log, kernel);
    return *consumer_;
  }
  void take(std::span<const std::byte> sample) { consumer().consume(sample); }
};
using Calls = std::vector<std::string>;

TEST(Stream, BeginComesBeforeWhatItCaused) {
  Stream s;
  s.probe(10, "syscall", "", "read", "entry");
  ClauseRecord &begin = s.clause(), &error = s.clause(), &other = s.clause();
  s.take(Sample(s, error, 3));
  s.take(fault_sample(10, 2, 0, DT_FAULT_ILLOP, 0));
  s.take(Sample(s, begin, 1));
  s.take(Sample(s, other, 10));
  s.take(fault_sample(1, 0, 0, DT_FAULT_DIVZERO, 0));
  EXPECT_EQ(s.log.take(), (Calls{"record 1 of BEGIN", "fault 4 value 0 clause 1 of BEGIN line 0"}));
  s.consumer().end_of_begin();
  EXPECT_EQ(s.log.take(), (Calls{"record 2 of ERROR", "fault 3 value 0 clause 3 of entry line 0",
                                 "record 3 of entry"}));
  s.take(Sample(s, other, 10));
  EXPECT_EQ(s.log.take(), Calls{"record 3 of entry"});
}

TEST(Stream, GuardsDecideWhichActionsAreDone) {
  Stream s;
  ClauseRecord &c = s.clause();
  const Field guard = s.place(c, integer(1, false)), other = s.place(c, integer(1, false));
  s.action(c, ActionKind::Trace, {integer(4)}).guard = guard.offset;
  s.action(c, ActionKind::Trace, {integer(8)}).guard = other.offset;
  s.action(c, ActionKind::Trace, {integer(2)});
  Sample r(s, c, 1);
  r.put(guard, 0).put(other, 1);
  for (int i = 0; i < 3; i++)
    r.put(c.actions[i].fields[0], 10 + i);
  s.take(r);
  EXPECT_EQ(s.log.take(), (Calls{"record 1 of BEGIN", "action 1 11", "action 2 12"}));
}

TEST(Stream, ExitStatusIsTheLastOne) {
  Stream s;
  ClauseRecord &c = s.clause();
  s.action(c, ActionKind::Exit, {integer(4)});
  EXPECT_EQ(s.consumer().exit_status(), std::nullopt);
  s.take(Sample(s, c, 1).put(c.actions[0].fields[0], 7));
  EXPECT_EQ(s.consumer().exit_status(), 7);
  s.take(Sample(s, c, 1).put(c.actions[0].fields[0], -1));
  EXPECT_EQ(s.consumer().exit_status(), -1);
}

TEST(Stream, WhatFitsNoLayoutIsCountedNotRead) {
  Stream s;
  ClauseRecord &c = s.clause();
  s.action(c, ActionKind::Trace, {integer(8)});
  Sample whole(s, c, 1), no_probe(s, c, 999);
  for (size_t size = 0; size < whole.data.size(); size++)
    s.take(std::span(whole.data).first(size));
  Bytes no_clause = whole.data;
  const dt_record header{1, 50, 0};
  memcpy(no_clause.data(), &header, sizeof header);
  s.take(no_clause);
  s.consumer().end_of_begin();
  s.take(no_probe);
  s.take(std::span<const std::byte>(fault_sample(1, 0, 0, 1, 1)).first(16));
  s.take(fault_sample(1, 70, 0, 1, 1));
  EXPECT_EQ(s.log.take(), Calls{});
  EXPECT_EQ(s.consumer().malformed(), whole.data.size() + 4);
  s.take(fault_sample(1, 0, 12, 1, 1)); // a statement nobody knows is no harm
  EXPECT_EQ(s.log.take(), Calls{"fault 1 value 1 clause 1 of BEGIN line 0"});
}

TEST(Stream, RandomBytesDoNoHarm) {
  Stream s;
  ClauseRecord &c = s.clause(), &d = s.clause();
  d.speculation = s.place(d, integer(4)).offset;
  const uint32_t a = s.aggregation("a", AggregationKind::Sum);
  s.action(c, ActionKind::Commit, {integer(4)});
  s.action(c, ActionKind::Trunc, {integer(8)}).aggregations = {a};
  s.action(c, ActionKind::Normalize, {integer(8)}).aggregations = {a};
  s.action(c, ActionKind::Printa).aggregations = {a};
  s.consumer().end_of_begin();
  std::mt19937 random(5);
  for (int i = 0; i < 20000; i++) {
    Bytes bytes(random() % 64);
    for (std::byte &b : bytes)
      b = std::byte(random() % 4 ? random() % 3 : random());
    s.take(bytes);
  }
  s.consumer().finish();
  EXPECT_GT(s.log.calls.size(), 0u);
}

TEST(Speculation, CommittedRecordsComeInOrderWhereTheCommitStands) {
  Stream s;
  ASSERT_TRUE(s.options.set("nspec", "3", {}));
  ClauseRecord &c = s.clause(), &commit = s.clause(), &discard = s.clause();
  c.speculation = s.place(c, integer(4)).offset;
  s.action(c, ActionKind::Trace, {integer(4)});
  s.action(commit, ActionKind::Commit, {integer(4)});
  s.action(discard, ActionKind::Discard, {integer(4)});
  const Field id{.offset = static_cast<uint32_t>(c.speculation), .size = 4};
  const Field value = c.actions[0].fields[0];
  const auto speculate = [&](int64_t speculation, int64_t v) {
    s.take(Sample(s, c, 1).put(id, speculation).put(value, v));
  };
  speculate(1, 11), speculate(2, 21), speculate(1, 12), speculate(3, 31);
  EXPECT_EQ(s.log.take(), Calls{});
  speculate(0, 99); // speculate(0) is the principal buffer
  EXPECT_EQ(s.log.take(), (Calls{"record 1 of BEGIN", "action 0 99"}));
  s.take(Sample(s, commit, 1).put(commit.actions[0].fields[0], 1));
  EXPECT_EQ(s.log.take(), (Calls{"record 2 of BEGIN silent", "action 0 1", "record 1 of BEGIN",
                                 "action 0 11", "record 1 of BEGIN", "action 0 12"}));
  s.take(Sample(s, discard, 1).put(discard.actions[0].fields[0], 2));
  EXPECT_EQ(s.log.take(), (Calls{"record 3 of BEGIN silent", "action 0 2"}));
  s.take(Sample(s, commit, 1).put(commit.actions[0].fields[0], 2));
  s.take(Sample(s, commit, 1).put(commit.actions[0].fields[0], 1));
  EXPECT_EQ(s.log.take(), (Calls{"record 2 of BEGIN silent", "action 0 2",
                                 "record 2 of BEGIN silent", "action 0 1"}));
  speculate(1, 13); // was in the making when the commit was recorded
  EXPECT_EQ(s.log.take().back(), "action 0 13");
  speculate(2, 22); // the same of what was discarded
  EXPECT_EQ(s.log.take(), Calls{});
  speculate(6, 61); // 3's place, though 3 never ended: its commit had no room
  s.take(Sample(s, commit, 1).put(commit.actions[0].fields[0], 3));
  EXPECT_EQ(s.log.take().back(), "action 0 3");
  s.take(Sample(s, commit, 1).put(commit.actions[0].fields[0], 6));
  EXPECT_EQ(s.log.take().back(), "action 0 61");
}

TEST(Speculation, ACommitThatIsNotReachedReleasesNothing) {
  Stream s;
  ClauseRecord &c = s.clause(), &commit = s.clause();
  c.speculation = s.place(c, integer(4)).offset;
  const Field guard = s.place(commit, integer(1, false));
  s.action(commit, ActionKind::Commit, {integer(4)}).guard = guard.offset;
  s.take(Sample(s, c, 1).put({.offset = static_cast<uint32_t>(c.speculation), .size = 4}, 1));
  s.take(Sample(s, commit, 1).put(commit.actions[0].fields[0], 1));
  EXPECT_EQ(s.log.take(), Calls{"record 2 of BEGIN"});
}

TEST(Flow, IndentsACpuAtATime) {
  Stream s;
  s.options.set("flowindent", "");
  s.probe(10, "fbt", "vmlinux", "f", "entry");
  s.probe(11, "fbt", "vmlinux", "f", "return");
  s.probe(12, "pid7", "a.out", "g", "method-entry");
  s.probe(13, "sdt", "vmlinux", "h", "carpentry");
  ClauseRecord &c = s.clause();
  s.consumer().end_of_begin();
  for (const auto &[probe, cpu] : std::vector<std::pair<uint32_t, uint16_t>>{
           {10, 0}, {12, 0}, {10, 1}, {13, 0}, {11, 0}, {11, 1}, {11, 0}, {11, 0}})
    s.take(Sample(s, c, probe, cpu));
  EXPECT_EQ(s.log.take(), Calls{}); // looks ahead to the end of the batch
  s.consumer().end_of_batch();
  EXPECT_EQ(s.log.take(),
            (Calls{"record 1 of entry flow 1 at 0", "record 1 of method-entry flow 1 at 2",
                   "record 1 of entry flow 1 at 0", "record 1 of carpentry flow 0 at 4",
                   "record 1 of return flow 2 at 2", "record 1 of return flow 2 at 0",
                   "record 1 of return flow 2 at 0", "record 1 of return flow 2 at 0"}));
}

TEST(Flow, SeveralClausesOfAFiringEnterAndLeaveOnce) {
  Stream s;
  s.options.set("flowindent", "");
  s.probe(10, "fbt", "vmlinux", "f", "entry");
  s.probe(11, "fbt", "vmlinux", "f", "return");
  ClauseRecord &a = s.clause(), &b = s.clause();
  s.consumer().end_of_begin();
  for (const uint32_t probe : {10, 11})
    for (const ClauseRecord *c : {&a, &b})
      s.take(Sample(s, *c, probe));
  s.take(Sample(s, a, 10)); // a new firing of one clause
  s.take(Sample(s, a, 10));
  s.consumer().end_of_batch();
  EXPECT_EQ(s.log.take(),
            (Calls{"record 1 of entry flow 1 at 0", "record 2 of entry flow 0 at 2",
                   "record 1 of return flow 0 at 2", "record 2 of return flow 2 at 0",
                   "record 1 of entry flow 1 at 0", "record 1 of entry flow 1 at 2"}));
}

TEST(Setopt, ChangesDynamicOptionsOnly) {
  Stream s;
  ClauseRecord &c = s.clause();
  s.set_words(s.action(c, ActionKind::Setopt), {"quiet", "1"});
  s.set_words(s.action(c, ActionKind::Setopt), {"aggsize", "8m"});
  s.set_words(s.action(c, ActionKind::Setopt), {"nosuch"});
  s.set_words(s.action(c, ActionKind::Setopt), {"aggsortkeypos", "no number"});
  s.take(Sample(s, c, 1));
  const Calls calls = s.log.take();
  ASSERT_EQ(calls.size(), 6u);
  EXPECT_EQ(calls[1], "options");
  EXPECT_TRUE(calls[3].ends_with("couldn't set option \"aggsize\" to \"8m\": "
                                 "Operation illegal when tracing is active")) << calls[3];
  EXPECT_TRUE(calls[4].ends_with("couldn't set option \"nosuch\" to \"1\": Invalid option name"))
      << calls[4];
  EXPECT_TRUE(calls[5].starts_with("warning ")) << calls[5];
  EXPECT_TRUE(s.options.flag("quiet"));
}

TEST(Drops, OnlyWhatIsNewIsReported) {
  Stream s;
  std::vector<dt_cpu> cpus(3);
  s.consumer().drops(cpus);
  EXPECT_EQ(s.log.take(), Calls{});
  cpus[1].record_drops = 5;
  cpus[2].aggregation_drops = 1;
  cpus[0].dynamic_drops = 2, cpus[2].dynamic_drops = 3;
  cpus[1].speculation_none = 1;
  s.consumer().drops(cpus);
  EXPECT_EQ(s.log.take(), (Calls{"drop 0 cpu 1 count 5 total 5", "drop 1 cpu 2 count 1 total 1",
                                 "drop 2 cpu 0 count 5 total 5", "drop 7 cpu 0 count 1 total 1"}));
  cpus[1].record_drops = 7;
  cpus[0].error_drops = 1, cpus[0].string_drops = 1, cpus[0].speculation_busy = 1,
  cpus[0].speculation_drops = 1;
  s.consumer().drops(cpus);
  EXPECT_EQ(s.log.take(), (Calls{"drop 0 cpu 1 count 2 total 7", "drop 5 cpu 0 count 1 total 1",
                                 "drop 6 cpu 0 count 1 total 1", "drop 8 cpu 0 count 1 total 1",
                                 "drop 9 cpu 0 count 1 total 1"}));
  s.consumer().drops(cpus);
  EXPECT_EQ(s.log.take(), Calls{});
}

TEST(Firing, ClausesOfOneFiringShareASnapshot) {
  Stream s;
  s.probe(10, "profile", "", "", "tick-1s");
  s.probe(11, "syscall", "", "read", "entry");
  const uint32_t a = s.aggregation("a", AggregationKind::Sum);
  ClauseRecord &print = s.clause(), &clear = s.clause(), &other = s.clause();
  s.action(print, ActionKind::Printa).aggregations = {a};
  s.action(clear, ActionKind::Clear).aggregations = {a};
  s.consumer().end_of_begin();
  const auto add = [&](int64_t value) { s.kernel.update(s.manifest.aggregations[a], {}, value); };
  add(10);
  s.take(Sample(s, print, 10));
  add(5); // came between the two clauses: belongs to the next interval
  s.take(Sample(s, other, 11, 1));
  s.take(Sample(s, clear, 10));
  s.consumer().end_of_batch();
  add(1);
  s.take(Sample(s, print, 10));
  EXPECT_EQ(s.log.take(),
            (Calls{"record 1 of tick-1s", "printa 1: 10", "record 3 of entry",
                   "record 2 of tick-1s", "action 0", "record 1 of tick-1s", "printa 1: 6"}));
}

TEST(Finish, PrintsWhatWasNeverPrinted) {
  Stream s;
  const uint32_t a = s.aggregation("a", AggregationKind::Sum);
  const uint32_t b = s.aggregation("b", AggregationKind::Count, {integer(4)});
  s.aggregation("never", AggregationKind::Max);
  ClauseRecord &c = s.clause();
  s.action(c, ActionKind::Printa).aggregations = {a};
  s.kernel.update(s.manifest.aggregations[a], {}, 4);
  s.kernel.update(s.manifest.aggregations[b], Key().add(1), 0);
  s.take(Sample(s, c, 1));
  s.kernel.update(s.manifest.aggregations[b], Key().add(2), 0);
  s.consumer().finish();
  EXPECT_EQ(s.log.take(), (Calls{"record 1 of BEGIN", "printa 1: 4", "exit 2: 1 1"}));
}

} // namespace
} // namespace dtrace::test

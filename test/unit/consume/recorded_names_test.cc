#include "consume/recorded_names.h"

#include <gtest/gtest.h>

namespace dtrace {
namespace {

struct Named {
  Manifest manifest;
  RecordedNames names{manifest};

  Named() {
    manifest.probes[7] = {7, "pid9", "\1m1", "\1f1", "entry"};
    manifest.probes[8] = {8, "pid9", "\1m2", "\1f2", "entry"};
    manifest.strings = {"a text", "\1f1", "entry", "\1f2", "\1m1"};
  }
};

TEST(RecordedNames, AreTheManifestsAtFirst) {
  Named named;
  EXPECT_EQ(named.names.probe(7), &named.manifest.probes.at(7));
  EXPECT_EQ(named.names.probe(9), nullptr);
  EXPECT_EQ(named.names.text(0), "a text");
  EXPECT_EQ(named.names.text(5), "");
  EXPECT_FALSE(named.names.has_text(5));
}

TEST(RecordedNames, ArrivalsLieOverThemAndChangeNothingBelow) {
  Named named;
  const ProbeRecord *blank = named.names.probe(7);
  named.names.arrive(7, {0, "pid9", "plug.so", "plug_run", "entry"});
  EXPECT_EQ(named.names.probe(7)->id, 7u);
  EXPECT_EQ(named.names.probe(7)->function, "plug_run");
  EXPECT_EQ(named.names.text(1), "plug_run");
  EXPECT_EQ(named.names.text(4), "plug.so");
  EXPECT_EQ(named.names.text(2), "entry");
  EXPECT_EQ(named.names.text(3), "\1f2") << "still blank";
  EXPECT_EQ(named.manifest.strings[1], "\1f1");
  EXPECT_EQ(blank->function, "\1f1") << "what was given out stays";
}

TEST(RecordedNames, AnArrivalThatNobodyEnabledIsNotKept) {
  Named named;
  named.names.arrive(9, {0, "pid9", "m", "f", "entry"});
  EXPECT_EQ(named.names.probe(9), nullptr);
}

TEST(RecordedNames, EachBlankProbeGetsItsOwnNames) {
  Named named;
  named.names.arrive(8, {0, "pid9", "b", "second", "entry"});
  named.names.arrive(7, {0, "pid9", "a", "first", "entry"});
  EXPECT_EQ(named.names.text(1), "first");
  EXPECT_EQ(named.names.text(3), "second");
  EXPECT_EQ(named.names.probe(7)->module, "a");
  EXPECT_EQ(named.names.probe(8)->module, "b");
}

} // namespace
} // namespace dtrace

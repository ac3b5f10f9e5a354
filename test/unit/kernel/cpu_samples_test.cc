// The buffers of several CPUs in memory that the test fills as bpf/buffer.h does.
#include "kernel/cpu_samples.h"

#include <gtest/gtest.h>

#include <cstring>
#include <optional>
#include <string>
#include <vector>

using namespace dtrace;

namespace {

constexpr uint64_t buffer_bytes = 4096, stride = sizeof(dt_buffer) + buffer_bytes + 1024;
using Samples = std::vector<std::string>;

struct Buffers {
  explicit Buffers(size_t count = 2, uint64_t start = 0) : memory(count * stride) {
    for (size_t cpu = 0; cpu < count; cpu++)
      buffer(cpu).taken = buffer(cpu).reserved = start;
    samples.emplace(std::as_writable_bytes(std::span(memory)), stride, buffer_bytes);
  }
  dt_buffer &buffer(size_t cpu) {
    return *reinterpret_cast<dt_buffer *>(memory.data() + cpu * stride);
  }
  dt_sample &at(size_t cpu, uint64_t position) {
    return *reinterpret_cast<dt_sample *>(reinterpret_cast<char *>(&buffer(cpu) + 1) + position % buffer_bytes);
  }
  // The position; a state of 0 leaves the sample in the making.
  uint64_t put(size_t cpu, uint64_t time, const std::string &text, uint64_t state = DT_SAMPLE_DONE) {
    const uint64_t position = buffer(cpu).reserved;
    buffer(cpu).reserved += DT_SAMPLE_ROOM(text.size());
    dt_sample &sample = at(cpu, position);
    EXPECT_EQ(sample.state, 0u) << "a place that was not made zero again";
    sample.time = time;
    memcpy(&sample + 1, text.data(), text.size());
    sample.state = state ? state | text.size() : 0;
    return position;
  }
  Samples drain(uint64_t now = 1000, size_t limit = SIZE_MAX) {
    Samples taken;
    whole = samples->drain(now, [&](std::span<const std::byte> sample) {
      taken.emplace_back(reinterpret_cast<const char *>(sample.data()), sample.size());
      return taken.size() < limit;
    });
    return taken;
  }

  std::vector<char> memory; // aligned as operator new does
  std::optional<CpuSamples> samples;
  bool whole = false;
};

TEST(CpuSamples, MergedByTime) {
  Buffers f(3);
  EXPECT_FALSE(f.samples->any());
  f.put(0, 10, "a"), f.put(0, 40, "d");
  f.put(2, 20, "b"), f.put(2, 30, "c"), f.put(2, 50, "e");
  EXPECT_TRUE(f.samples->any());
  EXPECT_EQ(f.drain(), (Samples{"a", "b", "c", "d", "e"}));
  EXPECT_TRUE(f.whole);
  EXPECT_FALSE(f.samples->any());
  EXPECT_EQ(f.buffer(2).taken, f.buffer(2).reserved);
}

// An interrupt's sample has its place behind that of the program which it interrupted, and may have the
// earlier time.
TEST(CpuSamples, OneCpusSamplesKeepTheirOrder) {
  Buffers f;
  f.put(0, 30, "outer"), f.put(0, 20, "inner");
  f.put(1, 25, "other");
  EXPECT_EQ(f.drain(), (Samples{"other", "outer", "inner"}));
}

TEST(CpuSamples, WhatIsLaterThanTheLookWaits) {
  Buffers f;
  f.put(0, 10, "before"), f.put(0, 30, "after");
  f.put(1, 20, "now");
  EXPECT_EQ(f.drain(20), (Samples{"before", "now"}));
  EXPECT_TRUE(f.whole);
  EXPECT_EQ(f.drain(30), Samples{"after"});
}

// It may be the earliest of all that are left.
TEST(CpuSamples, UnfinishedSampleHoldsBackAllCpus) {
  Buffers f;
  f.put(0, 10, "first");
  const uint64_t unfinished = f.put(0, 15, "unfinished", 0);
  f.put(1, 20, "other");
  EXPECT_EQ(f.drain(), Samples{"first"});
  EXPECT_FALSE(f.whole);
  f.at(0, unfinished).state = DT_SAMPLE_DONE | strlen("unfinished");
  EXPECT_EQ(f.drain(), (Samples{"unfinished", "other"}));
  EXPECT_TRUE(f.whole);
}

TEST(CpuSamples, GivenUpSamplesAreSkipped) {
  Buffers f;
  f.put(0, 10, "gone", DT_SAMPLE_GONE), f.put(0, 20, "here");
  f.put(1, 30, "gone too", DT_SAMPLE_GONE);
  EXPECT_EQ(f.drain(), Samples{"here"});
  EXPECT_TRUE(f.whole);
  EXPECT_EQ(f.buffer(1).taken, f.buffer(1).reserved);
}

TEST(CpuSamples, StopsWhenToldTo) {
  Buffers f;
  f.put(0, 1, "one"), f.put(1, 2, "two"), f.put(0, 3, "three");
  EXPECT_EQ(f.drain(1000, 2), (Samples{"one", "two"}));
  EXPECT_FALSE(f.whole);
  EXPECT_EQ(f.drain(), Samples{"three"});
}

// Many times round, with samples that end behind the end of a buffer.
TEST(CpuSamples, PlacesAreUsedAgain) {
  for (uint64_t start = buffer_bytes - 40; start <= buffer_bytes; start += 8) {
    Buffers f(2, (uint64_t{1} << 32) - start);
    for (uint64_t round = 0; round < 300; round++) {
      const std::string long_one(round * 7 % 900, 'x');
      f.put(0, round, "short"), f.put(1, round, long_one), f.put(0, round, "");
      EXPECT_EQ(f.drain().size(), 3u);
    }
    EXPECT_EQ(f.buffer(1).taken, f.buffer(1).reserved);
  }
}

} // namespace

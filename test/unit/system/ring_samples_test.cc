// The consumer's side of a ring buffer over memory that the test fills as the kernel would.
#include "system/ring_samples.h"

#include <gtest/gtest.h>

#include <cstring>
#include <linux/bpf.h>
#include <string>
#include <vector>

using namespace dtrace;

namespace {

constexpr uint64_t size = 4096;

class Ring {
public:
  // A position just before the end of memory lets the first sample lie in the mirror, too.
  explicit Ring(uint64_t start = 0) : consumer(start), producer(start), data(2 * size) {}

  uint64_t put(const std::string &sample, uint32_t bits = 0) {
    const uint64_t at = producer;
    header(at, sample.size() | bits);
    for (size_t i = 0; i < sample.size(); i++)
      byte(at + BPF_RINGBUF_HDR_SZ + i, sample[i]);
    producer += (sample.size() + BPF_RINGBUF_HDR_SZ + 7) / 8 * 8;
    return at;
  }
  void header(uint64_t at, uint32_t word) {
    for (int i = 0; i < 4; i++)
      byte(at + i, reinterpret_cast<char *>(&word)[i]);
  }
  RingSamples samples() { return {&consumer, &producer, data.data(), size}; }

  std::vector<std::string> drain(size_t limit = SIZE_MAX) {
    std::vector<std::string> taken;
    const size_t count = samples().drain([&](std::span<const std::byte> sample) {
      taken.emplace_back(reinterpret_cast<const char *>(sample.data()), sample.size());
      return taken.size() < limit;
    });
    EXPECT_EQ(count, taken.size());
    return taken;
  }

  uint64_t consumer, producer;

private:
  void byte(uint64_t at, char value) {
    data[at % size] = data[at % size + size] = static_cast<std::byte>(value);
  }
  std::vector<std::byte> data;
};

using Texts = std::vector<std::string>;

} // namespace

TEST(RingSamples, InOrder) {
  Ring ring;
  EXPECT_TRUE(ring.samples().empty());
  EXPECT_EQ(ring.drain(), Texts{});
  ring.put("one");
  ring.put("twelve bytes");
  ring.put("");
  EXPECT_FALSE(ring.samples().empty());
  EXPECT_EQ(ring.drain(), (Texts{"one", "twelve bytes", ""}));
  EXPECT_EQ(ring.consumer, ring.producer);
  EXPECT_TRUE(ring.samples().empty());
  EXPECT_EQ(ring.drain(), Texts{});
}

TEST(RingSamples, UnfinishedSampleHoldsBackLaterOnes) {
  Ring ring;
  ring.put("one");
  const uint64_t unfinished = ring.put("two", BPF_RINGBUF_BUSY_BIT);
  ring.put("three");
  EXPECT_EQ(ring.drain(), Texts{"one"});
  EXPECT_EQ(ring.consumer, unfinished);
  EXPECT_TRUE(ring.samples().empty());
  ring.header(unfinished, 3);
  EXPECT_EQ(ring.drain(), (Texts{"two", "three"}));
}

TEST(RingSamples, DiscardedSamplesAreSkipped) {
  Ring ring;
  ring.put("gone", BPF_RINGBUF_DISCARD_BIT);
  ring.put("here");
  ring.put("gone too", BPF_RINGBUF_DISCARD_BIT);
  EXPECT_EQ(ring.drain(), Texts{"here"});
  EXPECT_EQ(ring.consumer, ring.producer);
}

TEST(RingSamples, AcrossTheEndOfMemory) {
  for (uint64_t before = 0; before <= 40; before += 8) {
    Ring ring(7 * size - before);
    ring.put("this lies on both sides of the end");
    ring.put("next");
    EXPECT_EQ(ring.drain(), (Texts{"this lies on both sides of the end", "next"})) << before;
  }
}

TEST(RingSamples, PositionsPast32Bits) {
  Ring ring((uint64_t{1} << 32) - 8);
  ring.put("one");
  ring.put("two");
  EXPECT_EQ(ring.drain(), (Texts{"one", "two"}));
}

TEST(RingSamples, StopsWhenToldTo) {
  Ring ring;
  for (const char *text : {"one", "two", "three"})
    ring.put(text);
  EXPECT_EQ(ring.drain(2), (Texts{"one", "two"}));
  EXPECT_FALSE(ring.samples().empty());
  EXPECT_EQ(ring.drain(), Texts{"three"});
}

TEST(RingSamples, TakesWhatArrivesMeanwhile) {
  Ring ring;
  ring.put("0");
  size_t taken = 0;
  const RingSamples samples = ring.samples();
  samples.drain([&](std::span<const std::byte>) {
    if (++taken < 500) // many times round
      ring.put(std::string(taken % 100, 'x'));
    return true;
  });
  EXPECT_EQ(taken, 500u);
  EXPECT_TRUE(samples.empty());
}

TEST(RingSamples, GivesRoomBackBeforeTheEnd) {
  // A buffer with more than the amount after which room is given back.
  constexpr uint64_t large = 256 << 10;
  std::vector<std::byte> data(2 * large);
  constexpr uint32_t length = 1016;
  uint64_t consumer = 0, producer = 200 * (length + 8);
  for (uint64_t at = 0; at < producer; at += length + 8)
    memcpy(data.data() + at, &length, sizeof length);
  uint64_t most_held = 0, taken = 0;
  RingSamples{&consumer, &producer, data.data(), large}.drain(
      [&](std::span<const std::byte> sample) {
        EXPECT_EQ(sample.size(), length);
        most_held = std::max(most_held, taken++ * (length + 8) - consumer);
        return true;
      });
  EXPECT_EQ(taken, 200u);
  EXPECT_LE(most_held, 64u << 10);
  EXPECT_GT(most_held, 32u << 10); // and not after each sample
}

// Globs, descriptions as text, the N of profile-N, and the clock of tick-N.
#include "providers/provider.h"
#include "providers/rate.h"
#include "providers/tick_timer.h"

#include <gtest/gtest.h>

#include <csignal>
#include <pthread.h>

using namespace dtrace;

TEST(Glob, Matches) {
  const std::pair<const char *, const char *> pairs[] = {
      {"", "anything"},
      {"", ""},
      {"read", "read"},
      {"*", ""},
      {"*", "read"},
      {"r*", "read"},
      {"*d", "read"},
      {"r*d", "read"},
      {"r**d", "read"},
      {"*ea*", "read"},
      {"r?ad", "read"},
      {"????", "read"},
      {"[rw]*", "write"},
      {"[a-f]", "c"},
      {"[!a-f]", "g"},
      {"[^a-f]", "g"},
      {"[]x]", "]"},
      {"[a-]", "-"},
      {"\\*", "*"},
      {"a\\?b", "a?b"},
      {"[", "["},
      {"a[b", "a[b"},
      {"*a*a*a*b", "aaaaaab"},
      {"pread*", "pread64"},
  };
  for (const auto &[pattern, text] : pairs)
    EXPECT_TRUE(glob_matches(pattern, text)) << pattern << " " << text;
}

TEST(Glob, DoesNotMatch) {
  const std::pair<const char *, const char *> pairs[] = {
      {"read", "reads"}, {"read", "rea"},   {"read", ""},     {"?", ""},
      {"r*d", "reads"},  {"[rw]", "x"},     {"[!rw]", "r"},   {"[a-f]", "g"},
      {"\\*", "a"},      {"*a*a*b", "aaa"}, {"READ", "read"}, {"?*?", "a"},
  };
  for (const auto &[pattern, text] : pairs)
    EXPECT_FALSE(glob_matches(pattern, text)) << pattern << " " << text;
}

TEST(Glob, ManyStarsAreNotSlow) {
  std::string pattern, text(10000, 'a');
  for (int i = 0; i < 100; i++)
    pattern += "*a";
  EXPECT_FALSE(glob_matches(pattern + "*b", text));
  EXPECT_TRUE(glob_matches(pattern, text));
}

TEST(Glob, IsGlob) {
  for (const char *glob : {"*", "a?", "[ab]", "a\\*"})
    EXPECT_TRUE(is_glob(glob)) << glob;
  for (const char *plain : {"", "read", "a-b.c", "profile-97"})
    EXPECT_FALSE(is_glob(plain)) << plain;
}

TEST(Description, Text) {
  EXPECT_EQ(to_string(ProbeDescription{"syscall", "", "read", "entry"}), "syscall::read:entry");
  EXPECT_EQ(to_string(ProbeDescription{"", "", "", "BEGIN"}), ":::BEGIN");
  EXPECT_EQ(to_string(ProbeDescription{.id = 17}), "17");
  EXPECT_FALSE((ProbeDescription{"syscall", "", "read", "entry"}).has_globs());
  EXPECT_TRUE((ProbeDescription{"syscall", "", "*read", "entry"}).has_globs());
}

TEST(Rate, Units) {
  const std::pair<const char *, uint64_t> rates[] = {
      {"1", 1000000000},        {"97", 10309278},       {"1000", 1000000},
      {"5000hz", 200000},       {"1sec", 1000000000},   {"5s", 5000000000},
      {"10ms", 10000000},       {"10msec", 10000000},   {"200us", 200000},
      {"500usec", 500000},      {"200000ns", 200000},   {"1000000nsec", 1000000},
      {"1m", 60000000000},      {"2min", 120000000000}, {"1h", 3600000000000},
      {"1hour", 3600000000000}, {"1d", 86400000000000}, {"2day", 172800000000000},
  };
  for (const auto &[text, nanoseconds] : rates)
    EXPECT_EQ(read_rate(text), nanoseconds) << text;
}

TEST(Rate, NoRates) {
  for (const char *text : {"", "0", "0s", "hz", "-1", "1x", "1 s", "5001", "199us", "1ns", "+1",
                           "99999999999999999999", "9999999999999d", "1.5s", "1secs"})
    EXPECT_EQ(read_rate(text), std::nullopt) << text;
}

namespace {
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
} // namespace

// A beat comes after its time, however late the machine is, and never twice for one time: what the
// beats are counted from is the start. Were it the end of the beat before, none of them, which take
// 2 ms each, could follow another by less than 7.
TEST(TickTimer, KeepsTime) {
  constexpr auto interval = milliseconds(5), work = milliseconds(2);
  constexpr size_t wanted = 25;
  const auto start = Clock::now();
  std::vector<Clock::duration> beats;
  std::atomic<size_t> count = 0;
  {
    TickTimer timer(5'000'000, [&] {
      beats.push_back(Clock::now() - start);
      std::this_thread::sleep_for(work);
      count++;
    });
    while (count < wanted)
      std::this_thread::sleep_for(milliseconds(1));
  }
  Clock::duration least = beats[1] - beats[0];
  for (size_t i = 0; i < beats.size(); i++) {
    EXPECT_GE(beats[i], (i + 1) * interval) << i;
    if (i > 0)
      least = std::min(least, beats[i] - beats[i - 1]);
  }
  EXPECT_LT(least, interval + work);
}

TEST(TickTimer, SkipsBeatsItCouldNotKeep) {
  std::vector<Clock::duration> beats;
  std::atomic<size_t> count = 0;
  const auto start = Clock::now();
  {
    TickTimer timer(10'000'000, [&] {
      beats.push_back(Clock::now() - start);
      if (beats.size() == 1)
        std::this_thread::sleep_for(milliseconds(35)); // over the second to fourth
      count++;
    });
    while (count < 3)
      std::this_thread::sleep_for(milliseconds(1));
  }
  const auto end = Clock::now() - start;
  ASSERT_GE(beats.size(), 2u);
  EXPECT_GE(beats[1] - beats[0], milliseconds(35));
  EXPECT_LE(beats.size(), end / milliseconds(10) - 3);
}

TEST(TickTimer, StopsBeforeItsBeat) { // or this takes an hour
  std::atomic<int> beats = 0;
  {
    TickTimer timer(3600'000'000'000, [&] { beats++; });
  }
  EXPECT_EQ(beats, 0);
}

TEST(TickTimer, LeavesSignalsToOthers) {
  sigset_t mine, before, theirs;
  sigemptyset(&mine);
  sigaddset(&mine, SIGUSR2);
  pthread_sigmask(SIG_SETMASK, &mine, &before);
  std::atomic<bool> seen = false;
  {
    TickTimer timer(1'000'000, [&] {
      pthread_sigmask(SIG_SETMASK, nullptr, &theirs);
      seen = true;
    });
    while (!seen)
      std::this_thread::yield();
  }
  EXPECT_TRUE(sigismember(&theirs, SIGINT) && sigismember(&theirs, SIGTERM));
  pthread_sigmask(SIG_SETMASK, &before, &theirs);
  EXPECT_TRUE(sigismember(&theirs, SIGUSR2));
  EXPECT_FALSE(sigismember(&theirs, SIGINT));
}

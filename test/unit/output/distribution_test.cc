// Distributions: bars, ranges, negative counts, and the options that draw them otherwise.
#include <gtest/gtest.h>

#include "output/distribution.h"
#include "session.h"

#include <algorithm>
#include <random>
#include <sstream>

namespace dtrace::test {
namespace {

std::vector<std::string> lines_of(const std::string &text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);)
    lines.push_back(line);
  return lines;
}

std::string bar(std::initializer_list<int64_t> values, int64_t value, bool zoom = false) {
  BarScale scale;
  for (const int64_t v : values)
    scale.add(v, zoom);
  std::string text;
  Output out(&text);
  print_bar(out, scale, value);
  out.flush();
  return text;
}

TEST(Bar, RoundsToTheNearestColumn) {
  EXPECT_EQ(bar({1, 79}, 1), " |" + std::string(1, '@') + std::string(39, ' '));
  EXPECT_EQ(bar({1, 80}, 1), " |" + std::string(40, ' '));
  EXPECT_EQ(bar({0}, 0), " |" + std::string(40, ' '));
  EXPECT_EQ(bar({INT64_MAX, INT64_MAX}, INT64_MAX),
            " |" + std::string(20, '@') + std::string(20, ' '));
}

TEST(Bar, ZoomScalesToTheGreatest) {
  EXPECT_EQ(bar({1, 4}, 4, true), " |" + std::string(40, '@'));
  EXPECT_EQ(bar({1, 4}, 1, true), " |" + std::string(10, '@') + std::string(30, ' '));
}

TEST(Bar, NegativeCountsGrowToTheLeftOfTheLine) {
  EXPECT_EQ(bar({-1}, -1), ' ' + std::string(40, '@') + '|');
  EXPECT_EQ(bar({-1, -3}, -1), std::string(31, ' ') + std::string(10, '@') + '|');
  EXPECT_EQ(bar({-1, 1}, -1),
            std::string(11, ' ') + std::string(10, '@') + '|' + std::string(20, ' '));
  EXPECT_EQ(bar({-1, 1}, 1),
            std::string(21, ' ') + '|' + std::string(10, '@') + std::string(10, ' '));
}

TEST(Distribution, ClearedOnesShowTheRowsAroundZero) {
  Session s;
  s.quiet();
  const uint32_t q = s.aggregation("q", AggregationKind::Quantize);
  const uint32_t l = s.aggregation("l", AggregationKind::Lquantize, {}, {10, 50, 10});
  ClauseRecord &c = s.clause();
  s.action(c, ActionKind::Clear).aggregations = {q, l};
  s.action(c, ActionKind::Printa).aggregations = {q};
  s.action(c, ActionKind::Printa).aggregations = {l};
  s.update(q, {}, 100);
  s.update(l, {}, 100);
  s.take(Sample(s, c, 1));
  const auto lines = lines_of(s.finish());
  ASSERT_EQ(lines.size(), 14u);
  const std::string empty = " |" + std::string(40, ' ') + " 0        ";
  EXPECT_EQ(lines[3], "              -1" + empty);
  EXPECT_EQ(lines[4], "               0" + empty);
  EXPECT_EQ(lines[5], "               1" + empty);
  EXPECT_EQ(lines[10], "            < 10" + empty);
  EXPECT_EQ(lines[12], "              20" + empty);
}

TEST(Distribution, LlquantizeAboveMagnitudeZeroNamesWhatIsBelow) {
  Session s;
  const uint32_t a = s.aggregation("", AggregationKind::Llquantize, {}, {10, 2, 3, 10});
  s.update(a, {}, 5);
  s.update(a, {}, 250);
  const auto lines = lines_of(s.finish());
  EXPECT_TRUE(lines[2].starts_with("           < 100 |@@@@@@@@@@@@@@@@@@@@ "));
  EXPECT_TRUE(lines[3].starts_with("             100 | "));
  EXPECT_TRUE(lines[4].starts_with("             200 |@@@@@@@@@@@@@@@@@@@@ "));
  EXPECT_TRUE(lines[5].starts_with("             300 | "));
}

TEST(Distribution, ExtremesOfInt64HaveARow) {
  Session s;
  const uint32_t a = s.aggregation("", AggregationKind::Quantize);
  s.update(a, {}, INT64_MIN);
  s.update(a, {}, INT64_MAX);
  const auto lines = lines_of(s.finish());
  EXPECT_TRUE(lines[2].starts_with("-4611686018427387904 |@@@@@@@@@@@@@@@@@@@@ "));
  EXPECT_TRUE(lines[128].starts_with(" 4611686018427387904 |@@@@@@@@@@@@@@@@@@@@ ") ||
              lines[128].starts_with("4611686018427387904 |@@@@@@@@@@@@@@@@@@@@ "));
}

TEST(Distribution, NormalizeDividesCountsNotBars) {
  Session s;
  s.quiet();
  const uint32_t a = s.aggregation("a", AggregationKind::Quantize);
  ClauseRecord &c = s.clause();
  s.action(c, ActionKind::Normalize, {constant(10)}).aggregations = {a};
  s.print(c, ActionKind::Printa, "%@d").aggregations = {a};
  s.update(a, {}, 1, 0, 55);
  s.take(Sample(s, c, 1));
  EXPECT_EQ(lines_of(s.finish())[3], "               1 |" + std::string(40, '@') + " 5        ");
}

// Whatever was counted: the rows' counts are those of the values in their ranges, ascending labels,
// one row beyond both ends, bars as wide as their share.
TEST(Distribution, RandomQuantize) {
  std::mt19937_64 random(3);
  for (int round = 0; round < 200; round++) {
    Session s;
    const uint32_t a = s.aggregation("", AggregationKind::Quantize);
    std::vector<int64_t> values(1 + random() % 50);
    for (int64_t &value : values) {
      value = static_cast<int64_t>(random() >> (3 + random() % 61));
      if (random() % 2)
        value = -value;
      s.update(a, {}, value, random() % FakeKernel::cpus);
    }
    const auto lines = lines_of(s.finish());
    std::vector<int64_t> labels, counts;
    for (size_t i = 2; i + 1 < lines.size(); i++) {
      long long label = 0, count = 0;
      const size_t pipe = lines[i].find('|');
      ASSERT_NE(pipe, std::string::npos) << lines[i];
      sscanf(lines[i].c_str(), "%lld", &label);
      sscanf(lines[i].c_str() + pipe + 41, "%lld", &count);
      labels.push_back(label), counts.push_back(count);
      const auto filled = std::count(lines[i].begin(), lines[i].end(), '@');
      EXPECT_EQ(filled, static_cast<long>(40.0L * count / values.size() + 0.5L));
    }
    ASSERT_GE(labels.size(), 3u);
    EXPECT_TRUE(std::ranges::is_sorted(labels));
    EXPECT_EQ(counts.front(), 0);
    EXPECT_EQ(counts.back(), 0);
    int64_t total = 0;
    for (size_t i = 0; i < labels.size(); i++) {
      const int64_t expected = std::ranges::count_if(values, [&](int64_t v) {
        if (labels[i] == 0)
          return v == 0;
        if (labels[i] > 0)
          return v >= labels[i] && (i + 1 == labels.size() || v < labels[i + 1]);
        return v <= labels[i] && (i == 0 || v > labels[i - 1]);
      });
      EXPECT_EQ(counts[i], expected) << "row " << labels[i];
      total += counts[i];
    }
    EXPECT_EQ(total, static_cast<int64_t>(values.size()));
  }
}

TEST(Distribution, RandomLquantize) {
  std::mt19937_64 random(4);
  for (int round = 0; round < 200; round++) {
    Session s;
    const int64_t low = static_cast<int64_t>(random() % 200) - 100;
    const int64_t step = 1 + random() % 20, high = low + 1 + random() % 300;
    const uint32_t a = s.aggregation("", AggregationKind::Lquantize, {}, {low, high, step});
    std::map<int64_t, int64_t> expected; // by label; low - 1: below
    for (size_t i = 0; i < 40; i++) {
      const int64_t value = static_cast<int64_t>(random() % 600) - 200;
      s.update(a, {}, value);
      expected[value < low ? low - 1 : value >= high ? high : low + (value - low) / step * step]++;
    }
    const auto lines = lines_of(s.finish());
    for (size_t i = 2; i + 1 < lines.size(); i++) {
      const std::string head = lines[i].substr(0, 16);
      const size_t sign = head.find_first_of("<>");
      const int64_t label = std::stoll(
          sign == std::string::npos ? head : head.substr(sign + (head[sign] == '>') + 1));
      const int64_t at = head.find('<') != std::string::npos ? low - 1 : label;
      EXPECT_EQ(std::stoll(lines[i].substr(58)), expected[at]) << lines[i];
      expected.erase(at);
    }
    for (const auto &[label, count] : expected)
      EXPECT_EQ(count, 0) << "no row for " << label;
  }
}

TEST(Agghist, PrintsNumbersAsBars) {
  Session s;
  s.set("agghist");
  const uint32_t a = s.aggregation("a", AggregationKind::Count, {text(16)});
  for (int i = 0; i < 3; i++)
    s.update(a, Key().add("cat", 16));
  s.update(a, Key().add("ls", 16));
  EXPECT_EQ(s.finish(), "\n             key  ------------- Distribution ------------- count    \n"
                        "              ls |@@@@@@@@@@                               1        \n"
                        "             cat |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@           3        \n");
}

TEST(Aggpack, PrintsADistributionALine) {
  setenv("LC_ALL", "C", 1);
  Session s;
  s.set("aggpack");
  s.set("aggzoom");
  const uint32_t a = s.aggregation("a", AggregationKind::Quantize, {text(16)});
  for (const int64_t value : {1, 2, 2, 2, 2})
    s.update(a, Key().add("cat", 16), value);
  s.update(a, Key().add("ls", 16), 4);
  EXPECT_EQ(s.finish(), "\n             key min .-----. max | count\n"
                        "              ls   0 :   @ : 8   | 1\n"
                        "             cat   0 : -@  : 8   | 5\n");
}

} // namespace
} // namespace dtrace::test

#include "rates.h"

#include <gtest/gtest.h>

namespace dtrace {
namespace {

struct Given {
  Options options;
  Rates rates{options};
  Given(std::string_view option, std::string_view value) {
    EXPECT_TRUE(options.set(option, value));
  }
};

TEST(Rates, WithoutSwitchrateIsAlwaysTimeToRead) {
  Options options;
  Rates rates(options);
  EXPECT_FALSE(rates.reads_at_a_rate());
  EXPECT_TRUE(rates.is_time_to_read(false));
  EXPECT_TRUE(rates.is_time_to_read(false));
}

TEST(Rates, SwitchrateHoldsBackUntilTheEnd) {
  Given given("switchrate", "1hour");
  EXPECT_TRUE(given.rates.reads_at_a_rate());
  EXPECT_TRUE(given.rates.is_time_to_read(false));
  EXPECT_FALSE(given.rates.is_time_to_read(false));
  EXPECT_GE(given.rates.until_reading(), 1);
  EXPECT_TRUE(given.rates.is_time_to_read(true));
}

TEST(Rates, NothingIsPublishedUnlessAskedForNorAtOnce) {
  Options options;
  Rates never(options);
  EXPECT_FALSE(never.is_time_to_publish());
  EXPECT_FALSE(never.is_time_to_publish());
  Given soon("aggpublish", "1ns");
  EXPECT_FALSE(soon.rates.is_time_to_publish());
  EXPECT_TRUE(soon.rates.is_time_to_publish());
  Given late("aggpublish", "1hour");
  EXPECT_FALSE(late.rates.is_time_to_publish());
  EXPECT_FALSE(late.rates.is_time_to_publish());
  EXPECT_LE(late.rates.until_publishing(), 1000);
}

TEST(Rates, DropsAreToldAtStatusrateAndAtTheEnd) {
  Given given("statusrate", "1hour");
  EXPECT_TRUE(given.rates.is_time_to_tell_drops(false));
  EXPECT_FALSE(given.rates.is_time_to_tell_drops(false));
  EXPECT_TRUE(given.rates.is_time_to_tell_drops(true));
}

} // namespace
} // namespace dtrace

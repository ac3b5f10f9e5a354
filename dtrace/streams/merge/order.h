// dtrace-merge. In which order the objects of several hosts come out.
//
// Plain objects go by time. What a program does once on every host (a firing with printa(), BEGIN
// and END, tables that are published) is a barrier: it waits until every host has come to the same
// one, and all of them come out as one group. Where hosts stand at different ones (a clause that
// fired on some alone), the one that waits behind another on no host goes first. Nothing waits for
// a host that has ended, or that has kept others waiting longer than `patience`: it counts as late
// until it sends something again.
#pragma once
#include "merge/hosts.h"

#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace dtrace::stream {

struct Member { // of a group
  Host *host;
  Host::Item item;
};

class Order {
public:
  using Plain = std::function<void(Host &host, const StreamObject &object)>;
  using Group = std::function<void(std::vector<Member> &members)>;
  using Tell = std::function<void(const std::string &message)>;

  Order(int64_t patience, Plain plain, Group group, Tell tell)
      : patience_(patience), plain_(std::move(plain)), group_(std::move(group)),
        tell_(std::move(tell)) {}

  void add(Host &host, StreamObject &&object);
  void forget(Host &host); // what waits of it
  // Hands over what can be. `now`: of a clock that only goes on, ns. `ended`: no more will come.
  void advance(const std::vector<std::unique_ptr<Host>> &hosts, int64_t now, bool ended);
  uint64_t lost() const { return lost_; } // of late hosts, after their group was written

private:
  struct Front {
    Host *plain = nullptr, *barrier = nullptr; // the earliest of each
    Host *missing = nullptr;                   // lives, and nothing waits
    bool any() const { return plain || barrier; }
  };
  Front front(const std::vector<std::unique_ptr<Host>> &hosts, bool ended) const;
  void go_on_without(Host &host);
  void give_plain(Host &host);
  const std::string &next_barrier(const std::vector<std::unique_ptr<Host>> &hosts,
                                  const Host &earliest) const;
  void give_group(const std::vector<std::unique_ptr<Host>> &hosts, const std::string &barrier);
  Host::Item take(Host &host);

  const int64_t patience_;
  Plain plain_;
  Group group_;
  Tell tell_;
  int64_t waiting_since_ = 0;             // 0: nothing waits
  std::unordered_set<std::string> given_; // barriers
  std::unordered_map<std::string, size_t>
      waiting_; // barrier -> how many hosts have it, in front or not
  uint64_t lost_ = 0;
};

} // namespace dtrace::stream

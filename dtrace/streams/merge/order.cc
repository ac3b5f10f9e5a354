#include "merge/order.h"

#include <algorithm>

namespace dtrace::stream {

namespace {
constexpr size_t kMostWaiting = 64 << 20; // bytes of one host, while another is waited for

// "" for what has its own place in time. The barrier's name is the same on each host.
std::string barrier_of(const Json &json, ObjectKind kind) {
  const auto emission_name = [](const Json &table) {
    const Json *emission = member(table, "emission");
    if (!emission)
      return std::string();
    return text(*emission, "cause") + " " + std::to_string(number(*emission, "clause")) + " " +
           std::to_string(number(*emission, "action")) + " " +
           std::to_string(number(*emission, "count"));
  };
  if (kind == ObjectKind::Table)
    return "table " + emission_name(json) + " " + text(json, "aggregation-name");
  if (kind != ObjectKind::Firing)
    return "";
  for (const Json &element : list(json, "output").GetArray())
    if (has(element, "aggregation-name"))
      return "firing " + emission_name(element);
  const std::string name = text(json, "name");
  if (text(json, "provider") == "dtrace" && (name == "BEGIN" || name == "END"))
    return name + " " + std::to_string(number(json, "clause"));
  return "";
}
} // namespace

void Order::add(Host &host, StreamObject &&object) {
  host.late = false;
  if (has(object.json, "timestamp"))
    host.time = number(object.json, "timestamp") + host.clock;
  std::string barrier = barrier_of(object.json, object.kind);
  if (!barrier.empty() && given_.contains(barrier)) {
    if (!lost_++)
      tell_(host.name + ": something that was to be merged came too late: it is left out");
    return;
  }
  host.waiting_bytes += object.bytes;
  if (!barrier.empty())
    waiting_[barrier]++;
  host.waiting.push_back({std::move(object), host.time, std::move(barrier)});
}

Order::Front Order::front(const std::vector<std::unique_ptr<Host>> &hosts, bool ended) const {
  Front front;
  const auto earlier = [](Host *&known, Host &host) {
    if (!known || host.waiting.front().time < known->waiting.front().time)
      known = &host;
  };
  for (const auto &host : hosts) {
    if (host->refused)
      continue;
    if (!host->waiting.empty())
      earlier(host->waiting.front().barrier.empty() ? front.plain : front.barrier, *host);
    else if (!host->exit_status && !host->late && !ended)
      front.missing = host.get();
  }
  return front;
}

Host::Item Order::take(Host &host) {
  Host::Item item = std::move(host.waiting.front());
  host.waiting.pop_front();
  host.waiting_bytes -= item.object.bytes;
  if (const auto known = waiting_.find(item.barrier); known != waiting_.end() && !--known->second)
    waiting_.erase(known);
  return item;
}

void Order::forget(Host &host) {
  while (!host.waiting.empty())
    take(host);
}

void Order::give_plain(Host &host) {
  const Host::Item item = take(host);
  plain_(host, item.object);
}

// Of the barriers in front: the earliest that waits behind another on no host, else the earliest.
const std::string &Order::next_barrier(const std::vector<std::unique_ptr<Host>> &hosts,
                                       const Host &earliest) const {
  const auto in_front = [](const Host &host) -> const Host::Item * {
    const bool any =
        !host.refused && !host.waiting.empty() && !host.waiting.front().barrier.empty();
    return any ? &host.waiting.front() : nullptr;
  };
  const Host::Item *best = nullptr;
  for (const auto &host : hosts) {
    const Host::Item *item = in_front(*host);
    if (!item || (best && best->time <= item->time))
      continue;
    const size_t fronts = std::ranges::count_if(hosts, [&](const auto &other) {
      const Host::Item *its = in_front(*other);
      return its && its->barrier == item->barrier;
    });
    if (fronts == waiting_.at(item->barrier))
      best = item;
  }
  return best ? best->barrier : earliest.waiting.front().barrier;
}

void Order::give_group(const std::vector<std::unique_ptr<Host>> &hosts,
                       const std::string &barrier) {
  std::vector<Member> members;
  for (const auto &host : hosts)
    if (!host->refused && !host->waiting.empty() && host->waiting.front().barrier == barrier)
      members.push_back({host.get(), take(*host)});
  given_.insert(barrier);
  group_(members);
}

void Order::go_on_without(Host &host) {
  host.late = true;
  tell_(host.name + ": nothing came for " + std::to_string(patience_ / 1000000000) +
        " s while others wait: going on without it");
}

void Order::advance(const std::vector<std::unique_ptr<Host>> &hosts, int64_t now, bool ended) {
  for (;;) {
    const Front found = front(hosts, ended);
    if (!found.any()) {
      waiting_since_ = 0;
      return;
    }
    if (found.missing) {
      if (!waiting_since_)
        waiting_since_ = now;
      const Host &waiting = found.plain ? *found.plain : *found.barrier;
      if (now - waiting_since_ < patience_ && waiting.waiting_bytes < kMostWaiting)
        return;
      go_on_without(*found.missing);
      continue;
    }
    waiting_since_ = 0;
    if (found.plain && (!found.barrier || found.plain->waiting.front().time <=
                                              found.barrier->waiting.front().time + patience_))
      give_plain(*found.plain);
    else
      give_group(hosts, std::string(next_barrier(hosts, *found.barrier)));
  }
}

} // namespace dtrace::stream

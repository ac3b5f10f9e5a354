#include "merge/order.h"

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
  return item;
}

void Order::give_plain(Host &host) {
  const Host::Item item = take(host);
  plain_(host, item.object);
}

void Order::give_group(const std::vector<std::unique_ptr<Host>> &hosts, const std::string &barrier) {
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
      give_group(hosts, std::string(found.barrier->waiting.front().barrier));
  }
}

} // namespace dtrace::stream

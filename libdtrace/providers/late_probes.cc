#include "providers/late_probes.h"

#include "providers/load_watch.h"
#include "providers/matches.h"
#include "providers/object_pattern.h"
#include "providers/providers.h"

#include <algorithm>
#include <atomic>
#include <bit>

namespace dtrace {

namespace {
constexpr size_t most_blanks = 4096; // of one program
}

// What one look at a process has found.
struct LateProbes::Arrived {
  const ArrivalSink &sink;
  std::map<std::string, std::vector<Probe>> probes{}; // by program: to attach, with their numbers
  std::map<std::string, size_t> lost{};               // by object: found no blank probe left
  std::string object{};                               // that is being looked at
};

LateProbes::LateProbes() = default;
LateProbes::~LateProbes() = default;

bool LateProbes::is_blank(const Probe &probe) {
  return probe.id >= late_first_id && probe.id >> 31 == 0;
}

uint32_t LateProbes::reserve(Reservation reservation) {
  reservations_.push_back(std::move(reservation));
  return reservations_.size() - 1;
}

bool LateProbes::any_of(const Provider &owner) const {
  return std::ranges::any_of(reservations_,
                             [&](const Reservation &one) { return one.owner == &owner; });
}

// ---- Blank probes ------------------------------------------------------------------------------

void LateProbes::make_blanks(Matches &matches) {
  std::map<std::string, Provider *> keys;
  for (const Reservation &one : reservations_)
    for (const Probe &model : one.models)
      keys.emplace(one.owner->program(model, matches).key, one.owner);
  for (const auto &[key, owner] : keys)
    pools_.emplace(key, make_pool(key, *owner, matches));
  for (const auto &[key, owner] : keys)
    if (first_.try_emplace(owner, rows_).second)
      rows_ += std::bit_ceil(matches.count(*owner));
}

// A part of the name that all models have is known before the probe comes.
LateProbes::Pool LateProbes::make_pool(const std::string &key, Provider &owner, Matches &matches) {
  constexpr std::pair<std::string Probe::*, char> parts[] = {
      {&Probe::provider, 'p'}, {&Probe::module, 'm'}, {&Probe::function, 'f'}, {&Probe::name, 'n'}};
  std::optional<Probe> common;
  size_t for_globs = 0, for_names = 0;
  for (const Reservation &one : reservations_)
    for (const Probe &model : one.models) {
      if (one.owner->program(model, matches).key != key)
        continue;
      const bool is_glob_of_any = one.description.function.empty() || one.description.has_globs();
      for_globs = std::max(for_globs, is_glob_of_any ? one.most : 0);
      for_names += is_glob_of_any ? 0 : one.most;
      if (!common)
        common = model;
      for (const auto &[part, mark] : parts)
        if ((*common).*part != model.*part)
          ((*common).*part).clear();
    }
  Pool pool;
  while (pool.blanks.size() < std::min(for_globs + for_names, most_blanks)) {
    Probe blank = *common;
    blank.id = late_first_id + ++made_;
    blank.owner = &owner;
    for (const auto &[part, mark] : parts)
      if ((blank.*part).empty())
        blank.*part = format("\1%c%u", mark, made_);
    blank.number = matches.add(blank);
    pool.blanks.push_back(std::move(blank));
  }
  return pool;
}

const std::vector<Probe> &LateProbes::blanks(const Probe &model, const Matches &matches) const {
  return pools_.at(model.owner->program(model, matches).key).blanks;
}

size_t LateProbes::count(const Provider &owner) const {
  size_t count = 0;
  for (const auto &[key, pool] : pools_)
    if (!pool.blanks.empty() && pool.blanks[0].owner == &owner)
      count += pool.blanks.size();
  return count;
}

uint64_t LateProbes::row(const Provider &owner) const {
  const auto found = first_.find(&owner);
  return found == first_.end() ? 0 : found->second;
}

// ---- Stop and go -------------------------------------------------------------------------------

void LateProbes::serve(const LoadedProgram &program) {
  if (const std::string key(program.name); pools_.contains(key))
    programs_[key] = program;
}

// To stop a process that is not our own child could be noticed.
Result<void> LateProbes::watch(const LoadedProgram &like,
                               const std::function<bool(pid_t)> &is_child) {
  for (const Reservation &one : reservations_) {
    std::unique_ptr<LoadWatch> &watch = watches_[one.process];
    if (watch)
      continue;
    TRY(opened, LoadWatch::open(one.process, one.process && is_child(one.process), like));
    watch = std::move(opened);
  }
  return {};
}

std::vector<int> LateProbes::wake_fds() const {
  std::vector<int> fds;
  for (const auto &[process, watch] : watches_)
    fds.push_back(watch->fd());
  return fds;
}

void LateProbes::let_go_on() {
  for (const auto &[process, watch] : watches_)
    if (!watch->heard().empty())
      watch->proceed();
}

void LateProbes::release() {
  watches_.clear();
  memory_ = {};
}

// ---- Arrivals ----------------------------------------------------------------------------------

void LateProbes::follow(Matches &matches, const ArrivalSink &sink,
                        const std::function<void(const std::string &)> &tell,
                        std::vector<std::unique_ptr<Link>> &links) {
  for (const auto &[watched, watch] : watches_) {
    Arrived arrived{sink};
    for (const pid_t process : watch->heard())
      look(process, matches, arrived);
    for (const auto &[key, probes] : arrived.probes) {
      auto attached = probes[0].owner->attach(probes, programs_.at(key));
      if (attached)
        std::ranges::move(*attached, std::back_inserter(links));
      else
        tell(attached.error().message);
    }
    watch->proceed();
    for (const auto &[object, count] : arrived.lost)
      tell(format("%zu probes of %s, which was loaded later, are not traced: there are too many",
                  count, object.c_str()));
  }
}

void LateProbes::look(pid_t process, Matches &matches, Arrived &arrived) {
  const auto objects = process_objects(process);
  if (!objects)
    return;
  for (const ProcessObject &object : *objects)
    for (uint32_t number = 0; number < reservations_.size(); number++) {
      Reservation &one = reservations_[number];
      if ((one.process && one.process != process) || !one.seen.insert(file_id(object)).second ||
          !is_named(object, one.description.module))
        continue;
      arrived.object = object.name;
      one.owner->match_object(one, *objects, object, [&](const Probe &probe) {
        claim(probe, number, matches, arrived);
      });
    }
}

// One that was there when the descriptions were matched is traced already.
void LateProbes::claim(const Probe &probe, uint32_t reservation, Matches &matches,
                       Arrived &arrived) {
  if (matches.number(probe))
    return;
  auto known = claimed_.find(probe.id);
  if (known == claimed_.end()) {
    const std::string key = probe.owner->program(probe, matches).key;
    const auto pool = pools_.find(key);
    if (pool == pools_.end() || pool->second.used == pool->second.blanks.size() ||
        !programs_.contains(key)) {
      arrived.lost[arrived.object]++;
      return;
    }
    known = claimed_.emplace(probe.id, pool->second.blanks[pool->second.used++]).first;
    Probe &numbered = arrived.probes[key].emplace_back(probe);
    numbered.number = known->second.number;
    arrived.sink(numbered, known->second);
  }
  mark(row(*probe.owner) + known->second.number, reservation);
}

void LateProbes::mark(uint64_t row, uint32_t reservation) {
  const size_t word = row * words() + reservation / 64;
  if ((word + 1) * sizeof(uint64_t) <= memory_.size())
    std::atomic_ref(reinterpret_cast<uint64_t *>(memory_.data())[word]) |=
        uint64_t{1} << reservation % 64;
}

} // namespace dtrace

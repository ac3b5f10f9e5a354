#include "merge/merger.h"

#include "merge/clock.h"

#include <algorithm>
#include <map>

namespace dtrace::stream {

namespace {
constexpr size_t kMostAhead = 4 << 20; // bytes that wait of a source before no more of it is read
constexpr int64_t kGrace = 1'000'000'000; // ns: for hosts of one pipe to begin
constexpr int kGlance = 100;              // milliseconds

// Programs are the same when their texts are.
std::string program_of(const Json &head) {
  std::string hashes;
  for (const Json &program : list(head, "program").GetArray())
    hashes += text(program, "hash") + " ";
  return hashes;
}

bool is_table(const Json &element) {
  return has(element, "aggregation-name");
}
} // namespace

Merger::Merger(const MergeOptions &options, Options &printing, Names &names, Writer &writer,
               std::function<void(const std::string &)> tell)
    : options_(options), printing_(printing), names_(names), writer_(writer),
      tell_(std::move(tell)),
      inputs_([this](size_t source, const std::string &label,
                     StreamObject &&object) { take(source, label, std::move(object)); },
              tell_),
      order_(
          options.patience,
          [this](Host &host, const StreamObject &object) {
            begin_output();
            writer_.object(host, object);
          },
          [this](std::vector<Member> &members) { group(members); }, tell_),
      started_(clock_now()) {}

std::expected<void, std::string> Merger::open() {
  for (const std::string &path : options_.paths)
    if (auto added = inputs_.add(path); !added)
      return added;
  return {};
}

// ---- Hosts -----------------------------------------------------------------------------------

Host &Merger::host_of(size_t source, const std::string &label) {
  const std::string name = label.empty() ? inputs_.name(source) : label;
  for (const auto &host : hosts_)
    if (host->source == source && host->name == name)
      return *host;
  // A stream whose head gave it its host's name.
  for (const auto &host : hosts_)
    if (label.empty() && host->source == source && host->has_head)
      return *host;
  auto host = std::make_unique<Host>();
  host->name = name;
  host->source = source;
  host->labelled = !label.empty();
  return *hosts_.emplace_back(std::move(host));
}

// The label, or what the head says; two streams of one machine are told apart.
std::string Merger::name_of(const Host &host, const std::string &label) const {
  std::string name = label.empty() ? text(host.head, "host") : label;
  if (name.empty())
    name = host.name;
  const std::string first = name;
  const auto taken = [&] {
    return std::ranges::any_of(hosts_, [&](const auto &other) {
      return other.get() != &host && other->has_head && other->name == name;
    });
  };
  for (int n = 2; label.empty() && taken(); n++)
    name = first + "#" + std::to_string(n);
  return name;
}

void Merger::refuse(Host &host, const std::string &why) {
  host.refused = true;
  order_.forget(host);
  tell_(host.name + ": " + why + ": this stream is left out");
}

void Merger::take_head(Host &host, StreamObject &&object) {
  if (host.has_head)
    return refuse(host, "a second stream begins in it, before the first one's end");
  const int64_t version = number(object.json, "dtrace-stream");
  if (version != 1)
    return refuse(host, "it is version " + std::to_string(version) +
                            " of the format, this program reads 1");
  host.head = std::move(object.json);
  host.has_head = true;
  host.clock = number(host.head, "started") - number(host.head, "monotonic");
  host.time = number(host.head, "started");
  for (const auto &other : hosts_)
    if (other.get() != &host && other->has_head && !other->refused &&
        program_of(other->head) != program_of(host.head))
      return refuse(host, "it comes from another program than that of " + other->name);
}

void Merger::take(size_t source, const std::string &label, StreamObject &&object) {
  Host &host = host_of(source, label);
  if (host.refused)
    return;
  if (object.kind == ObjectKind::Head) {
    take_head(host, std::move(object));
    if (!host.refused)
      host.name = name_of(host, label);
    return;
  }
  if (!host.has_head)
    return refuse(host, "it does not begin with a stream's head");
  if (host.exit_status)
    return refuse(host, "it goes on after its end");
  if (object.kind == ObjectKind::End)
    host.exit_status = static_cast<int>(number(object.json, "exit-status"));
  else
    order_.add(host, std::move(object));
}

// ---- Output ----------------------------------------------------------------------------------

void Merger::begin_output() {
  if (begun_)
    return;
  begun_ = true;
  std::vector<std::string> names;
  const Json *head = nullptr;
  for (const auto &host : hosts_)
    if (host->has_head && !host->refused) {
      names.push_back(host->name);
      head = head ? head : &host->head;
    }
  if (head)
    writer_.begin(names, *head);
}

void Merger::put_table(const std::vector<TablePart> &parts, bool in_firing, bool at_exit) {
  Table table(names_, options_.by_host);
  for (const TablePart &part : parts)
    if (auto added = table.add(part); !added)
      tell_(part.host + ": " + added.error() + ": it is left out");
  if (table.manifest().aggregations.empty())
    return;
  const Json &first = *parts[0].columns[0];
  const bool has_format = has(first, "format");
  const std::string format = text(first, "format");
  if (auto finished = table.finish(printing_, has_format ? &format : nullptr); !finished)
    return tell_(parts[0].host + ": " + finished.error());
  const MergedTable merged{&table, &first, has_format,
                           number(*parts[0].head, "started") - number(*parts[0].head, "monotonic")};
  if (in_firing)
    writer_.table(merged);
  else
    writer_.standalone(merged, at_exit);
}

void Merger::group(std::vector<Member> &members) {
  begin_output();
  const StreamObject &first = members[0].item.object;
  if (first.kind == ObjectKind::Firing)
    return firing_group(members);
  const Json *emission = member(first.json, "emission");
  if (emission && text(*emission, "cause") == "exit") {
    for (Member &member : members)
      at_exit_.push_back(std::move(member));
    return;
  }
  std::vector<TablePart> parts;
  for (const Member &member : members)
    parts.push_back({member.host->name, &member.host->head, {&member.item.object.json}});
  put_table(parts, false, false);
}

namespace {
// The elements of one firing, cut into runs: a table with all its parts, or what is between tables.
struct Run {
  std::string table; // which: "" for what is not a table
  std::vector<const Json *> elements;
};

std::vector<Run> runs_of(const Json &firing) {
  std::vector<Run> runs;
  for (const Json &element : list(firing, "output").GetArray()) {
    std::string name;
    if (const Json *emission = member(element, "emission"); is_table(element) && emission)
      name = std::to_string(number(*emission, "action")) + " " +
             std::to_string(number(*emission, "count"));
    if (runs.empty() || runs.back().table != name)
      runs.push_back({name, {}});
    runs.back().elements.push_back(&element);
  }
  return runs;
}

bool same(const Run &a, const Run &b) {
  return std::ranges::equal(a.elements, b.elements,
                            [](const Json *x, const Json *y) { return *x == *y; });
}
} // namespace

// Tables are merged. Of what stands between them each different text is written once.
void Merger::firing_group(std::vector<Member> &members) {
  std::vector<std::vector<Run>> all;
  for (const Member &member : members)
    all.push_back(runs_of(member.item.object.json));
  writer_.begin_firing(*members[0].host, members[0].item.object.json);
  size_t most = 0;
  for (const auto &runs : all)
    most = std::max(most, runs.size());
  for (size_t at = 0; at < most; at++) {
    std::map<std::string, std::vector<TablePart>> tables;
    std::vector<const Run *> written;
    for (size_t i = 0; i < members.size(); i++) {
      if (at >= all[i].size())
        continue;
      const Run &run = all[i][at];
      const Host &host = *members[i].host;
      if (!run.table.empty())
        tables[run.table].push_back({host.name, &host.head, run.elements});
      else if (std::ranges::none_of(written, [&](const Run *other) { return same(*other, run); }))
        written.push_back(&run), writer_.elements(host, run.elements);
    }
    for (const auto &[name, parts] : tables)
      put_table(parts, true, false);
  }
  writer_.end_firing();
}

// In the order in which the first head has them.
void Merger::exit_tables() {
  std::vector<std::string> names;
  for (const auto &host : hosts_)
    for (const Json &aggregation : list(host->head, "aggregations").GetArray())
      if (const std::string name = text(aggregation, "name");
          std::ranges::find(names, name) == names.end())
        names.push_back(name);
  for (const std::string &name : names) {
    std::vector<TablePart> parts;
    for (const Member &member : at_exit_)
      if (const Json &json = member.item.object.json; text(json, "aggregation-name") == name)
        parts.push_back({member.host->name, &member.host->head, {&json}});
    if (!parts.empty())
      put_table(parts, false, true);
  }
}

// ---- From the first line to the last ---------------------------------------------------------

// Until all files have said who they are, nothing is written. Whose lines come through one pipe is
// not known: those that begin within a second, or as many as were announced, are merged from the
// start. Announced hosts are waited for no longer than any other.
bool Merger::all_are_known() {
  const auto is_silent = [this](size_t source) {
    return !inputs_.ended(source) &&
           std::ranges::none_of(hosts_, [&](const auto &host) { return host->source == source; });
  };
  for (size_t source = 0; source < inputs_.count(); source++)
    if (is_silent(source) && clock_now() - started_ < options_.patience)
      return false;
  if (hosts_.empty())
    return false;
  if (!first_seen_)
    first_seen_ = clock_now();
  if (!hosts_[0]->labelled || (options_.hosts && hosts_.size() >= options_.hosts))
    return true;
  const int64_t grace = options_.hosts ? options_.patience : std::min(kGrace, options_.patience);
  if (clock_now() - first_seen_ < grace)
    return false;
  if (options_.hosts)
    tell_(std::to_string(hosts_.size()) + " of " + std::to_string(options_.hosts) +
          " hosts have begun: going on without the others");
  return true;
}

int Merger::run() {
  const auto want = [this](size_t source) {
    for (const auto &host : hosts_)
      if (host->source == source && host->waiting_bytes > kMostAhead && inputs_.count() > 1)
        return false;
    return true;
  };
  while (!inputs_.all_ended()) {
    inputs_.read(kGlance, want);
    for (const auto &host : hosts_)
      if (inputs_.ended(host->source) && !host->exit_status && !host->refused) {
        tell_(host->name + ": its stream has no end: what came before is used");
        host->exit_status = 1;
      }
    if (!known_)
      known_ = all_are_known();
    if (known_)
      order_.advance(hosts_, clock_now(), inputs_.all_ended());
    writer_.flush();
  }
  return finish();
}

// Of inputs that held no stream at all.
bool Merger::tell_empty() {
  bool any = false;
  for (size_t source = 0; source < inputs_.count(); source++)
    if (std::ranges::none_of(hosts_, [&](const auto &host) { return host->source == source; })) {
      tell_(inputs_.name(source) + ": no stream of dtrace is in it");
      any = true;
    }
  return any;
}

int Merger::finish() {
  int status = tell_empty();
  for (const auto &host : hosts_)
    if (!host->exit_status && !host->refused) {
      tell_(host->name + ": its stream has no end: what came before is used");
      host->exit_status = 1;
    }
  order_.advance(hosts_, clock_now(), true);
  const bool any = std::ranges::any_of(
      hosts_, [](const auto &host) { return host->has_head && !host->refused; });
  if (!any)
    return 1;
  begin_output();
  exit_tables();
  for (const auto &host : hosts_)
    status = std::max(status, host->refused ? 1 : host->exit_status.value_or(1));
  if (inputs_.broken())
    tell_(std::to_string(inputs_.broken()) +
          (inputs_.broken() == 1 ? " line was skipped" : " lines were skipped"));
  writer_.end(status);
  return status;
}

} // namespace dtrace::stream

#include "report/recording.h"

#include "reader/wrap.h"

#include <algorithm>

namespace dtrace::stream {

// ---- Totals ------------------------------------------------------------------------------------

void Totals::begin_emission(int64_t clears) {
  emission_++;
  clears_ = clears;
}

void Totals::add(size_t row, int64_t value) {
  if (row >= rows_.size())
    rows_.resize(row + 1);
  Row &its = rows_[row];
  if (its.emission != emission_) {
    if (its.clears != clears_ || its.emission + 1 != emission_)
      its.before = plus(its.before, its.now);
    its.now = 0;
  }
  its.emission = emission_;
  its.clears = clears_;
  its.now = plus(its.now, value);
}

int64_t Totals::total(size_t row) const {
  return row < rows_.size() ? plus(rows_[row].before, rows_[row].now) : 0;
}

// ---- Rows to frames and texts ------------------------------------------------------------------

namespace {
// Cut between two characters.
std::string bounded(std::string_view text) {
  if (text.size() <= Limits::name)
    return std::string(text);
  size_t end = Limits::name;
  while (end && (static_cast<uint8_t>(text[end]) & 0xc0) == 0x80)
    end--;
  return std::string(text.substr(0, end)) + "…";
}

std::string part(const Json &object, std::string_view name) {
  const Json *value = member(object, name);
  return value ? bounded(shown(*value)) : "";
}

// A frame by its function, wherever in it the stack was; without a name by what stands for it.
FrameName frame_name(const Json &frame, bool is_user) {
  const FrameKind kind = is_user ? FrameKind::User : FrameKind::Kernel;
  const std::string module = part(frame, "module"), name = part(frame, "name");
  return {kind, module, !name.empty() ? name : module.empty() ? part(frame, "symbol") : "?"};
}

// Root first: what is not a stack, then the process's frames, then the kernel's.
std::vector<FrameName> frames_from(const Json &values) {
  std::vector<FrameName> keys, user, kernel;
  for (const Json &value : values.GetArray()) {
    bool is_user = false;
    const Json *frames = frames_of(value, &is_user);
    if (!frames) {
      keys.push_back({FrameKind::Key, "", bounded(value_text(value))});
      continue;
    }
    std::vector<FrameName> &to = is_user ? user : kernel;
    for (auto frame = frames->End(); frame != frames->Begin();)
      to.push_back(frame_name(*--frame, is_user));
  }
  keys.insert(keys.end(), user.begin(), user.end());
  keys.insert(keys.end(), kernel.begin(), kernel.end());
  return keys;
}

std::string joined_keys(const Json &row) {
  std::string joined;
  for (const Json &key : list(row, "keys").GetArray())
    joined += (joined.empty() ? "" : ", ") + bounded(value_text(key));
  return joined;
}

bool has_stacks(const Json &description) {
  return std::ranges::any_of(list(description, "keys").GetArray(), [](const Json &key) {
    const std::string kind = text(key, "kind");
    return kind == "stack" || kind == "ustack";
  });
}

std::string probe_name(const Json &firing) {
  std::string name;
  for (const char *its : {"provider", "module", "function", "name"})
    name += (*its == 'p' ? "" : ":") + part(firing, its);
  return name;
}
} // namespace

// One of a kind by its name; null, and counted, when there are too many.
template <class Map> auto *Recorder::picture(Map &map, const std::string &name) {
  auto found = map.find(name);
  if (found == map.end() && map.size() < Limits::pictures)
    found = map.try_emplace(name).first;
  if (found == map.end())
    to_.left_out++;
  return found == map.end() ? nullptr : &found->second;
}

// ---- Aggregations ------------------------------------------------------------------------------

void Recorder::flame_rows(const std::string &title, const Json &description, const Json &json) {
  Flame *flame = picture(to_.flames, title);
  if (!flame)
    return;
  flame->title = title;
  flame->unit = text(description, "function");
  flame->totals.begin_emission(number(json, "clears"));
  for (const Json &row : list(json, "aggregation-data").GetArray()) {
    const auto value = additive_value(flame->unit, row);
    const auto node = value ? flame->tree.add(frames_from(list(row, "keys"))) : std::nullopt;
    if (node)
      flame->totals.add(*node, *value);
    else
      to_.left_out++;
  }
}

namespace {
void add_column(Distributions &its, const Json &row, int64_t clears, int64_t time) {
  std::map<uint32_t, int64_t> counts;
  for (const Json &bucket : list(row, "buckets").GetArray()) {
    const int64_t at = number(bucket, "bucket", -1);
    if (at < 0 || at > UINT32_MAX)
      continue;
    its.bounds.try_emplace(static_cast<uint32_t>(at), number(bucket, "value"));
    if (const int64_t count = number(bucket, "count"))
      counts[static_cast<uint32_t>(at)] = count;
  }
  Distributions::Column &column = its.columns.emplace_back(time);
  for (const auto &[bucket, count] : counts) {
    const auto known = its.last.find(bucket);
    const bool goes_on = clears == its.clears && known != its.last.end();
    if (const int64_t came = goes_on ? minus(count, known->second) : count)
      column.counts[bucket] = came;
  }
  its.last = std::move(counts);
  its.clears = clears;
}
} // namespace

void Recorder::distribution_rows(const std::string &title, const Json &json, int64_t time) {
  for (const Json &row : list(json, "aggregation-data").GetArray()) {
    const std::string key = joined_keys(row);
    Distributions *its = picture(to_.distributions, title + '\n' + key);
    if (!its)
      continue;
    if (its->columns.size() >= Limits::emissions) {
      to_.left_out++;
      continue;
    }
    its->title = title, its->key = key, its->function = text(json, "function");
    add_column(*its, row, number(json, "clears"), time);
  }
}

void Recorder::series_rows(const std::string &title, const Json &json, int64_t time) {
  Series *series = picture(to_.series, title);
  if (!series)
    return;
  if (series->times.size() >= Limits::emissions)
    return void(to_.left_out++);
  series->title = title, series->function = text(json, "function");
  series->times.push_back(time);
  for (const Json &row : list(json, "aggregation-data").GetArray()) {
    const auto value = printed_value(series->function, row);
    if (!value)
      continue;
    const std::string key = joined_keys(row);
    const auto known = series->line_of.find(key);
    size_t line = series->lines.size();
    if (known != series->line_of.end()) {
      line = known->second;
    } else if (line >= Limits::lines) {
      to_.left_out++;
      continue;
    } else {
      series->line_of.emplace(key, line);
      series->lines.push_back({key, {}});
    }
    series->lines[line].values.emplace_back(series->times.size() - 1, *value);
  }
}

void Recorder::table_rows(const std::string &title, const Json &description, const Json &json) {
  Table *table = picture(to_.tables, title);
  if (!table)
    return;
  *table = {title, text(description, "function"), {}, {}};
  for (const Json &key : list(description, "keys").GetArray())
    table->columns.push_back(part(key, "source"));
  table->columns.push_back(table->function);
  for (const Json &row : list(json, "aggregation-data").GetArray()) {
    if (table->rows.size() >= Limits::rows) {
      to_.left_out++;
      continue;
    }
    std::vector<std::string> cells;
    for (const Json &key : list(row, "keys").GetArray())
      cells.push_back(bounded(value_text(key)));
    cells.resize(table->columns.size() - 1);
    const auto value = printed_value(table->function, row);
    cells.push_back(value ? std::to_string(*value) : "");
    table->rows.push_back(std::move(cells));
  }
}

void Recorder::table(const Json &head, const Json &json, int64_t time) {
  const std::string title = "@" + part(json, "aggregation-name");
  const Json *name = member(json, "aggregation-name");
  const Json *description = description_of(head, shown(*name));
  if (!description)
    return note(title + ": the stream's head does not name it: it is left out");
  if (has_stacks(*description))
    return flame_rows(title, *description, json);
  if (is_distribution(text(*description, "function")))
    return distribution_rows(title, json, time);
  series_rows(title, json, time);
  table_rows(title, *description, json);
}

// ---- Firings -----------------------------------------------------------------------------------

void Recorder::firing(const Json &head, const Json &json) {
  const int64_t time = minus(number(json, "timestamp"), number(head, "monotonic"));
  rapidjson::Document stacks(rapidjson::kArrayType);
  std::string text;
  int64_t arguments = 0; // of printf(): they stand in its message
  for (const Json &element : list(json, "output").GetArray()) {
    if (frames_of(element)) {
      stacks.PushBack(Json(element, stacks.GetAllocator()), stacks.GetAllocator());
    } else if (const Json *message = member(element, "message")) {
      text += bounded(shown(*message));
      arguments = number(element, "arguments");
    } else if (arguments > 0) {
      arguments--;
    } else if (!has(element, "aggregation-name")) {
      text += (text.empty() ? "" : " ") + bounded(value_text(element));
    }
  }
  while (text.ends_with('\n') || text.ends_with(' '))
    text.pop_back();
  const std::string probe = probe_name(json);
  if (!stacks.Empty())
    if (Flame *flame = picture(to_.flames, probe)) {
      const auto node = flame->tree.add(frames_from(stacks));
      flame->title = probe, flame->unit = "firings";
      if (node && flame->samples.size() < Limits::samples)
        flame->samples.push_back({time, *node});
      else
        to_.left_out++;
    }
  if (text.empty())
    return;
  if (to_.records.size() >= limits_.records)
    return void(to_.left_out++);
  to_.records.push_back({time, number(json, "cpu"), part(json, "host"), probe, bounded(text)});
}

void Recorder::note(const std::string &text) {
  if (to_.notes.size() < Limits::notes)
    to_.notes.push_back(text);
  else
    to_.left_out++;
}

void Recorder::take(const Json &head, const StreamObject &object) {
  const Json &json = object.json;
  switch (object.kind) {
  case ObjectKind::Fault:
    if (const Json *error = member(json, "error"))
      note(part(*error, "message"));
    return;
  case ObjectKind::Drop:
    return note(part(json, "msg"));
  case ObjectKind::Warning:
    return note(part(json, "warning"));
  case ObjectKind::Process:
    return note(part(json, "message"));
  case ObjectKind::Firing:
    firing(head, json);
    [[fallthrough]];
  case ObjectKind::Table:
    return each_table(json, [&](const Json &its, int64_t timestamp) {
      table(head, its, minus(timestamp, number(head, "monotonic")));
    });
  default:
    return;
  }
}

void Recorder::finish() {
  for (auto &[name, flame] : to_.flames) {
    for (uint32_t node = 0; node < flame.tree.nodes().size(); node++)
      flame.tree.node(node).self = std::max<int64_t>(0, flame.totals.total(node));
    for (const Flame::Sample &sample : flame.samples)
      flame.tree.node(sample.node).self = plus(flame.tree.node(sample.node).self, 1);
  }
}

} // namespace dtrace::stream

#include "report/page.h"

#include "report/formats.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <sys/random.h>

namespace dtrace::stream {

namespace {
constexpr int64_t kExact = int64_t{1} << 53; // a script's numbers are exact up to there

class Data {
public:
  Data() : writer_(buffer_) {}

  void key(const char *name) { writer_.Key(name); }
  void text(std::string_view value) {
    writer_.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
  }
  void text(const char *name, std::string_view value) { key(name), text(value); }
  void number(int64_t value) { writer_.Int64(value); }
  void number(const char *name, int64_t value) { key(name), number(value); }
  // As a text where a script would round it.
  void exact(int64_t value) {
    if (value > -kExact && value < kExact)
      number(value);
    else
      text(std::to_string(value));
  }
  void milliseconds(int64_t time) { writer_.Double(static_cast<double>(time / 1000) / 1000); }
  void flag(const char *name, bool value) { key(name), writer_.Bool(value); }

  template <class Inside> void object(Inside &&inside) {
    writer_.StartObject();
    inside();
    writer_.EndObject();
  }
  template <class Range, class Each> void list(const char *name, const Range &range, Each &&each) {
    key(name);
    list(range, each);
  }
  template <class Range, class Each> void list(const Range &range, Each &&each) {
    writer_.StartArray();
    for (const auto &element : range)
      each(element);
    writer_.EndArray();
  }

  // `<` stands in texts only, where it may be written so.
  std::string take() const {
    std::string safe;
    const std::string_view raw(buffer_.GetString(), buffer_.GetSize());
    safe.reserve(raw.size());
    for (const char c : raw)
      if (c == '<')
        safe += "\\u003c";
      else
        safe += c;
    return safe;
  }

private:
  rapidjson::StringBuffer buffer_;
  rapidjson::Writer<rapidjson::StringBuffer> writer_;
};

void put_head(Data &data, const PageHead &page, const Recording &recording) {
  const Json &head = *page.head;
  data.text("title", page.title);
  for (const char *name : {"host", "kernel", "machine", "version"})
    if (const Json *value = member(head, name))
      data.text(name, shown(*value));
  data.list("hosts", list(head, "hosts").GetArray(),
            [&](const Json &host) { data.text(shown(host)); });
  data.list("programs", list(head, "program").GetArray(), [&](const Json &program) {
    const Json *name = member(program, "name");
    data.text(name ? shown(*name) : "");
  });
  data.key("started"), data.milliseconds(number(head, "started"));
  data.list("notes", recording.notes, [&](const std::string &note) { data.text(note); });
  data.number("leftOut", static_cast<int64_t>(recording.left_out));
  data.flag("hasBefore", page.has_before);
}

// Nodes in the order of a walk: the parent of one is the last before it whose depth is one less.
// Pairs of a node and what it has, of those alone that have something: most nodes are on the way to
// others. A tenth of what a list of all would be, and the browser reads it before it draws.
using Pairs = std::vector<std::pair<uint32_t, int64_t>>;

void put_pairs(Data &data, const char *name, const Pairs &pairs) {
  std::vector<int64_t> numbers;
  for (const auto &[node, value] : pairs)
    numbers.push_back(node), numbers.push_back(value);
  data.list(name, numbers, [&](int64_t number) { data.number(number); });
}

// Nodes are numbered from 1 on, each parent before its children; 0 is the root.
void put_flame(Data &data, const Flame &flame) {
  const auto &nodes = flame.tree.nodes();
  std::vector<uint32_t> order, place(nodes.size());
  Pairs turns, self,
      before; // turns: where the walk does not go to a child of the last one, the depth
  uint32_t expected = 1;
  flame.tree.walk([&](uint32_t node, uint32_t depth) {
    order.push_back(node);
    const uint32_t number = place[node] = static_cast<uint32_t>(order.size());
    if (depth != expected)
      turns.emplace_back(number, depth);
    expected = depth + 1;
    if (nodes[node].self)
      self.emplace_back(number, nodes[node].self);
    if (nodes[node].before)
      before.emplace_back(number, nodes[node].before);
  });
  data.text("title", flame.title);
  data.text("unit", flame.unit);
  data.list("names", flame.tree.names(),
            [&](const FrameName &name) { data.text(full_name(name)); });
  data.list("kinds", flame.tree.names(),
            [&](const FrameName &name) { data.number(static_cast<int64_t>(name.kind)); });
  data.list("name", order, [&](uint32_t node) { data.number(nodes[node].name); });
  put_pairs(data, "turns", turns);
  put_pairs(data, "self", self);
  put_pairs(data, "before", before);
  const auto has_node = [](const Flame::Sample &sample) { return sample.node != 0; };
  std::vector<Flame::Sample> samples;
  for (const Flame::Sample &sample : flame.samples)
    if (has_node(sample))
      samples.push_back(sample);
  data.list("sampleTimes", samples, [&](const auto &sample) { data.milliseconds(sample.time); });
  data.list("sampleNodes", samples, [&](const auto &sample) { data.number(place[sample.node]); });
}

void put_distributions(Data &data, const Distributions &its) {
  data.text("title", its.title);
  data.text("key", its.key);
  data.text("function", its.function);
  data.list("buckets", its.bounds, [&](const auto &bound) { data.number(bound.first); });
  data.list("bounds", its.bounds, [&](const auto &bound) { data.exact(bound.second); });
  data.list("columns", its.columns, [&](const Distributions::Column &column) {
    data.object([&] {
      data.key("time"), data.milliseconds(column.time);
      data.list("buckets", column.counts, [&](const auto &count) { data.number(count.first); });
      data.list("counts", column.counts, [&](const auto &count) { data.number(count.second); });
    });
  });
}

void put_series(Data &data, const Series &series) {
  data.text("title", series.title);
  data.text("function", series.function);
  data.list("times", series.times, [&](int64_t time) { data.milliseconds(time); });
  data.list("lines", series.lines, [&](const Series::Line &line) {
    data.object([&] {
      data.text("key", line.key);
      data.list("at", line.values, [&](const auto &value) { data.number(value.first); });
      data.list("values", line.values, [&](const auto &value) { data.number(value.second); });
    });
  });
}

void put_table(Data &data, const Table &table) {
  data.text("title", table.title);
  data.list("columns", table.columns, [&](const std::string &name) { data.text(name); });
  data.list("rows", table.rows, [&](const auto &row) {
    data.list(row, [&](const std::string &cell) { data.text(cell); });
  });
}

template <class Map, class Put>
void put_pictures(Data &data, const char *name, const Map &map, Put &&put) {
  data.list(name, map, [&](const auto &its) { data.object([&] { put(data, its.second); }); });
}

std::string data_of(const PageHead &head, const Recording &recording) {
  Data data;
  data.object([&] {
    put_head(data, head, recording);
    put_pictures(data, "flames", recording.flames, put_flame);
    put_pictures(data, "distributions", recording.distributions, put_distributions);
    put_pictures(data, "series", recording.series, put_series);
    put_pictures(data, "tables", recording.tables, put_table);
    data.list("records", recording.records, [&](const Record &record) {
      data.object([&] {
        data.key("time"), data.milliseconds(record.time);
        data.number("cpu", record.cpu);
        data.text("host", record.host);
        data.text("probe", record.probe);
        data.text("text", record.text);
      });
    });
  });
  return data.take();
}

// What the browser runs and takes as style is ours alone: it bears a word that no stream can know.
std::string new_nonce() {
  uint8_t bytes[16] = {};
  if (getrandom(bytes, sizeof bytes, 0) != sizeof bytes)
    return "";
  std::string text;
  for (const uint8_t byte : bytes)
    text += "0123456789abcdef"[byte >> 4], text += "0123456789abcdef"[byte & 15];
  return text;
}
} // namespace

std::string page(const PageHead &head, const Recording &recording) {
  const std::string nonce = new_nonce();
  return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
         "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src "
         "'nonce-" +
         nonce + "'; style-src 'nonce-" + nonce +
         "'; base-uri 'none'; form-action 'none'\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
         "<title>dtrace-report</title>\n<style nonce=\"" +
         nonce + "\">\n" + page_style +
         "</style></head>\n<body><main id=\"page\"><p>Drawing.</p></main>\n"
         "<noscript>The pictures of this page are drawn by the script in it: allow scripts to see "
         "them."
         "</noscript>\n<script type=\"application/json\" id=\"data\">" +
         data_of(head, recording) + "</script>\n<script nonce=\"" + nonce + "\">\n" + page_script +
         "</script></body></html>\n";
}

} // namespace dtrace::stream

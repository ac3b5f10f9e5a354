#include "export/text.h"

#include "reader/wrap.h"

namespace dtrace::stream {

namespace {
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (c == '\n')
      out += "\\n";
    else if (c == '"' || c == '\\')
      out += '\\', out += c;
    else
      out += c;
  return out;
}

// {a="x",le="7"}; "" for none.
class Labels {
public:
  Labels &add(std::string_view name, std::string_view value) {
    text_ += (text_.empty() ? "{" : ",") + std::string(name) + "=\"" + escaped(value) + "\"";
    return *this;
  }
  std::string text() const { return text_.empty() ? "" : text_ + "}"; }

private:
  std::string text_;
};

class Text {
public:
  explicit Text(TextFormat format) : open_(format == TextFormat::OpenMetrics) {}

  // OpenMetrics names a counter's family without the `_total` of its samples.
  void family(const std::string &name, const char *kind, const std::string &help) {
    const bool is_counter = std::string_view(kind) == "counter";
    const std::string named = is_counter && !open_ ? name + "_total" : name;
    out_ += "# HELP " + named + " " + help_text(help) + "\n# TYPE " + named + " " + kind + "\n";
  }
  void sample(const std::string &name, const Labels &labels, int64_t value) {
    out_ += name + labels.text() + " " + std::to_string(value) + "\n";
  }
  bool is_open() const { return open_; }
  std::string take() { return std::move(out_) + (open_ ? "# EOF\n" : ""); }

private:
  static std::string help_text(const std::string &text) {
    std::string out;
    for (const char c : text)
      if (c == '\n')
        out += "\\n";
      else if (c == '\\')
        out += "\\\\";
      else
        out += c;
    return out;
  }
  const bool open_;
  std::string out_;
};

Labels labels_of(const Family &family, const MetricRow &row) {
  Labels labels;
  if (row.labels.size() != family.labels.size())
    return labels.add("overflow", "true");
  for (size_t i = 0; i < family.labels.size(); i++)
    labels.add(family.labels[i], row.labels[i]);
  return labels;
}

int64_t part(const MetricRow &row, uint32_t which) {
  const auto found = row.whole.find(which);
  return found == row.whole.end() ? 0 : found->second;
}

using PutRow = void (*)(Text &, const std::string &name, const Family &, const MetricRow &);

void put_counter(Text &text, const std::string &name, const Family &family, const MetricRow &row) {
  text.sample(name + "_total", labels_of(family, row), part(row, 0));
}

// Of a min() or max() without a value there is no sample.
void put_gauge(Text &text, const std::string &name, const Family &family, const MetricRow &row) {
  if (row.whole.contains(0))
    text.sample(name, labels_of(family, row), part(row, 0));
}

void put_summary(Text &text, const std::string &name, const Family &family, const MetricRow &row) {
  text.sample(name + "_sum", labels_of(family, row), part(row, kTotal));
  text.sample(name + "_count", labels_of(family, row), part(row, kCount));
}

// Cumulative, with the greatest value of each bucket. D's distributions keep no sum, without which
// OpenMetrics has no count.
void put_histogram(Text &text, const std::string &name, const Family &family,
                   const MetricRow &row) {
  int64_t sum = 0;
  auto next = row.whole.begin();
  for (const auto &[bucket, bound] : family.bounds) {
    for (; next != row.whole.end() && next->first <= bucket; ++next)
      sum = plus(sum, next->second);
    text.sample(name + "_bucket", labels_of(family, row).add("le", std::to_string(bound)), sum);
  }
  for (; next != row.whole.end(); ++next)
    sum = plus(sum, next->second);
  text.sample(name + "_bucket", labels_of(family, row).add("le", "+Inf"), sum);
  if (!text.is_open())
    text.sample(name + "_count", labels_of(family, row), sum);
}

struct KindRow {
  const char *name;
  PutRow put;
};
constexpr KindRow kinds[] = {{"counter", put_counter},
                             {"gauge", put_gauge},
                             {"summary", put_summary},
                             {"histogram", put_histogram}};

void put_family(Text &text, const Family &family) {
  const KindRow &kind = kinds[static_cast<size_t>(family.kind)];
  const std::string name = "dtrace_" + family.name;
  text.family(name, kind.name, family.function + "() of @" + family.aggregation);
  for (const auto &[joined, row] : family.rows)
    kind.put(text, name, family, row);
  if (family.overflow)
    kind.put(text, name, family, *family.overflow);
}

void put_own(Text &text, const Metrics &metrics, const StreamState &state) {
  text.family("dtrace_stream", "gauge", "The stream that is exported: 1, or 0 after its end");
  text.sample(
      "dtrace_stream",
      Labels().add("host", state.host).add("kernel", state.kernel).add("version", state.version),
      !state.ended);
  text.family("dtrace_stream_skipped_lines", "counter", "Lines that were no objects of a stream");
  text.sample("dtrace_stream_skipped_lines_total", Labels(), static_cast<int64_t>(state.skipped));
  text.family("dtrace_stream_faults", "counter", "Errors of the program that is traced by");
  text.sample("dtrace_stream_faults_total", Labels(), static_cast<int64_t>(metrics.faults()));
  text.family("dtrace_stream_drops", "counter", "What tracing has lost");
  for (const auto &[tag, total] : metrics.drops())
    text.sample("dtrace_stream_drops_total", Labels().add("tag", tag), static_cast<int64_t>(total));
  text.family("dtrace_stream_refused", "counter", "Tables and rows that can not be metrics");
  text.sample("dtrace_stream_refused_total", Labels(), static_cast<int64_t>(metrics.refused()));
  text.family("dtrace_stream_overflow_rows", "gauge", "Keys beyond the limit, which are one row");
  for (const auto &[name, family] : metrics.families())
    text.sample("dtrace_stream_overflow_rows", Labels().add("aggregation", name),
                static_cast<int64_t>(family.overflowed));
}
} // namespace

std::string metrics_text(const Metrics &metrics, const StreamState &state, TextFormat format) {
  Text text(format);
  for (const auto &[name, family] : metrics.families())
    put_family(text, family);
  put_own(text, metrics, state);
  return text.take();
}

} // namespace dtrace::stream

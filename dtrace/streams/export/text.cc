#include "export/text.h"

#include <cstdio>

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
  explicit Text(Format format) : open_(format == Format::OpenMetrics) {}

  // OpenMetrics names a counter's family without the `_total` of its samples.
  void family(const std::string &name, const char *kind, const std::string &help) {
    const bool is_counter = std::string_view(kind) == "counter";
    const std::string named = is_counter && !open_ ? name + "_total" : name;
    out_ += "# HELP " + named + " " + help_text(help) + "\n# TYPE " + named + " " + kind + "\n";
  }
  void sample(const std::string &name, const Labels &labels, int64_t value) {
    out_ += name + labels.text() + " " + std::to_string(value) + "\n";
  }
  void number(const std::string &name, const Labels &labels, double value) {
    char text[32];
    snprintf(text, sizeof text, "%.17g", value);
    out_ += name + labels.text() + " " + text + "\n";
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
  for (const auto &[name, value] : family.labels_of(row))
    labels.add(name, value);
  return labels;
}

using PutRow = void (*)(Text &, const std::string &name, const Family &, const MetricRow &);

void put_counter(Text &text, const std::string &name, const Family &family, const MetricRow &row) {
  text.sample(name + "_total", labels_of(family, row), row.part(0));
}

// Of a min() or max() without a value there is no sample.
void put_gauge(Text &text, const std::string &name, const Family &family, const MetricRow &row) {
  if (row.whole.contains(0))
    text.sample(name, labels_of(family, row), row.part(0));
}

void put_summary(Text &text, const std::string &name, const Family &family, const MetricRow &row) {
  text.sample(name + "_sum", labels_of(family, row), row.part(kTotal));
  text.sample(name + "_count", labels_of(family, row), row.part(kCount));
}

// Cumulative, with the greatest value of each bucket. D's distributions keep no sum, without which
// OpenMetrics has no count.
void put_histogram(Text &text, const std::string &name, const Family &family,
                   const MetricRow &row) {
  for (const auto &[bound, sum] : family.up_to(row))
    text.sample(name + "_bucket", labels_of(family, row).add("le", std::to_string(bound)), sum);
  text.sample(name + "_bucket", labels_of(family, row).add("le", "+Inf"), row.total());
  if (!text.is_open())
    text.sample(name + "_count", labels_of(family, row), row.total());
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
  family.each_row([&](const MetricRow &row) { kind.put(text, name, family, row); });
}

void put_own(Text &text, const OwnFamily &family) {
  text.family(family.name, family.is_counter ? "counter" : "gauge", family.help);
  for (const OwnSample &sample : family.samples) {
    Labels labels;
    for (const auto &[name, value] : sample.labels)
      labels.add(name, value);
    text.number(family.name + (family.is_counter ? "_total" : ""), labels, sample.value);
  }
}
} // namespace

std::string metrics_text(const Metrics &metrics, const StreamState &state, Format format) {
  Text text(format);
  for (const auto &[name, family] : metrics.families())
    put_family(text, family);
  for (const OwnFamily &family : own_families(metrics, state))
    put_own(text, family);
  return text.take();
}

} // namespace dtrace::stream

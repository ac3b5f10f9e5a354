#include "base/diagnostic.h"

#include <algorithm>
#include <cctype>
#include <cstdarg>
#include <cstdio>

namespace dtrace {

namespace {
struct TagRow {
  const char *name;
  const char *meaning;
};
constexpr TagRow tag_rows[] = {
#define DIAGNOSTIC(tag, meaning, cure) {#tag, meaning},
#include "base/diagnostics.def"
#undef DIAGNOSTIC
};

std::string vformat(const char *format, va_list arguments) {
  va_list again;
  va_copy(again, arguments);
  const int size = vsnprintf(nullptr, 0, format, arguments);
  std::string text(size < 0 ? 0 : size, '\0');
  vsnprintf(text.data(), text.size() + 1, format, again);
  va_end(again);
  return text;
}

// Without its "# line" name, what the classic first line calls the text.
std::string first_line_head(const Diagnostic &d) {
  if (!d.span.source)
    return "dtrace: ";
  const Source &source = *d.span.source;
  if (source.kind == SourceKind::CommandLine) {
    // What cpp made begins with a mark of its own.
    const std::string &whole = source.text.starts_with("# ") ? source.name : source.text;
    std::string text = whole.substr(0, whole.find('\n'));
    if (text.size() < whole.size())
      text += " ...";
    return "dtrace: invalid probe specifier " + text + ": ";
  }
  const char *what = source.kind == SourceKind::Library ? "library " : "script ";
  return "dtrace: failed to compile " + (what + std::string(d.span.place().file)) + ": ";
}
} // namespace

std::string_view tag_name(Tag tag) {
  return tag_rows[static_cast<int>(tag)].name;
}
std::string_view tag_meaning(Tag tag) {
  return tag_rows[static_cast<int>(tag)].meaning;
}

Failure fail(Tag tag, Span span, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  Diagnostic d{tag, span, vformat(format, arguments)};
  va_end(arguments);
  return Failure(std::move(d));
}

Failure fail(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  Diagnostic d{Tag::D_UNKNOWN, {}, vformat(format, arguments)};
  va_end(arguments);
  return Failure(std::move(d));
}

std::string format(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  std::string text = vformat(format, arguments);
  va_end(arguments);
  return text;
}

namespace {
constexpr size_t shown_width = 160; // of a source line
constexpr size_t shown_before = 80; // the error, when the line is longer

// The source line with the erroneous part marked below it. Of a long line only what is near the
// error; characters that a terminal would obey become dots.
std::string excerpt(const Span &span) {
  std::string_view line = span.line_text();
  size_t at = std::min<size_t>(span.place().column - 1, line.size());
  const size_t cut = line.size() > shown_width && at > shown_before ? at - shown_before : 0;
  line = line.substr(cut, shown_width), at -= cut;
  std::string shown, below;
  for (const char c : line) {
    const auto byte = static_cast<unsigned char>(c);
    shown += (byte < 0x20 && c != '\t') || byte == 0x7f ? '.' : c;
  }
  // Bytes that continue a UTF-8 character take no column.
  const auto takes_column = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; };
  for (const char c : line.substr(0, at))
    if (takes_column(c))
      below += c == '\t' ? '\t' : ' ';
  const size_t width = span.end > span.begin ? span.end - span.begin : 1;
  const auto marked = std::ranges::count_if(line.substr(at, width), takes_column);
  below += '^' + std::string(marked > 1 ? marked - 1 : 0, '~');
  return "  " + shown + "\n  " + below + "\n";
}
} // namespace

namespace {
// A name may be as long as the script.
std::string shortened(const std::string &text) {
  constexpr size_t most = 600, end = 100;
  if (text.size() <= most)
    return text;
  return text.substr(0, most - end) + " ... " + text.substr(text.size() - end);
}
} // namespace

std::string describe(const Diagnostic &d, bool show_tag) {
  std::string text = first_line_head(d);
  if (show_tag && d.tag != Tag::D_UNKNOWN)
    text += "[" + std::string(tag_name(d.tag)) + "] ";
  if (d.span.source)
    text += "line " + std::to_string(d.span.place().line) + ": ";
  text += shortened(d.message) + "\n";
  if (d.span.source)
    text += excerpt(d.span);
  if (!d.advice.empty())
    text += "  " + shortened(d.advice) + "\n";
  return text;
}

namespace {
size_t distance(std::string_view a, std::string_view b) {
  std::vector<size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); j++)
    last[j] = j;
  for (size_t i = 1; i <= a.size(); i++) {
    row[0] = i;
    for (size_t j = 1; j <= b.size(); j++) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

bool is_same_but_for_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](unsigned char x, unsigned char y) {
    return std::tolower(x) == std::tolower(y);
  });
}
} // namespace

std::string_view nearest(std::string_view word, const std::vector<std::string_view> &candidates) {
  std::string_view best;
  size_t least = word.size() / 3 + 1;
  for (std::string_view candidate : candidates) {
    const size_t longer = std::max(word.size(), candidate.size());
    const size_t shorter = std::min(word.size(), candidate.size());
    if (longer - shorter >= least)
      continue;
    if (is_same_but_for_case(word, candidate))
      return candidate;
    if (const size_t d = distance(word, candidate); d < least)
      least = d, best = candidate;
  }
  return best;
}

} // namespace dtrace

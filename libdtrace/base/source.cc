#include "base/source.h"

#include <algorithm>

namespace dtrace {

Source *SourceSet::add(SourceKind kind, std::string name, std::string text) {
  if (text.starts_with("\xef\xbb\xbf")) // a byte-order mark, as some editors leave it
    text.erase(0, 3);
  sources_.push_back(std::make_unique<Source>(Source{kind, std::move(name), std::move(text)}));
  return sources_.back().get();
}

namespace {
// Which line (from 0) of the text holds the offset.
size_t line_of(const Source &source, uint32_t offset) {
  if (source.lines.empty()) {
    source.lines.push_back(0);
    for (size_t i = 0; i < source.text.size(); i++)
      if (source.text[i] == '\n')
        source.lines.push_back(static_cast<uint32_t>(i + 1));
  }
  return std::ranges::upper_bound(source.lines, offset) - source.lines.begin() - 1;
}

uint32_t clamp(const Source &source, uint32_t offset) {
  return std::min<size_t>(offset, source.text.size());
}
} // namespace

Place Span::place() const {
  if (!source)
    return {"", 0, 0};
  const uint32_t at = clamp(*source, begin);
  const size_t line = line_of(*source, at);
  Place place{source->name, static_cast<uint32_t>(line + 1), at - source->lines[line] + 1};
  const auto after = std::ranges::upper_bound(source->marks, at, {}, &LineMark::offset);
  if (after == source->marks.begin())
    return place;
  const LineMark &mark = *std::prev(after);
  place.line = static_cast<uint32_t>(mark.line + (line - line_of(*source, mark.offset)));
  for (auto named = after; named-- != source->marks.begin();)
    if (!named->file.empty()) {
      place.file = named->file;
      break;
    }
  return place;
}

std::string_view Span::text() const {
  if (!source)
    return "";
  const std::string_view text = source->text;
  return text.substr(clamp(*source, begin), end > begin ? end - begin : 0);
}

std::string_view Span::line_text() const {
  if (!source)
    return "";
  const std::string_view text = source->text;
  const size_t line = line_of(*source, clamp(*source, begin));
  const uint32_t from = source->lines[line];
  return text.substr(from, text.find('\n', from) - from);
}

} // namespace dtrace

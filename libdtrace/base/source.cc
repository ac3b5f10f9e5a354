#include "base/source.h"

#include <algorithm>

namespace dtrace {

Source *SourceSet::add(SourceKind kind, std::string name, std::string text) {
  sources_.push_back(std::make_unique<Source>(Source{kind, std::move(name), std::move(text)}));
  return sources_.back().get();
}

Place Span::place() const {
  if (!source)
    return {"", 0, 0};
  const std::string_view text = source->text;
  const uint32_t at = std::min<uint32_t>(begin, text.size());
  uint32_t start = 0, line = 1;
  std::string_view file = source->name;
  for (const LineMark &mark : source->marks) {
    if (mark.offset > at)
      break;
    start = mark.offset, line = mark.line, file = mark.file.empty() ? file : mark.file;
  }
  line += std::count(text.begin() + start, text.begin() + at, '\n');
  const size_t line_start = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  const uint32_t column = at - (line_start == std::string_view::npos ? 0 : line_start + 1) + 1;
  return {file, line, column};
}

std::string_view Span::text() const {
  if (!source)
    return "";
  const std::string_view text = source->text;
  return text.substr(std::min<size_t>(begin, text.size()), end > begin ? end - begin : 0);
}

std::string_view Span::line_text() const {
  if (!source)
    return "";
  const std::string_view text = source->text;
  const size_t at = std::min<size_t>(begin, text.size());
  const size_t before = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  const size_t start = before == std::string_view::npos ? 0 : before + 1;
  return text.substr(start, text.find('\n', at) - start);
}

} // namespace dtrace

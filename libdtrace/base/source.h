// Stage: base. Source texts and places in them. A Source never moves once made, so a Span (two
// offsets and its source) stays valid as long as the session's SourceSet.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace dtrace {

enum class SourceKind { Script, CommandLine, Library };

// A `# 12 "file"` line: from offset on, text belongs to that file, counted from that line. No file:
// still the same one.
struct LineMark {
  uint32_t offset;
  uint32_t line;
  std::string file;
};

struct Source {
  SourceKind kind;
  std::string name; // the script's path; the text itself for a program of the command line
  std::string text;
  std::vector<LineMark> marks{}; // in order of offset; filled by the lexer
  // Offsets at which lines begin; made by the first question for a place.
  mutable std::vector<uint32_t> lines{};
};

// Lines and columns count from 1; a tab is one column.
struct Place {
  std::string_view file;
  uint32_t line;
  uint32_t column;
};

struct Span {
  const Source *source = nullptr;
  uint32_t begin = 0;
  uint32_t end = 0;

  Place place() const;
  std::string_view text() const;
  std::string_view line_text() const; // the whole source line in which the span begins
  Span to(Span last) const { return {source, begin, last.end}; }
};

class SourceSet {
public:
  Source *add(SourceKind kind, std::string name, std::string text);

private:
  std::vector<std::unique_ptr<Source>> sources_;
};

} // namespace dtrace

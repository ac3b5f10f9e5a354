#include "merge/live_writer.h"

#include "merge/clock.h"

#include <algorithm>
#include <sys/ioctl.h>
#include <unistd.h>

namespace dtrace::stream {

namespace {
constexpr int64_t kPause = 100'000'000; // ns between two pictures
constexpr size_t kRecent = 5;           // lines of what is no table
constexpr size_t kMostTables = 100, kMostLines = 1000;

// A line that is too long has its longest run of blanks shortened: a key stays beside its value.
std::string fitted(std::string line, size_t columns) {
  const size_t width = std::ranges::count_if(line, [](char c) { return (c & 0xc0) != 0x80; });
  if (width <= columns)
    return line;
  size_t longest = 0, at = 0;
  for (size_t i = 0, run = 0; i < line.size(); i++) {
    run = line[i] == ' ' ? run + 1 : 0;
    if (run > longest)
      longest = run, at = i + 1 - run;
  }
  return longest > 1 ? line.erase(at, std::min(width - columns, longest - 1)) : line;
}

// Control characters, of ASCII and of the 32 behind it in UTF-8, are dots; cut behind so many
// characters.
std::string harmless_line(std::string_view line, size_t columns) {
  std::string out;
  size_t width = 0;
  for (size_t i = 0; i < line.size() && width <= columns; i++) {
    const auto c = static_cast<uint8_t>(line[i]);
    const bool is_second = (c & 0xc0) == 0x80;
    const bool is_control =
        c < ' ' || c == 0x7f ||
        (c == 0xc2 && i + 1 < line.size() && static_cast<uint8_t>(line[i + 1]) < 0xa0);
    width += !is_second;
    if (width > columns)
      break;
    if (is_control && c == 0xc2)
      i++;
    out += is_control ? '.' : line[i];
  }
  return out;
}
} // namespace

LiveWriter::Size LiveWriter::size() const {
  winsize window{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) != 0 || !window.ws_row || !window.ws_col)
    return {24, 80};
  return {window.ws_row, window.ws_col};
}

std::vector<std::string> LiveWriter::take_lines() {
  text_.flush();
  std::vector<std::string> lines;
  std::string_view left = captured_;
  while (!left.empty()) {
    const size_t end = std::min(left.find('\n'), left.size());
    if (end)
      lines.emplace_back(left.substr(0, end));
    left.remove_prefix(std::min(end + 1, left.size()));
  }
  captured_.clear();
  if (lines.size() > kMostLines)
    lines.erase(lines.begin(), lines.end() - kMostLines);
  return lines;
}

void LiveWriter::keep_lines() {
  for (std::string &line : take_lines()) {
    recent_.push_back(std::move(line));
    changed_ = true;
  }
  while (recent_.size() > kRecent)
    recent_.pop_front();
}

void LiveWriter::keep(const MergedTable &table) {
  std::string name = "@" + text(*table.first, "aggregation-name");
  if (tables_.size() < kMostTables || tables_.contains(name))
    tables_[name] = take_lines();
  captured_.clear();
  changed_ = true;
}

void LiveWriter::put_lines(const std::string &title, const std::vector<std::string> &lines,
                           size_t rows, size_t columns) {
  if (rows < 2)
    return;
  const size_t shown = std::min(lines.size(), rows - 1);
  out_.put("\x1b[7m" + harmless_line(title, columns) + "\x1b[0m\x1b[K\n");
  for (size_t i = lines.size() - shown; i < lines.size(); i++)
    out_.put(harmless_line(fitted(lines[i], columns), columns) + "\x1b[K\n");
}

// Tables have equal parts of the screen; what one does not need is the next ones'.
void LiveWriter::draw() {
  const Size screen = size();
  const size_t recent = recent_.empty() ? 0 : recent_.size() + 1;
  size_t rows = screen.rows > recent + 2 ? screen.rows - recent - 2 : 0, left = tables_.size();
  out_.put(std::string_view("\x1b[H"));
  out_.put(harmless_line(title_, screen.columns) + "\x1b[K\n");
  for (const auto &[name, lines] : tables_) {
    const size_t its = std::min(rows / left--, lines.size() + 1);
    put_lines(name, lines, its, screen.columns);
    rows -= its;
  }
  if (recent)
    put_lines("output", {recent_.begin(), recent_.end()}, recent, screen.columns);
  out_.put(std::string_view("\x1b[J"));
  out_.flush();
  changed_ = false;
  drawn_ = clock_now();
}

void LiveWriter::begin(const std::vector<std::string> &hosts, const Json &head) {
  text_.begin(hosts, head);
  captured_.clear();
  for (const std::string &host : hosts)
    title_ += (title_.empty() ? "" : " ") + host;
  out_.put(std::string_view("\x1b[2J"));
}

void LiveWriter::object(const Host &host, const StreamObject &object) {
  text_.object(host, object);
  keep_lines();
}

void LiveWriter::begin_firing(const Host &host, const Json &firing) {
  text_.begin_firing(host, firing);
}

void LiveWriter::elements(const Host &host, const std::vector<const Json *> &elements) {
  text_.elements(host, elements);
}

void LiveWriter::table(const MergedTable &table) {
  keep_lines();
  text_.table(table);
  keep(table);
}

void LiveWriter::end_firing() {
  text_.end_firing();
  keep_lines();
}

void LiveWriter::standalone(const MergedTable &table, bool) {
  text_.standalone(table, false);
  keep(table);
}

void LiveWriter::end(int) {
  draw();
}

void LiveWriter::flush() {
  if (changed_ && clock_now() - drawn_ >= kPause)
    draw();
}

} // namespace dtrace::stream

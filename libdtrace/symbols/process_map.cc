// Stage: symbols. Lines of /proc/<pid>/maps to regions; a line that is none gives none.
#include "symbols/process_map.h"

#include <algorithm>
#include <charconv>

namespace dtrace {

namespace {

constexpr std::string_view deleted = " (deleted)";

class Line {
public:
  explicit Line(std::string_view text) : rest_(text) {}

  uint64_t number(int base) {
    uint64_t value = 0;
    const auto [end, error] =
        std::from_chars(rest_.data(), rest_.data() + rest_.size(), value, base);
    rest_.remove_prefix(end - rest_.data());
    return value;
  }
  void skip(size_t count) { rest_.remove_prefix(std::min(count, rest_.size())); }
  void skip_spaces() { skip(std::min(rest_.find_first_not_of(' '), rest_.size())); }
  std::string_view rest() const { return rest_; }

private:
  std::string_view rest_;
};

// 7f1c2a000000-7f1c2a022000 r-xp 00001000 fd:01 131076    /usr/lib/libc.so.6
ProcessMap::Region parse_region(std::string_view text) {
  Line line(text);
  ProcessMap::Region region{};
  region.begin = line.number(16);
  line.skip(1);
  region.end = line.number(16);
  line.skip(6); // " r-xp "
  region.file_offset = line.number(16);
  line.skip(1);
  region.device = line.number(16) << 32;
  line.skip(1);
  region.device |= line.number(16);
  line.skip(1);
  region.inode = line.number(10);
  line.skip_spaces();
  std::string_view path = line.rest();
  if (path.ends_with(deleted))
    path.remove_suffix(deleted.size());
  region.path = path;
  region.name = path.substr(path.rfind('/') + 1);
  return region;
}

} // namespace

bool is_kept_region(std::string_view path) {
  return path == "[vdso]" || (path.starts_with('/') && !path.starts_with("//"));
}

ProcessMap parse_process_map(std::string_view text) {
  ProcessMap map;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    ProcessMap::Region region = parse_region(text.substr(0, end));
    const uint64_t last = map.regions.empty() ? 0 : map.regions.back().end;
    if (is_kept_region(region.path) && region.begin >= last && region.begin < region.end)
      map.regions.push_back(std::move(region));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return map;
}

void ProcessMap::add(Region region) {
  if (region.begin >= region.end)
    return;
  // They are in order and apart from one another, so what it covers is one stretch of them.
  const auto first = std::ranges::upper_bound(regions, region.begin, {}, &Region::end);
  const auto behind = std::ranges::lower_bound(first, regions.end(), region.end, {}, &Region::begin);
  const auto place = regions.erase(first, behind);
  if (is_kept_region(region.path))
    regions.insert(place, std::move(region));
}

const ProcessMap::Region *ProcessMap::find(uint64_t address) const {
  const auto after = std::ranges::upper_bound(regions, address, {}, &Region::begin);
  if (after == regions.begin() || address >= std::prev(after)->end)
    return nullptr;
  return &*std::prev(after);
}

} // namespace dtrace

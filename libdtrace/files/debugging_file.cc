#include "files/debugging_file.h"

#include "files/open_file.h"

#include <algorithm>
#include <array>
#include <climits>
#include <cstring>

namespace dtrace {

namespace {

const std::string installed = "/usr/lib/debug";
constexpr uint64_t largest_summed = uint64_t{256} << 20;

std::string hexadecimal(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes) {
    text += "0123456789abcdef"[static_cast<unsigned char>(byte) >> 4];
    text += "0123456789abcdef"[byte & 15];
  }
  return text;
}

std::vector<std::string> paths_by_id(const Origin &origin, std::string_view id) {
  constexpr size_t longest_id = 64;
  if (id.size() < 2 || id.size() > longest_id)
    return {};
  const std::string digits = hexadecimal(id);
  const std::string path =
      installed + "/.build-id/" + digits.substr(0, 2) + "/" + digits.substr(2) + ".debug";
  return origin.root.empty() ? std::vector{path} : std::vector{origin.root + path, path};
}

// The CRC of Ethernet (IEEE 802.3), as .gnu_debuglink has it.
uint32_t checksum(std::span<const uint8_t> bytes) {
  static constexpr auto table = [] {
    std::array<uint32_t, 256> rows{};
    for (uint32_t i = 0; i < rows.size(); i++) {
      rows[i] = i;
      for (int bit = 0; bit < 8; bit++)
        rows[i] = rows[i] >> 1 ^ (rows[i] & 1 ? 0xedb88320 : 0);
    }
    return rows;
  }();
  uint32_t sum = ~0u;
  for (const uint8_t byte : bytes)
    sum = table[(sum ^ byte) & 0xff] ^ sum >> 8;
  return ~sum;
}

struct DebugLink {
  std::string name;
  uint32_t sum;
};
std::optional<DebugLink> debug_link(ElfFile &object) {
  const ElfFile::Section *section = object.section(".gnu_debuglink");
  const auto bytes = section ? object.contents(*section) : std::span<const uint8_t>();
  const std::string_view text(reinterpret_cast<const char *>(bytes.data()), bytes.size());
  const size_t end = std::min(text.find('\0'), text.size());
  DebugLink link{std::string(text.substr(0, end)), 0};
  const size_t at = (end + 4) & ~size_t{3}; // behind the NUL
  if (link.name.empty() || link.name.size() > NAME_MAX || link.name.find('/') != link.name.npos ||
      at > text.size() || text.size() - at < sizeof link.sum)
    return std::nullopt;
  memcpy(&link.sum, text.data() + at, sizeof link.sum);
  return link;
}

bool has_sum(ElfFile &file, uint32_t sum) {
  const uint64_t size = file.image().size();
  return size <= largest_summed && checksum(file.image().view(0, size)) == sum;
}

std::unique_ptr<ElfFile> open_with_id(const std::string &path, std::string_view id) {
  auto file = ElfFile::open(path);
  return file && (*file)->build_id() == id ? std::move(*file) : nullptr;
}

std::unique_ptr<ElfFile> open_by_id(const Origin &origin, std::string_view id) {
  for (const std::string &path : paths_by_id(origin, id))
    if (auto file = open_with_id(path, id))
      return file;
  return nullptr;
}

std::unique_ptr<ElfFile> open_by_link(ElfFile &object, const Origin &origin) {
  const auto link = debug_link(object);
  if (!link)
    return nullptr;
  const std::string &folder = origin.folder, name = "/" + link->name;
  for (const std::string &path : {origin.root + folder + name, origin.root + folder + "/.debug" + name,
                                  origin.root + installed + folder + name,
                                  installed + folder + name}) {
    auto file = ElfFile::open(path);
    if (!file)
      continue;
    const bool is_its = object.build_id().empty() ? has_sum(**file, link->sum)
                                                  : (*file)->build_id() == object.build_id();
    if (is_its)
      return std::move(*file);
  }
  return nullptr;
}

} // namespace

Origin origin_of(const FileImage &image) {
  if (!image.is_file())
    return {};
  std::string path = image.path();
  const auto folder_of = [](std::string_view file) {
    return std::string(file.substr(0, std::min(file.rfind('/'), file.size())));
  };
  if (const PathInRoot place = split_root(path); !place.root.empty())
    return {std::string(place.root), folder_of(place.path)};
  // /proc/12/map_files/1000-2000, /proc/12/exe: the kernel knows where the file is.
  constexpr std::string_view proc = "/proc/";
  const size_t end = path.find_first_not_of("0123456789", proc.size());
  if (!path.starts_with(proc) || end == path.npos || end == proc.size())
    return {{}, folder_of(path)};
  char target[PATH_MAX];
  const ssize_t length = readlink(path.c_str(), target, sizeof target);
  return {path.substr(0, end) + "/root",
          folder_of({target, static_cast<size_t>(std::max<ssize_t>(length, 0))})};
}

std::unique_ptr<ElfFile> open_debugging_file(ElfFile &object) {
  const Origin origin = origin_of(object.image());
  if (!object.image().is_file())
    return nullptr;
  auto file = open_by_id(origin, object.build_id());
  return file ? std::move(file) : open_by_link(object, origin);
}

std::unique_ptr<ElfFile> open_shared_debugging_file(ElfFile &debugging) {
  const ElfFile::Section *section = debugging.section(".gnu_debugaltlink");
  const auto bytes = section ? debugging.contents(*section) : std::span<const uint8_t>();
  const std::string_view text(reinterpret_cast<const char *>(bytes.data()), bytes.size());
  const size_t end = text.find('\0');
  if (end == text.npos || end == 0 || end > PATH_MAX)
    return nullptr;
  const std::string name(text.substr(0, end));
  const std::string_view id = text.substr(end + 1);
  const Origin origin = origin_of(debugging.image());
  if (auto file = open_by_id(origin, id))
    return file;
  return open_with_id(origin.root + (name[0] == '/' ? "" : origin.folder + "/") + name, id);
}

} // namespace dtrace

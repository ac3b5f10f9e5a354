#include "symbols/elf_symbols.h"
#include "symbols/process_map.h"
#include "symbols/symbols.h"

#include <cinttypes>
#include <elf.h>
#include <fcntl.h>
#include <sys/auxv.h>
#include <unistd.h>

namespace dtrace {

namespace {

std::string read_whole(const std::string &path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  std::string text;
  char buffer[64 << 10];
  for (ssize_t got; fd >= 0 && (got = read(fd, buffer, sizeof buffer)) > 0;)
    text.append(buffer, got);
  if (fd >= 0)
    close(fd);
  return text;
}

// Ours, which is that of every 64-bit process.
std::unique_ptr<ElfSymbols> vdso_symbols(size_t size) {
  const auto *image = reinterpret_cast<const char *>(getauxval(AT_SYSINFO_EHDR));
  return image ? ElfSymbols::in_memory(image, size) : nullptr;
}

// The file that is mapped, even if its name is gone or means another file by now; else, where we
// may not follow map_files or the process has ended, the file of that name.
std::unique_ptr<ElfSymbols> open_mapped(pid_t process, const ProcessMap::Region &region) {
  if (region.path == "[vdso]")
    return vdso_symbols(region.end - region.begin);
  const std::string proc = "/proc/" + std::to_string(process);
  char range[64];
  snprintf(range, sizeof range, "/map_files/%" PRIx64 "-%" PRIx64, region.begin, region.end);
  for (const std::string &path : {proc + range, proc + "/root" + region.path, region.path})
    if (auto symbols = ElfSymbols::open(path))
      return symbols;
  return nullptr;
}

} // namespace

UserSymbols::UserSymbols() = default;
UserSymbols::~UserSymbols() = default;

void UserSymbols::remember(pid_t process) {
  auto &map = maps_[process];
  if (!map)
    map = std::make_unique<ProcessMap>(
        parse_process_map(read_whole("/proc/" + std::to_string(process) + "/maps")));
}

const ElfSymbols *UserSymbols::symbols_of(pid_t process, const ProcessMap &map, size_t index) {
  const ProcessMap::Region &region = map.regions[index];
  const auto [place, is_new] = files_.try_emplace({region.device, region.inode});
  if (is_new)
    place->second = open_mapped(process, region);
  return place->second.get();
}

std::optional<ResolvedAddress> UserSymbols::resolve(pid_t process, uint64_t address) {
  const bool known = maps_.contains(process);
  remember(process);
  const ProcessMap::Region *region = maps_[process]->find(address);
  if (!region && known) { // mapped since we looked
    ProcessMap now = parse_process_map(read_whole("/proc/" + std::to_string(process) + "/maps"));
    if (!now.regions.empty())
      *maps_[process] = std::move(now);
    region = maps_[process]->find(address);
  }
  if (!region)
    return std::nullopt;
  const ProcessMap &map = *maps_[process];
  ResolvedAddress result{region->name, {}, 0};
  if (const ElfSymbols *symbols = symbols_of(process, map, region - map.regions.data()))
    if (const auto found = symbols->at_file_offset(address - region->begin + region->file_offset)) {
      result.symbol = found->name;
      result.offset = found->offset;
    }
  return result;
}

} // namespace dtrace

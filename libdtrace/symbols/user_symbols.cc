// Stage: symbols. Addresses of processes: mapping, file, symbol; each file is read once for all
// processes that map it.
#include "system/pid_numbers.h"
#include "files/open_file.h"
#include "symbols/elf_frames.h"
#include "symbols/elf_symbols.h"
#include "symbols/mapped_object.h"
#include "symbols/process_map.h"
#include "symbols/symbols.h"

#include <algorithm>
#include <sys/stat.h>
#include <unordered_set>

namespace dtrace {

namespace {

constexpr uint64_t most_of_maps = 64 << 20; // 65,530 mappings (vm.max_map_count) are a tenth

} // namespace

UserSymbols::UserSymbols() = default;
UserSymbols::~UserSymbols() = default;

// False: it has ended, or has nothing mapped.
bool UserSymbols::read_map(pid_t process, KnownProcess &known) {
  const auto text = read_kernel_file(shown_process_folder(process) + "/maps", most_of_maps);
  ProcessMap now = parse_process_map(text.value_or(""));
  if (now.regions.empty())
    return false;
  known.map = std::move(now);
  known.is_whole = true;
  return true;
}

void UserSymbols::remember(pid_t process) {
  forget_files();
  KnownProcess &known = processes_.of(process);
  if (known.is_whole || !read_map(process, known))
    return;
  for (const ProcessMap::Region &region : known.map.regions)
    keep_file(process, region);
}

// What is another file, or none, by its path as we see it (the process has other mounts, or the file is
// deleted) can be opened only while the process lives.
void UserSymbols::keep_file(pid_t process, const ProcessMap::Region &region) {
  if (!region.path.starts_with('/') || files_.contains({region.device, region.inode}))
    return;
  struct stat ours;
  if (stat(region.path.c_str(), &ours) == 0 && ours.st_ino == region.inode)
    return;
  symbols_of(process, region);
  if (ElfFrames *frames = frames_of(process, region))
    frames->read_ahead();
}

void UserSymbols::forget_files() {
  if (std::max(files_.size(), frames_.size()) <= most_files_)
    return;
  std::unordered_set<File, FileHash> mapped;
  processes_.each_region([&](const ProcessMap::Region &region) {
    mapped.insert({region.device, region.inode});
  });
  const auto is_unused = [&](const auto &each) { return !mapped.contains(each.first); };
  std::erase_if(files_, is_unused);
  std::erase_if(frames_, is_unused);
  most_files_ = std::max(fewest_files, 2 * std::max(files_.size(), frames_.size()));
}

void UserSymbols::mapped(pid_t process, ProcessMap::Region region) {
  forget_files();
  keep_file(process, region);
  processes_.of(process).map.add(std::move(region));
}

void UserSymbols::forked(pid_t parent, pid_t child) {
  remember(parent);
  const KnownProcess &from = processes_.of(parent);
  processes_.begin_anew(child, from.map, from.is_whole);
}

void UserSymbols::executed(pid_t process) { processes_.begin_anew(process, {}, true); }

const ElfSymbols *UserSymbols::symbols_of(pid_t process, const ProcessMap::Region &region) {
  const auto [place, is_new] = files_.try_emplace({region.device, region.inode});
  if (auto file = is_new ? open_mapped(process, region) : nullptr)
    place->second = std::make_unique<ElfSymbols>(std::move(file));
  return place->second.get();
}

std::optional<ResolvedAddress> UserSymbols::made_at_run_time(pid_t process, uint64_t address) {
  std::unique_ptr<JitMap> &map = processes_.of(process).jit;
  if (!map)
    map = std::make_unique<JitMap>();
  if (const auto found = map->find(process, address))
    return ResolvedAddress{"[jit]", found->name, found->offset};
  return std::nullopt;
}

const ProcessMap::Region *UserSymbols::region_of(pid_t process, uint64_t address) {
  KnownProcess &known = processes_.of(process);
  const bool fresh = !known.is_whole && read_map(process, known);
  const ProcessMap::Region *region = known.map.find(address);
  if (!region && !fresh && read_map(process, known)) // mapped since we looked
    region = known.map.find(address);
  return region;
}

std::optional<ResolvedAddress> UserSymbols::resolve(pid_t process, uint64_t address) {
  const ProcessMap::Region *region = region_of(process, address);
  if (!region)
    return made_at_run_time(process, address);
  ResolvedAddress result{region->name, {}, 0};
  if (const ElfSymbols *symbols = symbols_of(process, *region))
    if (const auto found = symbols->at_file_offset(address - region->begin + region->file_offset)) {
      result.symbol = found->name;
      result.offset = found->offset;
    }
  return result;
}

} // namespace dtrace

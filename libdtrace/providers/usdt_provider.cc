// Stage: providers. Probes that programs bring along (USDT), described by SystemTap notes in their
// files: prov123:module:function:probe, with the process id behind the provider's name as on other
// systems. A provider with a pattern means every process, those to come too:
//     python*:::function-entry        what is mapped by a process now; when there is none (-Z),
//     what
//                                     will be
//     shop*:"/opt/shop/bin/shop"::    this file, mapped or not
// One BPF program serves all of them. A probe comes into being when a description matches it; it
// may be at several places, as functions are inlined. For what a target loads later there are blank
// probes, and rows of the arguments' table which are written then.
#include "base/pid_numbers.h"
#include "arch/operand.h"
#include "language/options.h"
#include "process/process.h"
#include "process/process_objects.h"
#include "providers/object_pattern.h"
#include "providers/providers.h"
#include "providers/usdt.h"
#include "providers/usdt_advice.h"
#include "providers/user_probes.h"
#include "symbols/elf_symbols.h"
#include "symbols/symbols.h"
#include "usdt/note.h"
#include "usdt/symbol_address.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>
#include <deque>
#include <map>
#include <set>
#include <sys/stat.h>

namespace dtrace {

namespace {

struct FileId {
  uint64_t device, inode;
  auto operator<=>(const FileId &) const = default;
};

// A file with probes, as it was read.
struct ProbeFile {
  usdt::SiteList list;
  std::vector<std::string> functions; // by site: the symbol around it, as linked; may be empty
};

// A probe's places have arguments of their own.
struct Place {
  const usdt::Site *site;
  uint32_t row;
};

struct Target {
  pid_t process;    // 0: every one
  std::string path; // that we can open
  FileId file;
  std::vector<Place> places;
  std::vector<int8_t> sizes;  // of the arguments, of the first place
  std::string provider, name; // as in the note
};

// Which processes a description's provider means, and what the provider is called.
struct Wanted {
  std::string provider; // pattern
  pid_t process;        // 0: every one
};

// Process, file, provider, function, name.
using ProbeKey = std::tuple<pid_t, FileId, std::string, std::string, std::string>;

// Blank probes of a description, for what its process loads while it is traced: their numbers.
// Clauses with the same description share them; other descriptions have their own.
struct BlankProbes {
  Wanted wanted;
  ProbeDescription description;
  std::vector<uint64_t> all{}, free{};
  std::map<ProbeKey, uint64_t> known{}; // those that are blank no more
};
constexpr size_t blanks_for_glob = 256, blanks_for_name = 32;

class UsdtProvider : public Provider {
public:
  std::string_view name() const override { return "usdt"; }
  void use(const ProviderServices &services) override { services_ = services; }

  Result<void> match(const ProbeDescription &description, const ProbeSink &sink) override;
  std::string advice(const ProbeDescription &description) override;
  Result<ProbeArguments> arguments(const Probe &probe, TypeGraph &types) override;
  ProgramSpec program(const Probe &) const override;
  std::vector<UsdtConstant> constants() const;
  Result<std::vector<std::unique_ptr<Link>>> attach(std::span<const Probe> probes,
                                                    const LoadedProgram &program) override;

  void reserve(const ProbeDescription &description, const ProbeSink &sink) override;
  void give_memory(std::span<std::byte> rows) { memory_ = rows; }
  void follow(pid_t process, const ArrivalSink &sink,
              std::vector<std::unique_ptr<Link>> &links) override;
  void release() override {
    blanks_.clear();
    memory_ = {};
  }

  void declare(std::string_view provider, std::string_view probe, ProbeArguments &&arguments) {
    declared_[{std::string(provider), std::string(probe)}] = std::move(arguments);
  }
  void declare(std::string_view provider, std::string_view part, const Attributes &attributes) {
    const auto known =
        attributes_.try_emplace(std::string(provider), Provider::attributes({})).first;
    if (part == "name")
      known->second.probe = attributes;
    if (part == "args")
      known->second.arguments = attributes;
  }
  ProviderAttributes attributes(const Probe &probe) const override {
    const auto known = attributes_.find(targets_[probe.number].provider);
    return known == attributes_.end() ? Provider::attributes(probe) : known->second;
  }

private:
  static std::vector<Wanted> wanted(const ProbeDescription &description);
  std::string process_advice(const Wanted &wanted, const std::string &name);
  static std::string file_advice(const Wanted &wanted, const ProbeDescription &description);
  Result<void> match(const Wanted &wanted, const ProbeDescription &description,
                     const ProbeSink &sink);
  Result<void> check_notes(const Wanted &wanted);
  std::vector<ProcessObject> objects_of(const Wanted &wanted, std::string_view module);
  void match(const Wanted &wanted, const ProcessObject &object, const ProbeFile &file,
             const ProbeDescription &description, std::set<uint64_t> &found);
  std::optional<uint64_t> probe_of(const Wanted &wanted, const ProcessObject &object,
                                   const usdt::Note &note, const std::string &function);
  BlankProbes make_blanks(const Wanted &wanted, const ProbeDescription &description);
  bool is_target(pid_t process) const;
  bool is_awaited(const Wanted &wanted, const ProbeDescription &description) const;
  uint64_t claim(const ProcessObject &object, const std::string &provider,
                 const std::string &function, const std::string &name);
  void add_place(Target &target, const ProbeFile &file, const usdt::Site &site);
  std::optional<uint32_t> row_of(const usdt::Operands &operands);
  size_t row_capacity() const;
  Result<std::vector<std::unique_ptr<Link>>> attach_places(std::span<const Probe> probes,
                                                           const LoadedProgram &program);
  const ProbeArguments *declared_arguments(const Target &target) const;
  const ProbeFile &file_of(const ProcessObject &object);

  ProviderServices services_;
  std::map<FileId, ProbeFile> files_;
  std::deque<Probe> probes_; // by number, which is the id less the first one
  std::deque<Target> targets_;
  std::map<ProbeKey, uint64_t> known_;
  std::vector<usdt::Operands> rows_;
  std::map<std::pair<std::string, std::string>, ProbeArguments> declared_; // by provider, probe
  std::map<std::string, ProviderAttributes> attributes_; // declared, by provider
  // What targets load later.
  std::deque<BlankProbes> blanks_;
  size_t blank_count_ = 0;
  BlankProbes *claiming_ = nullptr;         // whose probes probe_of() takes
  std::set<std::pair<pid_t, FileId>> seen_; // files that were looked at; process 0: for every one
  std::set<std::string> missed_;            // descriptions of every process that match none now
  std::span<std::byte> memory_;             // the table of arguments, as programs see it
  std::optional<LoadedProgram> program_;    // that runs
  const ArrivalSink *arrival_sink_ = nullptr;
};

// ---- What a description means ----------------------------------------------------------------

// prov12: provider prov of process 12; were it called prov1, process 2 could be meant as well.
std::vector<Wanted> UsdtProvider::wanted(const ProbeDescription &description) {
  const std::string &text = description.provider;
  const bool by_path = description.module.find('/') != std::string::npos;
  if (text.empty() || process_of(text, "pid"))
    return {};
  if (is_glob(text))
    return {{text, 0}};
  std::vector<Wanted> all;
  for (size_t digits = text.find_last_not_of("0123456789") + 1; digits < text.size(); digits++) {
    pid_t process = 0;
    std::from_chars(text.data() + digits, text.data() + text.size(), process);
    if (digits > 0 && process > 0 && text[digits] != '0')
      all.push_back({text.substr(0, digits), own_pid(process)});
  }
  if (all.empty() && by_path)
    all.push_back({text, 0});
  return all;
}

std::vector<ProcessObject> UsdtProvider::objects_of(const Wanted &wanted, std::string_view module) {
  if (wanted.process) {
    auto objects = process_objects(wanted.process);
    return objects ? std::move(*objects) : std::vector<ProcessObject>();
  }
  if (module.find('/') == module.npos)
    return all_objects();
  ProcessObject object{};
  struct stat status;
  object.path = object.file = module;
  object.name = module.substr(module.rfind('/') + 1);
  if (stat(object.file.c_str(), &status) != 0)
    return {};
  object.device = status.st_dev;
  object.inode = status.st_ino;
  return {std::move(object)};
}

const ProbeFile &UsdtProvider::file_of(const ProcessObject &object) {
  const auto [place, is_new] = files_.try_emplace({object.device, object.inode});
  ProbeFile &file = place->second;
  if (!is_new)
    return file;
  auto sites = usdt::read_sites(object.file);
  if (!sites)
    return file;
  file.list = std::move(*sites);
  if (file.list.sites.empty())
    return file;
  const auto symbols = ElfSymbols::open(object.file);
  for (const usdt::Site &site : file.list.sites) {
    const auto symbol = symbols ? symbols->at(site.note.pc) : std::nullopt;
    file.functions.emplace_back(symbol ? symbol->name : "");
  }
  return file;
}

Result<void> UsdtProvider::match(const ProbeDescription &description, const ProbeSink &sink) {
  if (description.id) {
    if (description.id - usdt_first_id < probes_.size())
      sink(probes_[description.id - usdt_first_id]);
    return {};
  }
  bool any = false;
  const auto seen = [&](const Probe &probe) { any = true, sink(probe); };
  const std::vector<Wanted> all = wanted(description);
  for (const Wanted &one : all)
    TRY_VOID(match(one, description, seen));
  for (const Wanted &one : all)
    if (!any && one.process)
      TRY_VOID(check_notes(one));
  return {};
}

// What a process was asked for and does not have may be in notes that cannot be read.
Result<void> UsdtProvider::check_notes(const Wanted &wanted) {
  for (const ProcessObject &object : objects_of(wanted, ""))
    if (const std::string &complaint = file_of(object).list.complaint; !complaint.empty())
      return fail(Tag::D_PROC_USDT, {}, "probes of %s cannot be read: %s", object.name.c_str(),
                  complaint.c_str());
  return {};
}

Result<void> UsdtProvider::match(const Wanted &wanted, const ProbeDescription &description,
                                 const ProbeSink &sink) {
  if (wanted.process && services_.processes && services_.options)
    services_.processes->settle(wanted.process,
                                static_cast<StartPoint>(services_.options->number("evaltime")));
  std::set<uint64_t> found; // once each, by number
  for (const ProcessObject &object : objects_of(wanted, description.module)) {
    seen_.insert({wanted.process, {object.device, object.inode}});
    if (is_named(object, description.module))
      match(wanted, object, file_of(object), description, found);
  }
  for (const uint64_t number : found)
    sink(probes_[number]);
  if (found.empty() && !wanted.process)
    missed_.insert(to_string(description));
  return {};
}

void UsdtProvider::match(const Wanted &wanted, const ProcessObject &object, const ProbeFile &file,
                         const ProbeDescription &description, std::set<uint64_t> &found) {
  std::set<uint64_t> known; // their places are there
  for (size_t i = 0; i < file.list.sites.size(); i++) {
    const usdt::Site &site = file.list.sites[i];
    const std::string &symbol = file.functions[i], function = demangle(symbol);
    if (!glob_matches(wanted.provider, site.note.provider) ||
        !(glob_matches(description.function, function) ||
          glob_matches(description.function, symbol)) ||
        !(glob_matches(description.name, usdt::d_name(site.note.name)) ||
          glob_matches(description.name, site.note.name)))
      continue;
    const auto number = probe_of(wanted, object, site.note, function);
    if (!number)
      continue;
    if (!targets_[*number].places.empty() && !found.contains(*number))
      known.insert(*number);
    found.insert(*number);
    if (!known.contains(*number))
      add_place(targets_[*number], file, site);
  }
}

// None: there is no blank probe left.
std::optional<uint64_t> UsdtProvider::probe_of(const Wanted &wanted, const ProcessObject &object,
                                               const usdt::Note &note,
                                               const std::string &function) {
  const FileId file{object.device, object.inode};
  const std::string name = usdt::d_name(note.name);
  auto &known = claiming_ ? claiming_->known : known_;
  const auto [place, is_new] = known.try_emplace(
      std::make_tuple(wanted.process, file, note.provider, function, name), probes_.size());
  if (!is_new)
    return place->second;
  Target target{wanted.process, object.file, file, {}, {}, note.provider, note.name};
  if (claiming_ && claiming_->free.empty()) {
    known.erase(place);
    return std::nullopt;
  }
  if (claiming_) {
    place->second = claim(object, note.provider, function, name);
    targets_[place->second] = std::move(target);
    return place->second;
  }
  const uint64_t number = probes_.size();
  const std::string provider =
      note.provider + (wanted.process ? std::to_string(shown_pid(wanted.process)) : "");
  targets_.push_back(std::move(target));
  probes_.push_back({static_cast<uint32_t>(usdt_first_id + number), provider, object.name, function,
                     name, this, number});
  return number;
}

// ---- What a target loads while it is traced --------------------------------------------------

void UsdtProvider::reserve(const ProbeDescription &description, const ProbeSink &sink) {
  for (const Wanted &one : description.id ? std::vector<Wanted>() : wanted(description)) {
    if (!(one.process ? is_target(one.process) : is_awaited(one, description)))
      continue;
    auto blanks = std::ranges::find_if(blanks_, [&](const BlankProbes &other) {
      return other.wanted.provider == one.provider && other.wanted.process == one.process &&
             to_string(other.description) == to_string(description);
    });
    if (blanks == blanks_.end())
      blanks = blanks_.insert(blanks, make_blanks(one, description));
    for (const uint64_t number : blanks->all)
      sink(probes_[number]);
  }
}

bool UsdtProvider::is_target(pid_t process) const {
  return services_.processes && std::ranges::count(services_.processes->pids(), process) != 0;
}

// shop*: while no process has such a probe, every one that starts is looked at.
bool UsdtProvider::is_awaited(const Wanted &wanted, const ProbeDescription &description) const {
  return services_.options && services_.options->flag("zdefs") &&
         missed_.contains(to_string(description)) &&
         isalpha(static_cast<unsigned char>(wanted.provider[0])) &&
         description.module.find('/') == std::string::npos;
}

BlankProbes UsdtProvider::make_blanks(const Wanted &wanted, const ProbeDescription &description) {
  BlankProbes blanks{wanted, description};
  const bool any_name = description.name.empty() || is_glob(description.name);
  const size_t count = any_name ? blanks_for_glob : blanks_for_name;
  for (uint64_t number = probes_.size(); blanks.all.size() < count; number++) {
    const auto id = static_cast<uint32_t>(usdt_first_id + number);
    const auto text = [&](char part) { return format("\1%c%u", part, id); };
    targets_.push_back({wanted.process, {}, {}, {}, {}, wanted.provider, description.name});
    probes_.push_back({id, wanted.process ? description.provider : text('p'), text('m'), text('f'),
                       any_name ? text('n') : usdt::d_name(description.name), this, number});
    blanks.all.push_back(number);
  }
  blanks.free = blanks.all;
  blank_count_ += count;
  return blanks;
}

uint64_t UsdtProvider::claim(const ProcessObject &object, const std::string &provider,
                             const std::string &function, const std::string &name) {
  const uint64_t number = claiming_->free.back();
  claiming_->free.pop_back();
  Probe &probe = probes_[number];
  const Probe blank = probe;
  if (!claiming_->wanted.process)
    probe.provider = provider;
  probe.module = object.name;
  probe.function = function;
  probe.name = name;
  (*arrival_sink_)(probe, blank);
  return number;
}

// What cannot be attached does not keep the process.
void UsdtProvider::follow(pid_t process, const ArrivalSink &sink,
                          std::vector<std::unique_ptr<Link>> &links) {
  const auto objects =
      program_ && !blanks_.empty() ? process_objects(process) : std::vector<ProcessObject>();
  std::vector<Probe> arrived;
  arrival_sink_ = &sink;
  for (const ProcessObject &object : objects ? *objects : std::vector<ProcessObject>()) {
    const FileId file{object.device, object.inode};
    const bool is_new = seen_.insert({process, file}).second;
    const bool is_new_to_all = seen_.insert({0, file}).second;
    for (BlankProbes &blanks : blanks_) {
      if (!(blanks.wanted.process ? blanks.wanted.process == process && is_new : is_new_to_all) ||
          !is_named(object, blanks.description.module))
        continue;
      std::set<uint64_t> found;
      claiming_ = &blanks;
      match(blanks.wanted, object, file_of(object), blanks.description, found);
      claiming_ = nullptr;
      for (const uint64_t number : found)
        arrived.push_back(probes_[number]);
    }
  }
  arrival_sink_ = nullptr;
  if (arrived.empty())
    return;
  if (auto attached = attach_places(arrived, *program_))
    std::ranges::move(*attached, std::back_inserter(links));
}

// ---- What to write instead -------------------------------------------------------------------

std::string UsdtProvider::advice(const ProbeDescription &description) {
  const bool by_path = description.module.find('/') != std::string::npos;
  for (const Wanted &one : wanted(description))
    if (std::string text = one.process ? process_advice(one, description.name)
                           : by_path   ? file_advice(one, description)
                                       : "";
        !text.empty())
      return text;
  const std::string &text = description.provider;
  if (text.size() > 1 && text.ends_with('0') &&
      !isdigit(static_cast<unsigned char>(text.end()[-2])))
    return "there is no process 0: give $target a process with -p or -c";
  return {};
}

std::string UsdtProvider::process_advice(const Wanted &wanted, const std::string &name) {
  const std::string process = "process " + std::to_string(wanted.process);
  const auto objects = objects_of(wanted, "");
  if (objects.empty())
    return "there is no " + process + " that can be looked at";
  std::vector<const usdt::SiteList *> lists;
  for (const ProcessObject &object : objects)
    lists.push_back(&file_of(object).list);
  if (std::ranges::all_of(lists, [](const usdt::SiteList *list) { return list->sites.empty(); }))
    return process + " has no probes of its own; -Z waits for what a target loads later";
  return usdt_advice(lists, process, wanted.provider, name);
}

std::string UsdtProvider::file_advice(const Wanted &wanted, const ProbeDescription &description) {
  const auto list = usdt::read_sites(description.module);
  if (!list)
    return list.error().message;
  if (list->sites.empty())
    return description.module + " has no probes of its own";
  const usdt::SiteList *lists[] = {&*list};
  return usdt_advice(lists, description.module, wanted.provider, description.name);
}

// ---- Arguments -------------------------------------------------------------------------------

void UsdtProvider::add_place(Target &target, const ProbeFile &file, const usdt::Site &site) {
  const usdt::OperandContext context{
      file.list.machine, file.list.is_fixed, site.note.pc,
      [&](std::string_view symbol) { return usdt::symbol_address(target.path, symbol); }};
  const usdt::Operands operands = usdt::parse_operands(site.note.arguments, context);
  if (target.places.empty())
    for (size_t i = 0; i < operands.count; i++)
      target.sizes.push_back(operands.row[i].size);
  if (const auto row = row_of(operands))
    target.places.push_back({&site, *row});
}

// None: a table that programs use already is full.
std::optional<uint32_t> UsdtProvider::row_of(const usdt::Operands &operands) {
  const auto known = std::ranges::find(rows_, operands);
  if (known != rows_.end())
    return static_cast<uint32_t>(known - rows_.begin());
  const size_t at = rows_.size() * sizeof operands.row;
  if (claiming_ && at + sizeof operands.row > memory_.size())
    return std::nullopt;
  if (claiming_)
    memcpy(memory_.data() + at, operands.row.data(), sizeof operands.row);
  rows_.push_back(operands);
  return static_cast<uint32_t>(rows_.size() - 1);
}

// Several places may have one blank probe, and several probes one row.
size_t UsdtProvider::row_capacity() const {
  const size_t rows = rows_.size() + (blank_count_ ? std::clamp<size_t>(blank_count_, 64, 512) : 0);
  return std::bit_ceil(std::max<size_t>(rows, 1));
}

std::vector<UsdtConstant> UsdtProvider::constants() const {
  if (probes_.empty())
    return {};
  std::string table;
  for (const usdt::Operands &row : rows_)
    table.append(reinterpret_cast<const char *>(row.row.data()), sizeof row.row);
  table.resize(row_capacity() * sizeof(usdt::Operands::row));
  const auto mask = static_cast<uint32_t>(row_capacity() - 1);
  return {{"dt_usdt_arguments", std::move(table), blank_count_ > 0},
          {"dt_usdt_mask", {reinterpret_cast<const char *>(&mask), sizeof mask}}};
}

const ProbeArguments *UsdtProvider::declared_arguments(const Target &target) const {
  if (const auto known = declared_.find({target.provider, target.name}); known != declared_.end())
    return &known->second;
  if (target.places.empty())
    for (const auto &[key, arguments] : declared_)
      if (key.first == target.provider && usdt::d_name(key.second) == usdt::d_name(target.name))
        return &arguments;
  return nullptr;
}

Result<ProbeArguments> UsdtProvider::arguments(const Probe &probe, TypeGraph &types) {
  const Target &target = targets_[probe.number];
  if (const ProbeArguments *known = declared_arguments(target))
    return *known;
  ProbeArguments result;
  std::vector<int8_t> sizes = target.sizes;
  if (target.places.empty()) // blank: all that there may be, as wide as it may be
    sizes.assign(DT_USDT_ARGUMENTS, -8);
  for (const int8_t size : sizes) {
    const Type *type = types.integer(size ? std::abs(size) : 8, size <= 0);
    const auto source = static_cast<uint32_t>(result.arguments.size());
    result.arguments.push_back({type, nullptr, "", source});
  }
  return result;
}

// ---- Attaching -------------------------------------------------------------------------------

ProgramSpec UsdtProvider::program(const Probe &) const {
  return {.key = "usdt",
          .kind = BpfKind::Uprobe,
          .sleepable = true,
          .index_function = "dt_usdt_index",
          .argument_function = "dt_usdt_argument",
          .argument_count = DT_USDT_ARGUMENTS,
          .registers_function = "dt_pid_registers",
          .index_limit = std::bit_ceil(static_cast<uint32_t>(probes_.size()))};
}

Result<std::vector<std::unique_ptr<Link>>> UsdtProvider::attach(std::span<const Probe> probes,
                                                                const LoadedProgram &program) {
  TRY(links, attach_places(probes, program));
  program_ = program;
  for (const BlankProbes &blanks : blanks_)
    TRY_VOID(services_.watch_loads(blanks.wanted.process, program.multi));
  return links;
}

Result<std::vector<std::unique_ptr<Link>>>
UsdtProvider::attach_places(std::span<const Probe> probes, const LoadedProgram &program) {
  std::map<std::pair<pid_t, FileId>, UserProbes> files;
  for (const Probe &probe : probes) {
    const Target &target = targets_[probe.number];
    UserProbes &file = files[{target.process, target.file}];
    file.path = target.path;
    file.process = target.process;
    for (const Place &place : target.places)
      file.points.push_back({.offset = place.site->offset,
                             .cookie = uint64_t(place.row) << 32 | probe.number,
                             .semaphore = place.site->semaphore});
  }
  std::vector<UserProbes> all;
  for (auto &[key, file] : files)
    all.push_back(std::move(file));
  return attach_user_probes(all, program);
}

} // namespace

void declare_usdt_probe(Provider &usdt, std::string_view provider, std::string_view probe,
                        ProbeArguments arguments) {
  static_cast<UsdtProvider &>(usdt).declare(provider, probe, std::move(arguments));
}

void declare_usdt_attributes(Provider &usdt, std::string_view provider, std::string_view part,
                             const Attributes &attributes) {
  static_cast<UsdtProvider &>(usdt).declare(provider, part, attributes);
}

std::vector<UsdtConstant> usdt_constants(const Provider &usdt) {
  return static_cast<const UsdtProvider &>(usdt).constants();
}

void give_usdt_memory(Provider &usdt, std::span<std::byte> rows) {
  static_cast<UsdtProvider &>(usdt).give_memory(rows);
}

std::unique_ptr<Provider> make_usdt_provider() {
  return std::make_unique<UsdtProvider>();
}

} // namespace dtrace

// Stage: providers. Probes that programs bring along (USDT), described by SystemTap notes in their
// files: prov123:module:function:probe, with the process id behind the provider's name as on other
// systems. A provider with a pattern means every process, those to come too:
//     python*:::function-entry        what is mapped by a process now; when there is none (-Z),
//                                     what will be
//     shop*:"/opt/shop/bin/shop"::    this file, mapped or not
// One BPF program serves all of them. A probe comes into being when a description matches it; it
// may be at several places, as functions are inlined. For what is loaded later there are blank probes
// (late_probes.h), and rows of the arguments' table which are written then.
#include "system/pid_numbers.h"
#include "arch/operand.h"
#include "language/options.h"
#include "process/process.h"
#include "process/process_objects.h"
#include "providers/matches.h"
#include "providers/named_files.h"
#include "providers/object_pattern.h"
#include "providers/providers.h"
#include "providers/usdt_advice.h"
#include "providers/user_probes.h"
#include "providers/watch_name.h"
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

// A file with probes, as it was read.
struct ProbeFile {
  usdt::SiteList list;
  std::vector<std::string> functions; // by site: the symbol around it, as linked; may be empty
};

// A probe's places have arguments of their own.
struct ProbeSite {
  const usdt::Site *site;
  usdt::Operands operands;
};

struct Target {
  pid_t process;    // 0: every one
  std::string path; // that we can open
  FileId file;
  std::vector<ProbeSite> sites;
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

// Blank probes of a description.
constexpr size_t blanks_for_glob = 256, blanks_for_name = 32;

class UsdtProvider : public Provider {
public:
  std::string_view name() const override { return "usdt"; }
  void use(const ProviderServices &services) override { services_ = services; }

  Result<void> match(const ProbeDescription &description, const ProbeSink &sink) override;
  std::string advice(const ProbeDescription &description) override;
  Result<ProbeArguments> arguments(const Probe &probe, TypeGraph &types) override;
  ProgramSpec program(const Probe &, const Matches &) const override;
  std::vector<ProviderConstant> constants(Matches &matches) const override;
  Result<std::vector<std::unique_ptr<Link>>> attach(std::span<const Probe> probes,
                                                    const LoadedProgram &program) override;

  void reserve(const ProbeDescription &description, std::span<const Probe> found, LateProbes &late,
               std::vector<uint32_t> &numbers) override;
  void match_object(const Reservation &reservation, std::span<const ProcessObject> objects,
                    const ProcessObject &object, const ProbeSink &sink) override;

  void declare(std::string_view provider, std::string_view probe,
               ProbeArguments &&arguments) override {
    declared_[{std::string(provider), std::string(probe)}] = std::move(arguments);
  }
  void declare(std::string_view provider, std::string_view part,
               const Attributes &attributes) override {
    const auto known =
        attributes_.try_emplace(std::string(provider), Provider::attributes({})).first;
    if (part == "name")
      known->second.probe = attributes;
    if (part == "args")
      known->second.arguments = attributes;
  }
  void forget_declared() override {
    declared_.clear();
    attributes_.clear();
  }
  ProviderAttributes attributes(const Probe &probe) const override {
    const Target *target = target_of(probe);
    const auto known = attributes_.find(target ? target->provider : probe.provider);
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
  uint64_t probe_of(const Wanted &wanted, const ProcessObject &object, const usdt::Note &note,
                    const std::string &function);
  bool is_target(pid_t process) const;
  bool is_awaited(const Wanted &wanted, const ProbeDescription &description) const;
  static void add_place(Target &target, const ProbeFile &file, const usdt::Site &site);
  static std::string bytes_of(const usdt::Operands &operands);
  size_t row_capacity(Matches &matches) const;
  const ProbeArguments *declared_arguments(const Probe &probe) const;
  // Null: a blank probe.
  const Target *target_of(const Probe &probe) const {
    return LateProbes::is_blank(probe) ? nullptr : &targets_[probe.id - usdt_first_id];
  }
  const ProbeFile &file_of(const ProcessObject &object);

  ProviderServices services_;
  std::map<FileId, ProbeFile> files_;
  std::deque<Probe> probes_; // by number, which is the id less the first one
  std::deque<Target> targets_;
  std::map<ProbeKey, uint64_t> known_;
  std::map<pid_t, std::set<FileId>> mapped_; // files, when the process was last looked at; 0: every
  std::map<std::pair<std::string, std::string>, ProbeArguments> declared_; // by provider, probe
  std::map<std::string, ProviderAttributes> attributes_; // declared, by provider
};

// ---- What a description means ----------------------------------------------------------------

// prov12: provider prov of process 12; were it called prov1, process 2 could be meant as well.
std::vector<Wanted> UsdtProvider::wanted(const ProbeDescription &description) {
  const std::string &text = description.provider;
  const bool by_path = description.module.find('/') != std::string::npos;
  if (text.empty() || process_of(text, "pid") ||
      (process_of(text, "watch") && read_watch_name(description.name)))
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
  const auto path = path_of(module);
  if (!path)
    return all_objects();
  auto object = object_at(*path);
  return object ? std::vector<ProcessObject>{std::move(*object)} : std::vector<ProcessObject>();
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
    services_.processes->run_to(wanted.process,
                                static_cast<StartPoint>(services_.options->number("evaltime")));
  std::set<uint64_t> found; // once each, by number
  const auto objects = objects_of(wanted, description.module);
  std::set<FileId> &mapped = mapped_[wanted.process];
  mapped.clear();
  for (const ProcessObject &object : objects) {
    mapped.insert(file_id(object));
    if (is_named(object, description.module))
      match(wanted, object, file_of(object), description, found);
  }
  for (const uint64_t number : found)
    sink(probes_[number]);
  return {};
}

void UsdtProvider::match(const Wanted &wanted, const ProcessObject &object, const ProbeFile &file,
                         const ProbeDescription &description, std::set<uint64_t> &found) {
  const uint64_t first_new = probes_.size(); // the places of those before are there
  for (size_t i = 0; i < file.list.sites.size(); i++) {
    const usdt::Site &site = file.list.sites[i];
    const std::string &symbol = file.functions[i], function = demangle(symbol);
    if (!glob_matches(wanted.provider, site.note.provider) ||
        !(glob_matches(description.function, function) ||
          glob_matches(description.function, symbol)) ||
        !(glob_matches(description.name, usdt::d_name(site.note.name)) ||
          glob_matches(description.name, site.note.name)))
      continue;
    const uint64_t number = probe_of(wanted, object, site.note, function);
    found.insert(number);
    if (number >= first_new)
      add_place(targets_[number], file, site);
  }
}

uint64_t UsdtProvider::probe_of(const Wanted &wanted, const ProcessObject &object,
                                const usdt::Note &note, const std::string &function) {
  const FileId file = file_id(object);
  const std::string name = usdt::d_name(note.name);
  const auto [place, is_new] = known_.try_emplace(
      std::make_tuple(wanted.process, file, note.provider, function, name), probes_.size());
  if (!is_new)
    return place->second;
  const uint64_t number = probes_.size();
  const std::string provider =
      note.provider + (wanted.process ? std::to_string(shown_pid(wanted.process)) : "");
  targets_.push_back({wanted.process, object.file, file, {}, {}, note.provider, note.name});
  probes_.push_back({static_cast<uint32_t>(usdt_first_id + number), provider, object.name, function,
                     name, this, number});
  return number;
}

// ---- What is loaded while it is traced -------------------------------------------------------

void UsdtProvider::reserve(const ProbeDescription &description, std::span<const Probe> found,
                           LateProbes &late, std::vector<uint32_t> &numbers) {
  const bool any_found = std::ranges::count(found, this, &Probe::owner) != 0;
  const bool any_name = description.name.empty() || is_glob(description.name);
  for (const Wanted &one : wanted(description)) {
    if (!(one.process ? is_target(one.process) : !any_found && is_awaited(one, description)))
      continue;
    const Probe model{LateProbes::model_id, one.process ? description.provider : "", "", "",
                      any_name ? "" : usdt::d_name(description.name), this, 0};
    numbers.push_back(late.reserve({.owner = this,
                                    .process = one.process,
                                    .description = description,
                                    .models = {model},
                                    .most = any_name ? blanks_for_glob : blanks_for_name,
                                    .seen = mapped_[one.process]}));
  }
}

bool UsdtProvider::is_target(pid_t process) const {
  return services_.processes && std::ranges::count(services_.processes->pids(), process) != 0;
}

// shop*: while no process has such a probe, every one that starts is looked at.
bool UsdtProvider::is_awaited(const Wanted &wanted, const ProbeDescription &description) const {
  return services_.options && services_.options->flag("zdefs") &&
         isalpha(static_cast<unsigned char>(wanted.provider[0])) &&
         description.module.find('/') == std::string::npos;
}

void UsdtProvider::match_object(const Reservation &reservation, std::span<const ProcessObject>,
                                const ProcessObject &object, const ProbeSink &sink) {
  std::set<uint64_t> found;
  for (const Wanted &one : wanted(reservation.description))
    if (one.process == reservation.process)
      match(one, object, file_of(object), reservation.description, found);
  for (const uint64_t number : found)
    sink(probes_[number]);
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
  if (objects.empty()) // nfsv3: a provider of another system
    return "there is no provider " + wanted.provider + std::to_string(wanted.process) + ", and no " +
           process + " that can be looked at";
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
  if (target.sites.empty())
    for (size_t i = 0; i < operands.count; i++)
      target.sizes.push_back(operands.row[i].size);
  target.sites.push_back({&site, operands});
}

std::string UsdtProvider::bytes_of(const usdt::Operands &operands) {
  return {reinterpret_cast<const char *>(operands.row.data()), sizeof operands.row};
}

// Several places may have one blank probe, and several probes one row.
size_t UsdtProvider::row_capacity(Matches &matches) const {
  const size_t rows = matches.rows(*this).rows().size(), blanks = matches.late().count(*this);
  return std::bit_ceil(std::max<size_t>(rows + (blanks ? std::clamp<size_t>(blanks, 64, 512) : 0), 1));
}

std::vector<ProviderConstant> UsdtProvider::constants(Matches &matches) const {
  RowTable &rows = matches.rows(*this);
  if (matches.count(*this) == 0)
    return {};
  for (const Probe &probe : matches.probes(*this))
    if (const Target *target = target_of(probe))
      for (const ProbeSite &site : target->sites)
        rows.row_of(bytes_of(site.operands));
  std::string table;
  for (const std::string &row : rows.rows())
    table += row;
  table.resize(row_capacity(matches) * sizeof(usdt::Operands::row));
  const auto mask = static_cast<uint32_t>(row_capacity(matches) - 1);
  return {{"dt_usdt_arguments", std::move(table), matches.late().any_of(*this) ? &rows : nullptr},
          {"dt_usdt_mask", {reinterpret_cast<const char *>(&mask), sizeof mask}}};
}

// Of a blank probe the provider's name may end with the number of its process.
const ProbeArguments *UsdtProvider::declared_arguments(const Probe &probe) const {
  const Target *target = target_of(probe);
  if (target) {
    const auto known = declared_.find({target->provider, target->name});
    return known == declared_.end() ? nullptr : &known->second;
  }
  for (const Wanted &one : wanted({.provider = probe.provider}))
    for (const auto &[key, arguments] : declared_)
      if (key.first == one.provider && usdt::d_name(key.second) == probe.name)
        return &arguments;
  return nullptr;
}

Result<ProbeArguments> UsdtProvider::arguments(const Probe &probe, TypeGraph &types) {
  if (const ProbeArguments *known = declared_arguments(probe))
    return *known;
  ProbeArguments result;
  const Target *target = target_of(probe); // blank: all that there may be, as wide as it may be
  const auto sizes = target ? target->sizes : std::vector<int8_t>(DT_USDT_ARGUMENTS, -8);
  for (const int8_t size : sizes) {
    const Type *type = types.integer(size ? std::abs(size) : 8, size <= 0);
    const auto source = static_cast<uint32_t>(result.arguments.size());
    result.arguments.push_back({type, nullptr, "", source});
  }
  return result;
}

// ---- Attaching -------------------------------------------------------------------------------

ProgramSpec UsdtProvider::program(const Probe &, const Matches &) const {
  return {.key = "usdt",
          .kind = BpfKind::Uprobe,
          .sleepable = true,
          .numbered = true,
          .index_function = "dt_usdt_index",
          .argument_function = "dt_usdt_argument",
          .argument_count = DT_USDT_ARGUMENTS,
          .registers_function = "dt_pid_registers"};
}

Result<std::vector<std::unique_ptr<Link>>> UsdtProvider::attach(std::span<const Probe> probes,
                                                                const LoadedProgram &program) {
  std::map<std::pair<pid_t, FileId>, UserProbes> files;
  RowTable &rows = program.matches->rows(*this);
  for (const Probe &probe : probes) {
    const Target *target = target_of(probe);
    if (!target)
      continue;
    UserProbes &file = files[{target->process, target->file}];
    file.path = target->path;
    file.process = target->process;
    for (const ProbeSite &site : target->sites)
      if (const auto row = rows.row_of(bytes_of(site.operands)))
        file.points.push_back({.offset = site.site->offset,
                               .cookie = uint64_t(*row) << 32 | probe.number,
                               .semaphore = site.site->semaphore});
  }
  std::vector<UserProbes> all;
  for (auto &[key, file] : files)
    all.push_back(std::move(file));
  TRY_VOID(attach_user_probes(all, program));
  return {};
}

} // namespace

std::unique_ptr<Provider> make_usdt_provider() {
  return std::make_unique<UsdtProvider>();
}

} // namespace dtrace

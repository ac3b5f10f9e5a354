// Stage: providers. pid123:module:function:entry, return and offset (Guide, chapter pid Provider):
// functions of processes, by uprobes. A probe comes into being when a description that names
// processes matches it. The provider pid* means every process at once, those to come too.
//
// A return probe is a uretprobe, or uprobes on the function's return instructions: these where the
// return address may not be replaced (Go moves its stacks), and when a clause reads arg0, the offset
// of the instruction. It is decided when probes are attached; the program serves both.
#include "language/options.h"
#include "system/pid_numbers.h"
#include "process/process.h"
#include "providers/function_pattern.h"
#include "providers/function_returns.h"
#include "providers/late_probes.h"
#include "providers/named_files.h"
#include "providers/object_pattern.h"
#include "providers/offset_name.h"
#include "providers/pid_arguments.h"
#include "providers/probe_place.h"
#include "providers/providers.h"
#include "providers/source_probes.h"
#include "providers/user_probes.h"

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <tuple>
#include <unistd.h>

namespace dtrace {

namespace {

constexpr std::string_view prefix = "pid", address_function = "-";
constexpr unsigned offset_shift = 32; // of the offset in a cookie
constexpr uint32_t most_pid_arguments = 64; // that args[] may name, registers and words of the stack

enum class SiteKind { Entry, Return, Offset };
enum class ReturnMethod { Auto, Instructions, ReturnProbe }; // -x pidreturn

using Function = ElfFunctions::Function;

// Where one probe is.
struct Site {
  pid_t process; // 0: every one
  const ElfFunctions *object;
  std::string file;         // that we can open
  const Function *function; // null: an address that is in none
  uint64_t file_offset;     // of the function, or the address
  SiteKind kind;
  uint64_t offset; // in the function; of SiteKind::Offset
  bool in_walked_stack = false;
  std::vector<uint64_t> copies{}; // offsets in the file of all places, where they are several
  auto key() const { return std::tie(process, object, file_offset, kind, offset); }
};

struct Kind {
  const char *key; // of the program
  const char *argument_function;
  const char *caller_function = "dt_hidden_caller";
  const char *left_function = "";
};
constexpr Kind entry_kind = {"pid_entry", "dt_pid_entry_argument", "dt_pid_entry_caller"};
constexpr Kind go_entry_kind = {"pid_go_entry", "dt_pid_go_argument", "dt_pid_entry_caller"};
constexpr Kind offset_kind = {"pid_offset", "dt_pid_entry_argument"};
constexpr Kind go_offset_kind = {"pid_go_offset", "dt_pid_go_argument"};
constexpr Kind return_kind = {"pid_return", "dt_pid_return_argument", "dt_pid_return_caller",
                              "dt_pid_left_function"};

// Blank probes of a description, for what its process loads while it is traced.
constexpr size_t reserved_for_glob = 1024, reserved_for_function = 16;

// What a description asks for in the objects of one process, and what was found of it.
struct Search {
  pid_t process;
  const ProbeDescription &description;
  const ProbeSink &sink;
  FunctionPattern functions;
  std::optional<std::string> name; // when it has no globs
  bool walked = false; // the process's stacks are: ElfFunctions::walks_stacks
  bool has_object = false, has_symbols = false, has_function = false, is_indirect = false;
  std::vector<std::string> near_functions{}; // of the objects, when none is found
};

class PidProvider : public Provider {
public:
  std::string_view name() const override { return prefix; }
  void use(const ProviderServices &services) override { services_ = services; }

  Result<void> match(const ProbeDescription &description, const ProbeSink &sink) override {
    if (description.id) {
      if (description.id - pid_first_id < probes_.size())
        sink(probes_[description.id - pid_first_id]);
      return {};
    }
    const auto process = process_of(description.provider, prefix);
    auto matched = process ? match(*process, description, sink) : check_name(description.provider);
    if (!matched && services_.options && services_.options->flag("zdefs"))
      return {};
    return matched;
  }

  std::string advice(const ProbeDescription &description) override {
    if (!process_of(description.provider, prefix))
      return {};
    if (description.function.empty())
      return "there is no function that can be traced";
    return "no function matches " + description.function + "; globs are compared with the names of "
           "the source and with those of the symbol table";
  }

  std::string note(const Probe &probe) const override {
    const Site *site = site_of(probe);
    return site && !site->copies.empty() ? note_of_places(probe.name, site->copies.size()) : "";
  }

  Result<ProbeArguments> arguments(const Probe &probe, TypeGraph &types) override {
    const Site *site = site_of(probe);
    if (site && site->function && site->kind != SiteKind::Offset)
      for (const std::string_view symbol : site->function->names)
        if (const Type *type = types_.function(types, site->file, symbol))
          return site->kind == SiteKind::Entry ? entry_arguments(*type, types, *site->object)
                                               : return_arguments(*type, types);
    return ProbeArguments{.arguments = {}, .untyped = true};
  }

  ProgramSpec program(const Probe &probe, const Matches &) const override {
    const Site *site = site_of(probe);
    const Kind &kind = site ? kind_of(*site) : probe.name == "return" ? return_kind : entry_kind;
    return {.key = kind.key,
            .kind = BpfKind::Uprobe,
            .sleepable = true,
            .numbered = true,
            .index_function = "dt_pid_index",
            .argument_function = kind.argument_function,
            .argument_count = most_pid_arguments,
            .registers_function = "dt_pid_registers",
            .caller_function = kind.caller_function,
            .left_function = kind.left_function};
  }

  Result<std::vector<std::unique_ptr<Link>>> attach(std::span<const Probe> probes,
                                                    const LoadedProgram &program) override {
    return attach_sites(probes, program);
  }

  void reserve(const ProbeDescription &description, std::span<const Probe>, LateProbes &late,
               std::vector<uint32_t> &numbers) override {
    const auto process = process_of(description.provider, prefix);
    if (!process || !is_target(*process) || description.function == address_function)
      return;
    const std::string function = plain_text(description.function).value_or("");
    Reservation reservation{.owner = this, .process = *process, .description = description,
                            .most = function.empty() ? reserved_for_glob : reserved_for_function,
                            .seen = mapped_[*process]};
    for (const char *name : {"entry", "return"})
      if (glob_matches(description.name, name))
        reservation.models.push_back(
            {LateProbes::model_id, description.provider, "", "", name, this, 0});
    if (!reservation.models.empty())
      numbers.push_back(late.reserve(std::move(reservation)));
  }

  // Its offset probes are left out: there are no blank ones for them.
  void match_object(const Reservation &reservation, std::span<const ProcessObject> objects,
                    const ProcessObject &object, const ProbeSink &sink) override {
    const ElfFunctions *functions = functions_of(object);
    if (!functions)
      return;
    ProbeDescription description = reservation.description;
    for (const Probe &model : reservation.models) {
      description.name = model.name;
      Search search{reservation.process, description, sink, FunctionPattern(description.function),
                    model.name};
      search.walked = model.name == "return" && walks_stacks(reservation.process, objects);
      (void)match_object(search, object, *functions);
    }
  }

private:
  Result<std::vector<std::unique_ptr<Link>>> attach_sites(std::span<const Probe> probes,
                                                          const LoadedProgram &program) {
    std::map<std::tuple<pid_t, const ElfFunctions *, bool>, UserProbes> files;
    for (const Probe &probe : probes) {
      if (LateProbes::is_blank(probe))
        continue;
      const Site &site = *site_of(probe);
      const bool at_return =
          site.kind == SiteKind::Return && !by_instructions(site, program.arguments);
      UserProbes &file = files[{site.process, site.object, at_return}];
      file.path = site.file;
      file.process = site.process;
      file.at_return = at_return;
      add_points(site, probe.number, at_return, file.points);
    }
    std::vector<UserProbes> all;
    for (auto &[key, file] : files)
      all.push_back(std::move(file));
    TRY_VOID(attach_user_probes(all, program));
    return {};
  }

  static const Kind &kind_of(const Site &site) {
    if (site.kind == SiteKind::Return)
      return return_kind;
    const bool go = site.object && site.object->is_go();
    if (site.kind == SiteKind::Offset)
      return go ? go_offset_kind : offset_kind;
    return go ? go_entry_kind : entry_kind;
  }

  // ---- Attaching -------------------------------------------------------------------------------

  bool by_instructions(const Site &site, uint32_t arguments_read) const {
    const auto method = services_.options
                            ? static_cast<ReturnMethod>(services_.options->number("pidreturn"))
                            : ReturnMethod::Auto;
    if (method != ReturnMethod::Auto)
      return method == ReturnMethod::Instructions;
    // What the kernel puts in the place of a return address is no place to unwind from.
    const bool unwinds = services_.options && services_.options->text("ustackunwind") != "fp";
    return arguments_read & 1 || unwinds || site.object->is_go() || site.in_walked_stack ||
           !may_take_return_address(*site.function);
  }

  static void add_points(const Site &site, uint64_t number, bool at_return,
                         std::vector<UserProbePoint> &points) {
    if (site.kind == SiteKind::Return && !at_return) {
      for (const ReturnPlace &place : return_places(*site.object, *site.function))
        points.push_back({place.file_offset, number | uint64_t{place.offset} << offset_shift});
      return;
    }
    for (const uint64_t copy : site.copies)
      points.push_back({copy, number});
    if (!site.copies.empty())
      return;
    const uint64_t offset =
        site.kind == SiteKind::Offset ? site.offset : entry_offset(*site.object, *site.function);
    points.push_back({site.file_offset + offset, number});
  }

  // ---- Matching --------------------------------------------------------------------------------

  static Result<void> check_name(std::string_view provider) {
    if (provider == prefix)
      return fail(Tag::D_PROC_BADPROV, {}, "the provider pid needs a process: pid123, pid$target "
                  "with -p or -c, or pid* for every process");
    if (provider == "pid0")
      return fail(Tag::D_PROC_BADPID, {}, "invalid pid 0: $target is set by -p or -c");
    if (provider.starts_with(prefix) && provider.size() > prefix.size() &&
        provider.find_first_not_of("0123456789", prefix.size()) == provider.npos)
      return fail(Tag::D_PROC_BADPID, {}, "invalid pid %s",
                  std::string(provider.substr(prefix.size())).c_str());
    return {};
  }

  Result<void> match(pid_t process, const ProbeDescription &description, const ProbeSink &sink) {
    if (process == getpid())
      return fail(Tag::D_PROC_GRAB, {}, "process %d is dtrace itself, which cannot trace itself",
                  static_cast<int>(process));
    run_to_start_point(process);
    TRY(objects, objects_of(process, description.module));
    Search search{process, description, sink, FunctionPattern(description.function),
                  plain_text(description.name)};
    if (search.name && search.name->empty())
      search.name.reset();
    if (description.function == address_function)
      return match_address(search, objects);
    TRY_VOID(check_probe_name(search));
    note_mapped(process, objects);
    search.walked = glob_matches(description.name, "return") && walks_stacks(process, objects);
    for (const ProcessObject &object : objects)
      if (is_named(object, description.module))
        if (const ElfFunctions *functions = functions_of(object)) {
          search.has_object = true;
          TRY_VOID(match_object(search, object, *functions));
        }
    if (!search.has_object)
      return no_such_object(description.module, objects, process == 0);
    if (!search.has_function && search.functions.plain())
      TRY_VOID(match_source(search, objects));
    if (!search.has_function && search.functions.plain())
      return no_such_function(search, process ? holder_of(*search.functions.plain(), objects) : "");
    return {};
  }

  // ---- What is loaded while we trace -----------------------------------------------------------

  bool is_target(pid_t process) const {
    return services_.processes && std::ranges::count(services_.processes->pids(), process) != 0;
  }

  void note_mapped(pid_t process, std::span<const ProcessObject> objects) {
    std::set<FileId> &mapped = mapped_[process];
    mapped.clear();
    for (const ProcessObject &object : objects)
      mapped.insert(file_id(object));
  }

  // A program of -c that has not begun yet has no libraries either.
  void run_to_start_point(pid_t process) {
    if (services_.processes && services_.options)
      services_.processes->run_to(process,
                                  static_cast<StartPoint>(services_.options->number("evaltime")));
  }

  // A file that is named by its path needs no process that runs it.
  static Result<std::vector<ProcessObject>> objects_of(pid_t process, std::string_view module) {
    if (process)
      return process_objects(process);
    const auto path = path_of(module);
    if (!path)
      return all_objects();
    TRY(object, object_at(*path));
    return std::vector<ProcessObject>{std::move(object)};
  }

  static Result<void> check_probe_name(const Search &search) {
    if (!search.name || *search.name == "entry" || *search.name == "return" ||
        read_hexadecimal(*search.name))
      return {};
    Failure failure = fail(Tag::D_PROC_NAME, {}, "a pid probe cannot be named %s",
                           search.name->c_str());
    failure.error().advice = "write entry, return, or the offset of an instruction in hexadecimal";
    return failure;
  }

  // Objects of every process are judged by themselves.
  bool walks_stacks(pid_t process, std::span<const ProcessObject> objects) {
    return process && std::ranges::any_of(objects, [&](const ProcessObject &object) {
             if (dtrace::walks_stacks(object.name))
               return true;
             const ElfFunctions *functions =
                 is_c_library(object.name) ? nullptr : functions_of(object);
             return functions && functions->walks_stacks();
           });
  }

  Result<void> match_object(Search &search, const ProcessObject &object,
                            const ElfFunctions &functions) {
    search.has_symbols |= functions.has_symbols();
    // What has its name besides is an older version, which programs of today do not call.
    if (search.functions.plain() && functions.is_indirect(*search.functions.plain())) {
      search.is_indirect = true;
      return {};
    }
    for (const Function &function : functions.functions())
      if (const auto name = search.functions.match(function)) {
        search.has_function = true;
        const bool walked = (search.walked || functions.walks_stacks()) &&
                            is_in_walked_stacks(object.name, function);
        TRY_VOID(match_function(search, object,
                                {search.process, &functions, object.file, &function,
                                 function.file_offset, {}, 0, walked},
                                *name));
      }
    if (!search.has_function && search.functions.plain())
      for (const Function &function : functions.functions())
        search.near_functions.push_back(std::string(function.names.front()));
    return {};
  }

  Result<void> match_function(Search &search, const ProcessObject &object, Site site,
                              const std::string &function) {
    const auto offer = [&](SiteKind kind, uint64_t offset, const std::string &name) {
      site.kind = kind;
      site.offset = offset;
      if (glob_matches(search.description.name, name))
        if (const Probe *probe = add(site, object.name, function, name))
          search.sink(*probe);
    };
    if (!may_be_probed(*site.function))
      return {};
    if (has_entry(*site.object, *site.function)) {
      offer(SiteKind::Entry, 0, "entry");
      if (has_returns(site))
        offer(SiteKind::Return, 0, "return");
    }
    if (search.name && (*search.name == "entry" || *search.name == "return"))
      return {};
    if (search.name)
      return match_offset(search, object, site, function);
    if (is_glob(search.description.name) || search.description.name.empty())
      for (const Instruction &instruction : instructions_of(*site.object, *site.function))
        if (!instruction.refused)
          offer(SiteKind::Offset, instruction.offset, hexadecimal(instruction.offset));
    return {};
  }

  // Where only instructions will do, there have to be some.
  bool has_returns(const Site &site) const {
    return !by_instructions(site, 0) || !return_places(*site.object, *site.function).empty();
  }

  Result<void> match_offset(const Search &search, const ProcessObject &object, Site site,
                            const std::string &function) {
    site.kind = SiteKind::Offset;
    site.offset = *read_hexadecimal(*search.name);
    if (site.offset >= site.function->size)
      return fail(Tag::D_PROC_OFF, {}, "offset 0x%s is outside of %s, which has 0x%s bytes",
                  hexadecimal(site.offset).c_str(), function.c_str(),
                  hexadecimal(site.function->size).c_str());
    TRY_VOID(check_boundary(site, function));
    TRY_VOID(check_step(site, function));
    if (const Probe *probe = add(site, object.name, function, hexadecimal(site.offset)))
      search.sink(*probe);
    return {};
  }

  static Result<void> check_boundary(const Site &site, const std::string &function) {
    const auto instructions = instructions_of(*site.object, *site.function);
    const auto after =
        std::ranges::upper_bound(instructions, site.offset, {}, &Instruction::offset);
    if (instructions.empty() || std::prev(after)->offset == site.offset)
      return {};
    Failure failure = fail(Tag::D_PROC_ALIGN, {}, "offset 0x%s of %s is inside an instruction",
                           hexadecimal(site.offset).c_str(), function.c_str());
    failure.error().advice = "it begins at " + hexadecimal(std::prev(after)->offset);
    return failure;
  }

  static Result<void> check_step(const Site &site, const std::string &function) {
    const char *reason = why_refused(*site.object, *site.function, site.offset);
    if (!reason)
      return {};
    Failure failure = fail(Tag::D_PROC_OFF, {}, "offset 0x%s of %s cannot be traced: %s",
                           hexadecimal(site.offset).c_str(), function.c_str(), reason);
    failure.error().advice = "trace the instruction before or after it";
    return failure;
  }

  // What no symbol stands for may still have lines or copies.
  Result<void> match_source(Search &search, std::span<const ProcessObject> objects) {
    const auto &name = search.name;
    for (const ProcessObject &object : objects) {
      const ElfFunctions *functions =
          name && is_named(object, search.description.module) ? functions_of(object) : nullptr;
      if (!functions)
        continue;
      const auto [place, is_new] = sources_.try_emplace(file_id(object));
      if (is_new)
        place->second = std::make_unique<SourcePlaces>(object.file);
      TRY(addresses, source_places(*place->second, search.functions, *name));
      TRY_VOID(add_places(search, object, *functions, addresses));
    }
    return {};
  }

  // One probe that fires at each of the addresses where the kernel can trace.
  Result<void> add_places(Search &search, const ProcessObject &object,
                          const ElfFunctions &functions, std::span<const uint64_t> addresses) {
    if (addresses.empty())
      return {};
    search.has_function = true;
    Site site{search.process, &functions, object.file, nullptr, 0, SiteKind::Offset, 0};
    const char *refused = "its code is not in the file";
    site.copies = traceable_offsets(functions, addresses, refused);
    const std::string &function = *search.functions.plain();
    if (site.copies.empty())
      return fail(Tag::D_PROC_OFF, {}, "%s:%s cannot be traced: %s", function.c_str(),
                  search.name->c_str(), refused);
    site.file_offset = site.copies.front();
    search.sink(*add(site, object.name, function, *search.name));
    return {};
  }

  // pid123::-:401136, an address of the process.
  Result<void> match_address(const Search &search, std::span<const ProcessObject> objects) {
    const auto address = search.name ? read_hexadecimal(*search.name) : std::nullopt;
    if (!address || !search.process)
      return fail(Tag::D_PROC_NAME, {},
                  "the function - needs the hexadecimal address of an instruction of one process "
                  "as the probe's name");
    for (const ProcessObject &object : objects) {
      const ElfFunctions *functions =
          is_named(object, search.description.module) ? functions_of(object) : nullptr;
      const uint64_t linked =
          functions ? *address - object.begin + functions->first_address() : 0;
      Site site{search.process, functions, object.file, nullptr, 0, SiteKind::Offset, 0};
      if (!functions || !functions->file_offset(linked, site.file_offset))
        continue;
      if ((site.function = functions->at(linked))) {
        site.offset = linked - site.function->address;
        site.file_offset = site.function->file_offset;
        const std::string name(site.function->names.front());
        TRY_VOID(check_boundary(site, name));
        TRY_VOID(check_step(site, name));
      } else if (const char *reason = why_refused(*functions, linked)) {
        return fail(Tag::D_PROC_OFF, {}, "address 0x%s cannot be traced: %s",
                    hexadecimal(*address).c_str(), reason);
      }
      search.sink(*add(site, object.name, std::string(address_function), hexadecimal(*address)));
      return {};
    }
    return fail(Tag::D_PROC_OFF, {}, "no object of the process has code at 0x%s",
                hexadecimal(*address).c_str());
  }

  // The object that has a function of this name; "": none.
  std::string holder_of(const std::string &name, std::span<const ProcessObject> objects) {
    for (const ProcessObject &object : objects)
      if (const ElfFunctions *functions = functions_of(object); functions && functions->find(name))
        return object.name;
    return {};
  }

  static Failure no_such_function(const Search &search, const std::string &holder) {
    const std::string &name = *search.functions.plain();
    const std::string where =
        search.description.module.empty() ? "the process" : search.description.module;
    if (search.is_indirect) {
      Failure failure =
          fail(Tag::D_PROC_FUNC, {}, "%s is one of several functions, chosen when %s is loaded",
               name.c_str(), where.c_str());
      failure.error().advice = "trace those: *" + name + "*";
      return failure;
    }
    if (!holder.empty()) {
      Failure failure = fail(Tag::D_PROC_FUNC, {}, "there is no function %s in %s: %s has it",
                             name.c_str(), where.c_str(), holder.c_str());
      failure.error().advice = "write " + search.description.provider + ":" + holder + ":" +
                               search.description.function + ":" + search.description.name;
      return failure;
    }
    if (!search.has_symbols) {
      Failure failure = fail(Tag::D_PROC_DYN, {}, "%s has no symbols: there is no function %s",
                             where.c_str(), name.c_str());
      failure.error().advice = "install its debugging symbols, or trace an address: function -, "
                               "name the address in hexadecimal";
      return failure;
    }
    Failure failure =
        fail(Tag::D_PROC_FUNC, {}, "there is no function %s in %s", name.c_str(), where.c_str());
    const std::vector<std::string_view> names(search.near_functions.begin(),
                                              search.near_functions.end());
    if (const std::string_view near = nearest(name, names); !near.empty())
      failure.error().advice = "did you mean " + std::string(near) + "?";
    return failure;
  }

  // ---- What there is ---------------------------------------------------------------------------

  const Probe *add(const Site &site, const std::string &module, const std::string &function,
                   const std::string &name) {
    const auto key = std::tuple_cat(site.key(), std::tie(function));
    const auto [it, is_new] = known_.try_emplace(key, probes_.size());
    if (!is_new)
      return &probes_[it->second];
    const uint64_t number = probes_.size();
    const std::string provider =
        std::string(prefix) + (site.process ? std::to_string(shown_pid(site.process)) : "*");
    sites_.push_back(site);
    return &probes_.emplace_back(Probe{static_cast<uint32_t>(pid_first_id + number), provider,
                                       module, function, name, this, number});
  }

  const ElfFunctions *functions_of(const ProcessObject &object) {
    const auto [place, is_new] = objects_.try_emplace(file_id(object));
    if (is_new)
      place->second = ElfFunctions::open(object.file);
    return place->second.get();
  }

  // None: a blank probe.
  const Site *site_of(const Probe &probe) const {
    return LateProbes::is_blank(probe) ? nullptr : &sites_[probe.id - pid_first_id];
  }

  ProviderServices services_;
  UserTypes types_;
  std::map<FileId, std::unique_ptr<ElfFunctions>> objects_; // null: no ELF
  std::map<FileId, std::unique_ptr<SourcePlaces>> sources_;
  std::deque<Probe> probes_; // by number, which is the id less the first one
  std::deque<Site> sites_;   // by number
  std::map<std::tuple<pid_t, const ElfFunctions *, uint64_t, SiteKind, uint64_t, std::string>,
           size_t>
      known_;
  std::map<pid_t, std::set<FileId>> mapped_; // objects, when the process was last looked at
};

} // namespace

std::unique_ptr<Provider> make_pid_provider() { return std::make_unique<PidProvider>(); }

} // namespace dtrace

// Stage: providers. pid123:module:function:entry, return and offset (Guide, chapter pid Provider):
// functions of processes, by uprobes. A probe comes into being when a description that names
// processes matches it. The provider pid* means every process at once, those to come too.
//
// A return probe is a uretprobe, or uprobes on the function's return instructions: these where the
// return address may not be replaced (Go moves its stacks), and when a clause reads arg0, the offset
// of the instruction. It is decided when probes are attached; the program serves both.
#include "language/options.h"
#include "base/pid_numbers.h"
#include "process/process.h"
#include "providers/function_pattern.h"
#include "providers/function_returns.h"
#include "providers/object_pattern.h"
#include "providers/pid_arguments.h"
#include "providers/probe_place.h"
#include "providers/providers.h"
#include "providers/user_probes.h"

#include <algorithm>
#include <bit>
#include <charconv>
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

enum class Place { Entry, Return, Offset };
enum class ReturnMethod { Auto, Instructions, ReturnProbe }; // -x pidreturn

using Function = ElfFunctions::Function;

// Where one probe is.
struct Site {
  pid_t process; // 0: every one
  const ElfFunctions *object;
  std::string file;         // that we can open
  const Function *function; // null: an address that is in none
  uint64_t file_offset;     // of the function, or the address
  Place place;
  uint64_t offset; // in the function; of Place::Offset
  bool in_walked_stack = false;
  auto key() const { return std::tie(process, object, file_offset, place, offset); }
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

std::string hexadecimal(uint64_t number) { return format("%llx", static_cast<unsigned long long>(number)); }

std::optional<uint64_t> read_hexadecimal(std::string_view text) {
  if (text.starts_with("0x"))
    text.remove_prefix(2);
  uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, 16);
  if (error != std::errc() || end != text.data() + text.size())
    return std::nullopt;
  return number;
}

// Blank probes of a description, for what its process loads while it is traced: their numbers.
struct Reserve {
  pid_t process;
  ProbeDescription description;
  std::vector<uint64_t> entries{}, returns{};
};
constexpr size_t reserved_for_glob = 1024, reserved_for_function = 16;

using FileId = std::pair<uint64_t, uint64_t>; // device, inode

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

  Result<ProbeArguments> arguments(const Probe &probe, TypeGraph &types) override {
    const Site &site = sites_[probe.number];
    if (site.function && site.place != Place::Offset)
      for (const std::string_view symbol : site.function->names)
        if (const Type *type = types_.function(types, site.file, symbol))
          return site.place == Place::Entry ? entry_arguments(*type, types, *site.object)
                                            : return_arguments(*type, types);
    return ProbeArguments{.arguments = {}, .untyped = true};
  }

  ProgramSpec program(const Probe &probe) const override {
    const Kind &kind = kind_of(sites_[probe.number]);
    return {.key = kind.key,
            .kind = BpfKind::Uprobe,
            .sleepable = true,
            .index_function = "dt_pid_index",
            .argument_function = kind.argument_function,
            .argument_count = most_pid_arguments,
            .registers_function = "dt_pid_registers",
            .caller_function = kind.caller_function,
            .left_function = kind.left_function,
            .index_limit = std::bit_ceil(static_cast<uint32_t>(probes_.size()))};
  }

  Result<std::vector<std::unique_ptr<Link>>> attach(std::span<const Probe> probes,
                                                    const LoadedProgram &program) override {
    TRY(links, attach_sites(probes, program));
    if (const Site &site = sites_[probes.front().number]; site.process)
      programs_[&kind_of(site)] = program;
    for (const Reserve &reserve : reserves_)
      TRY_VOID(services_.watch_loads(reserve.process, program.multi));
    return links;
  }

  void reserve(const ProbeDescription &description, const ProbeSink &sink) override {
    const auto process = process_of(description.provider, prefix);
    if (!process || !is_target(*process) || description.function == address_function)
      return;
    Reserve &reserve = reserves_.emplace_back(Reserve{*process, description});
    const size_t count =
        plain_text(description.function).value_or("").empty() ? reserved_for_glob
                                                              : reserved_for_function;
    const auto add_blanks = [&](const char *name, Place place, std::vector<uint64_t> &numbers) {
      for (size_t i = 0; i < count && glob_matches(description.name, name); i++) {
        const uint64_t number = probes_.size();
        sites_.push_back({*process, nullptr, {}, nullptr, 0, place, 0});
        probes_.push_back({static_cast<uint32_t>(pid_first_id + number), description.provider,
                           blank_name('m', number), blank_name('f', number), name, this, number});
        numbers.push_back(number);
        sink(probes_.back());
      }
    };
    add_blanks("entry", Place::Entry, reserve.entries);
    add_blanks("return", Place::Return, reserve.returns);
  }

  // What cannot be attached does not keep the process.
  void follow(pid_t process, const ArrivalSink &sink,
              std::vector<std::unique_ptr<Link>> &links) override {
    std::map<const Kind *, std::vector<Probe>> arrived;
    arrivals(process, [&](const Probe &probe, const Probe &blank) {
      arrived[&kind_of(sites_[probe.number])].push_back(probe);
      sink(probe, blank);
    });
    for (const auto &[kind, probes] : arrived)
      if (auto attached = attach_sites(probes, programs_[kind]))
        std::ranges::move(*attached, std::back_inserter(links));
  }

  void release() override {
    reserves_.clear();
    programs_.clear();
  }

private:
  Result<std::vector<std::unique_ptr<Link>>> attach_sites(std::span<const Probe> probes,
                                                          const LoadedProgram &program) {
    std::map<std::tuple<pid_t, const ElfFunctions *, bool>, UserProbes> files;
    for (const Probe &probe : probes) {
      const Site &site = sites_[probe.number];
      if (!site.object) // still blank
        continue;
      const bool at_return =
          site.place == Place::Return && !by_instructions(site, program.arguments);
      UserProbes &file = files[{site.process, site.object, at_return}];
      file.path = site.file;
      file.process = site.process;
      file.at_return = at_return;
      add_points(site, probe.number, at_return, file.points);
    }
    std::vector<UserProbes> all;
    for (auto &[key, file] : files)
      all.push_back(std::move(file));
    return attach_user_probes(all, program);
  }

  static const Kind &kind_of(const Site &site) {
    if (site.place == Place::Return)
      return return_kind;
    const bool go = site.object && site.object->is_go();
    if (site.place == Place::Offset)
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
    if (site.place == Place::Return && !at_return) {
      for (const ReturnPlace &place : return_places(*site.object, *site.function))
        points.push_back({place.file_offset, number | uint64_t{place.offset} << offset_shift});
      return;
    }
    const uint64_t offset =
        site.place == Place::Offset ? site.offset : entry_offset(*site.object, *site.function);
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
    settle(process);
    TRY(objects, objects_of(process));
    Search search{process, description, sink, FunctionPattern(description.function),
                  plain_text(description.name)};
    if (search.name && search.name->empty())
      search.name.reset();
    if (description.function == address_function)
      return match_address(search, objects);
    TRY_VOID(check_probe_name(search));
    note_seen(process, objects);
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
      return no_such_function(search);
    return {};
  }

  // ---- What is loaded while we trace -----------------------------------------------------------

  static std::string blank_name(char part, uint64_t number) {
    return format("\1%c%llu", part, static_cast<unsigned long long>(number));
  }

  bool is_target(pid_t process) const {
    return services_.processes && std::ranges::count(services_.processes->pids(), process) != 0;
  }

  bool note_seen(pid_t process, const ProcessObject &object) {
    return seen_[process].insert({object.device, object.inode}).second;
  }
  void note_seen(pid_t process, std::span<const ProcessObject> objects) {
    for (const ProcessObject &object : objects)
      note_seen(process, object);
  }

  void arrivals(pid_t process, const ArrivalSink &sink) {
    if (std::ranges::find(reserves_, process, &Reserve::process) == reserves_.end())
      return;
    const auto objects = process_objects(process);
    if (!objects)
      return;
    for (const ProcessObject &object : *objects) {
      const ElfFunctions *functions = note_seen(process, object) ? functions_of(object) : nullptr;
      for (Reserve &reserve : reserves_) {
        if (!functions || reserve.process != process ||
            !is_named(object, reserve.description.module))
          continue;
        claiming_ = &reserve;
        arrival_sink_ = &sink;
        Search search{process, reserve.description, [](const Probe &) {},
                      FunctionPattern(reserve.description.function), std::nullopt};
        search.name = plain_text(reserve.description.name);
        search.walked = walks_stacks(process, *objects);
        (void)match_object(search, object, *functions);
        claiming_ = nullptr;
      }
    }
  }

  // A blank probe becomes that of the site; null: there is none left.
  const Probe *claim(const Site &site, const std::string &module, const std::string &function) {
    std::vector<uint64_t> &free =
        site.place == Place::Return ? claiming_->returns : claiming_->entries;
    if (site.place == Place::Offset || free.empty() || &kind_of(site) == &go_entry_kind)
      return nullptr;
    Probe &probe = probes_[free.back()];
    sites_[free.back()] = site;
    free.pop_back();
    const Probe blank = probe;
    probe.module = module;
    probe.function = function;
    (*arrival_sink_)(probe, blank);
    return &probe;
  }

  // A program of -c that has not begun yet has no libraries either.
  void settle(pid_t process) {
    if (services_.processes && services_.options)
      services_.processes->settle(process,
                                  static_cast<StartPoint>(services_.options->number("evaltime")));
  }

  static Result<std::vector<ProcessObject>> objects_of(pid_t process) {
    if (process)
      return process_objects(process);
    return all_objects();
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
    const auto offer = [&](Place place, uint64_t offset, const std::string &name) {
      site.place = place;
      site.offset = offset;
      if (glob_matches(search.description.name, name))
        if (const Probe *probe = add(site, object.name, function, name))
          search.sink(*probe);
    };
    if (!may_be_probed(*site.function))
      return {};
    if (has_entry(*site.object, *site.function)) {
      offer(Place::Entry, 0, "entry");
      if (has_returns(site))
        offer(Place::Return, 0, "return");
    }
    if (search.name && (*search.name == "entry" || *search.name == "return"))
      return {};
    if (search.name)
      return match_offset(search, object, site, function);
    if (is_glob(search.description.name) || search.description.name.empty())
      for (const Instruction &instruction : instructions_of(*site.object, *site.function))
        if (!instruction.refused)
          offer(Place::Offset, instruction.offset, hexadecimal(instruction.offset));
    return {};
  }

  // Where only instructions will do, there have to be some.
  bool has_returns(const Site &site) const {
    return !by_instructions(site, 0) || !return_places(*site.object, *site.function).empty();
  }

  Result<void> match_offset(const Search &search, const ProcessObject &object, Site site,
                            const std::string &function) {
    site.place = Place::Offset;
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
    Failure failure = fail(Tag::D_PROC_ALIGN, {}, "offset 0x%s of %s is inside of an instruction",
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
    failure.error().advice = "trace the instruction before or behind it";
    return failure;
  }

  // pid123::-:401136, an address of the process.
  Result<void> match_address(const Search &search, std::span<const ProcessObject> objects) {
    const auto address = search.name ? read_hexadecimal(*search.name) : std::nullopt;
    if (!address || !search.process)
      return fail(Tag::D_PROC_NAME, {},
                  "the function - wants the address of an instruction of one process, in "
                  "hexadecimal, for the probe's name");
    for (const ProcessObject &object : objects) {
      const ElfFunctions *functions =
          is_named(object, search.description.module) ? functions_of(object) : nullptr;
      const uint64_t linked =
          functions ? *address - object.begin + functions->first_address() : 0;
      Site site{search.process, functions, object.file, nullptr, 0, Place::Offset, 0};
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

  static Failure no_such_function(const Search &search) {
    const std::string &name = *search.functions.plain();
    const std::string where =
        search.description.module.empty() ? "the process" : search.description.module;
    if (search.is_indirect) {
      Failure failure = fail(Tag::D_PROC_FUNC, {}, "%s is chosen among several functions when %s is "
                             "loaded", name.c_str(), where.c_str());
      failure.error().advice = "trace those: *" + name + "*";
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
    if (claiming_) {
      const Probe *probe = claim(site, module, function);
      it->second = probe ? probe->number : 0;
      if (!probe)
        known_.erase(it);
      return probe;
    }
    const uint64_t number = probes_.size();
    const std::string provider =
        std::string(prefix) + (site.process ? std::to_string(shown_pid(site.process)) : "*");
    sites_.push_back(site);
    return &probes_.emplace_back(Probe{static_cast<uint32_t>(pid_first_id + number), provider,
                                       module, function, name, this, number});
  }

  const ElfFunctions *functions_of(const ProcessObject &object) {
    const auto [place, is_new] = objects_.try_emplace({object.device, object.inode});
    if (is_new)
      place->second = ElfFunctions::open(object.file);
    return place->second.get();
  }

  ProviderServices services_;
  UserTypes types_;
  std::map<FileId, std::unique_ptr<ElfFunctions>> objects_; // null: no ELF
  std::deque<Probe> probes_; // by number, which is the id less the first one
  std::deque<Site> sites_;   // by number
  std::map<std::tuple<pid_t, const ElfFunctions *, uint64_t, Place, uint64_t, std::string>, size_t>
      known_;
  std::map<pid_t, std::set<FileId>> seen_; // objects that were looked at
  std::deque<Reserve> reserves_;
  std::map<const Kind *, LoadedProgram> programs_; // that run, for what is still to come
  Reserve *claiming_ = nullptr;                    // whose blank probes add() takes
  const ArrivalSink *arrival_sink_ = nullptr;
};

} // namespace

std::unique_ptr<Provider> make_pid_provider() { return std::make_unique<PidProvider>(); }

} // namespace dtrace

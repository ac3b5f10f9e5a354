// Stage: providers. pid123:module:function:entry, return and offset (Guide, chapter pid Provider):
// functions of processes, by uprobes. A probe comes into being when a description that names
// processes matches it. The provider pid* means every process at once, those to come too.
#include "language/options.h"
#include "process/process.h"
#include "process/process_objects.h"
#include "providers/function_pattern.h"
#include "providers/probe_place.h"
#include "providers/providers.h"
#include "providers/user_probes.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <deque>
#include <elf.h>
#include <map>
#include <tuple>

namespace dtrace {

namespace {

constexpr std::string_view prefix = "pid", every_process = "pid*";

struct ObjectId {
  uint64_t device, inode;
  auto operator<=>(const ObjectId &) const = default;
};

enum class Place { Entry, Return, Offset };

// Where one probe is.
struct Site {
  pid_t process; // 0: every one
  const ElfFunctions *object;
  std::string file; // that we can open
  const ElfFunctions::Function *function;
  Place place;
  uint64_t offset; // in the function; of Place::Offset
};

struct Kind {
  const char *key; // of the program
  const char *argument_function;
};
constexpr Kind entry_kind = {"pid_entry", "dt_pid_entry_argument"};
constexpr Kind go_entry_kind = {"pid_go_entry", "dt_pid_go_argument"};
constexpr Kind return_kind = {"pid_return", "dt_pid_return_argument"};

std::optional<pid_t> process_of(std::string_view provider) {
  if (provider == every_process)
    return 0;
  if (!provider.starts_with(prefix))
    return std::nullopt;
  provider.remove_prefix(prefix.size());
  pid_t process = 0;
  const auto [end, error] =
      std::from_chars(provider.data(), provider.data() + provider.size(), process);
  if (error != std::errc() || end != provider.data() + provider.size() || process <= 0)
    return std::nullopt;
  return process;
}

// The name (libc.so.6), the start of it before a dot (libc), the whole path, or a.out.
bool is_named(const ProcessObject &object, std::string_view pattern) {
  if (glob_matches(pattern, object.name) || glob_matches(pattern, object.path) ||
      (object.is_program && glob_matches(pattern, "a.out")))
    return true;
  const std::string_view name = object.name;
  for (size_t dot = name.find('.'); dot != name.npos; dot = name.find('.', dot + 1))
    if (glob_matches(pattern, name.substr(0, dot)))
      return true;
  return false;
}

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
    const auto process = process_of(description.provider);
    if (!process)
      return {};
    const auto matched = match(*process, description, sink);
    if (!matched && services_.options && services_.options->flag("zdefs"))
      return {};
    return matched;
  }

  std::string advice(const ProbeDescription &description) override {
    if (description.provider.starts_with(prefix) && !process_of(description.provider))
      return "write pid and a process id, pid$target with -p or -c, or pid* for every process";
    return {};
  }

  Result<ProbeArguments> arguments(const Probe &, TypeGraph &) override {
    return ProbeArguments{.arguments = {}, .untyped = true};
  }

  ProgramSpec program(const Probe &probe) const override {
    const Kind &kind = kind_of(sites_[probe.number]);
    return {.key = kind.key,
            .kind = BpfKind::Uprobe,
            .sleepable = true,
            .index_function = "dt_pid_index",
            .argument_function = kind.argument_function,
            .registers_function = "dt_pid_registers",
            .index_limit = std::bit_ceil(static_cast<uint32_t>(probes_.size()))};
  }

  Result<std::vector<std::unique_ptr<Link>>> attach(std::span<const Probe> probes,
                                                    const LoadedProgram &program) override {
    std::map<std::tuple<pid_t, const ElfFunctions *, bool>, UserProbes> files;
    for (const Probe &probe : probes) {
      const Site &site = sites_[probe.number];
      const bool at_return = site.place == Place::Return;
      UserProbes &file = files[{site.process, site.object, at_return}];
      file.path = site.file;
      file.process = site.process;
      file.at_return = at_return;
      const uint64_t offset = site.place == Place::Offset
                                  ? site.offset
                                  : entry_offset(*site.object, *site.function);
      file.points.push_back({site.function->file_offset + offset, probe.number});
    }
    std::vector<UserProbes> all;
    for (auto &[key, file] : files)
      all.push_back(std::move(file));
    return attach_user_probes(all, program);
  }

private:
  static const Kind &kind_of(const Site &site) {
    if (site.place == Place::Return)
      return return_kind;
    return site.object->is_go() ? go_entry_kind : entry_kind;
  }

  Result<void> match(pid_t process, const ProbeDescription &description, const ProbeSink &sink) {
    settle(process);
    TRY(objects, objects_of(process));
    bool found = false;
    for (const ProcessObject &object : objects)
      if (is_named(object, description.module))
        if (const ElfFunctions *functions = functions_of(object)) {
          found = true;
          match(process, object, *functions, description, sink);
        }
    if (!found)
      return no_object(description, objects);
    return {};
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

  void match(pid_t process, const ProcessObject &object, const ElfFunctions &functions,
             const ProbeDescription &description, const ProbeSink &sink) {
    const FunctionPattern pattern(description.function);
    for (const ElfFunctions::Function &function : functions.functions()) {
      const auto function_name = pattern.match(function);
      if (!function_name)
        continue;
      const auto offer = [&](const char *name, Place place) {
        if (glob_matches(description.name, name))
          sink(add({process, &functions, object.file, &function, place, 0}, object.name,
                   *function_name, name));
      };
      if (is_traceable(functions, function))
        offer("entry", Place::Entry);
      if (may_take_return_address(function) && is_traceable(functions, function))
        offer("return", Place::Return);
    }
  }

  static bool is_traceable(const ElfFunctions &object, const ElfFunctions::Function &function) {
    constexpr size_t longest_instruction = 15;
    return can_be_probed(object.bytes(function.address + entry_offset(object, function),
                                      longest_instruction),
                         object.machine());
  }

  const Probe &add(Site site, const std::string &module, const std::string &function,
                   const std::string &name) {
    const auto key = std::make_tuple(site.process, site.object, site.function, function, name);
    const auto [it, is_new] = known_.try_emplace(key, probes_.size());
    if (!is_new)
      return probes_[it->second];
    const uint64_t number = probes_.size();
    const std::string provider =
        std::string(prefix) + (site.process ? std::to_string(site.process) : "");
    sites_.push_back(std::move(site));
    return probes_.emplace_back(Probe{static_cast<uint32_t>(pid_first_id + number), provider,
                                      module, function, name, this, number});
  }

  const ElfFunctions *functions_of(const ProcessObject &object) {
    const auto [place, is_new] = objects_.try_emplace({object.device, object.inode});
    if (is_new)
      place->second = ElfFunctions::open(object.file);
    return place->second.get();
  }

  static Failure no_object(const ProbeDescription &description,
                           const std::vector<ProcessObject> &objects) {
    Failure failure = fail(Tag::D_PROC_LIB, {}, "failed to find an object %s in the process",
                           description.module.c_str());
    std::vector<std::string_view> names;
    for (const ProcessObject &object : objects)
      names.push_back(object.name);
    if (const std::string_view near = nearest(description.module, names); !near.empty())
      failure.error().advice = "did you mean " + std::string(near) + "?";
    return failure;
  }

  ProviderServices services_;
  std::map<ObjectId, std::unique_ptr<ElfFunctions>> objects_; // null: no ELF object
  std::deque<Probe> probes_; // by number, which is the id less the first one
  std::deque<Site> sites_;   // by number
  std::map<std::tuple<pid_t, const ElfFunctions *, const ElfFunctions::Function *, std::string,
                      std::string>,
           size_t>
      known_;
};

} // namespace

std::unique_ptr<Provider> make_pid_provider() {
  return std::make_unique<PidProvider>();
}

} // namespace dtrace

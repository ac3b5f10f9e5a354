// Stage: providers. watch123:module:variable:w, rw and x: the memory of a process that is written, read
// or written, or executed, by breakpoints of the processor. The provider watch, without a number, means
// memory of the kernel. A probe comes into being when a description that names a process matches it.
//
// A breakpoint is set on every CPU, and the program leaves at once in any other process: so all threads
// of the process are watched, those to come too, and nobody is stopped for it. It costs the others
// nothing, unless they use the very same address.
#include "language/options.h"
#include "process/process.h"
#include "providers/breakpoints.h"
#include "providers/object_pattern.h"
#include "providers/offset_name.h"
#include "providers/providers.h"
#include "providers/watch_name.h"
#include "providers/watch_variables.h"
#include "symbols/symbols.h"
#include "system/pid_numbers.h"

#include <cerrno>
#include <deque>
#include <linux/hw_breakpoint.h>
#include <map>
#include <optional>
#include <tuple>

namespace dtrace {

namespace {

constexpr std::string_view prefix = "watch", kernel_module = "vmlinux";
constexpr uint64_t usual_length = 8; // of what nobody knows the size of

struct Site {
  pid_t process; // as we see its number; 0: memory of the kernel
  Breakpoint breakpoint;
  auto key() const {
    return std::tie(process, breakpoint.address, breakpoint.type, breakpoint.length);
  }
};

// What a description asks for.
struct Search {
  pid_t process; // 0: the kernel
  const ProbeDescription &description;
  const ProbeSink &sink;
  std::optional<WatchName> name; // none: the description leaves it open
  WatchPlace place;
};

bool leaves_open(std::string_view pattern) { return pattern.empty() || is_glob(pattern); }

uint64_t aligned_length(uint64_t address) {
  uint64_t length = usual_length;
  while (address % length)
    length /= 2;
  return length;
}

class WatchProvider : public Provider {
public:
  std::string_view name() const override { return prefix; }
  void use(const ProviderServices &services) override { services_ = services; }

  Result<void> match(const ProbeDescription &description, const ProbeSink &sink) override {
    if (description.id) {
      if (description.id - watch_first_id < probes_.size())
        sink(probes_[description.id - watch_first_id]);
      return {};
    }
    const auto process = process_of(description.provider, prefix);
    const bool is_kernel = description.provider == prefix;
    if ((!process && !is_kernel) || !may_name(description.name))
      return {};
    auto matched = is_kernel ? match_kernel(description, sink) : match(*process, description, sink);
    if (!matched && services_.options && services_.options->flag("zdefs"))
      return {};
    return matched;
  }

  std::string advice(const ProbeDescription &description) override {
    const bool is_kernel = description.provider == prefix;
    if (!is_kernel && !process_of(description.provider, prefix))
      return {};
    if (!leaves_open(description.name) && !read_watch_name(description.name))
      return explain_watch_name(description.name);
    if (!is_kernel)
      return "no variable that a breakpoint can watch, of 1, 2, 4 or 8 bytes, has that name";
    if (leaves_open(description.function))
      return "the kernel's variables are named one by one: watch:vmlinux:jiffies:w; of a process: "
             "watch$target with -p or -c";
    if (!kernel_.has_data())
      return "this kernel lists no variables in /proc/kallsyms: give an address, watch::0xffffffff81234560:w";
    return "there is no variable " + description.function + " in the kernel";
  }

  std::string note(const Probe &probe) const override {
    const Breakpoint &breakpoint = site_of(probe).breakpoint;
    const std::string address = "0x" + hexadecimal(breakpoint.address);
    if (breakpoint.type == HW_BREAKPOINT_X)
      return "watches the instruction at " + address;
    return "watches " + std::to_string(breakpoint.length) + " bytes at " + address;
  }

  Result<ProbeArguments> arguments(const Probe &, TypeGraph &) override {
    return ProbeArguments{.arguments = {}, .untyped = true};
  }

  ProgramSpec program(const Probe &probe, const Matches &) const override {
    const pid_t process = site_of(probe).process;
    return {.key = "watch_" + std::to_string(probe.number),
            .kind = BpfKind::PerfEvent,
            .process = process ? shown_pid(process) : 0,
            .may_interrupt = true,
            .argument_function = "dt_watch_argument",
            .argument_count = 1,
            .registers_function = "dt_profile_registers"};
  }

  Result<std::vector<std::unique_ptr<Link>>> attach(std::span<const Probe> probes,
                                                    const LoadedProgram &program) override {
    if (!problem_)
      problem_ = why_no_breakpoints();
    std::vector<std::unique_ptr<Link>> links;
    for (const Probe &probe : probes) {
      const std::string what = to_string(probe);
      if (!problem_->empty()) {
        TRY_VOID(program.refuse(probe, ENODEV,
                                fail("failed to watch %s: %s", what.c_str(), problem_->c_str())));
        continue;
      }
      auto link = attach_breakpoint(site_of(probe).breakpoint, what, program);
      if (link)
        links.push_back(std::move(*link));
      else
        TRY_VOID(program.refuse(probe, errno, std::unexpected(std::move(link.error()))));
    }
    return links;
  }

private:
  // ---- Matching --------------------------------------------------------------------------------

  static bool may_name(const std::string &pattern) {
    return leaves_open(pattern) || read_watch_name(pattern);
  }

  static Search search_for(pid_t process, const ProbeDescription &description, const ProbeSink &sink) {
    return {process, description, sink, read_watch_name(description.name),
            read_watch_place(description.function)};
  }

  Result<void> match(pid_t process, const ProbeDescription &description, const ProbeSink &sink) {
    if (!process)
      return fail(Tag::D_PROC_BADPROV, {}, "a breakpoint watches one process: watch123, or watch$target "
                  "with -p or -c");
    if (services_.processes && services_.options)
      services_.processes->run_to(process,
                                  static_cast<StartPoint>(services_.options->number("evaltime")));
    TRY(objects, process_objects(process));
    const Search search = search_for(process, description, sink);
    if (search.place.variable.empty() && !description.function.empty())
      return match_address(search, "");
    bool has_object = false, found = false;
    for (const ProcessObject &object : objects)
      if (is_named(object, description.module)) {
        has_object = true;
        TRY(is_there, match_variables(search, object));
        found |= is_there;
      }
    if (!has_object)
      return no_such_object(description.module, objects);
    if (!found && !leaves_open(description.function))
      return no_such_variable(search, objects);
    return {};
  }

  // True: the object has what the description names.
  Result<bool> match_variables(const Search &search, const ProcessObject &object) {
    const bool is_open = leaves_open(search.description.function);
    bool found = false;
    for (const WatchVariables::Variable &variable : variables_of(search.process, object).all()) {
      if (is_open ? variable.is_function || !is_watchable(variable) ||
                        !glob_matches(search.description.function, variable.name)
                  : variable.name != search.place.variable)
        continue;
      found = true;
      const std::string function = is_open ? variable.name : search.description.function;
      TRY_VOID(offer(search, object.name, function, variable.address + search.place.offset,
                     variable.size));
    }
    return found;
  }

  static bool is_watchable(const WatchVariables::Variable &variable) {
    return is_watch_length(variable.size) && variable.address % variable.size == 0;
  }

  // watch123::0x404040:w4
  Result<void> match_address(const Search &search, const std::string &module) {
    const uint64_t address = search.place.offset;
    return offer(search, module, search.description.function, address, aligned_length(address));
  }

  Result<void> match_kernel(const ProbeDescription &description, const ProbeSink &sink) {
    const Search search = search_for(0, description, sink);
    if (leaves_open(description.function))
      return {};
    const std::string module(is_glob(description.module) ? "" : description.module);
    if (search.place.variable.empty())
      return match_address(search, module);
    const auto address = kernel_.address_of(module, search.place.variable);
    if (!address)
      return {};
    const uint64_t place = *address + search.place.offset;
    return offer(search, module.empty() ? std::string(kernel_module) : module, description.function,
                 place, aligned_length(place));
  }

  // size: of the variable, 0 when nobody knows.
  Result<void> offer(const Search &search, const std::string &module, const std::string &function,
                     uint64_t address, uint64_t size) {
    if (search.name)
      return offer(search, module, function, {address, search.name->type, search.name->length}, size);
    const Breakpoint both[] = {{address, HW_BREAKPOINT_RW, 0}, {address, HW_BREAKPOINT_W, 0}};
    for (const Breakpoint &one : both)
      if (glob_matches(search.description.name, one.type == HW_BREAKPOINT_W ? "w" : "rw"))
        TRY_VOID(offer(search, module, function, one, size));
    return {};
  }

  Result<void> offer(const Search &search, const std::string &module, const std::string &function,
                     Breakpoint breakpoint, uint64_t size) {
    if (breakpoint.type == HW_BREAKPOINT_X)
      breakpoint.length = 1;
    else if (!breakpoint.length)
      breakpoint.length = search.place.offset && !search.place.variable.empty()
                              ? aligned_length(breakpoint.address)
                          : size ? size
                                 : aligned_length(breakpoint.address);
    TRY_VOID(check(function, breakpoint));
    const std::string &written = search.description.name;
    const std::string name = search.name ? written : breakpoint.type == HW_BREAKPOINT_W ? "w" : "rw";
    search.sink(*add({search.process, breakpoint}, module, function, name));
    return {};
  }

  static Result<void> check(const std::string &function, const Breakpoint &breakpoint) {
    const auto length = static_cast<unsigned long long>(breakpoint.length);
    if (!is_watch_length(length)) {
      Failure failure = fail(Tag::D_PROC_OFF, {}, "%s has %llu bytes, and a breakpoint watches 1, 2, 4 "
                             "or 8", function.c_str(), length);
      failure.error().advice = "write w8 for the first 8, and " + function + "+8 for what follows";
      return failure;
    }
    if (breakpoint.address % length == 0)
      return {};
    Failure failure = fail(Tag::D_PROC_ALIGN, {}, "%s lies at 0x%s: %llu bytes can be watched at a "
                           "multiple of %llu only", function.c_str(),
                           hexadecimal(breakpoint.address).c_str(), length, length);
    failure.error().advice = "watch fewer bytes: w" + std::to_string(aligned_length(breakpoint.address));
    return failure;
  }

  // ---- What is not there -----------------------------------------------------------------------

  Failure no_such_variable(const Search &search, std::span<const ProcessObject> objects) {
    const std::string &name = search.place.variable, &module = search.description.module;
    std::string near;
    for (const ProcessObject &object : objects) {
      const WatchVariables &variables = variables_of(search.process, object);
      if (!is_named(object, module))
        continue;
      if (variables.is_thread_local(name))
        return fail(Tag::D_PROC_FUNC, {}, "%s of %s is a variable of each thread: watch the address that "
                    "it has in one", name.c_str(), object.name.c_str());
      if (near.empty())
        near = variables.near(name);
    }
    Failure failure = fail(Tag::D_PROC_FUNC, {}, "there is no variable %s in %s", name.c_str(),
                           module.empty() ? "the process" : module.c_str());
    failure.error().advice = near.empty() ? "variables are found by the symbol table; memory without a "
                                            "name by its address: 0x404040"
                                          : "did you mean " + near + "?";
    return failure;
  }

  // ---- What there is ---------------------------------------------------------------------------

  const Probe *add(const Site &site, const std::string &module, const std::string &function,
                   const std::string &name) {
    const auto key = std::tuple_cat(site.key(), std::tie(function, name));
    const auto [it, is_new] = known_.try_emplace(key, probes_.size());
    if (!is_new)
      return &probes_[it->second];
    const uint64_t number = probes_.size();
    const std::string provider =
        std::string(prefix) + (site.process ? std::to_string(shown_pid(site.process)) : "");
    sites_.push_back(site);
    return &probes_.emplace_back(Probe{static_cast<uint32_t>(watch_first_id + number), provider,
                                       module, function, name, this, number});
  }

  // Read once: what is mapped stays where it is.
  const WatchVariables &variables_of(pid_t process, const ProcessObject &object) {
    const auto key = std::tuple(process, object.device, object.inode, object.begin);
    return variables_.try_emplace(key, object).first->second;
  }

  const Site &site_of(const Probe &probe) const { return sites_[probe.id - watch_first_id]; }

  ProviderServices services_;
  KernelSymbols kernel_;
  std::optional<std::string> problem_; // of the machine; none: not asked yet
  std::map<std::tuple<pid_t, uint64_t, uint64_t, uint64_t>, WatchVariables> variables_;
  std::deque<Probe> probes_; // by number, which is the id less the first one
  std::deque<Site> sites_;   // by number
  std::map<std::tuple<pid_t, uint64_t, uint32_t, uint64_t, std::string, std::string>, size_t> known_;
};

} // namespace

std::unique_ptr<Provider> make_watch_provider() { return std::make_unique<WatchProvider>(); }

} // namespace dtrace

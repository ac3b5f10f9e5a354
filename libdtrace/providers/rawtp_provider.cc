// Stage: providers. rawtp:<subsystem>::<tracepoint>: every tracepoint that the kernel's types tell
// of, with the arguments that the kernel's C code gave it (args[0] is the first). Those that make
// events of the tracing file system have its subsystem as their module, others the object that they
// are in. Each is one program of its own (tp_btf), since the verifier knows its arguments' types. Where
// types are read from a file (-x btf) because the kernel has none, programs are untyped ones.
#include "base/limits.h"
#include "language/options.h"
#include "providers/descriptor_link.h"
#include "providers/providers.h"
#include "providers/tracefs.h"
#include "providers/tracepoint_provider.h"
#include "system/bpf.h"
#include "types/btf_importer.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <set>
#include <unordered_map>

namespace dtrace {

namespace {

constexpr std::string_view typedef_prefix = "btf_trace_";
constexpr uint32_t most_arguments = 12; // of any tracepoint

class RawTracepointProvider : public TracepointProvider {
public:
  explicit RawTracepointProvider(std::shared_ptr<Tracefs> tracefs)
      : TracepointProvider("rawtp", rawtp_first_id, sdt_first_id), tracefs_(std::move(tracefs)) {}

  void use(const ProviderServices &services) override {
    can_attach_ = services.can_attach;
    options_ = services.options;
  }

  std::string problem() const override { return btf_.problem(); }

  std::string advice(const ProbeDescription &description) override {
    if (description.provider != name())
      return {};
    if (const std::string &problem = btf_.problem(); !problem.empty())
      return problem;
    if (!description.function.empty())
      return "a tracepoint has no function: rawtp:" + description.module +
             "::" + (description.name.empty() ? description.function : description.name);
    return {};
  }

  Result<ProbeArguments> arguments(const Probe &probe, TypeGraph &types) override {
    const Row &row = row_of(probe);
    ProbeArguments result;
    const Type *type =
        types.find_in(row.object, TypeKind::Typedef, std::string(typedef_prefix) + row.name);
    const Type *function = type && type->is_pointer() ? type->strip()->target->strip() : nullptr;
    if (!function || function->kind != TypeKind::Function) {
      result.untyped = true;
      return result;
    }
    const auto &parameters = function->parameters();
    const std::vector<std::string_view> names = parameter_names(row, types);
    for (size_t i = 1; i < parameters.size(); i++)
      result.arguments.push_back({parameters[i], nullptr,
                                  std::string(i < names.size() ? names[i] : ""),
                                  static_cast<uint32_t>(i - 1)});
    return result;
  }

  ProgramSpec program(const Probe &probe, const Matches &) const override {
    const Row &row = row_of(probe);
    return {.key = "rawtp:" + row.name,
            .kind = kind(),
            .attach_to = row.name,
            .attach_object = row.object,
            .may_interrupt = true,
            .argument_function = "dt_rawtp_argument",
            .argument_count = row.arguments};
  }

  Result<std::vector<std::unique_ptr<Link>>> attach(std::span<const Probe> probes,
                                                    const LoadedProgram &program) override {
    std::vector<std::unique_ptr<Link>> links;
    for (const Probe &probe : probes) {
      if (Descriptor link = bpf::link_tracepoint(program.fd, name_to_link(kind(), probe.name.c_str())))
        links.push_back(std::make_unique<DescriptorLink>(std::move(link)));
      else
        TRY_VOID(program.refuse(probe, errno,
                                fail("failed to attach to the tracepoint %s: %s",
                                     probe.name.c_str(), explain_errno(errno).c_str())));
    }
    return links;
  }

private:
  BpfKind kind() const { return tracepoint_kind(can_attach_); }

  // The typedef is of a pointer and has no names; the function that calls the tracers has.
  static std::vector<std::string_view> parameter_names(const Row &row, TypeGraph &types) {
    const Type *caller = types.import_function(row.object, "__traceiter_" + row.name);
    if (!caller)
      return {};
    caller->parameters();
    return caller->parameter_names;
  }

  std::vector<Row> read() override {
    std::vector<Row> tracepoints;
    const auto subsystems = read_subsystems();
    std::set<std::string, std::less<>> known;
    for (const std::string &object : btf_.objects())
      btf_.for_each(object, BtfNames::Typedefs, [&](std::string_view text, uint32_t id) {
        if (!text.starts_with(typedef_prefix))
          return;
        const std::string its_name(text.substr(typedef_prefix.size()));
        const auto subsystem = subsystems.find(its_name);
        if (known.insert(its_name).second)
          tracepoints.push_back({subsystem == subsystems.end() ? object : subsystem->second,
                                  its_name, object, count_arguments(object, id)});
      });
    std::ranges::sort(tracepoints, {}, [](const Row &row) {
      return std::pair<std::string_view, std::string_view>(row.module, row.name);
    });
    return tracepoints;
  }

  std::unordered_map<std::string, std::string> read_subsystems() {
    std::unordered_map<std::string, std::string> subsystems; // by tracepoint
    for (const std::string &subsystem : tracefs_->folders("events"))
      for (std::string &event : tracefs_->folders("events/" + subsystem))
        subsystems.emplace(std::move(event), subsystem);
    return subsystems;
  }

  uint32_t count_arguments(const std::string &object, uint32_t id) {
    return std::min(btf_.count_parameters(object, id), most_arguments + 1) - 1;
  }

  std::function<bool(BpfKind)> can_attach_;
  const Options *options_ = nullptr;
  mutable BtfImporter btf_{[this] { return options_ ? options_->text("btf") : std::string(); }};
  std::shared_ptr<Tracefs> tracefs_;
};

} // namespace

std::unique_ptr<Provider> make_rawtp_provider(std::shared_ptr<Tracefs> tracefs) {
  return std::make_unique<RawTracepointProvider>(std::move(tracefs));
}

} // namespace dtrace

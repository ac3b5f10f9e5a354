// Stage: providers. fbt:<module>:<function>:entry and :return (Guide, chapter fbt Provider) of every
// traceable kernel function. A few functions whose types are known get a typed program
// each (fentry, fexit); many share one program that kprobe.multi, or else a kprobe for each, brings to
// them, and that a cookie tells which probe fires. At a return arg0 is 0 (where the function returns
// is not known), arg1 its result, and from arg2 on are what it was called with. Probes on other
// instructions are fbt_offsets.h.
#include "language/kernel_names.h"
#include "language/options.h"
#include "providers/fbt_attach.h"
#include "providers/fbt_offsets.h"
#include "providers/link_release.h"
#include "providers/matches.h"
#include "providers/offset_name.h"
#include "providers/providers.h"
#include "providers/traceable_functions.h"
#include "types/btf_importer.h"

#include <algorithm>

namespace dtrace {

namespace {

constexpr const char *side_names[] = {"entry", "return"};
constexpr uint32_t no_argument = UINT32_MAX; // bpf/provider_fbt.c
constexpr uint32_t most_typed_arguments = 6;
// More probes than this share a program.
constexpr size_t most_typed_probes = 8;
constexpr const char *typed_prefix = "fbt:", *keep_key = "fbt_keep"; // of programs' keys

bool is_return(const Probe &probe) {
  return (probe.id - fbt_first_id) % 2;
}

struct MethodRow {
  std::string_view option; // of -x fbtmethod
  BpfKind kind;
  const char *lacks; // what to say of a kernel without
};
constexpr MethodRow methods[] = {
    {"fentry", BpfKind::Fentry, "fentry (BPF trampolines)"},
    {"kprobe.multi", BpfKind::KprobeMulti, "kprobe.multi (CONFIG_FPROBE)"},
    {"kprobe", BpfKind::Kprobe, "kprobes (CONFIG_KPROBE_EVENTS)"},
};

class FbtProvider : public Provider {
public:
  explicit FbtProvider(std::shared_ptr<Tracefs> tracefs) : functions_(std::move(tracefs)) {}

  std::string_view name() const override { return "fbt"; }
  void use(const ProviderServices &services) override { services_ = services; }

  Result<void> match(const ProbeDescription &written, const ProbeSink &sink) override {
    const ProbeDescription description = with_own_kernel(written);
    if (description.id) {
      const uint32_t row = (description.id - fbt_first_id) / 2;
      offsets_.match_id(description.id, sink);
      if (description.id >= fbt_first_id && can_attach() && row < functions_.rows().size())
        sink(probe_of(row, (description.id - fbt_first_id) % 2));
      return {};
    }
    if (FbtOffsets::means_offset(description))
      return can(BpfKind::Kprobe) ? offsets_.match(description, sink) : Result<void>();
    if (!glob_matches(description.provider, name()) ||
        !(glob_matches(description.name, "entry") || glob_matches(description.name, "return")) ||
        !can_attach())
      return {};
    if (description.function.empty() || is_glob(description.function)) {
      for (uint32_t row = 0; row < functions_.rows().size(); row++)
        offer(row, description, sink);
    } else {
      offer_named(description, sink);
    }
    return {};
  }

  std::string problem() const override;
  std::string advice(const ProbeDescription &description) override;
  Result<ProbeArguments> arguments(const Probe &probe, TypeGraph &types) override;
  ProgramSpec program(const Probe &probe, const Matches &matches) const override;
  std::optional<ProgramSpec> companion(const Probe &probe, uint32_t argument,
                                    const Matches &matches) const override;
  Result<Links> attach(std::span<const Probe> probes, const LoadedProgram &program) override;

private:
  // What other systems call their kernel is this one, unless it is a module here: unix may be.
  ProbeDescription with_own_kernel(const ProbeDescription &written) {
    const auto is_there = [&] {
      return std::ranges::any_of(functions_.rows(), [&](const TraceableFunction &row) {
        return row.module == written.module;
      });
    };
    ProbeDescription description = written;
    if (is_other_kernel(written.module) && !is_there())
      description.module = "vmlinux";
    return description;
  }

  Probe probe_of(uint32_t row, bool is_return) {
    const TraceableFunction &function = functions_.rows()[row];
    return {fbt_first_id + 2 * row + is_return, "fbt", std::string(function.module),
            std::string(function.name), side_names[is_return], this, 0};
  }

  void offer(uint32_t row, const ProbeDescription &description, const ProbeSink &sink) {
    const TraceableFunction &function = functions_.rows()[row];
    if (function.repeated || !glob_matches(description.module, function.module) ||
        !glob_matches(description.function, function.name))
      return;
    for (const bool side : {false, true})
      if (glob_matches(description.name, side_names[side]))
        sink(probe_of(row, side));
  }

  // A function that the kernel lists by another of its names is offered by the listed one.
  void offer_named(ProbeDescription description, const ProbeSink &sink) {
    const TraceableFunction *found = functions_.find(description.function);
    if (!found && (found = functions_.find_other_name(description.function)))
      description.function = found->name;
    const TraceableFunction *first = functions_.rows().data();
    for (; found; found = found->next ? first + found->next : nullptr)
      offer(found - first, description, sink);
  }

  const TraceableFunction &function_of(const Probe &probe) const {
    return functions_.rows()[(probe.id - fbt_first_id) / 2];
  }

  bool can(BpfKind kind) const { return services_.can_attach && services_.can_attach(kind); }
  bool can_attach() const {
    return std::ranges::any_of(methods, [&](const MethodRow &row) { return can(row.kind); });
  }
  std::optional<BpfKind> forced_kind() const;
  bool is_typed(const Probe &probe, const Matches &matches) const;
  BpfKind shared_kind() const;
  const Type *type_of(const TraceableFunction &function) const;
  std::optional<uint32_t> typed_arguments(const TraceableFunction &function) const;
  ProgramSpec typed_program(const Probe &probe) const;
  Result<void> attach_shared(std::span<const Probe> probes, const LoadedProgram &program, Links &links);

  ProviderServices services_;
  mutable TraceableFunctions functions_;
  FbtOffsets offsets_{*this, functions_};
  struct KernelTypes {
    TypeGraph graph;
    BtfImporter importer;
  };
  mutable std::unique_ptr<KernelTypes> types_; // made on first use
};

std::string FbtProvider::problem() const {
  if (can_attach())
    return functions_.problem();
  std::string lacks;
  for (const MethodRow &row : methods)
    lacks += (lacks.empty() ? "" : ", ") + std::string(row.lacks);
  return "functions of this kernel cannot be traced: it lacks, or refuses, each of " + lacks;
}

std::string FbtProvider::advice(const ProbeDescription &description) {
  if (description.provider != name())
    return {};
  if (std::string text = problem(); !text.empty())
    return text;
  if (read_hexadecimal(description.name) && !FbtOffsets::means_offset(description))
    return "the offset of an instruction needs the full name of its function; globs are for entry "
           "and return";
  if (read_hexadecimal(description.name) && !can(BpfKind::Kprobe))
    return std::string("offsets in functions cannot be traced: the kernel lacks ") + methods[2].lacks;
  if (!description.function.empty() && !is_glob(description.function) &&
      !functions_.find(description.function) &&
      BtfImporter().function_id("", description.function) != 0)
    return description.function +
           " cannot be traced: it is inlined, marked notrace, or a lock that tracing takes itself";
  return {};
}

// ---- Arguments -------------------------------------------------------------------------------

// A structure passed by value takes as many registers as it needs.
uint32_t registers_of(const Type *type) {
  return type->is_struct_or_union() ? (type->strip()->size + 7) / 8 : 1;
}

const Type *readable(const Type *type, TypeGraph &types) {
  return type->is_scalar() ? type : types.integer(8, false);
}

Result<ProbeArguments> FbtProvider::arguments(const Probe &probe, TypeGraph &types) {
  ProbeArguments result{.arguments = {}, .untyped = offsets_.has(probe)};
  if (result.untyped)
    return result;
  const TraceableFunction &function = function_of(probe);
  const Type *type = types.import_function(function.module, function.name);
  if (!type) {
    result.untyped = true;
    return result;
  }
  const auto add = [&](const Type *its_type, std::string_view its_name, uint32_t source) {
    its_type = readable(its_type, types);
    result.arguments.push_back({its_type, its_type, std::string(its_name), source});
  };
  uint32_t source = 0;
  if (is_return(probe)) {
    add(types.int_type(), "offset", 0);
    add(type->target, "result", 1);
    source = 2;
  }
  const auto &parameters = type->parameters();
  for (size_t i = 0; i < parameters.size(); i++) {
    const uint32_t registers = registers_of(parameters[i]);
    if (registers > 2) // lies in the caller's frame, with what follows
      break;
    add(parameters[i], type->parameter_names[i], source);
    source += registers;
  }
  return result;
}

const Type *FbtProvider::type_of(const TraceableFunction &function) const {
  if (!types_)
    types_ = std::make_unique<KernelTypes>();
  return types_->importer.find_function(types_->graph, function.module, function.name);
}

// How many arguments a typed program has; nothing: it cannot be one.
std::optional<uint32_t>
FbtProvider::typed_arguments(const TraceableFunction &function) const {
  const Type *type = type_of(function);
  const auto fits = [](const Type *one) {
    return one->is_scalar() || one->is(TypeKind::Void);
  };
  if (!type || type->variadic || type->parameters().size() > most_typed_arguments ||
      !fits(type->target) || !std::ranges::all_of(type->parameters(), fits))
    return std::nullopt;
  return type->parameters().size();
}

// ---- Programs --------------------------------------------------------------------------------

std::optional<BpfKind> FbtProvider::forced_kind() const {
  const std::string wanted = services_.options ? services_.options->text("fbtmethod") : "auto";
  for (const MethodRow &row : methods)
    if (row.option == wanted)
      return row.kind;
  return std::nullopt;
}

bool FbtProvider::is_typed(const Probe &probe, const Matches &matches) const {
  if (const auto forced = forced_kind())
    return *forced == BpfKind::Fentry;
  const TraceableFunction &function = function_of(probe);
  return matches.count(*this) <= most_typed_probes && can(BpfKind::Fentry) &&
         functions_.all_of(function).size() == 1 && typed_arguments(function);
}

BpfKind FbtProvider::shared_kind() const {
  if (const auto forced = forced_kind())
    return *forced;
  return can(BpfKind::KprobeMulti) || !can(BpfKind::Kprobe) ? BpfKind::KprobeMulti
                                                            : BpfKind::Kprobe;
}

ProgramSpec FbtProvider::typed_program(const Probe &probe) const {
  const TraceableFunction &function = function_of(probe);
  const uint32_t count = typed_arguments(function).value_or(0);
  ProgramSpec spec{.key = typed_prefix + probe.function + ":" + probe.name,
                   .kind = is_return(probe) ? BpfKind::Fexit : BpfKind::Fentry,
                   .attach_to = probe.function,
                   .attach_object = probe.module,
                   .may_interrupt = true,
                   .argument_function = "dt_fbt_typed_argument"};
  if (is_return(probe)) { // the result follows the arguments
    const Type *type = type_of(function);
    const bool has_result = type && !type->target->is(TypeKind::Void);
    spec.argument_layouts = {no_argument, has_result ? count : no_argument};
  }
  for (uint32_t i = 0; i < count; i++)
    spec.argument_layouts.push_back(i);
  spec.argument_count = spec.argument_layouts.size();
  return spec;
}

ProgramSpec FbtProvider::program(const Probe &probe, const Matches &matches) const {
  if (offsets_.has(probe))
    return FbtOffsets::program();
  if (is_typed(probe, matches))
    return typed_program(probe);
  const bool at_return = is_return(probe);
  return {.key = at_return ? "fbt_return" : "fbt_entry",
          .kind = shared_kind(),
          .may_interrupt = true,
          .numbered = true,
          .index_function = "dt_fbt_index",
          .argument_function = at_return ? "dt_fbt_return_argument" : "dt_fbt_entry_argument"};
}

// A kprobe at a return no longer knows the arguments.
std::optional<ProgramSpec> FbtProvider::companion(const Probe &probe, uint32_t argument,
                                               const Matches &matches) const {
  constexpr uint32_t first_kept = 2;
  ProgramSpec spec = program(probe, matches);
  if (offsets_.has(probe) || !is_return(probe) || spec.kind == BpfKind::Fexit || argument < first_kept)
    return std::nullopt;
  spec.key = keep_key;
  spec.argument_function.clear();
  spec.keep_function = "dt_fbt_keep";
  return spec;
}

// ---- Attaching -------------------------------------------------------------------------------

Result<Links> FbtProvider::attach(std::span<const Probe> probes, const LoadedProgram &program) {
  Links links;
  if (probes.empty())
    return links;
  if (program.name.starts_with(typed_prefix)) {
    TRY_VOID(attach_typed(probes.front(), program, links));
    return links;
  }
  auto attached = program.name == FbtOffsets::key
                      ? offsets_.attach(probes, program, services_.progress, links)
                      : attach_shared(probes, program, links);
  if (!attached) {
    release(links, services_.progress);
    return std::unexpected(attached.error());
  }
  return links;
}

Result<void> FbtProvider::attach_shared(std::span<const Probe> probes, const LoadedProgram &program,
                                        Links &links) {
  const BpfKind kind = shared_kind();
  const bool at_return = is_return(probes.front()) && program.name != keep_key;
  std::vector<FunctionTarget> targets;
  for (const Probe &probe : probes) {
    const bool in_module = probe.module != "vmlinux";
    const std::string prefix = in_module && kind == BpfKind::Kprobe ? probe.module + ":" : "";
    for (const TraceableFunction *row : functions_.all_of(function_of(probe))) {
      const uint64_t start = functions_.start_of(*row);
      if (start || !row->repeated) // by name there is one only
        targets.push_back({&probe, prefix + probe.function, start, probe.number});
    }
  }
  const auto attach_all = kind == BpfKind::KprobeMulti ? attach_kprobe_multi : attach_kprobes;
  return attach_all(std::move(targets), at_return, program, services_.progress, links);
}

} // namespace

std::unique_ptr<Provider> make_fbt_provider(std::shared_ptr<Tracefs> tracefs) {
  return std::make_unique<FbtProvider>(std::move(tracefs));
}

} // namespace dtrace

// Stage: analysis. What declared providers match. A source is looked up when a description asks for
// one of its probes, so that a declaration costs nothing while nobody uses it, and one that needs
// what this kernel has not takes no other probe with it.
#include "analysis/declared_provider.h"

#include "analysis/stability.h"
#include "providers/missing_probes.h"
#include "providers/providers.h"

#include <algorithm>
#include <map>

namespace dtrace {

namespace {
// Ids of a declaration's second and later probes, and of aliases. Each declaration has a few of its
// own; the ids of what has no place there follow from the source's.
constexpr uint32_t per_row = 32;
constexpr uint32_t rows_with_ids = (fbt_first_id - declared_more_first_id) / per_row;
constexpr uint32_t far_bit = 1u << 31, ordinal_shift = 18;

uint32_t later_id(uint32_t row_id, uint32_t place, uint32_t source_id) {
  const uint32_t row = row_id - declared_first_id;
  if (row < rows_with_ids && place < per_row)
    return declared_more_first_id + row * per_row + place;
  return far_bit | (row_id & ((far_bit >> ordinal_shift) - 1)) << ordinal_shift |
         (source_id & ((1u << ordinal_shift) - 1));
}

bool may_be_of_row(uint32_t id, uint32_t row_id) {
  return id == row_id || id & far_bit ||
         (id >= declared_more_first_id && id < fbt_first_id &&
          (id - declared_more_first_id) / per_row == row_id - declared_first_id);
}
} // namespace

ProbeDescription description_of(const ast::ProbeDescription &written) {
  return {std::string(written.provider), std::string(written.module),
          std::string(written.function), std::string(written.name), written.id};
}

std::string declared_probe_name(std::string_view written) {
  std::string name(written);
  for (size_t at; (at = name.find("__")) != std::string::npos;)
    name.replace(at, 2, "-");
  return name;
}

bool is_alias(const Probe &probe) {
  const Probe *source = probe.owner->source(probe);
  return source && source->provider == probe.provider;
}

bool is_preferred_alias(const Probe &probe) {
  return is_alias(probe) && static_cast<const DeclaredProvider *>(probe.owner)->prefers_aliases();
}

const Probe &attached_probe(const Probe &probe) {
  const Probe *source = probe.owner->source(probe);
  return source ? attached_probe(*source) : probe;
}

bool is_missing(const Probe &probe) {
  return never_fires(attached_probe(probe));
}

namespace {
// Alone they are the probes that programs bring along.
bool has_sources(const ast::ProviderDecl &tree) {
  return std::ranges::any_of(tree.probes,
                             [](const ast::ProviderProbe &probe) { return !probe.sources.empty(); });
}
} // namespace

DeclaredProvider::DeclaredProvider(const ast::Script &program, const ast::ProviderDecl &tree,
                                   Registry &registry, uint32_t first_id, bool prefers_aliases)
    : tree_(tree), registry_(registry), prefers_aliases_(prefers_aliases),
      in_library_(program.source->kind == SourceKind::Library) {
  constexpr Attributes unstable = {Stability::Private, Stability::Private,
                                   DependencyClass::Unknown};
  attributes_ = {unstable, unstable};
  read_attributes(program);
  const bool documents = in_library_ && is_stable_ && has_sources(tree);
  for (const ast::ProviderProbe &probe : tree.probes)
    if (!probe.sources.empty() || documents)
      rows_.push_back({&probe, declared_probe_name(probe.name), first_id++});
}

// #pragma D attributes Evolving/Evolving/ISA provider io name
void DeclaredProvider::read_attributes(const ast::Script &program) {
  for (const ast::Item &item : program.items) {
    if (item.kind != ast::ItemKind::Pragma || item.pragma->name != "attributes")
      continue;
    const auto &words = item.pragma->words;
    if (words.size() != 4 || words[1] != "provider" || words[2] != tree_.name)
      continue;
    if (words[3] == "name")
      attributes_.probe = analysis::read_attributes(words[0]).value_or(attributes_.probe);
    if (words[3] == "args")
      attributes_.arguments = analysis::read_attributes(words[0]).value_or(attributes_.arguments);
  }
  is_stable_ = attributes_.probe.name >= Stability::Evolving;
}

// ---- Matching --------------------------------------------------------------------------------

// syscall::open64:entry, not vfs:vop:vop_read:entry.
bool DeclaredProvider::gives_other_name(const ast::ProviderProbe &tree) const {
  return std::ranges::any_of(tree.sources, [&](const ast::ProbeDescription &source) {
    return source.provider == tree_.name;
  });
}

bool DeclaredProvider::may_match(const ProbeDescription &description, const Row &row) const {
  if (description.id)
    return may_be_of_row(description.id, row.id);
  if (!glob_matches(description.provider, name()) || !glob_matches(description.name, row.name))
    return false;
  const std::string_view function = row.tree->function;
  const bool by_pattern = prefers_aliases_ || !gives_other_name(*row.tree);
  return function.empty() || (by_pattern ? glob_matches(description.function, function)
                                         : description.function == function);
}

namespace {
// What the functions of a protocol are called begins like its counters: mib::tcp_*: has tcpInSegs.
constexpr std::string_view protocols[] = {"icmp", "ip", "rawip", "sctp", "tcp", "udp"};

// "": the function is of no protocol.
std::string_view protocol_of(std::string_view function) {
  for (const std::string_view protocol : protocols)
    if (function.starts_with(protocol) && function.substr(protocol.size()).starts_with('_'))
      return protocol;
  return "";
}

bool may_be_of_protocol(std::string_view function, const Probe &probe) {
  return probe.provider != "mib" || probe.name.starts_with(protocol_of(function));
}
} // namespace

bool DeclaredProvider::heeds(std::string_view function, const Probe &probe) const {
  return glob_matches(function, probe.function) ||
         (probe.provider == "mib" && !protocol_of(function).empty());
}

bool DeclaredProvider::takes(const ProbeDescription &description, const Probe &probe) const {
  if (!is_stable_ || description.id || description.provider != probe.provider)
    return matches(description, probe);
  return declaration(probe).function.empty()
             ? may_be_of_protocol(description.function, probe)
             : glob_matches(description.function, probe.function);
}

Result<void> DeclaredProvider::match(const ProbeDescription &description, const ProbeSink &sink) {
  for (Row &row : rows_) {
    if (!may_match(description, row))
      continue;
    resolve(row);
    for (uint32_t place = 0; place < row.made.size(); place++)
      if (const Probe probe = probe_of(row, place); takes(description, probe))
        sink(probe);
  }
  return {};
}

// By the names that a script may write, each once; what fires in one place is not missing in another.
void DeclaredProvider::match_missing(const ProbeDescription &description,
                                     const MissingProbeSink &sink) {
  if (!is_stable_ || description.id || description.provider != name())
    return;
  std::map<std::pair<std::string_view, std::string_view>, std::pair<Row *, bool>> found;
  for (Row &row : rows_) {
    if (!may_match(description, row))
      continue;
    resolve(row);
    const auto first = found.try_emplace({row.tree->function, row.name}, &row, false).first;
    first->second.second |= !row.made.empty();
  }
  for (const auto &[names, row] : found)
    if (!row.second)
      sink(missing_probe(*row.first), why_missing(*row.first));
}

Probe DeclaredProvider::missing_probe(Row &row) {
  if (!row.missing) {
    row.missing = made_.size();
    made_.push_back({row.tree, {.id = 0, .provider = {}, .module = {}, .function = {}, .name = {},
                                .owner = &never_provider(), .number = 0}});
  }
  return {row.id, std::string(tree_.name), "", std::string(row.tree->function), row.name, this,
          *row.missing};
}

std::string DeclaredProvider::why_missing(const Row &row) const {
  if (row.tree->sources.empty())
    return "Linux has no event for it";
  const ProbeDescription first = description_of(row.tree->sources.front());
  if (const Provider *owner = registry_.find(first.provider); owner && !owner->problem().empty())
    return owner->problem();
  return "it is built from " +
         sources_of({.provider = std::string(name()),
                     .module = {},
                     .function = std::string(row.tree->function),
                     .name = row.name}) +
         ", which this kernel does not have";
}

// A declaration may name probes of its own provider, but not in a circle.
void DeclaredProvider::resolve(Row &row) {
  if (row.resolved || row.busy)
    return;
  row.busy = true;
  row.resolved = true;
  const bool may = may_hold(row.tree->predicate); // else its sources need not be looked for
  for (const ast::ProbeDescription &source : row.tree->sources) {
    if (!may)
      break;
    // What cannot be asked for here (no tracefs, no BTF) is not there.
    (void)registry_.match(description_of(source), [&](const Probe &probe) {
      if (!in_library_ || !is_preferred_alias(probe))
        make(row, probe);
    });
    if (!row.made.empty())
      break;
  }
  row.busy = false;
}

// False: never on this kernel, by __has_probe, alone or with `!`, `&&` and `||`.
bool DeclaredProvider::may_hold(const ast::Expr *tree) const {
  if (!tree)
    return true;
  const auto has = [&](const ast::Expr *asked) {
    return registry_.has(
        description_of(*static_cast<const ast::HasProbe *>(asked)->description));
  };
  if (tree->kind == ast::ExprKind::HasProbe)
    return has(tree);
  if (tree->kind == ast::ExprKind::Unary) {
    const auto *unary = static_cast<const ast::Unary *>(tree);
    return unary->op != ast::UnaryOp::Not ||
           unary->operand->kind != ast::ExprKind::HasProbe || !has(unary->operand);
  }
  if (tree->kind != ast::ExprKind::Binary)
    return true;
  const auto *binary = static_cast<const ast::Binary *>(tree);
  if (binary->op == ast::BinaryOp::LogAnd)
    return may_hold(binary->left) && may_hold(binary->right);
  return binary->op != ast::BinaryOp::LogOr || may_hold(binary->left) || may_hold(binary->right);
}

void DeclaredProvider::make(Row &row, const Probe &source) {
  row.made.push_back(made_.size());
  made_.push_back({row.tree, source});
}

Probe DeclaredProvider::probe_of(const Row &row, uint32_t place) const {
  const uint32_t number = row.made[place];
  const Probe &source = made_[number].source;
  const bool first = place == 0 && row.tree->function.empty();
  Probe probe{row.id,
              std::string(tree_.name),
              source.module,
              source.function,
              row.name,
              const_cast<DeclaredProvider *>(this),
              number};
  if (!first)
    probe.id = later_id(row.id, place, source.id);
  if (source.function.empty()) { // a tracepoint: its own name says where in the kernel this is
    probe.module = "vmlinux";
    probe.function = source.name;
  }
  if (!row.tree->function.empty())
    probe.function = std::string(row.tree->function);
  return probe;
}

const Probe *DeclaredProvider::source(const Probe &probe) const {
  return &made_[probe.number].source;
}

const ast::ProviderProbe &DeclaredProvider::declaration(const Probe &probe) const {
  return *made_[probe.number].tree;
}

std::string DeclaredProvider::advice(const ProbeDescription &description) {
  if (description.provider != name() || is_glob(description.name))
    return {};
  const std::string wanted = sources_of(description);
  return wanted.empty() ? wanted
                        : "it is built from " + wanted + ", which this kernel does not have";
}

// What those that are missing are made of, for messages.
std::string DeclaredProvider::sources_of(const ProbeDescription &description) const {
  std::string wanted;
  for (const Row &row : rows_) {
    if (!row.resolved || !row.made.empty() || !may_match(description, row))
      continue;
    for (const ast::ProbeDescription &source : row.tree->sources)
      wanted += (wanted.empty() ? "" : " or ") + std::string(source.span.text());
  }
  return wanted;
}

// ---- The rest of a provider is the source's ---------------------------------------------------

ProgramSpec DeclaredProvider::program(const Probe &probe, const Matches &matches) const {
  const Probe &attached = attached_probe(probe);
  return attached.owner->program(attached, matches);
}

// Their types are D's: see Declarations.
Result<ProbeArguments> DeclaredProvider::arguments(const Probe &, TypeGraph &) {
  return ProbeArguments{.arguments = {}, .untyped = true};
}

Result<std::vector<std::unique_ptr<Link>>> DeclaredProvider::attach(std::span<const Probe>,
                                                                    const LoadedProgram &) {
  return fail("probes of %s are attached through the probes that they are built from",
              std::string(name()).c_str());
}

} // namespace dtrace

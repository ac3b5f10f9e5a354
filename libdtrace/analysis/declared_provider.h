// Stage: analysis. A provider that D declares over other probes:
//     provider proc { probe exec__success() = rawtp:::sched_process_exec; };
// One probe a probe of its source: the first of the alternatives that this kernel has. Nothing is
// attached for them: their clauses run in the program of the source, behind the declaration's
// predicate (enablings.cc), and see the declaration's arguments (declared_arguments.cc).
// User's Guide of other systems: the stable providers; ours: dtrace-providers(7).
#pragma once
#include "providers/provider.h"
#include "syntax/ast.h"

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dtrace {

class DeclaredProvider : public Provider {
public:
  // `program` owns `tree` and outlives this; `first_id`: of its first probe, one follows each
  // declaration. Declarations of its source's probes under other names (syscall::open64:entry) are
  // matched only by a description of just that name, unless `prefers_aliases`: then globs match
  // them too, and a clause takes them in place of what they stand for.
  DeclaredProvider(const ast::Script &program, const ast::ProviderDecl &tree, Registry &registry,
                   uint32_t first_id, bool prefers_aliases);

  std::string_view name() const override { return tree_.name; }
  ProviderAttributes attributes(const Probe &) const override { return attributes_; }
  Result<void> match(const ProbeDescription &description, const ProbeSink &sink) override;
  // Those of a stable provider that are declared without a source, or none of whose sources is there.
  void match_missing(const ProbeDescription &description, const MissingProbeSink &sink) override;
  Result<ProbeArguments> arguments(const Probe &probe, TypeGraph &types) override;
  ProgramSpec program(const Probe &probe, const Matches &matches) const override;
  std::string advice(const ProbeDescription &description) override;
  Result<std::vector<std::unique_ptr<Link>>> attach(std::span<const Probe> probes,
                                                    const LoadedProgram &program) override;
  const Probe *source(const Probe &probe) const override;
  bool prefers_aliases() const { return prefers_aliases_; }
  bool is_stable() const { return is_stable_; }
  // Whether the function of a description that takes our probe says something of it.
  bool heeds(std::string_view function, const Probe &probe) const;
  const ast::ProviderProbe &declaration(const Probe &probe) const;

private:
  struct Row { // one declaration
    const ast::ProviderProbe *tree;
    std::string name;
    uint32_t id;
    bool busy = false, resolved = false;
    std::vector<uint32_t> made{}; // indexes into made_; a place is one into this
    std::optional<uint32_t> missing{}; // the same, of its probe that never fires
  };
  struct Made {
    const ast::ProviderProbe *tree;
    Probe source;
  };
  void read_attributes(const ast::Script &program);
  void resolve(Row &row);
  bool may_hold(const ast::Expr *predicate) const;
  void make(Row &row, const Probe &source);
  Probe probe_of(const Row &row, uint32_t place) const;
  Probe missing_probe(Row &row);
  std::string sources_of(const ProbeDescription &description) const;
  std::string why_missing(const Row &row) const;
  bool gives_other_name(const ast::ProviderProbe &tree) const;
  bool may_match(const ProbeDescription &description, const Row &row) const;
  bool takes(const ProbeDescription &description, const Probe &probe) const;

  const ast::ProviderDecl &tree_;
  Registry &registry_;
  ProviderAttributes attributes_;
  bool is_stable_ = false; // descriptions ignore its probes' modules and functions
  bool prefers_aliases_;
  bool in_library_; // whose sources are Linux's, whatever names a program prefers
  std::vector<Row> rows_;
  std::deque<Made> made_; // by Probe::number
};

ProbeDescription description_of(const ast::ProbeDescription &written);

// "exec__success" is the probe exec-success.
std::string declared_probe_name(std::string_view written);

// A declared probe under another name of its source's own provider: syscall::open64:entry.
bool is_alias(const Probe &probe);

// One that a clause takes in place of what it stands for: -x compat.
bool is_preferred_alias(const Probe &probe);

// A documented probe that can never fire on this machine: no program is made for it.
bool is_missing(const Probe &probe);

// The probe whose program runs the clauses of `probe`: itself, or that at the end of its sources.
const Probe &attached_probe(const Probe &probe);

} // namespace dtrace

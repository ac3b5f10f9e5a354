// Stage: analysis. Probes: which ones each description means, and which BPF programs serve them.
// A clause with two descriptions that share a probe fires twice for it, as in DTrace.
#include "analysis/context.h"
#include "analysis/declared_provider.h"

#include "syntax/ast.h"

#include <algorithm>
#include <bit>

namespace dtrace::analysis {

namespace {
std::string_view predicate_of(const Probe &probe) {
  if (!is_alias(probe))
    return "";
  const auto *owner = static_cast<const DeclaredProvider *>(probe.owner);
  const ast::Expr *predicate = owner->declaration(probe).predicate;
  return predicate ? predicate->span.text() : "";
}

// Names of other systems for one call: a clause that names several of them fires once.
//     syscall::open:entry, syscall::open64:entry { }
// Under -x compat the other system's name comes before Linux's own.
void drop_aliases(std::deque<Match> &matches) {
  struct Call {
    bool preferred = false;
    bool is_whole = false; // one of its names means every such call, whatever its arguments
    std::set<std::string_view> kept{}; // by predicate: lstat and stat are one call, and exclusive
  };
  std::map<uint32_t, Call> aliased; // calls that aliases stand for, by their id
  for (const Match &match : matches)
    for (const Probe &probe : match.probes)
      if (is_alias(probe))
        aliased[attached_probe(probe).id].preferred |= is_preferred_alias(probe);
  if (aliased.empty())
    return;
  const auto call_of = [&](const Probe &probe) -> Call * {
    const auto found = aliased.find(attached_probe(probe).id);
    const bool is_call = found != aliased.end() && attached_probe(probe).provider == probe.provider;
    return is_call ? &found->second : nullptr;
  };
  const auto is_passed_over = [](const Call &call, const Probe &probe) {
    return call.preferred && !is_preferred_alias(probe);
  };
  for (const Match &match : matches)
    for (const Probe &probe : match.probes)
      if (Call *call = call_of(probe); call && !is_passed_over(*call, probe))
        call->is_whole |= predicate_of(probe).empty();
  for (Match &match : matches)
    std::erase_if(match.probes, [&](const Probe &probe) {
      Call *call = call_of(probe);
      if (!call)
        return false;
      const std::string_view predicate = predicate_of(probe);
      return is_passed_over(*call, probe) || (call->is_whole && !predicate.empty()) ||
             !call->kept.insert(predicate).second;
    });
  std::erase_if(matches,
                [](const Match &match) { return match.probes.empty() && match.late.empty(); });
}

// A description that matches nothing (-Z) does not decide the types of args[], unless there is no
// other.
void drop_unmatched(std::deque<Match> &matches) {
  const auto is_empty = [](const Match &match) {
    return match.probes.empty() && match.late.empty();
  };
  if (!std::ranges::all_of(matches, is_empty))
    std::erase_if(matches, is_empty);
}

Match &add_match(std::deque<Match> &matches, const ast::ProbeDescription &written) {
  Match &match = matches.emplace_back();
  match.written = &written;
  match.description = description_of(written);
  return match;
}
} // namespace

namespace {
// The probes of a description, those declared in D apart.
struct Found {
  std::vector<Probe> attached{}, declared{};
  bool any() const { return !attached.empty() || !declared.empty(); }
  void add(const Probe &probe) {
    (probe.owner->source(probe) ? declared : attached).push_back(probe);
  }
};

// Probes that never fire here are reported; they stand for the description if nothing else does.
void add_missing(Context &c, const ProbeDescription &description, Found &found) {
  const bool stands_in = !found.any();
  c.input.registry.match_missing(description, [&](const Probe &probe, const std::string &why) {
    c.program.missing.add(MissingProbes::Kind::NeverFires, probe, why);
    if (stands_in)
      found.add(probe);
  });
}

// io:genunix:bdev_strategy:start means io:::start: on Linux that function does not exist.
void note_ignored(TypedProgram &program, const ProbeDescription &description, const Found &found) {
  if (description.function.empty() || found.declared.empty())
    return;
  const auto is_heeded = [&](const Probe &probe) {
    return static_cast<const DeclaredProvider *>(probe.owner)->heeds(description.function, probe);
  };
  if (std::ranges::none_of(found.declared, is_heeded))
    program.missing.add(MissingProbes::Kind::FunctionIgnored, to_string(description),
                          "the provider's probes are in other functions here");
}

Result<Found> find_probes(Context &c, const ast::ProbeDescription &written,
                          const ProbeDescription &description) {
  Found found;
  auto matched =
      c.input.registry.match(description, [&](const Probe &probe) { found.add(probe); });
  if (!matched && !matched.error().span.source)
    matched.error().span = written.span;
  TRY_VOID(std::move(matched));
  note_ignored(c.program, description, found);
  add_missing(c, description, found);
  return found;
}

Result<void> match_one(Context &c, const ast::ProbeDescription &written,
                       std::deque<Match> &matches) {
  Match &match = add_match(matches, written);
  TRY(found, find_probes(c, written, match.description));
  match.probes = std::move(found.attached);
  c.input.registry.reserve(match.description, match.probes, c.program.matches.late(), match.late);
  if (match.probes.empty() && found.declared.empty() && !c.input.options.flag("zdefs"))
    return advise(fail(Tag::D_PDESC_ZERO, written.span,
                       "probe description %s does not match any probes",
                       to_string(match.description).c_str()),
                  c.input.registry.advice(match.description));
  if (match.probes.empty() && match.late.empty() && !found.declared.empty())
    matches.pop_back();
  for (Probe &probe : found.declared) {
    Match &own = add_match(matches, written);
    own.is_declared = true;
    own.probes.push_back(std::move(probe));
  }
  return {};
}
} // namespace

Result<void> match_probes(Context &c, const ast::Clause &clause) {
  std::deque<Match> &matches = c.matches[&clause];
  for (const ast::ProbeDescription &written : clause.probes)
    TRY_VOID(match_one(c, written, matches));
  drop_aliases(matches);
  drop_unmatched(matches);
  return {};
}

// ---- Programs --------------------------------------------------------------------------------

namespace {
class ProgramMaker {
public:
  explicit ProgramMaker(Context &c) : c_(c) {}

  void add(const ClauseResult &result) {
    begins_.clear();
    used_.clear();
    for (const Match *match : result.matches) {
      for (const Probe &probe : match->probes)
        add(result, probe);
      for (const uint32_t reservation : match->late)
        add_late(result, reservation);
    }
    note_sharing(result);
  }

  void finish() {
    for (typed::BpfProgram &program : c_.program.programs) {
      if (program.spec.numbered && !program.probes.empty())
        program.spec.index_limit = std::bit_ceil(
            static_cast<uint32_t>(c_.program.matches.count(*program.probes[0].owner)));
      std::set<uint32_t> late;
      for (const typed::Enabling &enabling : program.enablings)
        late.insert(enabling.late.begin(), enabling.late.end());
      for (typed::Enabling &enabling : program.enablings)
        if (covers_all(enabling, program) && enabling.late.size() == late.size()) {
          enabling.probes.clear();
          enabling.late.clear();
        }
    }
    settle_sharing();
  }

private:
  uint32_t program_of(ProgramSpec spec) {
    auto &programs = c_.program.programs;
    const auto [it, is_new] = by_key_.try_emplace(spec.key, programs.size());
    if (is_new) {
      if (spec.kind == BpfKind::Uprobe && spec.sleepable && c_.input.sleepable_uprobes)
        spec.sleepable = c_.input.sleepable_uprobes();
      programs.push_back({std::move(spec), {}, {}});
      probe_indexes_.emplace_back();
    }
    return it->second;
  }

  // Within one clause a program gets one enabling, and another one only when a probe comes again.
  void add(const ClauseResult &result, const Probe &probe) {
    if (is_missing(probe))
      return;
    const Probe &attached = attached_probe(probe);
    if (auto companion = attached.owner->companion(attached, result.most_argument, c_.program.matches))
      position_of(attached, program_of(std::move(*companion)));
    const uint32_t number = program_of(attached.owner->program(attached, c_.program.matches));
    used_.insert(number);
    const uint32_t position = position_of(attached, number);
    typed::BpfProgram &program = c_.program.programs[number];
    note(attached);
    note(probe);
    if (probe.owner->source(probe)) {
      program.enablings.push_back({result.clause, {position}, probe});
      return;
    }
    const size_t begin = begins_.try_emplace(number, program.enablings.size()).first->second;
    for (size_t i = begin; i < program.enablings.size(); i++) {
      if (program.enablings[i].fires_as)
        continue;
      auto &probes = taken_[{number, i}];
      if (probes.insert(position).second) {
        program.enablings[i].probes.push_back(position);
        return;
      }
    }
    taken_[{number, program.enablings.size()}].insert(position);
    program.enablings.push_back({result.clause, {position}});
  }

  // What may be found by two reservations of one clause fires twice.
  void add_late(const ClauseResult &result, uint32_t reservation) {
    const LateProbes &late = c_.program.matches.late();
    const Reservation &own = late.reservation(reservation);
    for (const Probe &model : own.models) {
      const uint32_t number = program_of(model.owner->program(model, c_.program.matches));
      used_.insert(number);
      for (const Probe &blank : late.blanks(model, c_.program.matches)) {
        position_of(blank, number);
        note(blank);
      }
      typed::BpfProgram &program = c_.program.programs[number];
      const size_t begin = begins_.try_emplace(number, program.enablings.size()).first->second;
      const auto fits = [&](const typed::Enabling &enabling) {
        return !enabling.fires_as && std::ranges::none_of(enabling.late, [&](uint32_t other) {
          return may_meet(own.description, late.reservation(other).description);
        });
      };
      auto enabling = std::find_if(program.enablings.begin() + begin, program.enablings.end(), fits);
      if (enabling == program.enablings.end())
        enabling = program.enablings.insert(enabling, {result.clause, {}});
      enabling->late.push_back(reservation);
    }
  }

  static bool may_meet(const ProbeDescription &a, const ProbeDescription &b) {
    const auto differ = [](const std::string &one, const std::string &other) {
      return !one.empty() && !other.empty() && !is_glob(one) && !is_glob(other) && one != other;
    };
    return !differ(a.provider, b.provider) && !differ(a.function, b.function) &&
           !differ(a.name, b.name);
  }

  // Among the probes of that program.
  uint32_t position_of(const Probe &attached, uint32_t number) {
    typed::BpfProgram &program = c_.program.programs[number];
    const auto [it, is_new] =
        probe_indexes_[number].try_emplace(attached.id, program.probes.size());
    if (!is_new)
      return it->second;
    program.probes.push_back(attached);
    if (program.spec.numbered)
      program.probes.back().number = *c_.program.matches.number(attached);
    return it->second;
  }

  void note(const Probe &probe) {
    c_.program.manifest.probes[probe.id] = {probe.id, probe.provider, probe.module, probe.function,
                                            probe.name};
  }

  // All that are there now.
  static bool covers_all(const typed::Enabling &enabling, const typed::BpfProgram &program) {
    return std::ranges::count_if(program.probes, [](const Probe &probe) {
             return !LateProbes::is_blank(probe);
           }) == static_cast<ptrdiff_t>(enabling.probes.size());
  }

  void note_sharing(const ClauseResult &result) {
    for (const uint32_t program : used_) {
      for (typed::Variable *variable : result.writes)
        writers_[variable].insert(program);
      for (uint32_t aggregation : result.aggregates)
        updaters_[aggregation].insert(program);
    }
  }

  // A uprobe's program may be preempted by itself, in another process.
  bool may_meet(const std::set<uint32_t> &programs) const {
    return std::ranges::any_of(programs, [&](uint32_t number) {
      const ProgramSpec &spec = c_.program.programs[number].spec;
      return spec.kind == BpfKind::Uprobe || (programs.size() > 1 && spec.may_interrupt);
    });
  }

  void settle_sharing() {
    for (const auto &[variable, programs] : writers_)
      variable->shared = may_meet(programs);
    for (const auto &[aggregation, programs] : updaters_)
      c_.program.manifest.aggregations[aggregation].shared = may_meet(programs);
  }

  Context &c_;
  std::map<std::string, uint32_t> by_key_;
  std::vector<std::unordered_map<uint32_t, uint32_t>> probe_indexes_; // by program: id -> index
  std::map<uint32_t, size_t> begins_; // by program: the first enabling of this clause
  std::set<uint32_t> used_; // programs of this clause
  std::map<std::pair<uint32_t, size_t>, std::set<uint32_t>> taken_; // by program, enabling
  std::map<typed::Variable *, std::set<uint32_t>> writers_;
  std::map<uint32_t, std::set<uint32_t>> updaters_;
};

bool uses_probe_names(const StringBounds &strings) {
  return strings.any([](const Expr *value) {
    if (value->kind != typed::ExprKind::Builtin)
      return false;
    const Generator generator = static_cast<const typed::BuiltinExpr *>(value)->row->generator;
    return generator == Generator::ProbeProvider || generator == Generator::ProbeModule ||
           generator == Generator::ProbeFunction || generator == Generator::ProbeName;
  });
}

// Which probes each description stands for, should the kernel refuse some of them.
void note_described(TypedProgram &program, const Match &match) {
  typed::Described &described = program.described.back();
  for (const Probe &probe : match.probes)
    if (!is_missing(probe))
      described.probes.push_back({attached_probe(probe).id, probe.id});
  const auto is_documented = [](const Probe &probe) {
    return static_cast<const DeclaredProvider *>(probe.owner)->is_stable();
  };
  described.documented |= match.is_declared && std::ranges::any_of(match.probes, is_documented);
}

void count_matches(TypedProgram &program, const std::deque<Match> &matches) {
  Manifest &manifest = program.manifest;
  const ast::ProbeDescription *before = nullptr;
  for (const Match &match : matches) {
    if (match.written != before) {
      manifest.matches.emplace_back(std::string(match.written->span.text()), 0);
      program.described.emplace_back();
    }
    note_described(program, match);
    before = match.written;
    manifest.matches.back().second += match.probes.size();
    manifest.program_matches.back() += match.probes.size();
    manifest.matched_probes += match.probes.size();
  }
}

// Every probe, before the first program is asked for.
void number_probes(Context &c) {
  for (const ClauseResult &result : c.results)
    for (const Match *match : result.matches)
      for (const Probe &probe : match->probes)
        if (!is_missing(probe))
          c.program.matches.add(attached_probe(probe));
  c.program.matches.late().make_blanks(c.program.matches);
}
} // namespace

void make_programs(Context &c) {
  number_probes(c);
  ProgramMaker maker(c);
  for (const ClauseResult &result : c.results)
    maker.add(result);
  maker.finish();
  for (const auto &program : c.input.programs) {
    c.program.manifest.program_matches.push_back(0);
    for (const ast::Item &item : program->items)
      if (item.kind == ast::ItemKind::Clause)
        count_matches(c.program, c.matches[item.clause]);
  }
  if (!uses_probe_names(c.bounds))
    return;
  const auto intern = [&](const Probe &probe) {
    for (const std::string *name : {&probe.provider, &probe.module, &probe.function, &probe.name})
      intern_string(c, *name);
  };
  for (const typed::BpfProgram &program : c.program.programs) {
    std::ranges::for_each(program.probes, intern);
    for (const typed::Enabling &enabling : program.enablings)
      if (enabling.fires_as)
        intern(*enabling.fires_as);
  }
}

} // namespace dtrace::analysis

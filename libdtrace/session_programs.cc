// The part of a session that makes D text a typed program: parsed, its libraries read, analysed; and
// what it describes listed.
#include "system/pid_numbers.h"
#include "session.h"

#include "language/macros.h"
#include "preprocessor.h"
#include "providers/late_probes.h"
#include "target_types.h"
#include "types/btf_importer.h"

#include <algorithm>
#include <ranges>
#include <set>
namespace dtrace {

void Session::begin_anew() {
  errors_.clear();
  library_errors_.clear();
  typed_.reset();
  declarations_.reset();
  registry_.forget_declared();
  programs_.clear();
  library_scripts_.clear();
  libraries_.reset();
  typedefs_.clear();
  types_ = std::make_unique<TypeGraph>();
  types_->add_importer(std::make_unique<BtfImporter>([this] { return options_.text("btf"); }));
  types_->add_importer(std::make_unique<TargetTypes>([this] { return shown_pid(processes_.first_pid()); }));
}

void Session::parse_programs(const std::vector<ProgramText> &programs,
                             const std::vector<std::string> &operands) {
  if (!programs_.empty() || !errors_.empty())
    begin_anew();
  macros_ = {.arguments = {"dtrace"},
             .variables = macro_variables(shown_pid(processes_.first_pid())),
             .default_arguments = options_.flag("defaultargs")};
  macros_.arguments.insert(macros_.arguments.end(), operands.begin(), operands.end());
  parse_libraries(programs);
  for (const ProgramText &text : programs) {
    take_arguments(text);
    parse_program(text);
  }
  declare_providers();
}

// Programs that follow each other with the same operands share them: one use is enough.
void Session::take_arguments(const ProgramText &text) {
  if (text.kind == SourceKind::Script)
    macros_.arguments[0] = text.name;
  if (text.arguments.empty())
    return;
  if (!std::ranges::equal(text.arguments | std::views::drop(1),
                          macros_.arguments | std::views::drop(1))) {
    check_arguments();
    macros_.used.clear();
  }
  macros_.arguments = text.arguments;
}

// A program may use the types of those before it.
void Session::note_types(const ast::Script &program) {
  for (const ast::Item &item : program.items) {
    if (!item.declaration || !item.declaration->declarator ||
        item.declaration->specifiers->storage != ast::StorageClass::Typedef)
      continue;
    const ast::Declarator *declarator = item.declaration->declarator;
    while (declarator->inner)
      declarator = declarator->inner;
    typedefs_.emplace(declarator->name);
  }
}

ParseOptions Session::parse_options(const ProgramText &text) {
  ParseOptions options;
  options.specifier = text.specifier;
  options.macros = &macros_;
  options.is_type = [this](std::string_view object, std::string_view name) {
    if (any_type_ || (object.empty() && typedefs_.contains(std::string(name))))
      return true;
    return (object.empty() ? types_->find(TypeKind::Typedef, name)
                           : types_->find_in(object, TypeKind::Typedef, name)) != nullptr;
  };
  return options;
}

void Session::parse_program(const ProgramText &text) {
  Source *source = sources_.add(text.kind, text.name, text.text);
  if (options_.flag("cpp")) {
    auto preprocessed = preprocess(*source, options_, errors_);
    if (!preprocessed)
      return;
    messages_.put(preprocessed->remarks);
    messages_.flush();
    source = sources_.add(text.kind, text.name, std::move(preprocessed->text));
  }
  if (auto program = parse(*source, parse_options(text), errors_)) {
    note_types(*program);
    if (options_.number("tree") & 1)
      messages_.put(dump(*program));
    programs_.push_back(std::move(program));
  }
}

void Session::check_arguments() {
  for (size_t i = 1; i < macros_.arguments.size() && !options_.flag("argref"); i++)
    if (errors_.empty() && (i >= macros_.used.size() || !macros_.used[i]))
      errors_.push_back(
          fail(Tag::D_MACRO_UNUSED, {}, "extraneous argument '%s' ($%zu is not referenced)",
               macros_.arguments[i].c_str(), i)
              .error());
}

// What the D libraries define is missing in every program.
Failure no_libraries(const Options &options) {
  if (options.flag("nolibs"))
    return fail("the D libraries, which define much of D, are not read: -x nolibs is set");
  return fail("there are no D libraries, which define much of D, in %s: install them, or say where "
              "they are with -x syslibdir=FOLDER",
              options.is_set("syslibdir") ? options.text("syslibdir").c_str()
                                          : installed_folder().c_str());
}

// -x version=X: the program was written for that version of D.
Result<void> check_version(const std::string &version) {
  if (!version.empty() && version.find_first_not_of("0123456789.") != version.npos)
    return fail("failed to set option 'version': invalid version '%s'", version.c_str());
  if (strverscmp(version.c_str(), kLanguageVersion) > 0)
    return fail("failed to set option 'version': this is D %s, the program wants %s",
                kLanguageVersion, version.c_str());
  return {};
}

bool Session::compile(const std::vector<ProgramText> &programs,
                      const std::vector<std::string> &operands) {
  parse_programs(programs, operands);
  check_arguments();
  if (const std::string problem = types_->problem(); options_.is_set("btf") && !problem.empty())
    errors_.push_back(fail("%s", problem.c_str()).error());
  if (!errors_.empty())
    return false;
  typed_ = analyze(analysis_input(), errors_);
  for (size_t i = 0; typed_ && i < typed_->notes.size(); i++)
    messages_.printf("dtrace: %s\n", typed_->notes[i].c_str());
  if (!typed_) // a name may be missing because its library cannot be read
    errors_.insert(errors_.begin(), library_errors_.begin(), library_errors_.end());
  if (!typed_ && libraries().empty())
    errors_.push_back(no_libraries(options_).error());
  if (typed_ && options_.number("tree") & 2)
    messages_.put(dump(*typed_));
  messages_.flush();
  if (auto version = check_version(options_.text("version")); typed_ && !version) {
    errors_.push_back(version.error());
    return false;
  }
  return typed_ != nullptr;
}

bool Session::declare(const ProgramText &text) {
  any_type_ = true;
  (void)options_.set("empty", "1");
  ProgramText alone = text;
  alone.arguments.resize(std::min<size_t>(alone.arguments.size(), 1)); // others are objects
  const bool good = compile({alone}, {});
  any_type_ = false;
  return good;
}

Result<std::vector<usdt::Provider>> Session::providers() {
  return usdt::declared_providers(*programs_.front(), *types_);
}

static Attributes least_of(const Attributes &a, const Attributes &b) {
  return {std::min(a.name, b.name), std::min(a.data, b.data), std::min(a.dependency, b.dependency)};
}

uint32_t Session::matched(size_t program) const {
  return program < manifest().program_matches.size() ? manifest().program_matches[program] : 0;
}

// As a stream names them.
std::vector<StreamProgram> Session::stream_programs() const {
  std::vector<StreamProgram> programs;
  for (const auto &program : programs_) {
    const Source &source = *program->source;
    programs.push_back(
        {source.kind == SourceKind::Script ? source.name : "", text_hash(source.text)});
  }
  return programs;
}

// Without blank ones, which stand for nothing yet.
void Session::for_each_probe(size_t program, const ProbeSink &visit) const {
  const auto known = [&](const Probe &probe) {
    if (!LateProbes::is_blank(probe))
      visit(probe);
  };
  for (const typed::BpfProgram &each : typed_->programs)
    for (const typed::Enabling &enabling : each.enablings) {
      if (enabling.clause->span.source != source(program))
        continue;
      if (enabling.fires_as)
        known(*enabling.fires_as);
      else if (enabling.for_all())
        std::ranges::for_each(each.probes, known);
      else
        for (const uint32_t index : enabling.probes)
          known(each.probes[index]);
    }
}

ProviderAttributes Session::attributes(size_t program) const {
  constexpr Attributes best = {Stability::Standard, Stability::Standard, DependencyClass::Common};
  ProviderAttributes least{best, best};
  for (const ClauseRecord &clause : manifest().clauses)
    if (clause.span.source == source(program))
      least.arguments = least_of(least.arguments, clause.attributes);
  for_each_probe(program, [&](const Probe &probe) {
    least.probe = least_of(least.probe, probe.owner->attributes(probe).probe);
  });
  return least;
}

std::string Session::notes(size_t program) const {
  std::string text;
  std::set<uint32_t> seen; // several clauses may enable a probe
  for_each_probe(program, [&](const Probe &probe) {
    if (const std::string note = probe.owner->note(probe); !note.empty())
      if (seen.insert(probe.id).second)
        text += probe.provider + ":" + probe.module + ":" + probe.function + ":" + probe.name + " " +
                note + "\n";
  });
  return text;
}

// Each line once, however often the session looks at its programs.
void Session::tell(const MissingProbes &missing) {
  for (const std::string &line : missing.lines())
    if (told_.insert(line).second)
      messages_.printf("dtrace: %s\n", line.c_str());
  messages_.flush();
}

Result<std::vector<Probe>> Session::list(const std::vector<ProgramText> &programs,
                                         const std::vector<std::string> &operands, size_t skipped) {
  parse_programs(programs, operands);
  if (!errors_.empty())
    return std::unexpected(errors_.front());
  std::vector<Probe> probes;
  MissingProbes missing;
  const auto take = [&](const Probe &probe) { probes.push_back(probe); };
  if (programs.empty())
    TRY_VOID(match({}, take));
  for (const auto &program : programs_ | std::views::drop(skipped))
    for (const ast::Item &item : program->items)
      for (const ast::ProbeDescription &written :
           item.clause ? item.clause->probes : std::vector<ast::ProbeDescription>{}) {
        const ProbeDescription description{std::string(written.provider), std::string(written.module),
                                           std::string(written.function), std::string(written.name),
                                           written.id};
        const size_t before = probes.size();
        TRY_VOID(registry_.match(description, take));
        if (probes.size() == before)
          registry_.match_missing(description, [&](const Probe &probe, const std::string &why) {
            missing.add(MissingProbes::Kind::NeverFires, probe, why);
            take(probe);
          });
        if (probes.size() == before && !library_errors_.empty() &&
            !registry_.find(description.provider))
          return std::unexpected(library_errors_.front());
        if (probes.size() == before)
          return Failure({Tag::D_PDESC_ZERO, written.span,
                          "probe description " + to_string(description) +
                              " does not match any probes",
                          registry_.advice(description)});
      }
  tell(missing);
  std::ranges::sort(probes, {}, &Probe::id);
  const auto [first, last] = std::ranges::unique(probes, {}, &Probe::id);
  probes.erase(first, last);
  return probes;
}

} // namespace dtrace

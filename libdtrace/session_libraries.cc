// The part of a session that reads D libraries: those whose names its programs mention before the
// programs are read, those whose providers they describe after. A library that cannot be read is
// reported only if something is missing in the end.
#include "system/pid_numbers.h"
#include "analysis/declared_provider.h"
#include "kernel/kernel.h"
#include "language/kernel_names.h"
#include "providers/providers.h"
#include "session.h"

#include <algorithm>

namespace dtrace {

namespace {
constexpr std::string_view own_system = "linux";
constexpr const char *compat_folder = "/compat/"; // in ours

// What the clauses ask for and what the declarations are made of.
void add_descriptions(const ast::Script &program, std::vector<ProbeDescription> &out) {
  for (const ast::Item &item : program.items) {
    if (item.clause)
      for (const ast::ProbeDescription &written : item.clause->probes)
        out.push_back(description_of(written));
    if (item.provider)
      for (const ast::ProviderProbe &probe : item.provider->probes)
        for (const ast::ProbeDescription &source : probe.sources)
          out.push_back(description_of(source));
    if (item.pragma && item.pragma->name == "depends_on" && item.pragma->words.size() > 1 &&
        item.pragma->words[0] == "provider")
      out.push_back({.provider = std::string(item.pragma->words[1])});
  }
}

bool may_be_declared(uint32_t id) {
  return (id >= declared_first_id && id < profile_first_id) ||
         (id >= declared_more_first_id && id < fbt_first_id) || id >> 31;
}

bool may_mean(const ProbeDescription &description, const Library::DeclaredProvider &provider) {
  if (description.id)
    return may_be_declared(description.id);
  return glob_matches(description.provider, provider.name) &&
         std::ranges::any_of(provider.probes, [&](std::string_view probe) {
           return provider.is_alias || !description.provider.empty() ||
                  glob_matches(description.name, declared_probe_name(probe));
         });
}
} // namespace

Libraries &Session::libraries() {
  if (libraries_)
    return *libraries_;
  libraries_.emplace();
  std::vector<std::string_view> modules;
  for (const KernelName &row : kernel_names)
    if (row.system == options_.text("compat"))
      modules.push_back(row.module);
  registry_.set_kernel_names(std::move(modules));
  if (options_.flag("nolibs"))
    return *libraries_;
  std::vector<LibraryFolder> folders;
  for (const std::string &folder : options_.texts("libdir"))
    folders.push_back({folder});
  const bool is_given = options_.is_set("syslibdir");
  const std::string own = is_given ? options_.text("syslibdir") : installed_folder();
  folders.push_back({.path = own, .may_be_missing = !is_given});
  if (const std::string compat = options_.text("compat"); compat != own_system)
    for (const std::string &folder : {std::string("posix"), compat})
      folders.push_back({.path = own + compat_folder + folder, .is_of_other_system = true});
  auto opened = Libraries::open(folders);
  if (!opened)
    errors_.push_back(opened.error());
  else
    libraries_ = std::move(*opened);
  registry_.set_declarable(libraries_->provider_names());
  return *libraries_;
}

void Session::parse_libraries(const std::vector<ProgramText> &programs) {
  std::vector<std::string> texts;
  for (const ProgramText &program : programs)
    texts.push_back(program.text);
  for (const Library *library : libraries().needed_by(texts))
    parse_library(*library);
}

void Session::parse_library(const Library &library) {
  if (options_.flag("debug")) {
    messages_.printf("dtrace DEBUG: library %s is read\n", library.path.c_str());
    messages_.flush();
  }
  Source *source = sources_.add(SourceKind::Library, library.path, library.text);
  auto parsed = parse(*source, parse_options({}), library_errors_);
  if (!parsed)
    return;
  note_types(*parsed);
  declare_providers_of(*parsed, declared_first_id + library.first_probe, library.is_of_other_system);
  library_scripts_.push_back(std::move(parsed));
  declarations_.reset();
}

uint32_t Session::declare_providers_of(const ast::Script &program, uint32_t first_id,
                                       bool prefers_aliases) {
  for (const ast::Item &item : program.items)
    if (item.provider) {
      registry_.declare(std::make_unique<DeclaredProvider>(program, *item.provider, registry_,
                                                           first_id, prefers_aliases));
      first_id += item.provider->probes.size();
    }
  return first_id;
}

// Once the programs are read.
void Session::declare_providers() {
  std::vector<ProbeDescription> wanted;
  uint32_t id = declared_first_id + libraries().probe_count();
  for (const auto &program : programs_) {
    id = declare_providers_of(*program, id, false);
    add_descriptions(*program, wanted);
  }
  for (const auto &library : library_scripts_)
    add_descriptions(*library, wanted);
  load_providers(std::move(wanted));
}

// A library's providers may be made of other libraries' ones.
void Session::load_providers(std::vector<ProbeDescription> wanted) {
  const bool aliases = options_.text("compat") != own_system;
  while (!wanted.empty()) {
    const size_t before = library_scripts_.size();
    for (const Library *library :
         libraries().declaring([&](const Library::DeclaredProvider &provider) {
           return (aliases || !provider.is_alias) &&
                  std::ranges::any_of(wanted, [&](const ProbeDescription &description) {
                    return may_mean(description, provider);
                  });
         }))
      parse_library(*library);
    wanted.clear();
    for (size_t i = before; i < library_scripts_.size(); i++)
      add_descriptions(*library_scripts_[i], wanted);
  }
}

AnalysisInput Session::analysis_input() {
  return {library_scripts_, programs_, *types_, registry_, options_,
          shown_pid(processes_.first_pid()), [] { return has(Feature::SleepableUprobe); }};
}

// ---- Questions about probes ------------------------------------------------------------------

Result<void> Session::match(const ProbeDescription &description, const ProbeSink &sink) {
  load_providers({description});
  return registry_.match(description, sink);
}

Result<ProbeArguments> Session::arguments(const Probe &probe) {
  const bool is_made = probe.owner->source(probe);
  const bool may_be_declared = is_made || probe.owner == registry_.find("usdt");
  if (may_be_declared && !declarations_)
    declarations_ = std::make_unique<Declarations>(analysis_input());
  return is_made ? declarations_->arguments(probe) : probe.owner->arguments(probe, *types_);
}

} // namespace dtrace

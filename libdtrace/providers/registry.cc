// Stage: providers. All providers of one session, in order of their ranges of ids: asked one after
// the other, they offer probes in order of id. Each returns at once from a description that names
// another provider.
#include "syntax/foreign.h"
#include "providers/matches.h"
#include "providers/providers.h"

#include <algorithm>
#include <set>

namespace dtrace {

Registry::Registry() {
  providers_.push_back(make_dtrace_provider());
  providers_.push_back(make_syscall_provider());
  providers_.push_back(make_profile_provider());
  const auto tracefs = std::make_shared<Tracefs>();
  providers_.push_back(make_rawtp_provider(tracefs));
  providers_.push_back(make_sdt_provider(tracefs));
  providers_.push_back(make_cpc_provider());
  providers_.push_back(make_fbt_provider(tracefs));
  providers_.push_back(make_pid_provider());
  providers_.push_back(make_watch_provider());
  providers_.push_back(make_usdt_provider());
  built_in_ = providers_.size();
}

void Registry::declare(std::unique_ptr<Provider> provider) {
  providers_.push_back(std::move(provider));
}

void Registry::forget_declared() {
  providers_.resize(built_in_);
  for (const auto &provider : providers_)
    provider->forget_declared();
}

void Registry::declare(std::string_view provider, std::string_view probe,
                       const ProbeArguments &arguments) {
  for (const auto &one : providers_)
    one->declare(provider, probe, ProbeArguments(arguments));
}

void Registry::declare(std::string_view provider, std::string_view part,
                       const Attributes &attributes) {
  for (const auto &one : providers_)
    one->declare(provider, part, attributes);
}

Registry::Registry(std::vector<std::unique_ptr<Provider>> providers)
    : providers_(std::move(providers)) {}

Registry::~Registry() = default;

// syscall:freebsd:read:entry is syscall:vmlinux:read:entry. A provider whose name ends with the number
// of a process is none of the kernel.
ProbeDescription Registry::with_kernel_name(const ProbeDescription &written) const {
  ProbeDescription description = written;
  const std::string &provider = description.provider;
  if (std::ranges::find(kernel_names_, description.module) != kernel_names_.end() &&
      (provider.empty() || !isdigit(static_cast<unsigned char>(provider.back()))))
    description.module = "vmlinux";
  return description;
}

Result<void> Registry::match(const ProbeDescription &written, const ProbeSink &sink) {
  const ProbeDescription description = with_kernel_name(written);
  for (const auto &provider : providers_)
    TRY_VOID(provider->match(description, sink));
  return {};
}

void Registry::match_missing(const ProbeDescription &written, const MissingProbeSink &sink) {
  const ProbeDescription description = with_kernel_name(written);
  for (const auto &provider : providers_)
    provider->match_missing(description, sink);
}

void Registry::use(const ProviderServices &services) {
  for (const auto &provider : providers_)
    provider->use(services);
}

void Registry::reserve(const ProbeDescription &description, std::span<const Probe> found,
                       LateProbes &late, std::vector<uint32_t> &numbers) {
  if (!description.id) // which is of a probe that is there
    for (const auto &provider : providers_)
      provider->reserve(description, found, late, numbers);
}

std::vector<ProviderConstant> Registry::constants(Matches &matches) const {
  std::vector<ProviderConstant> all;
  for (const auto &provider : providers_)
    std::ranges::move(provider->constants(matches), std::back_inserter(all));
  return all;
}

bool Registry::has(const ProbeDescription &description) {
  bool found = false;
  (void)match(description, [&](const Probe &) { found = true; });
  return found;
}

Provider *Registry::find(std::string_view provider_name) {
  for (const auto &provider : providers_)
    if (provider->name() == provider_name)
      return provider.get();
  return nullptr;
}

std::vector<std::string_view> Registry::names() const {
  std::vector<std::string_view> names;
  for (const auto &provider : providers_)
    names.push_back(provider->name());
  names.insert(names.end(), declarable_.begin(), declarable_.end());
  return names;
}

namespace {

// A field of a description that may be misspelled, the same field of a probe, and what to call it.
struct FieldRow {
  const char *what;
  std::string ProbeDescription::*wanted;
  std::string Probe::*found;
};
constexpr FieldRow field_rows[] = {
    {"module", &ProbeDescription::module, &Probe::module},
    {"function", &ProbeDescription::function, &Probe::function},
    {"name", &ProbeDescription::name, &Probe::name},
};

std::string no_such(const char *what, const std::string &word, std::string_view near) {
  std::string text = std::string("there is no ") + what + " " + word;
  if (!near.empty())
    text += "; did you mean " + std::string(near) + "?";
  return text;
}

} // namespace

// syscall:read:entry: fields are counted from the right, so that a provider's name stands where the
// module's belongs. The fields behind it are those of its last ones, or of earlier ones.
std::string Registry::advice_on_shifted(const ProbeDescription &description) {
  constexpr std::string ProbeDescription::*fields[] = {
      &ProbeDescription::provider, &ProbeDescription::module, &ProbeDescription::function,
      &ProbeDescription::name};
  constexpr size_t count = std::size(fields);
  size_t first = 1;
  while (first < count && (description.*fields[first]).empty())
    first++;
  if (!description.provider.empty() || first == count)
    return {};
  const std::string &word = description.*fields[first];
  const bool is_declarable = std::ranges::count(declarable_, word) > 0; // and maybe not read yet
  if (!is_declarable && !find(word))
    return {};
  for (size_t shift = 0; shift < first; shift++) {
    ProbeDescription meant{.provider = word};
    for (size_t i = first + 1; i < count; i++)
      meant.*fields[i - shift] = description.*fields[i];
    if (is_declarable || has(meant))
      return "fields may be left out from the left only; did you mean " + to_string(meant) + "?";
  }
  return {};
}

std::string Registry::advice(const ProbeDescription &description) {
  if (description.id)
    return {};
  const std::string text = to_string(description);
  if (std::string other = advice_on_foreign_probe(text.substr(text.find_first_not_of(':')));
      !other.empty())
    return other;
  if (std::string shifted = advice_on_shifted(description); !shifted.empty())
    return shifted;
  for (const auto &provider : providers_)
    if (std::string text = provider->advice(description); !text.empty())
      return text;
  if (std::ranges::find(declarable_, description.provider) != declarable_.end() &&
      !find(description.provider))
    return "the library that declares provider " + description.provider + " cannot be read";
  if (!description.provider.empty() && !is_glob(description.provider) &&
      !find(description.provider))
    return no_such("provider", description.provider, nearest(description.provider, names()));
  // The first field, from the left, that keeps the ones before it from matching.
  ProbeDescription prefix{.provider = description.provider};
  for (const FieldRow &row : field_rows) {
    const std::string &wanted = description.*row.wanted;
    if (wanted.empty())
      continue;
    std::set<std::string> words;
    bool found = false;
    const auto note = [&](const Probe &probe) {
      found |= glob_matches(wanted, probe.*row.found);
      words.insert(probe.*row.found);
    };
    if (!match(prefix, note))
      return {};
    if (!found) {
      if (is_glob(wanted))
        return {};
      return no_such(row.what, wanted, nearest(wanted, {words.begin(), words.end()}));
    }
    prefix.*row.wanted = wanted;
  }
  return {};
}

} // namespace dtrace

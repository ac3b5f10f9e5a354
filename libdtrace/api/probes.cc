#include "api/probes.h"

#include "api/handle.h"
#include "syntax/description.h"

using namespace dtrace;

namespace dtrace {

dtrace_attribute_t attributes_of(const Attributes &attributes) {
  return {static_cast<uint8_t>(attributes.name), static_cast<uint8_t>(attributes.data),
          static_cast<uint8_t>(attributes.dependency)};
}

int for_each_probe(dtrace_hdl &handle, const std::vector<Probe> &probes, dtrace_probe_f *callback,
                   void *arg) {
  const InCallback busy(handle);
  for (const Probe &probe : probes) {
    const dtrace_probedesc_t shown = description_of(probe);
    if (const int result = callback(&handle, &shown, arg))
      return result;
  }
  return 0;
}

} // namespace dtrace

namespace {
std::string text_of(const char *text) {
  return text ? text : "";
}

// Where a pointer points to is no part of the type's C name.
std::string c_name(const Type *type) {
  constexpr std::string_view userland = "userland ";
  std::string name = type_name(type);
  return name.starts_with(userland) ? name.substr(userland.size()) : name;
}

const char *keep(dtrace_hdl::ProbeInfo &info, std::string text) {
  return info.texts.emplace_back(std::move(text)).c_str();
}

void fill(dtrace_hdl::ProbeInfo &info, const Probe &probe, const ProbeArguments &known) {
  info.texts.clear();
  info.arguments.clear();
  for (const ProbeArgument &argument : known.arguments) {
    const Type *translated = argument.translated ? argument.translated : argument.native;
    info.arguments.push_back({.native = keep(info, c_name(argument.native)),
                              .translated = keep(info, c_name(translated)),
                              .name = keep(info, argument.name)});
  }
  const ProviderAttributes attributes = probe.owner->attributes(probe);
  info.info = {.probe_attributes = attributes_of(attributes.probe),
               .argument_attributes = attributes_of(attributes.arguments),
               .typed = !known.untyped,
               .nargs = info.arguments.size(),
               .args = info.arguments.data()};
}

const dtrace_probeinfo_t *probe_info(dtrace_hdl &handle, uint32_t id) {
  std::vector<Probe> found;
  const auto matched = handle.session.match(
      {.id = id}, [&](const Probe &probe) { found.push_back(probe); });
  if (!matched || found.empty() || id == 0) {
    handle.fail(EDT_NOPROBE, matched ? format("there is no probe %u", id).c_str()
                                     : matched.error().message.c_str());
    return nullptr;
  }
  const auto known = handle.session.arguments(found[0]);
  if (!known) {
    handle.fail(EDT_NOPROBE, known.error());
    return nullptr;
  }
  fill(handle.probe_info, found[0], *known);
  return &handle.probe_info.info;
}

int iterate(dtrace_hdl &handle, const dtrace_probedesc_t *wanted, dtrace_probe_f *callback,
            void *arg) {
  ProbeDescription description;
  if (wanted)
    description = {text_of(wanted->provider), text_of(wanted->module), text_of(wanted->function),
                   text_of(wanted->name), wanted->id};
  std::vector<Probe> probes;
  const auto matched = handle.session.match(
      description, [&](const Probe &probe) { probes.push_back(probe); });
  if (!matched)
    return handle.fail(EDT_NOPROBE, matched.error());
  if (!probes.empty())
    return for_each_probe(handle, probes, callback, arg);
  Diagnostic none{Tag::D_PDESC_ZERO,
                  {},
                  to_string(description) + " matches no probes",
                  handle.session.advice(description)};
  return handle.fail(EDT_NOPROBE, none);
}

int split(dtrace_hdl &handle, dtrace_probespec_t spec, const char *text,
          dtrace_probedesc_t *description) {
  Arena arena;
  ParseOptions options;
  options.specifier = static_cast<ParseOptions::Specifier>(spec);
  const auto read = read_description(text, {}, options, arena);
  if (!read)
    return handle.fail(EDT_BADARG, read.error());
  handle.description_parts = {std::string(read->provider), std::string(read->module),
                              std::string(read->function), std::string(read->name)};
  const auto &parts = handle.description_parts;
  *description = {read->id, parts[0].c_str(), parts[1].c_str(), parts[2].c_str(), parts[3].c_str()};
  return 0;
}

template <class Enum> const char *name_below(uint8_t number, Enum last) {
  return number <= static_cast<uint8_t>(last) ? name_of(static_cast<Enum>(number)).data() : nullptr;
}
} // namespace

extern "C" {

int dtrace_probe_iter(dtrace_hdl_t *dtp, const dtrace_probedesc_t *description,
                      dtrace_probe_f *callback, void *arg) {
  return guarded_outside(dtp, -1, [&] {
    return callback ? iterate(*dtp, description, callback, arg)
                    : dtp->fail(EDT_BADARG, "the callback is NULL");
  });
}

int dtrace_str2desc(dtrace_hdl_t *dtp, dtrace_probespec_t spec, const char *text,
                    dtrace_probedesc_t *description) {
  return guarded(dtp, -1, [&] {
    if (!text || !description || spec < DTRACE_PROBESPEC_PROVIDER || spec > DTRACE_PROBESPEC_ID)
      return dtp->fail(EDT_BADARG,
                       "no text, no place for the description, or an unknown specifier");
    return split(*dtp, spec, text, description);
  });
}

char *dtrace_desc2str(const dtrace_probedesc_t *description, char *buffer, size_t size) {
  const auto part = [](const char *text) { return text ? text : ""; };
  if (description->id)
    snprintf(buffer, size, "%u", description->id);
  else
    snprintf(buffer, size, "%s:%s:%s:%s", part(description->provider), part(description->module),
             part(description->function), part(description->name));
  return buffer;
}

const char *dtrace_stability_name(uint8_t stability) {
  return name_below(stability, Stability::Standard);
}

const char *dtrace_class_name(uint8_t dependency) {
  return name_below(dependency, DependencyClass::Common);
}

const dtrace_probeinfo_t *dtrace_probe_info(dtrace_hdl_t *dtp, uint32_t probe_id) {
  return guarded(dtp, static_cast<const dtrace_probeinfo_t *>(nullptr),
                 [&] { return probe_info(*dtp, probe_id); });
}
}

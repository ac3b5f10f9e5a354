// Stage: api. Structured output (-x oformat): what is not printed by dtrace_work() and the like by
// itself.
#include "api/handle.h"
#include "output/json_text.h"
#include "output/stream_head.h"

using namespace dtrace;

namespace {

bool is_structured(dtrace_hdl &handle) {
  return handle.session.options().text("oformat") != "none";
}

// The head when it is the first.
StreamWriter &listing_of(dtrace_hdl &handle) {
  if (!handle.listing) {
    const Options &options = handle.session.options();
    handle.listing =
        std::make_unique<StreamWriter>(handle.output, options.text("oformat") == "json");
    handle.listing->head(
        [&](JsonObject &object) { put_stream_head(object, Manifest{}, options, {}); });
  }
  return *handle.listing;
}

void put_stability(JsonObject &object, const char *name, const dtrace_attribute_t &attributes) {
  JsonObject(object.member(name))
      .text("name", dtrace_stability_name(attributes.name))
      .text("data", dtrace_stability_name(attributes.data))
      .text("class", dtrace_class_name(attributes.dependency));
}

void put_arguments(JsonObject &object, const dtrace_probeinfo_t &info) {
  put_stability(object, "probe-stability", info.probe_attributes);
  put_stability(object, "argument-stability", info.argument_attributes);
  JsonList list(object.member("arguments"));
  for (size_t i = 0; i < info.nargs; i++) {
    JsonObject argument(list.element());
    argument.text("type", info.args[i].translated);
    if (*info.args[i].name)
      argument.text("name", info.args[i].name);
  }
}

int put_probe(dtrace_hdl &handle, const dtrace_probedesc_t &probe, bool verbose) {
  const dtrace_probeinfo_t *info = verbose ? dtrace_probe_info(&handle, probe.id) : nullptr;
  StreamWriter &writer = listing_of(handle);
  {
    JsonObject object(writer.begin());
    object.number("id", probe.id).text("provider", probe.provider).text("module", probe.module);
    object.text("function", probe.function).text("name", probe.name);
    if (info)
      put_arguments(object, *info);
  }
  writer.done();
  return 0;
}

int end(dtrace_hdl &handle) {
  if (handle.tracing())
    handle.session.end_stream();
  else
    listing_of(handle).end([](JsonObject &object) { object.number("exit-status", 0); });
  return handle.output.flush() ? 0 : handle.output_failed();
}
} // namespace

extern "C" {

int dtrace_oformat(dtrace_hdl_t *dtp) {
  return guarded(dtp, 0, [&] { return static_cast<int>(is_structured(*dtp)); });
}

int dtrace_oformat_probe(dtrace_hdl_t *dtp, FILE *output, const dtrace_probedesc_t *probe,
                         int verbose) {
  return guarded_outside(dtp, -1, [&] {
    if (!probe || !is_structured(*dtp))
      return dtp->fail(EDT_BADARG, "no probe was given, or oformat is not a stream format");
    return dtp->aim(output) ? put_probe(*dtp, *probe, verbose) : -1;
  });
}

int dtrace_oformat_teardown(dtrace_hdl_t *dtp, FILE *output) {
  return guarded_outside(dtp, -1, [&] {
    if (!is_structured(*dtp))
      return 0;
    return dtp->aim(output) ? end(*dtp) : -1;
  });
}
}

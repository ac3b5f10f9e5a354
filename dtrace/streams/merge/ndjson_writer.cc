#include "merge/ndjson_writer.h"

#include "output/json_aggregation.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace dtrace::stream {

void NdjsonWriter::put(const Json &value) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  value.Accept(writer);
  out_.put(std::string_view(buffer.GetString(), buffer.GetSize()));
}

// Without the closing brace. Times are the wall clock's: the head says so.
void NdjsonWriter::put_members(const Host &host, const Json &json, std::string_view but) {
  out_.put('{');
  for (const auto &part : json.GetObject()) {
    const std::string name = decoded(part.name);
    if (name == but || name == "host")
      continue;
    put(part.name);
    out_.put(':');
    if (name == "timestamp")
      put_json_number(out_, integer(part.value) + host.clock);
    else
      put(part.value);
    out_.put(',');
  }
  out_.put(std::string_view("\"host\":"));
  put_json_string(out_, host.name);
}

void NdjsonWriter::begin(const std::vector<std::string> &hosts, const Json &head) {
  out_.put('{');
  for (const auto &part : head.GetObject()) {
    const std::string name = decoded(part.name);
    put(part.name);
    out_.put(':');
    if (name == "monotonic")
      put_json_number(out_, number(head, "started"));
    else
      put(part.value);
    out_.put(',');
  }
  out_.put(std::string_view("\"hosts\":"));
  {
    JsonList list(out_);
    for (const std::string &host : hosts)
      put_json_string(list.element(), host);
  }
  out_.put(std::string_view("}\n"));
}

void NdjsonWriter::object(const Host &host, const StreamObject &object) {
  put_members(host, object.json, "");
  out_.put(std::string_view("}\n"));
}

void NdjsonWriter::begin_firing(const Host &host, const Json &firing) {
  put_members(host, firing, "output");
  out_.put(std::string_view(",\"output\":["));
  first_element_ = true;
}

void NdjsonWriter::elements(const Host &, const std::vector<const Json *> &elements) {
  for (const Json *element : elements) {
    if (!first_element_)
      out_.put(',');
    first_element_ = false;
    put(*element);
  }
}

namespace {
Emission emission_of(const Json &table, std::string &cause) {
  const Json *emission = member(table, "emission");
  if (!emission)
    return {};
  cause = text(*emission, "cause");
  return {cause.c_str(), static_cast<uint32_t>(number(*emission, "clause")),
          static_cast<uint32_t>(number(*emission, "action")),
          static_cast<uint64_t>(number(*emission, "count"))};
}
} // namespace

void NdjsonWriter::table(const MergedTable &merged) {
  PrintContext context;
  context.names = &merged.table->names();
  context.symbolizer = &names_;
  std::string cause;
  const Emission emission = emission_of(*merged.first, cause);
  for (size_t column = 0; column < merged.table->rows().columns.size(); column++) {
    if (!first_element_)
      out_.put(',');
    first_element_ = false;
    JsonObject object(out_);
    put_json_aggregation(object, context, merged.table->rows(), column, emission);
    if (merged.has_format)
      object.text("format", text(*merged.first, "format"));
  }
}

void NdjsonWriter::end_firing() {
  out_.put(std::string_view("]}\n"));
}

void NdjsonWriter::standalone(const MergedTable &merged, bool) {
  PrintContext context;
  context.names = &merged.table->names();
  context.symbolizer = &names_;
  std::string cause;
  const Emission emission = emission_of(*merged.first, cause);
  {
    JsonObject object(out_);
    object.number("timestamp", number(*merged.first, "timestamp") + merged.clock);
    put_json_aggregation(object, context, merged.table->rows(), 0, emission);
  }
  out_.put('\n');
}

void NdjsonWriter::end(int exit_status) {
  JsonObject(out_).number("exit-status", exit_status);
  out_.put('\n');
  out_.flush();
}

} // namespace dtrace::stream

#include "output/json_printer.h"

#include "consume/field.h"
#include "dtrace/abi/packet.h"
#include "dtrace/abi/record.h"
#include "output/json_value.h"
#include "output/messages.h"
#include "output/text.h"
#include "output/typed_value.h"

#include <algorithm>
#include <ctime>

namespace dtrace {

namespace {
uint64_t monotonic_now() {
  timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000ull + time.tv_nsec;
}

constexpr std::string_view flow_names[] = {"none", "entry", "return"};
} // namespace

JsonPrinter::JsonPrinter(const Manifest &manifest, const RecordedNames &names, const Options &options, Symbolizer &symbolizer,
                         Output &out, Output &error, std::vector<StreamProgram> programs)
    : manifest_(manifest), recorded_(names), options_(options), first_options_(options), out_(out), error_(error),
      messages_(options, out, error),
      writer_(out, options.text("oformat") == "json"), formats_(manifest),
      programs_(std::move(programs)) {
  context_.names = &names;
  context_.symbolizer = &symbolizer;
}

void JsonPrinter::put_head() {
  if (std::exchange(head_done_, true))
    return;
  writer_.head([this](JsonObject &object) {
    put_stream_head(object, manifest_, first_options_, programs_);
  });
}

Output &JsonPrinter::begin_object() {
  put_head();
  return writer_.begin();
}

void JsonPrinter::flush() {
  put_head();
  out_.flush();
  error_.flush();
}

void JsonPrinter::end(int exit_status) {
  if (end_done_)
    return;
  flush();
  end_done_ = true;
  writer_.end([&](JsonObject &object) { put_stream_end(object, totals_, exit_status); });
  out_.flush();
}

// ---- Firings ---------------------------------------------------------------------------------

uint64_t JsonPrinter::time_of(const RecordView &record) const {
  return manifest_.timed ? load<dt_timed_record>(record.data).time : monotonic_now();
}

// ,"id":12,"provider":"syscall", … of the probe: what most firings share.
const std::string &JsonPrinter::names_of(const ProbeRecord &probe) {
  Names &names = names_[probe.id % names_.size()];
  if (names.probe == probe.id && !names.text.empty())
    return names.text;
  names = {probe.id, {}};
  Output to(&names.text);
  to.printf(",\"id\":%u,\"provider\":", probe.id);
  put_json_string(to, probe.provider);
  to.put(",\"module\":");
  put_json_string(to, probe.module);
  to.put(",\"function\":");
  put_json_string(to, probe.function);
  to.put(",\"name\":");
  put_json_string(to, probe.name);
  to.flush();
  return names.text;
}

// What begins the firing's object is written with its first element: commit() may show none.
// A record that a commit() releases comes within the committing one, whose object ends here.
void JsonPrinter::begin_record(const RecordView &) {
  if (open_)
    close();
}

void JsonPrinter::close() {
  open_ = nullptr;
  out_.put(std::string_view("]}"));
  writer_.done();
}

void JsonPrinter::open(const RecordView &record) {
  open_ = record.data;
  first_element_ = true;
  totals_.firings++;
  begin_object().put(std::string_view("{\"timestamp\":"));
  put_json_number(out_, static_cast<int64_t>(time_of(record)), false);
  out_.put(std::string_view(",\"cpu\":"));
  put_json_number(out_, record.cpu);
  out_.put(names_of(*record.probe));
  out_.put(std::string_view(",\"clause\":"));
  put_json_number(out_, record.clause->number);
  if (record.silent)
    out_.put(std::string_view(",\"silent\":true"));
  if (record.flow != Flow::None || record.indent) {
    out_.put(std::string_view(",\"flow\":\""));
    out_.put(flow_names[static_cast<int>(record.flow)]);
    out_.put(std::string_view("\",\"indent\":"));
    put_json_number(out_, record.indent);
  }
  out_.put(std::string_view(",\"output\":["));
}

Output &JsonPrinter::element(const RecordView &record) {
  if (open_ != record.data)
    open(record);
  if (!first_element_)
    out_.put(',');
  first_element_ = false;
  return out_;
}

void JsonPrinter::end_record(const RecordView &record) {
  if (open_ != record.data && record.silent)
    return;
  if (open_ != record.data)
    open(record);
  close();
}

JsonPrinter::ActionMember JsonPrinter::show(ActionKind kind) {
  static constexpr ActionMember members[] = {
#define ACTION(kind, effect, traits, check, make, consume, print, ...) &JsonPrinter::print,
#include "language/actions.def"
  };
  return members[static_cast<size_t>(kind)];
}

void JsonPrinter::action(const RecordView &record, const ActionRecord &action, uint32_t index) {
  (this->*show(action.kind))(record, action, index);
}

// ---- Actions ---------------------------------------------------------------------------------

// The size says in how wide a column text shows a number.
void JsonPrinter::do_trace(const RecordView &record, const ActionRecord &action, uint32_t) {
  for (const Field &field : action.fields) {
    JsonObject object(element(record));
    put_json_value(object, context_, field, record.data);
    if (field.kind == FieldKind::Integer)
      object.number("size", field.is_constant
                                ? field.size
                                : shown_size(field, read_integer(field, record.data)));
  }
}

void JsonPrinter::put_values(const RecordView &record, const ActionRecord &action) {
  for (const Field &field : action.fields) {
    JsonObject object(element(record));
    put_json_value(object, context_, field, record.data);
  }
}

void JsonPrinter::do_printf(const RecordView &record, const ActionRecord &action, uint32_t index) {
  text_.clear();
  formats_.program(record.clause_index, index).print(text_out_, context_, {.base = record.data});
  text_out_.flush();
  JsonObject(element(record))
      .text("message", text_)
      .number("arguments", static_cast<int64_t>(action.fields.size()));
  put_values(record, action);
}

// Standard error is for people: there it is text.
void JsonPrinter::do_eprintf(const RecordView &record, const ActionRecord &, uint32_t index) {
  formats_.program(record.clause_index, index).print(error_, context_, {.base = record.data});
  error_.flush();
}

void JsonPrinter::do_tracemem(const RecordView &record, const ActionRecord &action, uint32_t) {
  if (action.fields.empty())
    return;
  const Field &bytes = action.fields[0];
  uint64_t size = bytes.size;
  if (action.fields.size() > 1)
    size = std::min(size, static_cast<uint64_t>(read_integer(action.fields[1], record.data)));
  JsonObject object(element(record));
  put_json_bytes(object.member(action.kind == ActionKind::Printm ? "printm" : "tracemem"),
                 {record.data + bytes.offset, size});
}

void JsonPrinter::do_pcap(const RecordView &record, const ActionRecord &action, uint32_t) {
  const Field &bytes = action.fields[0];
  dt_packet packet;
  if (bytes.size < sizeof packet)
    return;
  packet = load<dt_packet>(record.data + bytes.offset);
  const size_t captured = std::min<size_t>(packet.captured, bytes.size - sizeof packet);
  JsonObject object(element(record));
  put_json_bytes(object.member("pcap"), {record.data + bytes.offset + sizeof packet, captured});
  object.number("link-type", read_integer(action.fields[1], record.data));
  object.number("length", packet.length).number("time", static_cast<int64_t>(packet.time), false);
}

void JsonPrinter::do_print(const RecordView &record, const ActionRecord &action, uint32_t) {
  if (action.fields.empty())
    return;
  const Field &value = action.fields[0];
  const std::span<const std::byte> bytes(record.data + value.offset, value.size);
  JsonObject object(element(record));
  if (action.fields.size() > 1)
    object.number("address", read_integer(action.fields[1], record.data), false);
  if (!value.type)
    return put_json_bytes(object.member("bytes"), bytes);
  JsonList list(object.member("type"));
  TypedJson parts(list.element());
  walk_typed(parts, value.type, bytes, value.is_char);
}

void JsonPrinter::do_stack(const RecordView &record, const ActionRecord &action, uint32_t) {
  for (const Field &field : action.fields) {
    JsonObject object(element(record));
    put_json_value(object, context_, field, record.data);
    if (action.indent)
      object.number("indent", action.indent);
  }
}

// What it prints is no part of the stream: it goes to standard error.
void JsonPrinter::do_system(const RecordView &record, const ActionRecord &, uint32_t index) {
  const std::string command = formats_.text(record.clause_index, index, context_, record.data);
  JsonObject(element(record)).text("system", command);
  out_.run("exec 1>&2\n" + command);
}

// A stream stays in one piece: told, not done.
void JsonPrinter::do_freopen(const RecordView &record, const ActionRecord &, uint32_t index) {
  JsonObject(element(record))
      .text("freopen", formats_.text(record.clause_index, index, context_, record.data));
}

void JsonPrinter::do_ftruncate(const RecordView &record, const ActionRecord &, uint32_t) {
  JsonObject(element(record)).flag("ftruncate", true);
}

void JsonPrinter::do_setopt(const RecordView &record, const ActionRecord &action, uint32_t) {
  const auto text = [&](size_t n) {
    return n < action.fields.size() ? read_string(action.fields[n], record.data, recorded_) : "1";
  };
  JsonObject(element(record)).text("setopt", text(0)).text("value", text(1));
}

// ---- Aggregations ----------------------------------------------------------------------------

void JsonPrinter::printa(const RecordView &record, const ActionRecord &action, uint32_t index,
                         const AggregationTable &table) {
  const uint32_t clause = record.clause->number;
  const Emission emission{"printa", clause, index, ++emissions_[{clause, index}]};
  for (size_t column = 0; column < table.columns.size(); column++) {
    JsonObject object(element(record));
    put_json_aggregation(object, context_, table, column, emission);
    if (action.format)
      object.text("format", action.format->text);
  }
}

void JsonPrinter::put_table(const AggregationTable &table, const Emission &emission) {
  for (size_t column = 0; column < table.columns.size(); column++) {
    {
      JsonObject object(begin_object());
      object.number("timestamp", static_cast<int64_t>(monotonic_now()), false);
      put_json_aggregation(object, context_, table, column, emission);
    }
    writer_.done();
  }
}

void JsonPrinter::aggregation_at_exit(const AggregationTable &table) {
  put_table(table, {"exit", 0, 0, 1});
}

void JsonPrinter::aggregation_published(const AggregationTable &table) {
  const uint32_t aggregation = table.columns[0].aggregation->index;
  put_table(table, {"publish", 0, 0, ++emissions_[{0, aggregation}]});
}

// ---- Messages --------------------------------------------------------------------------------

void JsonPrinter::fault(const FaultReport &fault) {
  const std::string text = fault_message(fault);
  totals_.errors++;
  {
    JsonObject object(begin_object());
    object.number("timestamp", static_cast<int64_t>(monotonic_now()), false).number("cpu", fault.cpu);
    out_.put(names_of(*fault.probe));
    const Span span = fault.statement.source ? fault.statement : fault.clause->span;
    JsonObject error(object.member("error"));
    error.text("fault", fault_name(fault.fault)).number("code", fault.fault);
    error.number("address", static_cast<int64_t>(fault.value), false);
    error.number("clause", fault.clause->number);
    if (span.source) {
      const Place place = span.place();
      error.text("file", place.file).number("line", place.line).number("column", place.column);
    }
    error.text("message", text);
  }
  writer_.done();
  messages_.fault(fault);
}

// FreeBSD's pseudo-probe; its kinds are numbers.
void JsonPrinter::drop(const Drop &drop) {
  const std::string text = drop_message(drop, options_.flag("droptags"));
  totals_.drops[static_cast<size_t>(drop.kind)] += drop.count;
  {
    JsonObject object(begin_object());
    object.number("cpu", -1).number("id", -1).text("provider", "dtrace");
    object.text("module", "INTERNAL").text("function", "INTERNAL").text("name", "DROP");
    object.number("timestamp", static_cast<int64_t>(monotonic_now()), false);
    object.number("count", static_cast<int64_t>(drop.count), false);
    object.number("total", static_cast<int64_t>(drop.total), false);
    object.number("kind", static_cast<int>(drop.kind)).text("tag", drop_tag(drop.kind));
    object.number("on-cpu", drop.cpu).text("msg", text + "\n");
  }
  writer_.done();
  messages_.message(text);
}

void JsonPrinter::warning(std::string_view text) {
  JsonObject(begin_object()).text("warning", text);
  writer_.done();
  messages_.message(text);
}

void JsonPrinter::process_ended(int pid, std::string_view text) {
  JsonObject(begin_object()).number("process", pid).text("message", text);
  writer_.done();
  messages_.message(text);
}

} // namespace dtrace

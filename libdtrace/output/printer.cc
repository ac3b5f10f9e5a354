#include "output/printer.h"

#include "consume/aggregation_value.h"
#include "consume/field.h"
#include "output/distribution.h"
#include "output/messages.h"
#include "output/number.h"
#include "output/packet.h"
#include "output/typed_value.h"
#include "output/stack.h"
#include "output/text.h"
#include "output/value.h"

#include <array>
#include <cstdlib>
#include <utility>

namespace dtrace {

namespace {
// Columns of `CPU     ID                    FUNCTION:NAME ` and of what print() writes below it.
constexpr uint32_t cpu_width = 3, id_width = 6, name_width = 32, flow_width = 41;
constexpr uint32_t line_width = cpu_width + 1 + id_width + 1 + name_width + 1;

bool locale_is_utf8() {
  for (const char *name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char *value = getenv(name);
    if (!value || !*value)
      continue;
    const std::string_view locale(value);
    return locale.ends_with("UTF-8") || locale.ends_with("utf8") || locale.ends_with("UTF8");
  }
  return false;
}

void put_number(Output &out, uint64_t value, size_t width) {
  char digits[24];
  put_padded(out, {digits, static_cast<size_t>(write_unsigned(digits, value) - digits)}, width,
             false);
}
} // namespace

Printer::Printer(const Manifest &manifest, const RecordedNames &names, const Options &options, Symbolizer &symbolizer,
                 Output &out, Output &error)
    : options_(options), out_(out), error_(error), messages_(options, out, error), formats_(manifest) {
  context_.names = &names;
  context_.symbolizer = &symbolizer;
  context_.utf8 = locale_is_utf8();
  options_changed();
}

Printer::~Printer() = default;

void Printer::options_changed() {
  quiet_ = context_.quiet = options_.flag("quiet");
  flowindent_ = options_.flag("flowindent");
  droptags_ = options_.flag("droptags");
  context_.rawbytes = options_.flag("rawbytes");
  context_.strsize = options_.number("strsize");
  context_.agghist = options_.flag("agghist");
  context_.aggpack = options_.flag("aggpack");
  context_.aggzoom = options_.flag("aggzoom");
  if (options_.is_set("stackindent"))
    context_.stack_indent = options_.number("stackindent");
}

void Printer::header() {
  header_done_ = true;
  if (flowindent_)
    out_.printf("%*s %-*s\n", cpu_width, "CPU", flow_width, "FUNCTION");
  else
    out_.printf("%*s %*s %*s\n", cpu_width, "CPU", id_width, "ID", name_width, "FUNCTION:NAME");
}

void Printer::begin_record(const RecordView &record) {
  if (record.silent || (quiet_ && !flowindent_))
    return;
  if (!header_done_)
    header();
  put_number(out_, record.cpu, cpu_width);
  out_.put(' ');
  if (flowindent_)
    return put_flow(record);
  put_number(out_, record.probe->id, id_width);
  const ProbeRecord &probe = *record.probe;
  std::string function_room, name_room;
  const std::string_view function = harmless(out_, probe.function, function_room),
                         name = harmless(out_, probe.name, name_room);
  const size_t length = function.size() + 1 + name.size();
  out_.pad(' ', 1 + (length < name_width ? name_width - length : 0));
  out_.put(function);
  out_.put(':');
  out_.put(name);
  out_.put(' ');
}

// -F: entries and returns by the function's name, points between them by the probe's too.
void Printer::put_flow(const RecordView &record) {
  struct Arrows {
    std::string_view call, system_call;
  };
  static constexpr Arrows arrows[] = {{"| ", "| "}, {" -> ", " => "}, {" <- ", " <= "}};
  const ProbeRecord &probe = *record.probe;
  const Arrows &arrow = arrows[static_cast<int>(record.flow)];
  std::string name(record.indent, ' ');
  name += probe.provider == "syscall" ? arrow.system_call : arrow.call;
  name += probe.function;
  if (record.flow == Flow::None)
    name += ":" + probe.name;
  std::string room;
  put_padded(out_, harmless(out_, name, room), flow_width, true);
  out_.put(' ');
}

void Printer::end_record(const RecordView &record) {
  if (!record.silent && (!quiet_ || flowindent_))
    out_.put('\n');
}

Printer::ActionMember Printer::show(ActionKind kind) {
  static constexpr ActionMember members[] = {
#define ACTION(kind, effect, traits, check, make, consume, print, ...) &Printer::print,
#include "language/actions.def"
  };
  return members[static_cast<size_t>(kind)];
}

void Printer::action(const RecordView &record, const ActionRecord &action, uint32_t index) {
  (this->*show(action.kind))(record, action, index);
}

void Printer::do_trace(const RecordView &record, const ActionRecord &action, uint32_t) {
  for (const Field &field : action.fields)
    print_traced(out_, context_, field, record.data);
}

// The size given at run time bounds what the clause copied; below 0 it bounds nothing.
void Printer::do_tracemem(const RecordView &record, const ActionRecord &action, uint32_t) {
  if (action.fields.empty())
    return;
  const Field &bytes = action.fields[0];
  uint64_t size = bytes.size;
  if (action.fields.size() > 1)
    size = std::min(size, static_cast<uint64_t>(read_integer(action.fields[1], record.data)));
  if (size)
    print_dump(out_, {record.data + bytes.offset, size});
}

void Printer::do_pcap(const RecordView &record, const ActionRecord &action, uint32_t) {
  const Field &bytes = action.fields[0];
  put_packet(out_, {record.data + bytes.offset, bytes.size},
             static_cast<uint32_t>(read_integer(action.fields[1], record.data)));
}

void Printer::do_printf(const RecordView &record, const ActionRecord &, uint32_t index) {
  formats_.program(record.clause_index, index).print(out_, context_, {.base = record.data});
}

// What was printed before it is there before it.
void Printer::do_eprintf(const RecordView &record, const ActionRecord &, uint32_t index) {
  out_.flush();
  formats_.program(record.clause_index, index).print(error_, context_, {.base = record.data});
  error_.flush();
}

// Of a pointer: where it points, then below the line's head what is there.
void Printer::do_print(const RecordView &record, const ActionRecord &action, uint32_t) {
  if (action.fields.empty())
    return;
  const Field &value = action.fields[0];
  const uint32_t indent = quiet_ ? 0 : line_width;
  if (action.fields.size() > 1) {
    const auto address = static_cast<unsigned long>(read_integer(action.fields[1], record.data));
    out_.printf("0x%lx = *\n", address);
    out_.pad(' ', indent);
  }
  if (value.type)
    print_typed(out_, value.type, {record.data + value.offset, value.size}, indent, value.is_char);
  else
    print_dump(out_, {record.data + value.offset, value.size});
}

void Printer::do_stack(const RecordView &record, const ActionRecord &action, uint32_t) {
  const uint32_t indent = action.indent ? action.indent : context_.stack_indent;
  for (const Field &field : action.fields)
    print_stack(out_, context_, field, record.data, indent);
}

std::string Printer::text_of(const RecordView &record, uint32_t index) {
  return formats_.text(record.clause_index, index, context_, record.data);
}

void Printer::do_system(const RecordView &record, const ActionRecord &, uint32_t index) {
  out_.run(text_of(record, index));
}

void Printer::do_freopen(const RecordView &record, const ActionRecord &, uint32_t index) {
  if (const auto opened = out_.redirect(text_of(record, index)); !opened)
    warning(opened.error().message);
}

void Printer::do_ftruncate(const RecordView &, const ActionRecord &, uint32_t) {
  out_.truncate();
}

void Printer::printa(const RecordView &record, const ActionRecord &action, uint32_t index,
                     const AggregationTable &table) {
  if (!action.format) {
    out_.put('\n');
    return print_rows(table);
  }
  const std::vector<CompiledFormat> &programs = formats_.programs(record.clause_index, index);
  for (size_t row = 0; row < table.rows.size(); row++) {
    size_t layout = 0;
    while (layout + 1 < table.columns.size() &&
           table.columns[layout].aggregation != table.rows[row].layout)
      layout++;
    programs[layout].print(out_, context_,
                           {.base = table.rows[row].key, .table = &table, .row = row});
  }
}

void Printer::aggregation_at_exit(const AggregationTable &table) {
  print_rows(table);
}

// -x agghist and aggpack, when the table is one of theirs and its keys fit a column.
bool Printer::print_narrow(const AggregationTable &table) {
  if (table.columns.size() != 1 || table.rows.empty())
    return false;
  const AggregationRecord &record = *table.columns[0].aggregation;
  const bool distribution = operations_of(record.kind).distribution;
  if (distribution ? !context_.aggpack : !context_.agghist || record.keys.empty())
    return false;
  std::vector<std::string> keys;
  for (const AggregationTable::Row &row : table.rows) {
    std::string &text = keys.emplace_back();
    for (const KeyField &key : row.layout->keys) {
      if (&key != row.layout->keys.data())
        text += ' ';
      if (!key_text(context_, key.field, row.key, text))
        return false;
    }
  }
  (distribution ? print_packed : print_histogram)(out_, context_, table, keys);
  return true;
}

void Printer::print_rows(const AggregationTable &table) {
  if (print_narrow(table))
    return;
  for (size_t row = 0; row < table.rows.size(); row++) {
    for (const KeyField &key : table.rows[row].layout->keys)
      print_key(out_, context_, key.field, table.rows[row].key);
    for (size_t column = 0; column < table.columns.size(); column++)
      print_value(out_, context_, table.value(row, column));
    out_.put('\n');
  }
}

void Printer::fault(const FaultReport &fault) { messages_.fault(fault); }

void Printer::drop(const Drop &drop) {
  messages_.message(drop_message(drop, droptags_));
}

void Printer::warning(std::string_view text) {
  messages_.message(text);
}

void Printer::flush() {
  out_.flush();
  error_.flush();
}

} // namespace dtrace

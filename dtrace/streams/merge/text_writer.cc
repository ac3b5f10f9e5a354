#include "merge/text_writer.h"

#include "merge/typed_json.h"
#include "output/text.h"
#include "output/value.h"

#include <algorithm>
#include <cstring>

namespace dtrace::stream {

namespace {
std::string bytes_of(const Json &value) {
  const std::string digits = decoded(value);
  std::string bytes;
  for (size_t i = 0; i + 1 < digits.size(); i += 2)
    bytes += static_cast<char>(strtoul(digits.substr(i, 2).c_str(), nullptr, 16));
  return bytes;
}

Flow flow_of(const std::string &name) {
  return name == "entry" ? Flow::Entry : name == "return" ? Flow::Return : Flow::None;
}
} // namespace

TextWriter::TextWriter(Options &options, Names &names, Output &out, Output &error)
    : options_(options), names_(names), out_(out), error_(error),
      frame_(none_, no_names_, options, names, out, error) {
  context_.names = &no_names_;
  context_.symbolizer = &names;
  record_.probe = &probe_;
  record_.clause = &clause_;
}

// Number and flag options, as the programs were given them.
void TextWriter::begin(const std::vector<std::string> &hosts, const Json &head) {
  several_ = hosts.size() > 1;
  if (const Json *given = member(head, "options"); given && given->IsObject())
    for (const auto &option : given->GetObject()) {
      const OptionRow *row = find_option(decoded(option.name));
      if (row && row->time == OptionTime::Dynamic)
        (void)options_.set(row->name, std::to_string(integer(option.value)));
    }
  frame_.options_changed();
}

// ---- Firings ---------------------------------------------------------------------------------

const TextWriter::Row TextWriter::rows[] = {
    {"message", &TextWriter::show_message},       {"value", &TextWriter::show_value},
    {"bytes", &TextWriter::show_bytes},           {"tracemem", &TextWriter::show_dump},
    {"printm", &TextWriter::show_dump},           {"pcap", &TextWriter::show_dump},
    {"stack-frames", &TextWriter::show_frames},   {"ustack-frames", &TextWriter::show_frames},
    {"sym", &TextWriter::show_symbol},            {"mod", &TextWriter::show_module},
    {"username", &TextWriter::show_module},       {"groupname", &TextWriter::show_module},
    {"usym", &TextWriter::show_user_symbol},      {"umod", &TextWriter::show_user_symbol},
    {"uaddr", &TextWriter::show_user_symbol},     {"type", &TextWriter::show_type},
};

void TextWriter::begin_firing(const Host &, const Json &json) {
  probe_ = {static_cast<uint32_t>(number(json, "id")), text(json, "provider"), text(json, "module"),
            text(json, "function"), text(json, "name")};
  record_.cpu = static_cast<uint32_t>(number(json, "cpu"));
  record_.silent = has(json, "silent");
  record_.flow = flow_of(text(json, "flow"));
  record_.indent = static_cast<uint32_t>(std::clamp<int64_t>(number(json, "indent"), 0, 1000));
  context_.quiet = options_.flag("quiet");
  context_.rawbytes = options_.flag("rawbytes");
  context_.strsize = static_cast<uint32_t>(options_.number("strsize"));
  context_.stack_indent = static_cast<uint32_t>(options_.number("stackindent"));
  frame_.begin_record(record_);
}

void TextWriter::elements(const Host &, const std::vector<const Json *> &elements) {
  int64_t arguments = 0;
  for (const Json *element : elements)
    show(*element, arguments);
}

// `arguments`: so many values that belong to a message are still to be passed over.
void TextWriter::show(const Json &element, int64_t &arguments) {
  if (arguments > 0) {
    arguments--;
    return;
  }
  if (const Json *option = member(element, "setopt"))
    return show_setopt(element, *option);
  for (const Row &row : rows)
    if (const Json *value = member(element, row.member)) {
      (this->*row.show)(element, *value);
      arguments = std::string_view(row.member) == "message" ? number(element, "arguments") : 0;
      return;
    }
}

void TextWriter::end_firing() {
  frame_.end_record(record_);
}

void TextWriter::show_message(const Json &, const Json &value) {
  std::string room;
  out_.put(harmless(out_, decoded(value), room));
}

void TextWriter::show_value(const Json &element, const Json &value) {
  if (value.IsString()) {
    const std::string text = decoded(value);
    const Field field{.kind = FieldKind::String, .size = static_cast<uint32_t>(text.size() + 1)};
    return print_traced(out_, context_, field, reinterpret_cast<const std::byte *>(text.c_str()));
  }
  const int64_t number = integer(value);
  const int64_t size = stream::number(element, "size", 8);
  Field field{.kind = FieldKind::Integer, .size = 8, .is_signed = !value.IsUint64() || value.IsInt64()};
  if (size == 1 || size == 2 || size == 4)
    field.size = static_cast<uint32_t>(size), field.is_signed = number < 0;
  print_traced(out_, context_, field, reinterpret_cast<const std::byte *>(&number));
}

void TextWriter::show_bytes(const Json &element, const Json &value) {
  const std::string bytes = bytes_of(value);
  const auto *data = reinterpret_cast<const std::byte *>(bytes.data());
  if (has(element, "address"))
    return print_dump(out_, {data, bytes.size()});
  const Field field{.kind = FieldKind::Bytes, .size = static_cast<uint32_t>(bytes.size())};
  print_traced(out_, context_, field, data);
}

void TextWriter::show_dump(const Json &, const Json &value) {
  const std::string bytes = bytes_of(value);
  if (!bytes.empty())
    print_dump(out_, std::as_bytes(std::span(bytes)));
}

void TextWriter::show_frames(const Json &element, const Json &value) {
  const int64_t indent = std::clamp<int64_t>(number(element, "indent", context_.stack_indent), 0, 1000);
  out_.put('\n');
  if (!value.IsArray())
    return;
  for (const Json &frame : value.GetArray()) {
    std::string room;
    out_.pad(' ', static_cast<size_t>(indent));
    out_.put(harmless(out_, text(frame, "symbol"), room));
    out_.put('\n');
  }
}

void TextWriter::put_symbol(const std::string &name, bool wide) {
  const uint64_t address = names_.address(0, 1, name);
  const Field field{.kind = FieldKind::KernelAddress,
                    .size = sizeof address,
                    .form = wide ? AddressForm::Function : AddressForm::Module};
  print_traced(out_, context_, field, reinterpret_cast<const std::byte *>(&address));
}

void TextWriter::show_symbol(const Json &, const Json &value) {
  put_symbol(decoded(value), true);
}
void TextWriter::show_module(const Json &, const Json &value) {
  put_symbol(decoded(value), false);
}
void TextWriter::show_user_symbol(const Json &, const Json &value) {
  put_symbol(decoded(value), true);
}

void TextWriter::show_type(const Json &element, const Json &value) {
  constexpr uint32_t line_width = 44; // of what stands before it
  const uint32_t indent = context_.quiet ? 0 : line_width;
  if (has(element, "address")) {
    out_.printf("0x%lx = *\n", static_cast<unsigned long>(number(element, "address")));
    out_.pad(' ', indent);
  }
  TypedText typed(out_, indent);
  if (value.IsArray() && !value.Empty())
    walk_typed_json(typed, value[0]);
}

void TextWriter::show_setopt(const Json &element, const Json &value) {
  const OptionRow *row = find_option(decoded(value));
  if (!row || row->time != OptionTime::Dynamic)
    return;
  (void)options_.set(row->name, text(element, "value"));
  frame_.options_changed();
}

// ---- Tables ----------------------------------------------------------------------------------

void TextWriter::table(const MergedTable &merged) {
  Printer printer(merged.table->manifest(), merged.table->names(), options_, names_, out_, error_);
  const ClauseRecord &clause = merged.table->manifest().clauses[0];
  RecordView record = record_;
  record.clause = &clause;
  record.clause_index = 0;
  printer.printa(record, clause.actions[0], 0, merged.table->rows());
}

void TextWriter::standalone(const MergedTable &merged, bool at_exit) {
  if (at_exit && !exit_begun_) {
    out_.put('\n');
    exit_begun_ = true;
  }
  Printer printer(merged.table->manifest(), merged.table->names(), options_, names_, out_, error_);
  printer.aggregation_at_exit(merged.table->rows());
}

void TextWriter::end(int) {
  if (!exit_begun_)
    out_.put('\n');
  flush();
}

// ---- Messages --------------------------------------------------------------------------------

void TextWriter::print_message(const Host &host, const std::string &text) {
  out_.flush();
  std::string room;
  error_.put("dtrace: ");
  if (several_)
    error_.put(host.name + ": ");
  error_.put(harmless(error_, text, room));
  error_.put('\n');
  error_.flush();
}

void TextWriter::object(const Host &host, const StreamObject &object) {
  const Json &json = object.json;
  switch (object.kind) {
  case ObjectKind::Firing: {
    begin_firing(host, json);
    std::vector<const Json *> all;
    for (const Json &element : list(json, "output").GetArray())
      all.push_back(&element);
    elements(host, all);
    return end_firing();
  }
  case ObjectKind::Fault: return print_message(host, text(*member(json, "error"), "message"));
  case ObjectKind::Warning: return print_message(host, text(json, "warning"));
  case ObjectKind::Process: return print_message(host, text(json, "message"));
  case ObjectKind::Drop: {
    std::string message = text(json, "msg");
    while (message.ends_with('\n'))
      message.pop_back();
    return print_message(host, message);
  }
  default: return;
  }
}

void TextWriter::flush() {
  out_.flush();
  error_.flush();
}

} // namespace dtrace::stream

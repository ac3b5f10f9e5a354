// Stage: providers. Lines `field:TYPE NAME;	offset:N;	size:N;	signed:N;` (the kernel's
// trace_events.c: f_show). An array is `char comm[16]`, or `TYPE[] NAME` where it is elsewhere.
#include "providers/event_format.h"

#include <charconv>

namespace dtrace {

namespace {

// The text after `label` up to the next `;` or the line's end.
std::string_view value_of(std::string_view line, std::string_view label) {
  const size_t at = line.find(label);
  if (at == std::string_view::npos)
    return {};
  line.remove_prefix(at + label.size());
  return line.substr(0, line.find(';'));
}

uint32_t number_of(std::string_view text) {
  uint32_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

bool take_prefix(std::string_view &text, std::string_view prefix) {
  if (!text.starts_with(prefix))
    return false;
  text.remove_prefix(prefix.size());
  return true;
}

std::string_view trimmed(std::string_view text) {
  const size_t end = text.find_last_not_of(' ');
  return end == std::string_view::npos ? std::string_view() : text.substr(0, end + 1);
}

// "char comm[16]", "__data_loc char[] filename", "unsigned long args[6]", "void * p".
void read_declaration(std::string_view text, EventField &field) {
  field.located = take_prefix(text, "__data_loc ");
  field.relative = take_prefix(text, "__rel_data_loc ");
  text = trimmed(text);
  if (text.ends_with(']')) {
    field.is_array = true;
    text = trimmed(text.substr(0, text.find_last_of('[')));
  }
  const size_t before_name = text.find_last_of(" *");
  field.name = text.substr(before_name == std::string_view::npos ? 0 : before_name + 1);
  text = trimmed(text.substr(0, text.size() - field.name.size()));
  if (text.ends_with(']')) {
    field.is_array = true;
    text = trimmed(text.substr(0, text.find_last_of('[')));
  }
  field.type = text;
}

} // namespace

EventFormat read_event_format(std::string_view text) {
  EventFormat format;
  for (std::string_view rest = text; !rest.empty();) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.starts_with("ID: "))
      format.id = number_of(line.substr(4));
    const std::string_view declaration = value_of(line, "field:");
    if (declaration.empty() || !line.starts_with('\t'))
      continue;
    EventField field{.type = {},
                     .name = {},
                     .offset = number_of(value_of(line, "offset:")),
                     .size = number_of(value_of(line, "size:")),
                     .is_signed = value_of(line, "signed:") == "1",
                     .is_array = false};
    read_declaration(declaration, field);
    if (!field.name.starts_with("common_"))
      format.fields.push_back(std::move(field));
  }
  return format;
}

} // namespace dtrace

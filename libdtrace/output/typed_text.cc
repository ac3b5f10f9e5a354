#include "output/text.h"
#include "output/typed_value.h"

namespace dtrace {

namespace {
std::string typed_number(const TypedValue &value) {
  return value.is_signed ? std::to_string(value.integer)
                         : std::to_string(static_cast<uint64_t>(value.integer));
}

// Names of types and members come from a program's own debugging data.
void put_harmless(Output &out, std::string_view name) {
  std::string room;
  out.put(harmless(out, name, room));
}

void put_typed_scalar(Output &out, const TypedValue &value) {
  std::string text;
  switch (value.form) {
  case ValueForm::Character: return out.printf("'%c'", static_cast<char>(value.integer));
  case ValueForm::Enumerator: return put_harmless(out, value.text);
  case ValueForm::Pointer: return out.printf("0x%lx", static_cast<unsigned long>(value.integer));
  case ValueForm::Float: return out.printf("%Lg", value.number);
  case ValueForm::String:
    append_escaped(text, value.text);
    return out.put('"' + text + '"');
  case ValueForm::Integer: return out.put(typed_number(value));
  default: return out.put('?');
  }
}
} // namespace

void TypedText::begin(const TypedValue &value) {
  if (depth_) {
    out_.pad(' ', indent_ + depth_);
    if (!value.member.empty()) {
      out_.put('.');
      put_harmless(out_, value.member);
      out_.put(" = ");
    }
  }
  out_.put('(');
  put_harmless(out_, value.type);
  out_.put(')');
}

void TypedText::end() {
  out_.put(depth_ ? ",\n" : "\n");
}

void TypedText::value(const TypedValue &value) {
  begin(value);
  put_typed_scalar(out_, value);
  end();
}

void TypedText::open(const TypedValue &head) {
  begin(head);
  out_.put(head.form == ValueForm::Struct ? " {\n" : " [\n");
  depth_++;
}

void TypedText::close(const TypedValue &head) {
  depth_--;
  out_.pad(' ', indent_ + depth_);
  out_.put(head.form == ValueForm::Struct ? '}' : ']');
  end();
}

void TypedJson::begin(const TypedValue &value) {
  if (!first_)
    out_.put(',');
  first_ = false;
  out_.put(std::string_view("{\"name\":"));
  put_json_string(out_, value.type);
  if (!value.member.empty()) {
    out_.put(std::string_view(",\"member-name\":"));
    put_json_string(out_, value.member);
  }
  out_.put(std::string_view(",\"kind\":"));
  put_json_string(out_, form_name(value.form));
}

void TypedJson::value(const TypedValue &value) {
  begin(value);
  out_.put(std::string_view(",\"value\":"));
  switch (value.form) {
  case ValueForm::Pointer:
    out_.printf("\"0x%lx\"", static_cast<unsigned long>(value.integer));
    break;
  case ValueForm::Float: put_json_float(out_, value.number); break;
  case ValueForm::Enumerator:
  case ValueForm::String: put_json_string(out_, value.text); break;
  case ValueForm::Missing: out_.put(std::string_view("null")); break;
  default: put_json_number(out_, value.integer, value.is_signed);
  }
  if (value.form == ValueForm::Enumerator) {
    out_.put(std::string_view(",\"number\":"));
    put_json_number(out_, value.integer, value.is_signed);
  }
  out_.put('}');
}

void TypedJson::open(const TypedValue &head) {
  begin(head);
  out_.put(std::string_view(",\"type\":["));
  first_ = true;
}

void TypedJson::close(const TypedValue &) {
  out_.put(std::string_view("]}"));
  first_ = false;
}

} // namespace dtrace

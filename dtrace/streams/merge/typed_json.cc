#include "merge/typed_json.h"

#include <cstdlib>

namespace dtrace::stream {

namespace {
constexpr int kDeepest = 64;

ValueForm form_of(const std::string &name) {
  for (int form = 0; form <= static_cast<int>(ValueForm::Array); form++)
    if (name == form_name(static_cast<ValueForm>(form)))
      return static_cast<ValueForm>(form);
  return ValueForm::Missing;
}

void walk(TypedVisitor &visitor, const Json &json, int depth) {
  const std::string member_name = text(json, "member-name"), value_text = text(json, "value");
  TypedValue value{form_of(text(json, "kind")), text(json, "name"), member_name};
  if (const Json *parts = member(json, "type"); parts && parts->IsArray()) {
    visitor.open(value);
    for (const Json &part : parts->GetArray())
      if (depth < kDeepest)
        walk(visitor, part, depth + 1);
    return visitor.close(value);
  }
  value.text = value_text;
  value.integer = number(json, "value");
  if (value.form == ValueForm::Pointer)
    value.integer = static_cast<int64_t>(strtoull(value_text.c_str(), nullptr, 16));
  if (const Json *number = stream::member(json, "value"); number && number->IsNumber()) {
    value.number = number->GetDouble();
    value.is_signed = number->IsInt64();
  }
  visitor.value(value);
}
} // namespace

void walk_typed_json(TypedVisitor &visitor, const Json &value) {
  walk(visitor, value, 0);
}

} // namespace dtrace::stream

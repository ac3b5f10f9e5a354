#include "reader/json.h"

namespace dtrace::stream {

const Json *member(const Json &object, std::string_view name) {
  if (!object.IsObject())
    return nullptr;
  const auto found = object.FindMember(
      rapidjson::StringRef(name.data(), static_cast<rapidjson::SizeType>(name.size())));
  return found == object.MemberEnd() ? nullptr : &found->value;
}

bool has(const Json &object, std::string_view name) {
  return member(object, name) != nullptr;
}

// U+EF80 to U+EFFF (ee be 80 to ee bf bf) stand for the bytes 80 to ff.
std::string decoded(const Json &value) {
  if (!value.IsString())
    return "";
  std::string_view text(value.GetString(), value.GetStringLength());
  std::string bytes;
  for (size_t mark; (mark = text.find('\xee')) != text.npos && mark + 2 < text.size();) {
    const auto middle = static_cast<uint8_t>(text[mark + 1]),
               last = static_cast<uint8_t>(text[mark + 2]);
    bytes += text.substr(0, mark);
    if (middle == 0xbe || middle == 0xbf)
      bytes += static_cast<char>((middle & 1) << 6 | (last & 0x3f) | 0x80);
    else
      bytes += text.substr(mark, 3);
    text.remove_prefix(mark + 3);
  }
  return bytes += text;
}

std::string text(const Json &object, std::string_view name) {
  const Json *found = member(object, name);
  return found ? decoded(*found) : "";
}

int64_t integer(const Json &value, int64_t otherwise) {
  if (value.IsInt64())
    return value.GetInt64();
  return value.IsUint64() ? static_cast<int64_t>(value.GetUint64()) : otherwise;
}

int64_t number(const Json &object, std::string_view name, int64_t otherwise) {
  const Json *found = member(object, name);
  return found ? integer(*found, otherwise) : otherwise;
}

const Json &list(const Json &object, std::string_view name) {
  static const Json empty(rapidjson::kArrayType);
  const Json *found = member(object, name);
  return found && found->IsArray() ? *found : empty;
}

} // namespace dtrace::stream

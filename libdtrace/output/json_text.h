// Stage: output. The pieces of JSON (RFC 8259): strings, numbers, hexadecimal, and lists of members.
// Numbers are written in full, whatever their size. Strings come out as UTF-8: a byte that is no part
// of UTF-8 becomes a character of its own, U+EF00 plus the byte (U+EF80 to U+EFFF). Where text holds
// such a character itself, each of its bytes is written so: nothing is lost, and nothing is ambiguous.
#pragma once
#include "output/number.h"
#include "output/output.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace dtrace {

void put_json_string(Output &out, std::string_view text); // with its quotes

inline void put_json_number(Output &out, int64_t value, bool is_signed = true) {
  char *to = out.reserve(24);
  out.advance(is_signed ? write_signed(to, value)
                        : write_unsigned(to, static_cast<uint64_t>(value)));
}
// Neither infinity nor NaN is a number of JSON: these become null.
void put_json_float(Output &out, long double value);
// As a string: two digits a byte.
void put_json_bytes(Output &out, std::span<const std::byte> bytes);

// Writes `{`, members, `}` (or a list's brackets) with the commas between them.
//   JsonObject object(out);
//   object.text("name", name).number("size", size);
class JsonObject {
public:
  explicit JsonObject(Output &out) : out_(out) { out.put('{'); }
  ~JsonObject() { out_.put('}'); }
  JsonObject(const JsonObject &) = delete;
  JsonObject &operator=(const JsonObject &) = delete;

  // The member's name; its value is the caller's to write.
  Output &member(std::string_view name) {
    out_.put(first_ ? std::string_view("\"") : std::string_view(",\""));
    first_ = false;
    out_.put(name);
    out_.put(std::string_view("\":"));
    return out_;
  }
  JsonObject &text(std::string_view name, std::string_view value) {
    put_json_string(member(name), value);
    return *this;
  }
  JsonObject &number(std::string_view name, int64_t value, bool is_signed = true) {
    put_json_number(member(name), value, is_signed);
    return *this;
  }
  JsonObject &flag(std::string_view name, bool value) {
    member(name).put(std::string_view(value ? "true" : "false"));
    return *this;
  }

private:
  Output &out_;
  bool first_ = true;
};

class JsonList {
public:
  explicit JsonList(Output &out) : out_(out) { out.put('['); }
  ~JsonList() { out_.put(']'); }
  JsonList(const JsonList &) = delete;
  JsonList &operator=(const JsonList &) = delete;

  Output &element() { // whose value is the caller's to write
    if (!first_)
      out_.put(',');
    first_ = false;
    return out_;
  }

private:
  Output &out_;
  bool first_ = true;
};

} // namespace dtrace

// Stage: output. print(): a value of any C type, walked through part by part. Zeros in structs and
// arrays are left out, so that a kernel structure shows what is set in it.
#pragma once
#include "output/json_text.h"
#include "output/output.h"
#include "types/type.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace dtrace {

enum class ValueForm { Integer, Character, Enumerator, Pointer, Float, String, Missing, Struct, Array };
const char *form_name(ValueForm form);

// One value, or the head of a struct or an array.
struct TypedValue {
  ValueForm form;
  std::string type;         // "struct pt", "int [4]"
  std::string_view member;  // in a struct: its name; "": anonymous, or no member
  int64_t integer = 0;      // Integer, Character, Enumerator, Pointer
  bool is_signed = true;
  long double number = 0;   // Float
  std::string_view text{};  // String; Enumerator: its name
};

class TypedVisitor {
public:
  virtual ~TypedVisitor() = default;
  virtual void value(const TypedValue &value) = 0;
  virtual void open(const TypedValue &head) = 0; // Struct, Array: its parts follow, then close()
  virtual void close(const TypedValue &head) = 0;
};

// bytes may be shorter than the type: what is missing is left out. texts: arrays of characters are shown
// as strings, when nothing follows their NUL.
void walk_typed(TypedVisitor &visitor, const Type *type, std::span<const std::byte> bytes,
                bool texts = false);

// As C writes an initialiser, with its types: `(struct pt) {`, its members one a line, `}`, and a
// newline. indent: columns of the first line, which the caller has written.
class TypedText : public TypedVisitor {
public:
  TypedText(Output &out, uint32_t indent) : out_(out), indent_(indent) {}
  void value(const TypedValue &value) override;
  void open(const TypedValue &head) override;
  void close(const TypedValue &head) override;

private:
  void begin(const TypedValue &value);
  void end();

  Output &out_;
  uint32_t indent_, depth_ = 0;
};

inline void print_typed(Output &out, const Type *type, std::span<const std::byte> bytes,
                        uint32_t indent, bool texts = false) {
  TypedText text(out, indent);
  walk_typed(text, type, bytes, texts);
}

// A list of objects, one a value: "name" (the type), "member-name", "kind" and "value"; of a struct or
// an array "type", such a list of its parts.
class TypedJson : public TypedVisitor {
public:
  explicit TypedJson(Output &out) : out_(out) {}
  void value(const TypedValue &value) override;
  void open(const TypedValue &head) override;
  void close(const TypedValue &head) override;

private:
  void begin(const TypedValue &value);

  Output &out_;
  bool first_ = true;
};

} // namespace dtrace

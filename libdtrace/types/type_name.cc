// Stage: types. Types as C writes them. A declarator is built from the inside out, so every step
// wraps the text made so far: `*` before it, `[8]` and `(int)` behind it, parentheses where a
// pointer meets either.
#include "types/type.h"

namespace dtrace {

namespace {
std::string keyword(TypeKind kind) {
  switch (kind) {
  case TypeKind::Struct:
    return "struct ";
  case TypeKind::Union:
    return "union ";
  case TypeKind::Enum:
    return "enum ";
  case TypeKind::Const:
    return "const ";
  case TypeKind::Volatile:
    return "volatile ";
  case TypeKind::Restrict:
    return "restrict ";
  default:
    return "";
  }
}

bool is_qualifier(TypeKind kind) {
  return kind == TypeKind::Const || kind == TypeKind::Volatile || kind == TypeKind::Restrict;
}

std::string base_name(const Type *type) {
  const TypeKind tag = type->kind == TypeKind::Forward ? type->forward_kind : type->kind;
  switch (type->kind) {
  case TypeKind::Void:
    return "void";
  case TypeKind::String:
    return "string";
  case TypeKind::Stack:
    return "stack";
  case TypeKind::UserStack:
    return "ustack";
  case TypeKind::Symbol:
    return "symaddr";
  default:
    break;
  }
  std::string text = keyword(tag);
  if (type->name.empty() && !text.empty())
    text.pop_back();
  return text.append(type->name);
}

// Type data may be damaged, or made to harm: a function that takes a pointer to itself has no end of a
// name, and 30 functions of which each takes the one before twice have one of a gigabyte.
constexpr size_t longest_text = 4096;
constexpr unsigned most_functions = 16; // one among the parameters of another

std::string declare(const Type *type, std::string declarator, unsigned level);

std::string parameter_names(const Type *function, unsigned level) {
  std::string text;
  if (level == most_functions)
    return "...";
  for (const Type *parameter : function->parameters()) {
    if (text.size() > longest_text)
      return text + ", ...";
    text += (text.empty() ? "" : ", ") + declare(parameter, "", level + 1);
  }
  if (function->variadic)
    text += text.empty() ? "..." : ", ...";
  return text.empty() ? "void" : text;
}

std::string declare(const Type *type, std::string declarator, unsigned level) {
  std::string qualifiers;
  bool userland = false;
  for (; declarator.size() + qualifiers.size() <= 2 * longest_text; type = type->target) {
    if (is_qualifier(type->kind)) {
      const Type *unqualified = type->target;
      while (is_qualifier(unqualified->kind))
        unqualified = unqualified->target;
      // `char *const p` qualifies the pointer; `const char *p` what it points to.
      if (unqualified->kind == TypeKind::Pointer)
        declarator = keyword(type->kind) + declarator;
      else
        qualifiers += keyword(type->kind);
    } else if (type->kind == TypeKind::Pointer) {
      while (!declarator.empty() && declarator.back() == ' ')
        declarator.pop_back();
      declarator = std::string("*") + declarator;
      userland |= type->userland;
      if (type->target->kind == TypeKind::Array || type->target->kind == TypeKind::Function)
        declarator = std::string("(") + declarator + ")";
    } else if (type->kind == TypeKind::Array) {
      declarator.append("[").append(type->count ? std::to_string(type->count) : "").append("]");
    } else if (type->kind == TypeKind::Function) {
      declarator.append("(").append(parameter_names(type, level)).append(")");
    } else {
      break;
    }
  }
  const bool is_cut_off = declarator.size() + qualifiers.size() > 2 * longest_text;
  std::string text = std::string(userland ? "userland " : "") + qualifiers +
                     (is_cut_off ? "..." : base_name(type));
  return declarator.empty() ? text : text + " " + declarator;
}
} // namespace

std::string type_name(const Type *type) {
  return declare(type, "", 0);
}

std::string type_declaration(const Type *type, std::string_view name) {
  return declare(type, std::string(name), 0);
}

} // namespace dtrace

#include "language/format.h"

#include <array>

namespace dtrace {

namespace {
enum Takes : uint32_t {
  TakesInteger = 1u << static_cast<int>(ArgumentKind::Integer),
  TakesPointer = 1u << static_cast<int>(ArgumentKind::Pointer),
  TakesFloat = 1u << static_cast<int>(ArgumentKind::Float),
  TakesString = 1u << static_cast<int>(ArgumentKind::String),
  TakesWideString = 1u << static_cast<int>(ArgumentKind::WideString),
  TakesStack = 1u << static_cast<int>(ArgumentKind::Stack),
  TakesSymbol = 1u << static_cast<int>(ArgumentKind::Symbol),
};

constexpr int pointer_digits = 16; // the width that `?` stands for

constexpr std::string_view integer = "char, short, int, long, or long long";
constexpr std::string_view address = "pointer or integer";
constexpr std::string_view floating = "float, double, or long double";
constexpr std::string_view characters = "char [] or string (or use stringof)";

constexpr ConversionRow conversion_table[] = {
    {"a", TakesPointer | TakesInteger | TakesSymbol, 0, false, address,
     "a kernel address as module`symbol+offset"},
    {"A", TakesPointer | TakesInteger | TakesSymbol, 0, false, address,
     "a user address as object`symbol+offset"},
    {"c", TakesInteger, 0, true, "char, short, or int", "a character"},
    {"C", TakesInteger, 0, false, "char, short, or int", "a character, escaped when unprintable"},
    {"d", TakesInteger, 0, true, integer, "decimal, signed if its type is"},
    {"e", TakesFloat, 0, false, floating, "floating point, [-]d.dddde+dd"},
    {"E", TakesFloat, 0, false, floating, "floating point, [-]d.ddddE+dd"},
    {"f", TakesFloat, 0, false, floating, "floating point, [-]ddd.ddd"},
    {"g", TakesFloat, 0, false, floating, "floating point, the shorter of %e and %f"},
    {"G", TakesFloat, 0, false, floating, "floating point, the shorter of %E and %f"},
    {"i", TakesInteger, 0, true, integer, "as %d"},
    {"k", TakesStack, 0, false, "stack", "a stack, one frame on each line; %-8k indents them by 8"},
    {"o", TakesInteger, 0, true, integer, "octal, unsigned"},
    {"p", TakesPointer | TakesInteger, 0, true, address, "hexadecimal"},
    {"s", TakesString | TakesSymbol, 0, false, characters, "a string"},
    {"S", TakesString, 0, false, characters, "a string, escaped, with its final \\0"},
    {"T", TakesInteger, 8, true, "int64_t", "nanoseconds since 1970 as an RFC 822 date"},
    {"u", TakesInteger, 0, true, integer, "decimal, unsigned"},
    {"wc", TakesInteger, 0, false, integer, "a wide character"},
    {"ws", TakesWideString, 0, false, "wchar_t []", "a wide string"},
    {"x", TakesInteger, 0, true, integer, "hexadecimal, unsigned"},
    {"X", TakesInteger, 0, true, integer, "hexadecimal in capitals, unsigned"},
    {"Y", TakesInteger, 8, true, "int64_t", "nanoseconds since 1970 as local time, such as 1970 Jan  1 00:00:00; %.6Y adds microseconds"},
};

const ConversionRow *find_row(std::string_view letter) {
  for (const ConversionRow &row : conversion_table)
    if (row.letter == letter)
      return &row;
  return nullptr;
}

// Walks a format's text; one call of conversion() a `%`.
class Parser {
public:
  Parser(std::string_view text, Span span) : text_(text), span_(span) {
    // Within a string constant without escapes a conversion's own place is known.
    const std::string_view source = span.text();
    exact_ = source.size() == text.size() + 2 && source.substr(1, text.size()) == text;
  }

  Result<Format> parse() {
    Format format{std::string(text_), {}};
    std::string literal;
    while (at_ < text_.size()) {
      if (text_[at_] != '%') {
        literal += text_[at_++];
      } else if (text_.substr(at_, 2) == "%%") {
        literal += '%', at_ += 2;
      } else {
        TRY(conversion, this->conversion(format.conversions.size() + 1));
        conversion.literal = std::move(literal);
        literal.clear();
        format.conversions.push_back(std::move(conversion));
      }
    }
    if (!literal.empty())
      format.conversions.push_back({.literal = std::move(literal), .span = span_});
    return format;
  }

private:
  bool take(char c) {
    if (at_ >= text_.size() || text_[at_] != c)
      return false;
    at_++;
    return true;
  }

  void take_flags(Conversion &c) {
    while (at_ < text_.size()) {
      if (take('@'))
        c.aggregation = true;
      else if (take('?'))
        c.width = pointer_digits;
      else if (std::string_view("-+ #0'").contains(text_[at_]))
        c.flags += text_[at_++];
      else
        return;
    }
  }

  // `*`, digits or nothing.
  Result<void> take_number(bool &from_argument, int &number, Span span) {
    constexpr int greatest = 4095;
    if (take('*')) {
      from_argument = true;
      return {};
    }
    if (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9')
      number = 0;
    while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') {
      number = number * 10 + (text_[at_++] - '0');
      if (number > greatest)
        return fail(Tag::D_SYNTAX, span, "width or precision above %d in format", greatest);
    }
    return {};
  }

  void take_length(Conversion &c) {
    for (std::string_view length : {"hh", "h", "ll", "l", "L"}) {
      if (text_.substr(at_, length.size()) == length) {
        c.length = length;
        at_ += length.size();
        return;
      }
    }
  }

  Result<Conversion> conversion(size_t number) {
    const uint32_t begin = at_++;
    Conversion c{.literal = {}};
    take_flags(c);
    TRY_VOID(take_number(c.width_from_argument, c.width, span_));
    if (take('@'))
      c.aggregation = true;
    if (take('.')) {
      c.precision = 0;
      TRY_VOID(take_number(c.precision_from_argument, c.precision, span_));
    }
    if (take('@'))
      c.aggregation = true;
    take_length(c);
    const size_t letter_size = text_.substr(at_, 1) == "w" ? 2 : 1;
    c.letter = text_.substr(at_, letter_size);
    at_ = std::min(at_ + letter_size, text_.size());
    c.span = exact_ ? Span{span_.source, span_.begin + 1 + begin,
                           span_.begin + 1 + static_cast<uint32_t>(at_)}
                    : span_;
    if (c.letter.empty())
      return fail(Tag::D_SYNTAX, c.span, "format ends within conversion #%zu", number);
    if (!find_row(c.letter))
      return fail(Tag::D_SYNTAX, c.span, "format conversion #%zu (%%%s) is not known", number,
                  c.letter.c_str());
    return c;
  }

  std::string_view text_;
  Span span_;
  bool exact_ = false;
  size_t at_ = 0;
};

// Walks the arguments beside the conversions.
class Checker {
public:
  Checker(std::span<const FormatArgument> arguments, const FormatUse &use)
      : arguments_(arguments), use_(use), function_(use.function) {}

  Result<void> check(const Format &format) {
    if (format.text.empty() && !use_.may_be_empty)
      return fail(Tag::D_PRINTF_FMT_EMPTY, use_.span, "%s( ) format string is empty",
                  function_.c_str());
    for (const Conversion &conversion : format.conversions) {
      if (conversion.letter.empty())
        continue;
      number_++;
      TRY_VOID(check_conversion(conversion));
    }
    if (next_ < arguments_.size() && !use_.aggregations)
      return fail(Tag::D_PRINTF_ARG_EXTRA, place(arguments_[next_]),
                  "%s( ) prototype mismatch: only %zu arguments required by this format string",
                  function_.c_str(), next_);
    return {};
  }

private:
  Span place(const FormatArgument &argument) const {
    return argument.span.source ? argument.span : use_.span;
  }
  Span place(const Conversion &c) const { return c.span.source ? c.span : use_.span; }

  // What messages call the argument just taken: the format itself is #1; printa's keys count anew.
  std::string argument_name() const {
    return use_.aggregations ? format("key #%zu", next_) : format("argument #%zu", next_ + 1);
  }

  Result<void> check_conversion(const Conversion &c) {
    if (c.width_from_argument)
      TRY_VOID(check_star(c, "width"));
    if (c.precision_from_argument)
      TRY_VOID(check_star(c, "precision"));
    return c.aggregation ? check_aggregation(c) : check_value(c);
  }

  Result<void> check_star(const Conversion &c, const char *what) {
    if (next_ >= arguments_.size())
      return fail(Tag::D_PRINTF_DYN_PROTO, place(c),
                  "%s( ) prototype mismatch: conversion #%d (%%%s) is missing a corresponding "
                  "\"%s\" argument",
                  function_.c_str(), number_, c.letter.c_str(), what);
    const FormatArgument &argument = arguments_[next_++];
    if (argument.kind != ArgumentKind::Integer)
      return fail(
          Tag::D_PRINTF_DYN_TYPE, place(argument),
          "%s( ) %s is incompatible with conversion #%d prototype: %s is int, argument is %s",
          function_.c_str(), argument_name().c_str(), number_, what,
          type_name_of(argument).c_str());
    return {};
  }

  Result<void> check_aggregation(const Conversion &c) {
    if (!use_.aggregations)
      return fail(Tag::D_PRINTF_AGG_CONV, place(c),
                  "%s( ) conversion #%d (%%@%s) requires an aggregation and printa( )",
                  function_.c_str(), number_, c.letter.c_str());
    if (!find_row(c.letter)->of_aggregation)
      return fail(Tag::D_PRINTF_AGG_CONV, place(c),
                  "%s( ) conversion #%d (%%@%s) cannot print an aggregation's value",
                  function_.c_str(), number_, c.letter.c_str());
    return {};
  }

  Result<void> check_value(const Conversion &c) {
    if (next_ >= arguments_.size())
      return fail(Tag::D_PRINTF_ARG_PROTO, place(c),
                  "%s( ) prototype mismatch: conversion #%d (%%%s) is missing a corresponding "
                  "value argument",
                  function_.c_str(), number_, c.letter.c_str());
    const FormatArgument &argument = arguments_[next_++];
    const ConversionRow &row = *find_row(c.letter);
    const bool kind_fits = row.kinds & 1u << static_cast<int>(argument.kind);
    if (kind_fits && (!row.size || argument.size == row.size))
      return {};
    return fail(Tag::D_PRINTF_ARG_TYPE, place(argument),
                "%s( ) %s is incompatible with conversion #%d prototype: conversion %%%s takes %s, "
                "argument is %s",
                function_.c_str(), argument_name().c_str(), number_, c.letter.c_str(),
                std::string(row.takes).c_str(), type_name_of(argument).c_str());
  }

  static std::string type_name_of(const FormatArgument &argument) {
    return argument.type ? type_name(argument.type) : "of another type";
  }

  std::span<const FormatArgument> arguments_;
  const FormatUse &use_;
  std::string function_;
  size_t next_ = 0;
  int number_ = 0;
};
} // namespace

FormatArgument format_argument(const Type *type, Span span) {
  struct Row {
    TypeKind type;
    ArgumentKind kind;
  };
  static constexpr Row kinds[] = {
      {TypeKind::Integer, ArgumentKind::Integer}, {TypeKind::Enum, ArgumentKind::Integer},
      {TypeKind::Float, ArgumentKind::Float},     {TypeKind::Pointer, ArgumentKind::Pointer},
      {TypeKind::String, ArgumentKind::String},   {TypeKind::Stack, ArgumentKind::Stack},
      {TypeKind::UserStack, ArgumentKind::Stack}, {TypeKind::Symbol, ArgumentKind::Symbol},
  };
  const Type *bare = type->strip();
  FormatArgument argument{ArgumentKind::Other, static_cast<uint32_t>(bare->size), type, span};
  if (bare->kind == TypeKind::Array && bare->target->is_integer()) {
    const Type *element = bare->target->strip();
    argument.kind = element->is_char     ? ArgumentKind::String
                    : element->size == 4 ? ArgumentKind::WideString
                                         : ArgumentKind::Other;
    return argument;
  }
  for (const Row &row : kinds)
    if (row.type == bare->kind)
      argument.kind = row.kind;
  if (is_kept_stack(type))
    argument.kind = ArgumentKind::Stack;
  return argument;
}

Result<Format> parse_format(std::string_view text, Span span) {
  return Parser(text, span).parse();
}

Result<void> check_format(const Format &format, std::span<const FormatArgument> arguments,
                          const FormatUse &use) {
  return Checker(arguments, use).check(format);
}

std::span<const ConversionRow> conversion_rows() {
  return conversion_table;
}

} // namespace dtrace

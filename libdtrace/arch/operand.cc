#include "arch/operand.h"

#include "arch/operand_text.h"
#include "arch/processor.h"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace dtrace::usdt {

std::string_view trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t");
  if (first == text.npos)
    return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  int depth = 0;
  size_t begin = 0;
  for (size_t i = 0; i <= text.size(); i++) {
    const char c = i < text.size() ? text[i] : separator;
    depth += c == '[' || c == '(';
    depth -= c == ']' || c == ')';
    if (i == text.size() || (c == separator && depth <= 0)) {
      parts.push_back(trimmed(text.substr(begin, i - begin)));
      begin = i + 1;
    }
  }
  return parts;
}

Failure not_understood(std::string_view text) {
  return fail("%s is not understood", std::string(text).c_str());
}

std::optional<uint64_t> number_of(std::string_view text) {
  int base = 10;
  if (text.starts_with("0x") || text.starts_with("0X")) {
    text.remove_prefix(2);
    base = 16;
  }
  uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc() || end != text.data() + text.size())
    return std::nullopt;
  return value;
}

Result<Sum> sum_of(std::string_view text, const OperandContext &context) {
  Sum sum;
  const std::string_view whole = text;
  while (!text.empty()) {
    const bool minus = text[0] == '-';
    if (minus || text[0] == '+')
      text.remove_prefix(1);
    const std::string_view term = trimmed(text.substr(0, text.find_first_of("+-")));
    text.remove_prefix(std::min(text.find_first_of("+-"), text.size()));
    if (const auto number = number_of(term)) {
      sum.value += minus ? -*number : *number;
      continue;
    }
    const bool is_name = !term.empty() && !isdigit(static_cast<unsigned char>(term[0])) &&
                         std::ranges::all_of(term, [](unsigned char c) {
                           return isalnum(c) || c == '_' || c == '.' || c == '$';
                         });
    if (!is_name || minus || sum.has_symbol)
      return not_understood(whole);
    const auto address = context.symbol ? context.symbol(term) : std::nullopt;
    if (!address)
      return fail("symbol %s is not in the file", std::string(term).c_str());
    sum.value += *address;
    sum.has_symbol = true;
  }
  return sum;
}

dt_usdt_argument value(uint64_t number) {
  dt_usdt_argument argument = {};
  argument.kind = DT_USDT_VALUE;
  argument.offset = static_cast<int64_t>(number);
  argument.base = argument.index = DT_USDT_NO_REGISTER;
  return argument;
}

void make_relative(dt_usdt_argument &argument, const OperandContext &context) {
  argument.base = find_processor(context.machine)->pc_word;
  argument.offset -= static_cast<int64_t>(context.pc);
}

Result<dt_usdt_argument> constant(std::string_view text, const OperandContext &context) {
  TRY(sum, sum_of(text, context));
  dt_usdt_argument argument = value(sum.value);
  if (sum.has_symbol)
    make_relative(argument, context);
  return argument;
}

Result<dt_usdt_argument> in_register(std::string_view name, const std::optional<Register> &one,
                                     int size) {
  if (!one)
    return not_understood(name);
  if (one->is_float)
    return fail("%s is a floating-point register", std::string(name).c_str());
  dt_usdt_argument argument = value(0);
  if (one->is_zero)
    return argument;
  argument.base = one->word;
  argument.high_byte = one->high_byte;
  argument.size = static_cast<int8_t>(std::min<int>(std::abs(size), one->size));
  return argument;
}

namespace {

// Of a constant: what a variable of that size would hold.
int64_t narrowed(int64_t number, int size) {
  const int bits = 64 - 8 * std::abs(size);
  const uint64_t shifted = static_cast<uint64_t>(number) << bits;
  return size < 0 ? static_cast<int64_t>(shifted) >> bits : static_cast<int64_t>(shifted >> bits);
}

bool is_size(int size) {
  size = std::abs(size);
  return size == 1 || size == 2 || size == 4 || size == 8;
}

// "-4@%eax"; without size a word.
Result<dt_usdt_argument> parse_argument(std::string_view text, const OperandContext &context) {
  int size = 8;
  if (const size_t at = text.find('@'); at != text.npos) {
    const std::string_view prefix = text.substr(0, at);
    const auto [end, error] = std::from_chars(prefix.data(), prefix.data() + at, size);
    const std::string_view rest(end, prefix.data() + at - end);
    if (error == std::errc() && rest == "f")
      return fail("it is a floating-point number");
    if (error != std::errc() || !rest.empty() || !is_size(size))
      return not_understood(text);
    text.remove_prefix(at + 1);
  }
  return parse_operand(text, size, context);
}

} // namespace

bool Operands::operator==(const Operands &other) const {
  return count == other.count && !memcmp(row.data(), other.row.data(), sizeof row);
}

Result<dt_usdt_argument> parse_operand(std::string_view text, int size,
                                       const OperandContext &context) {
  text = trimmed(text);
  if (text.empty())
    return fail("it is empty");
  const Processor *processor = find_processor(context.machine);
  if (!processor || !processor->operand)
    return fail("programs for this processor are not known");
  TRY(argument, processor->operand(text, size, context));
  const int register_size = argument.size ? argument.size : std::abs(size);
  argument.size = static_cast<int8_t>(size < 0 ? -register_size : register_size);
  if (argument.kind == DT_USDT_VALUE && argument.base == DT_USDT_NO_REGISTER)
    argument.offset = narrowed(argument.offset, argument.size);
  return argument;
}

Operands parse_operands(std::string_view text, const OperandContext &context) {
  Operands operands;
  if (trimmed(text).empty())
    return operands;
  for (const std::string_view part : split(text, ' ')) {
    if (part.empty())
      continue;
    if (operands.count == operands.row.size()) {
      operands.complaint = format("there are more than %zu arguments", operands.row.size());
      return operands;
    }
    dt_usdt_argument &to = operands.row[operands.count++];
    if (const auto argument = parse_argument(part, context)) {
      to = *argument;
    } else {
      to.kind = DT_USDT_UNREADABLE;
      if (operands.complaint.empty())
        operands.complaint = format("arg%zu (%s) cannot be read: %s", operands.count - 1,
                                    std::string(part).c_str(), argument.error().message.c_str());
    }
  }
  return operands;
}

} // namespace dtrace::usdt

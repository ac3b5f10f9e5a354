#include "usdt/operand.h"

#include "usdt/registers.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>
#include <elf.h>
#include <span>
#include <vector>

namespace dtrace::usdt {

namespace {

constexpr uint8_t aarch64_pc_word = 32;

bool is_x86(const OperandContext &context) {
  return context.machine == EM_X86_64 || context.machine == EM_386;
}

std::string_view trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t");
  if (first == text.npos)
    return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// Parts between separators that no bracket encloses.
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

// A sum of numbers and at most one symbol: 8+table, -4, 0x10.
struct Sum {
  uint64_t value = 0;
  bool has_symbol = false;
};

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

// A symbol's address in the process: so far from the probe as it was linked.
void make_relative(dt_usdt_argument &argument, const OperandContext &context) {
  argument.base = is_x86(context) ? x86_ip_word : aarch64_pc_word;
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

// ---- x86 -------------------------------------------------------------------------------------

Result<Register> x86_address_register(std::string_view text, const OperandContext &context) {
  const auto one = text.starts_with("%") ? x86_register(text.substr(1)) : std::nullopt;
  const int word = context.machine == EM_386 ? 4 : 8;
  if (!one || one->is_float || one->size != word)
    return not_understood(text);
  return *one;
}

// displacement(base,index,scale)
Result<dt_usdt_argument> x86_memory(std::string_view text, const OperandContext &context) {
  const size_t open = text.find('(');
  if (text.back() != ')')
    return not_understood(text);
  const auto parts = split(text.substr(open + 1, text.size() - open - 2), ',');
  if (parts.size() > 3)
    return not_understood(text);
  TRY(sum, sum_of(trimmed(text.substr(0, open)), context));
  dt_usdt_argument argument = value(sum.value);
  argument.kind = DT_USDT_MEMORY;
  if (!parts[0].empty()) {
    TRY(base, x86_address_register(parts[0], context));
    argument.base = base.word;
  }
  if (parts.size() > 1) {
    TRY(index, x86_address_register(parts[1], context));
    const auto scale = parts.size() > 2 ? number_of(parts[2]) : 1;
    if (!scale || !std::has_single_bit(*scale) || *scale > 8 || index.word == x86_ip_word)
      return not_understood(text);
    argument.index = index.word;
    argument.shift = static_cast<uint8_t>(std::countr_zero(*scale));
  }
  if (sum.has_symbol &&
      (argument.base == DT_USDT_NO_REGISTER || argument.base == x86_ip_word))
    make_relative(argument, context);
  else if (sum.has_symbol ? !context.is_fixed : argument.base == x86_ip_word)
    return fail("%s depends on where the program was loaded", std::string(text).c_str());
  return argument;
}

Result<dt_usdt_argument> x86_operand(std::string_view text, int size,
                                     const OperandContext &context) {
  if (text[0] == '$')
    return constant(text.substr(1), context);
  if (text[0] == '%' && text.find(':') != text.npos)
    return fail("%s is memory of a thread", std::string(text).c_str());
  if (text[0] == '%')
    return in_register(text, x86_register(text.substr(1)), size);
  if (text.find('(') != text.npos)
    return x86_memory(text, context);
  TRY(argument, constant(text, context));
  if (argument.base != DT_USDT_NO_REGISTER) // a symbol is memory, a number itself
    argument.kind = DT_USDT_MEMORY;
  return argument;
}

// ---- AArch64 ---------------------------------------------------------------------------------

struct ExtensionRow {
  std::string_view word;
  uint8_t form;
};
constexpr ExtensionRow extension_rows[] = {{"lsl", DT_USDT_WHOLE},
                                           {"sxtx", DT_USDT_WHOLE},
                                           {"sxtw", DT_USDT_SIGNED_HALF},
                                           {"uxtw", DT_USDT_UNSIGNED_HALF}};

Result<void> aarch64_index(dt_usdt_argument &argument, std::span<const std::string_view> parts) {
  const auto index = aarch64_register(parts[0]);
  argument.index = index->is_zero ? DT_USDT_NO_REGISTER : index->word;
  argument.index_form = index->size == 8 ? DT_USDT_WHOLE : DT_USDT_UNSIGNED_HALF;
  if (parts.size() < 2)
    return {};
  const std::string_view word = parts[1].substr(0, parts[1].find(' '));
  std::string_view count = trimmed(parts[1].substr(word.size()));
  if (count.starts_with('#'))
    count.remove_prefix(1);
  const auto shift = count.empty() ? 0 : number_of(count);
  for (const ExtensionRow &row : extension_rows)
    if (row.word == word && shift && *shift <= 4) {
      argument.index_form = row.form;
      argument.shift = static_cast<uint8_t>(*shift);
      return {};
    }
  return not_understood(parts[1]);
}

// [base], [base, number], [base, index], [base, index, sxtw 3]
Result<dt_usdt_argument> aarch64_memory(std::string_view text, const OperandContext &context) {
  if (text.back() != ']')
    return not_understood(text);
  const auto parts = split(text.substr(1, text.size() - 2), ',');
  const auto base = aarch64_register(parts[0]);
  if (!base || base->is_float || base->is_zero || base->size != 8 || parts.size() > 3)
    return not_understood(text);
  dt_usdt_argument argument = value(0);
  argument.kind = DT_USDT_MEMORY;
  argument.base = base->word;
  if (parts.size() == 1)
    return argument;
  if (const auto index = aarch64_register(parts[1]); index && !index->is_float) {
    TRY_VOID(aarch64_index(argument, std::span(parts).subspan(1)));
    return argument;
  }
  TRY(sum, sum_of(parts[1].substr(parts[1].starts_with('#')), context));
  if (sum.has_symbol || parts.size() > 2)
    return not_understood(text);
  argument.offset = static_cast<int64_t>(sum.value);
  return argument;
}

Result<dt_usdt_argument> aarch64_operand(std::string_view text, int size,
                                         const OperandContext &context) {
  if (text[0] == '[')
    return aarch64_memory(text, context);
  if (const auto one = aarch64_register(text))
    return in_register(text, one, size);
  return constant(text.substr(text[0] == '#' || text[0] == '$'), context);
}

// ---- All -------------------------------------------------------------------------------------

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
  if (!is_x86(context) && context.machine != EM_AARCH64)
    return fail("programs for this processor are not known");
  TRY(argument, is_x86(context) ? x86_operand(text, size, context)
                                : aarch64_operand(text, size, context));
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

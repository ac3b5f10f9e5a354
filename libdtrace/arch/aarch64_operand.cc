// Stage: arch. Operands of AArch64: -4@w0, 8@[sp, 24], 8@[x1, w2, sxtw 3].
#include "arch/aarch64_code.h"
#include "arch/operand_text.h"

#include <charconv>
#include <span>

namespace dtrace::usdt {

namespace {

// arch/arm64/include/asm/ptrace.h: regs[31], sp, pc.
constexpr uint8_t aarch64_sp_word = 31;
struct AArch64Row {
  std::string_view name;
  Register is;
};
constexpr AArch64Row aarch64_rows[] = {
    {"sp", {aarch64_sp_word, 8}}, {"wsp", {aarch64_sp_word, 4}}, {"fp", {29, 8}}, {"lr", {30, 8}},
    {"xzr", {0, 8, false, false, true}}, {"wzr", {0, 4, false, false, true}},
};
constexpr std::string_view aarch64_float_letters = "bhsdqv";

std::optional<unsigned> register_number(std::string_view digits) {
  unsigned number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size())
    return std::nullopt;
  return number;
}

std::optional<Register> aarch64_register(std::string_view name) {
  for (const AArch64Row &row : aarch64_rows)
    if (row.name == name)
      return row.is;
  if (name.size() < 2)
    return std::nullopt;
  const auto number = register_number(name.substr(1));
  constexpr unsigned last = 30;
  if ((name[0] == 'x' || name[0] == 'w') && number && *number <= last)
    return Register{static_cast<uint8_t>(*number), static_cast<uint8_t>(name[0] == 'x' ? 8 : 4)};
  if (aarch64_float_letters.find(name[0]) != std::string_view::npos && number)
    return Register{0, 8, false, true};
  return std::nullopt;
}

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

} // namespace

Result<dt_usdt_argument> aarch64_operand(std::string_view text, int size,
                                         const OperandContext &context) {
  if (text[0] == '[')
    return aarch64_memory(text, context);
  if (const auto one = aarch64_register(text))
    return in_register(text, one, size);
  return constant(text.substr(text[0] == '#' || text[0] == '$'), context);
}

} // namespace dtrace::usdt

#include "providers/calling_convention.h"

#include <algorithm>

namespace dtrace {

namespace {

// What lies in the words of an argument.
struct Words {
  uint32_t integers = 0, floats = 0; // bit n: some of it lies in word n
  uint32_t float_members = 0;
  bool in_memory = false; // an x87 number is never in registers in a struct, nor by itself
};
constexpr uint64_t largest_float = 8;

void look_at(const Type &given, uint64_t offset, uint32_t word, Words &words) {
  const Type &type = *given.strip();
  const uint64_t first = offset / word;
  if (type.is_struct_or_union()) {
    for (const TypeMember &member : type.members())
      look_at(*member.type, offset + member.bit_offset / 8, word, words);
  } else if (type.kind == TypeKind::Array) {
    const uint64_t count = type.target->size ? type.count : 0;
    for (uint64_t i = 0; i < count && offset / word < 4; i++, offset += type.target->size)
      look_at(*type.target, offset, word, words);
  } else if (type.kind == TypeKind::Float) {
    words.in_memory |= type.size > largest_float;
    words.floats |= 1u << std::min<uint64_t>(first, 31);
    words.float_members++;
  } else {
    const uint64_t last = (offset + std::max<uint64_t>(type.size, 1) - 1) / word;
    for (uint64_t i = first; i <= std::min<uint64_t>(last, 31); i++)
      words.integers |= 1u << i;
  }
}

bool is_by_reference(const Type &given) {
  const Type &type = *given.strip();
  if (type.kind == TypeKind::Array)
    return is_by_reference(*type.target);
  if (!type.is_struct_or_union())
    return false;
  const auto &members = type.members(); // by_reference is known with them
  return type.by_reference || std::ranges::any_of(members, [](const TypeMember &member) {
           return is_by_reference(*member.type);
         });
}

// Of a processor that is not known: all on the stack, as i386 has it.
const CallingConvention &convention_of(unsigned machine) {
  const Processor *processor = find_processor(machine);
  return processor && processor->calls ? *processor->calls : *i386.calls;
}

} // namespace

ArgumentPlaces::ArgumentPlaces(unsigned machine, const Type *result)
    : convention_(convention_of(machine)) {
  if (result && result->is_struct_or_union() && convention_.result_takes_argument &&
      (result->strip()->size > convention_.in_registers || is_by_reference(*result)))
    ++(convention_.integers ? integers_ : stack_);
}

uint32_t ArgumentPlaces::on_stack(const Type &parameter) {
  const Type &type = *parameter.strip();
  constexpr uint64_t widest = 16; // a number of this size is aligned to it
  const uint64_t alignment = type.is_struct_or_union() ? type.alignment : type.size;
  if (convention_.integers && alignment >= widest)
    stack_ += stack_ & 1;
  const uint32_t place = convention_.integers + stack_;
  const uint64_t size = type.kind == TypeKind::Pointer ? convention_.word : type.size;
  stack_ += (size + convention_.word - 1) / convention_.word;
  return place;
}

uint32_t ArgumentPlaces::next(const Type &parameter) {
  const CallingConvention &its = convention_;
  const Type &type = *parameter.strip();
  const bool is_struct = type.is_struct_or_union();
  const bool large = is_struct && type.size > its.in_registers;
  if (is_by_reference(type) || (large && its.large_by_reference)) {
    if (integers_ < its.integers)
      return integers_++;
    return its.integers + stack_++;
  }
  if (large || !its.integers)
    return on_stack(type);
  Words words;
  look_at(type, 0, its.word, words);
  const auto count = [](uint32_t set) { return uint32_t(__builtin_popcount(set)); };
  uint32_t integers = count(words.integers), floats = count(words.floats & ~words.integers);
  if (its.numbers_alone && is_struct) { // all else is in whole words
    const bool numbers = !words.integers && words.float_members <= 4;
    floats = numbers ? words.float_members : 0;
    integers = numbers ? 0 : (type.size + its.word - 1) / its.word;
  }
  const bool wide = its.wide_floats_in_memory && words.in_memory;
  if (wide || integers_ + integers > its.integers || floats_ + floats > its.floats) {
    if (its.stack_ends_registers)
      (integers ? integers_ : floats_) = integers ? its.integers : its.floats;
    return on_stack(type);
  }
  const uint32_t place = integers_;
  integers_ += integers;
  floats_ += floats;
  return place;
}

} // namespace dtrace

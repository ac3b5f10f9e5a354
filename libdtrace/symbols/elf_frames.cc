// Stage: symbols. Steps from frame to frame and names of what was inlined, by libdw.
#include "symbols/elf_frames.h"

#include <algorithm>
#include <cstdlib>
#include <dwarf.h>
#include <iterator>
#include <utility>

namespace dtrace {

ElfFrames::ElfFrames(std::unique_ptr<ElfFile> file)
    : file_(std::move(file)), frames_(DwarfImage::make(*file_, DwarfImage::Part::Frames)) {
  if (frames_)
    exception_data_.reset(dwarf_getcfi_elf(frames_->elf()));
  file_->release();
}

void ElfFrames::read_ahead() {
  constexpr uint64_t little = 64 << 20;
  if (file_->image().size() <= little)
    dwarf();
}

Dwarf *ElfFrames::dwarf() {
  if (!std::exchange(debugging_tried_, true))
    debugging_ = DebuggingData::of(*file_);
  return debugging_ ? debugging_->dwarf() : nullptr;
}

// ---- Callers ----------------------------------------------------------------------------------

namespace {
using Frame = std::unique_ptr<Dwarf_Frame, decltype(&free)>;

Frame frame_at(Dwarf_CFI *data, uint64_t place) {
  Dwarf_Frame *frame = nullptr;
  if (!data || dwarf_cfi_addrframe(data, place, &frame) != 0)
    frame = nullptr;
  return Frame(frame, free);
}

constexpr size_t own_operations = 3; // libdw's dwarf_frame_register(): room for a simple rule

// Of AArch64, where the data mark that the return address is signed: libdw before 0.192 takes the mark for that
// of a SPARC's window of registers, and gives these rules to registers that are as they were.
bool is_mistaken(const Dwarf_Op *operations, size_t count, unsigned number) {
  constexpr unsigned first_in_register = 8, first_in_memory = 16, last = 31;
  if (!frame_rules().signed_addresses || !count || number < first_in_register || number > last)
    return false;
  if (number < first_in_memory)
    return count == 1 && operations[0].atom == DW_OP_regx && operations[0].number == number + 16;
  const uint64_t offset = (number - first_in_memory) * 8;
  return operations[0].atom == DW_OP_call_frame_cfa &&
         (count == 2 ? operations[1].atom == DW_OP_plus_uconst && operations[1].number == offset
                     : count == 1 && !offset);
}

// Nothing: not known any more. `undefined`: the data say that there is none.
std::optional<uint64_t> register_of_caller(Dwarf_Frame *frame, unsigned number,
                                           const FrameExpression &expression, bool &undefined) {
  Dwarf_Op own[own_operations];
  Dwarf_Op *operations = nullptr;
  size_t count = 0;
  undefined = false;
  if (dwarf_frame_register(frame, number, own, &operations, &count) != 0)
    return std::nullopt;
  const bool unchanged = is_mistaken(operations, count, number);
  if (count && !unchanged)
    return expression.content({operations, count});
  undefined = operations == own && !unchanged;
  return undefined || number >= dwarf_registers ? std::nullopt
                                                : expression.frame.registers[number];
}
} // namespace

ElfFrames::CallerResult ElfFrames::caller(uint64_t place, const StackCopy &copy,
                                          const FrameState &frame, FrameState &caller) {
  Frame data = frame_at(exception_data_.get(), place);
  if (!data && dwarf())
    data = frame_at(dwarf_getcfi(dwarf()), place);
  if (!data)
    return CallerResult::NoData;
  bool is_signal = false, undefined;
  const int return_register = dwarf_frame_info(data.get(), nullptr, nullptr, &is_signal);
  Dwarf_Op *operations = nullptr;
  size_t count = 0;
  FrameExpression expression{copy, frame, std::nullopt};
  if (return_register < 0 || dwarf_frame_cfa(data.get(), &operations, &count) != 0 || !count)
    return CallerResult::Outermost;
  expression.cfa = expression.value({operations, count});
  if (!expression.cfa)
    return CallerResult::Outermost;
  const auto returns_to = register_of_caller(data.get(), return_register, expression, undefined);
  if (!returns_to || !*returns_to)
    return CallerResult::Outermost;
  caller.address = *returns_to & frame_rules().address_bits;
  caller.is_exact = is_signal;
  for (unsigned i = 0; i < dwarf_registers; i++)
    caller.registers[i] = register_of_caller(data.get(), i, expression, undefined);
  if (!is_signal)
    caller.registers[frame_rules().stack_pointer] = expression.cfa;
  return CallerResult::Found;
}

// ---- Inlined functions ------------------------------------------------------------------------

namespace {
std::string name_of(Dwarf_Die *function) {
  Dwarf_Attribute attribute;
  for (const unsigned kind : {DW_AT_linkage_name, DW_AT_MIPS_linkage_name, DW_AT_name})
    if (const char *name = dwarf_formstring(dwarf_attr_integrate(function, kind, &attribute)))
      return name;
  return "?";
}

// libdw's own search (dwarf_getscopes) does not look into namespaces and types, where Rust and C++ have
// functions. Innermost first; bounded, since the data may be wrong.
constexpr int deepest_scope = 64;
constexpr int containers[] = {DW_TAG_namespace,  DW_TAG_structure_type,   DW_TAG_class_type,
                              DW_TAG_union_type, DW_TAG_enumeration_type, DW_TAG_module};

bool collect_inlined(Dwarf_Die *scope, uint64_t place, int depth, std::vector<std::string> &names) {
  Dwarf_Die die;
  if (depth == deepest_scope || dwarf_child(scope, &die) != 0)
    return false;
  do {
    const int tag = dwarf_tag(&die);
    if (dwarf_haspc(&die, place) == 1) {
      collect_inlined(&die, place, depth + 1, names);
      if (tag == DW_TAG_inlined_subroutine)
        if (std::string name = name_of(&die); !name.empty()) // damaged data may have none
          names.push_back(std::move(name));
      return true;
    }
    if (std::ranges::find(containers, tag) != std::end(containers) &&
        collect_inlined(&die, place, depth + 1, names))
      return true;
  } while (dwarf_siblingof(&die, &die) == 0);
  return false;
}
} // namespace

bool ElfFrames::find_unit(uint64_t place, Dwarf_Die &unit) {
  Dwarf *debugging = dwarf();
  if (dwarf_addrdie(debugging, place, &unit))
    return true;
  // Not every compiler writes an index of addresses.
  Dwarf_Off next, offset = 0;
  size_t header;
  while (dwarf_nextcu(debugging, offset, &next, &header, nullptr, nullptr, nullptr) == 0) {
    if (dwarf_offdie(debugging, offset + header, &unit) && dwarf_haspc(&unit, place) == 1)
      return true;
    offset = next;
  }
  return false;
}

const std::vector<std::string> &ElfFrames::inlined_at(uint64_t place) {
  const auto [known, is_new] = inlined_.try_emplace(place);
  Dwarf_Die unit;
  if (is_new && dwarf() && find_unit(place, unit))
    collect_inlined(&unit, place, 0, known->second);
  return known->second;
}

} // namespace dtrace

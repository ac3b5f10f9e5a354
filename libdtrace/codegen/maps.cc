// Stage: codegen. The maps that programs refer to, each an external symbol of the module.
//
// Hashes of dynamic variables are preallocated: an insertion may happen in any context. Those of
// aggregations are not: the kernel would allocate every element of a per-CPU hash on its own when
// the map is made, and that costs more than all the rest of starting; only new keys pay for it.
#include "codegen/scratch.h"
#include "codegen/unit.h"

#include "arch/page.h"

#include <dtrace/abi/buffer.h>
#include <dtrace/abi/record.h>
#include <dtrace/abi/speculation.h>
#include <dtrace/abi/state.h>
#include <linux/bpf.h>

#include <bit>

namespace dtrace::codegen {

namespace {
constexpr uint32_t least_elements = 1024, most_elements = 1 << 20;
constexpr uint32_t most_buffers = 128;         // with more CPUs, some share one
constexpr uint64_t most_ring = 1ull << 31;     // the kernel's ring buffers are no larger
constexpr uint64_t element_overhead = 128; // what the kernel adds to an element of a hash

uint32_t elements_in(uint64_t budget, uint64_t element_size) {
  const uint64_t elements = budget / (element_size + element_overhead);
  return std::clamp<uint64_t>(elements, least_elements, most_elements);
}
} // namespace

llvm::GlobalVariable *Unit::map(const std::string &symbol) {
  llvm::GlobalVariable *&variable = symbols_[symbol];
  if (!variable)
    variable = new llvm::GlobalVariable(ir, llvm::Type::getInt8Ty(context), false,
                                        llvm::GlobalValue::ExternalLinkage, nullptr, symbol);
  return variable;
}

llvm::GlobalVariable *Unit::add_map(MapSpec spec) {
  const std::string symbol = spec.symbol;
  const bool known = std::ranges::any_of(out.maps, [&](auto &m) { return m.symbol == symbol; });
  if (!known)
    out.maps.push_back(std::move(spec));
  return map(symbol);
}

void Unit::add_fixed_maps() {
  const auto mapped = [&](const char *symbol, uint64_t size) {
    add_map({.symbol = symbol, .type = BPF_MAP_TYPE_ARRAY, .key_size = 4,
             .value_size = static_cast<uint32_t>(size), .max_entries = 1,
             .flags = BPF_F_MMAPABLE, .direct = true, .mapped = true});
  };
  mapped("dt_state", sizeof(dt_state));
  mapped("dt_cpus", sizeof(dt_cpu) * cpu_slots_);
  if (program.globals_size)
    mapped("dt_globals", program.globals_size);
  add_buffers();
}

static uint64_t longest_record(const Manifest &manifest) {
  uint64_t longest = sizeof(dt_error_record);
  for (const ClauseRecord &clause : manifest.clauses)
    longest = std::max<uint64_t>(longest, clause.size);
  for (const AggregationRecord &aggregation : manifest.aggregations)
    longest = std::max<uint64_t>(longest, sizeof(dt_update_record) + aggregation.key_size +
                                              round_up(aggregation.value_size, 8) + aggregation.stack.size);
  return longest;
}

// sizes_.buffer is what all may take together. A sixteenth is kept for ERROR and END, so that what fills
// a buffer does not hide what went wrong.
BufferLayout Unit::buffer_layout() const {
  BufferLayout layout{};
  layout.count = program.only_cpu ? 1 : std::min(std::max(features.cpus, 1u), most_buffers);
  layout.longest = DT_SAMPLE_ROOM(longest_record(manifest));
  layout.halved = features.buffers_halved;
  uint64_t size = std::max(sizes_.buffer / layout.count, page_size()) >> features.buffers_halved;
  for (; size > features.most_buffer; size /= 2)
    layout.halved++;
  layout.size = std::bit_ceil(std::max(size, page_size()));
  layout.kept = layout.size / 16;
  return layout;
}

void Unit::add_buffers() {
  const BufferLayout layout = buffer_layout();
  MapSpec ring{.symbol = "dt_ring", .type = BPF_MAP_TYPE_RINGBUF, .key_size = 0, .value_size = 0,
               .max_entries = static_cast<uint32_t>(page_size())};
  if (!features.has_buffers) {
    ring.size_option = "bufsize";
    ring.halved = layout.halved;
    ring.max_entries = static_cast<uint32_t>(std::min(std::bit_ceil(layout.size * layout.count), most_ring));
  } else {
    const uint64_t size = round_up(sizeof(dt_buffer) + layout.size + layout.longest, page_size());
    add_map({.symbol = "dt_buffers", .type = BPF_MAP_TYPE_ARRAY, .key_size = 4,
             .value_size = static_cast<uint32_t>(size), .max_entries = layout.count,
             .flags = BPF_F_MMAPABLE, .mapped = true, .size_option = "bufsize",
             .buffer_size = layout.size, .halved = layout.halved});
  }
  add_map(std::move(ring));
}

void Unit::add_speculations() {
  const uint64_t size = sizeof(dt_speculation) * std::max(program.speculations, 1u);
  add_map({.symbol = "dt_speculations", .type = BPF_MAP_TYPE_ARRAY, .key_size = 4,
           .value_size = static_cast<uint32_t>(size), .max_entries = 1, .direct = true});
  if (!features.atomics)
    add_map({.symbol = "dt_speculations_taken", .type = BPF_MAP_TYPE_HASH, .key_size = 4,
             .value_size = 4, .max_entries = std::max(program.speculations, 1u)});
}

llvm::GlobalVariable *Unit::pieces_map(size_t program_index, uint32_t pieces) {
  return add_map({.symbol = pieces_symbol(program_index), .type = BPF_MAP_TYPE_PROG_ARRAY,
                  .key_size = 4, .value_size = 4, .max_entries = pieces});
}

// Without task storage by thread_number(). Nobody tells when a thread ends, so the oldest make room.
llvm::GlobalVariable *Unit::self_map() {
  if (!features.task_storage)
    return add_map({.symbol = "dt_self", .type = BPF_MAP_TYPE_LRU_HASH, .key_size = 8,
                    .value_size = program.self_size,
                    .max_entries = elements_in(sizes_.dynamic, 8 + program.self_size),
                    .size_option = "dynvarsize"});
  return add_map({.symbol = "dt_self", .type = BPF_MAP_TYPE_TASK_STORAGE, .key_size = 4,
                  .value_size = program.self_size, .max_entries = 0,
                  .flags = BPF_F_NO_PREALLOC, .needs_types = true});
}

uint64_t Unit::aggregation_stride(const AggregationRecord &aggregation) const {
  return round_up(aggregation.value_size, 64);
}

llvm::GlobalVariable *Unit::aggregation_map(const AggregationRecord &aggregation) {
  MapSpec spec{.symbol = aggregation_symbol(aggregation.index),
               .type = BPF_MAP_TYPE_ARRAY, .key_size = 4, .value_size = 0, .max_entries = 1};
  if (aggregation.key_size == 0) {
    spec.value_size = aggregation_stride(aggregation) * cpu_slots_;
    spec.flags = BPF_F_MMAPABLE;
    spec.direct = spec.mapped = true;
  } else {
    spec.type = BPF_MAP_TYPE_PERCPU_HASH;
    spec.key_size = aggregation.key_size;
    spec.value_size = aggregation.value_size;
    spec.max_entries = elements_in(sizes_.aggregation, spec.key_size + spec.value_size);
    spec.size_option = "aggsize";
    spec.flags = features.allocating_hash ? uint32_t{BPF_F_NO_PREALLOC} : 0;
  }
  return add_map(std::move(spec));
}

// A key's hash and comparison cost by its size, and most strings are much shorter than they may be.
bool Unit::has_short_keys(const AggregationRecord &aggregation) const {
  return aggregation.short_key_size && features.allocating_hash;
}

llvm::GlobalVariable *Unit::short_keys_map(const AggregationRecord &aggregation) {
  aggregation_map(aggregation);
  const std::string whole = aggregation_symbol(aggregation.index);
  MapSpec spec = *std::ranges::find(out.maps, whole, &MapSpec::symbol);
  spec.symbol = short_keys_symbol(aggregation.index);
  spec.key_size = aggregation.short_key_size;
  return add_map(std::move(spec));
}

llvm::GlobalVariable *Unit::array_map(const typed::Variable &variable) {
  const bool of_thread = variable.scope == typed::Scope::Self;
  const uint32_t key = variable.key_size + (of_thread ? 8 : 0);
  const uint32_t value = round_up(variable.size, 8);
  return add_map({.symbol = "dt_array_" + std::to_string(variable.index),
                  .type = BPF_MAP_TYPE_HASH, .key_size = key, .value_size = value,
                  .max_entries = elements_in(sizes_.dynamic, key + value),
                  .size_option = "dynvarsize"});
}

uint32_t Unit::most_stack_frames() const {
  uint32_t most = std::max(manifest.kept_stack_frames, 1u);
  for (const AggregationRecord &aggregation : manifest.aggregations)
    for (const KeyField &key : aggregation.keys)
      most = std::max(most, key.field.frames);
  return most;
}

static size_t count_stack_keys(const Manifest &manifest) {
  size_t count = manifest.kept_stack_frames ? 2 : 0; // they may be several
  for (const AggregationRecord &aggregation : manifest.aggregations)
    for (const KeyField &key : aggregation.keys)
      count += key.field.frames != 0;
  return count;
}

// Stacks that are keys, by id (bpf/stack.c). Elements this large the kernel's allocator keeps at hand
// one a CPU, and gets more only when interrupts are let in: a probe in an interrupt (profile) that
// meets two new stacks would lose one, so where a program has several, they are all made beforehand.
llvm::GlobalVariable *Unit::stacks_map() {
  const uint32_t size = most_stack_frames() * 8;
  const bool allocating = features.allocating_hash && count_stack_keys(manifest) < 2;
  // aggsize is a CPU's (Guide); where only what is used takes memory, all CPUs' stacks have room.
  const uint64_t budget = sizes_.aggregation * (allocating ? cpu_slots_ : 1);
  return add_map({.symbol = "dt_stacks", .type = BPF_MAP_TYPE_HASH, .key_size = 8,
                  .value_size = size, .max_entries = elements_in(budget, 8 + size),
                  .flags = allocating ? uint32_t{BPF_F_NO_PREALLOC} : 0});
}

// What functions were called with, until they return (bpf/provider_fbt.c). The oldest make room: of a
// call that never returns nobody tells.
llvm::GlobalVariable *Unit::kept_map() {
  constexpr uint32_t most_calls = 16384;
  return add_map({.symbol = "dt_kept", .type = BPF_MAP_TYPE_LRU_HASH, .key_size = 16,
                  .value_size = 48, .max_entries = most_calls});
}

// One element a CPU, so that the lookup is an address computation in every kernel. In a hash of threads
// the one that has not been here for longest makes room: with so many that it is not here now.
llvm::GlobalVariable *Unit::scratch_map(size_t program_index, uint64_t size, ScratchOwner owner) {
  constexpr uint64_t hash_bytes = 16 << 20;
  MapSpec spec{.symbol = "dt_scratch_" + std::to_string(program_index),
               .type = BPF_MAP_TYPE_ARRAY, .key_size = 4,
               .value_size = static_cast<uint32_t>(round_up(size, 64)),
               .max_entries = cpu_slots_};
  if (owner == ScratchOwner::Thread) {
    spec.type = BPF_MAP_TYPE_TASK_STORAGE;
    spec.max_entries = 0;
    spec.flags = BPF_F_NO_PREALLOC;
    spec.needs_types = true;
  } else if (owner == ScratchOwner::ThreadInHash) {
    spec.type = BPF_MAP_TYPE_LRU_HASH;
    spec.key_size = 8;
    spec.max_entries = std::max<uint32_t>(8 * cpu_slots_, hash_bytes / spec.value_size);
  }
  return add_map(std::move(spec));
}

} // namespace dtrace::codegen

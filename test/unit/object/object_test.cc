// Facts about finished objects: sizes of keys, maps, relocations. Nothing is loaded.
#include "../codegen/typed_maker.h"
#include "object/object.h"

#include <gtest/gtest.h>
#include <linux/bpf.h>

#include <algorithm>
#include <cstring>

namespace dtrace::test {

namespace {
Object object_of(TypedMaker &maker, uint32_t cpus = 2, bool has_buffers = true) {
  auto module = maker.generate(cpus, has_buffers);
  EXPECT_TRUE(module) << (module ? "" : module.error().message);
  if (!module)
    return {};
  auto object = build_object(maker.program, std::move(*module));
  EXPECT_TRUE(object) << (object ? "" : object.error().message);
  return object ? std::move(*object) : Object{};
}

const MapSpec *map_of(const Object &object, const std::string &symbol) {
  const auto it = std::ranges::find(object.maps, symbol, &MapSpec::symbol);
  return it == object.maps.end() ? nullptr : &*it;
}

bpf_insn instruction(const BpfFunction &function, size_t index) {
  bpf_insn made;
  std::memcpy(&made, &function.instructions[index], sizeof made);
  return made;
}

size_t calls_of(const BpfFunction &function, int helper) {
  size_t count = 0;
  for (size_t i = 0; i < function.instructions.size(); i++) {
    const bpf_insn made = instruction(function, i);
    count += made.code == (BPF_JMP | BPF_CALL) && made.src_reg == 0 && made.imm == helper;
  }
  return count;
}
} // namespace

TEST(Object, HasOneProgramForEachKey) {
  TypedMaker maker;
  maker.aggregate(maker.add_clause(maker.syscall_program(true)), "count", {});
  maker.aggregate(maker.add_clause(maker.syscall_program(false)), "count", {});
  const Object object = object_of(maker);
  ASSERT_EQ(object.programs.size(), 2u);
  EXPECT_EQ(object.programs[0].spec.key, "sys_enter");
  EXPECT_EQ(object.programs[1].spec.attach_to, "sys_exit");
  EXPECT_TRUE(object.subprograms.empty());
}

TEST(Object, TheConsumersMapsAreAlwaysThere) {
  TypedMaker maker;
  maker.add_clause(maker.begin_program());
  const Object object = object_of(maker, 3);
  ASSERT_TRUE(map_of(object, "dt_state") && map_of(object, "dt_cpus") && map_of(object, "dt_ring"));
  EXPECT_TRUE(map_of(object, "dt_state")->mapped);
  EXPECT_EQ(map_of(object, "dt_cpus")->value_size, 4 * sizeof(dt_cpu));
  EXPECT_EQ(map_of(object, "dt_ring")->type, uint32_t{BPF_MAP_TYPE_RINGBUF});
}

TEST(Object, KeysAreAsLongAsTheirStringsCanBe) {
  TypedMaker maker;
  BpfProgram &program = maker.syscall_program(true);
  maker.aggregate(maker.add_clause(program), "count", {maker.execname()});
  maker.aggregate(maker.add_clause(program), "count", {maker.probefunc()});
  maker.aggregate(maker.add_clause(program), "count", {maker.pid()});
  const Object object = object_of(maker);
  EXPECT_EQ(map_of(object, "dt_agg_0")->key_size, 16u);
  EXPECT_EQ(map_of(object, "dt_agg_1")->key_size, 4u);
  EXPECT_EQ(map_of(object, "dt_agg_2")->key_size, 4u);
  EXPECT_EQ(map_of(object, "dt_agg_0")->type, uint32_t{BPF_MAP_TYPE_PERCPU_HASH});
}

TEST(Object, AnAggregationWithoutKeysIsAddressedDirectly) {
  TypedMaker maker;
  maker.aggregate(maker.add_clause(maker.syscall_program(true)), "count", {});
  const Object object = object_of(maker, 3);
  const MapSpec *map = map_of(object, "dt_agg_0");
  ASSERT_TRUE(map);
  EXPECT_TRUE(map->direct && map->mapped);
  EXPECT_EQ(map->value_size, 4u * 64);
  EXPECT_EQ(calls_of(object.programs[0].main, BPF_FUNC_map_lookup_elem), 0u);
}

TEST(Object, SharedAggregationsAreUpdatedAtomically) {
  const auto atomic = [](bool shared) {
    TypedMaker maker;
    maker.aggregate(maker.add_clause(maker.begin_program()), "count", {}).shared = shared;
    const Object object = object_of(maker);
    size_t count = 0;
    for (size_t i = 0; i < object.programs[0].main.instructions.size(); i++)
      count += instruction(object.programs[0].main, i).code == (BPF_STX | BPF_ATOMIC | BPF_DW);
    return count;
  };
  EXPECT_EQ(atomic(false), 0u);
  EXPECT_EQ(atomic(true), 1u);
}

TEST(Object, AShortStringIsNotCopiedByTheByte) {
  TypedMaker maker;
  maker.aggregate(maker.add_clause(maker.syscall_program(true)), "count", {maker.execname()});
  const Object object = object_of(maker);
  EXPECT_LT(object.programs[0].main.instructions.size(), 150u);
  EXPECT_EQ(calls_of(object.programs[0].main, BPF_FUNC_get_current_comm), 1u);
  EXPECT_EQ(calls_of(object.programs[0].main, BPF_FUNC_probe_read_kernel_str), 0u);
}

// Atomic operations by their kind: 0xf1 exchanges when the word is as expected, 0xe1 always.
size_t atomics_of(const BpfFunction &function, uint32_t kind) {
  return std::ranges::count_if(function.instructions, [&](uint64_t instruction) {
    return (instruction & 0xff) == (BPF_STX | 0xc0 | BPF_DW) && instruction >> 32 == kind;
  });
}

TEST(Object, ARecordIsReservedAndHandedOverOnce) {
  TypedMaker maker;
  maker.action(maker.add_clause(maker.begin_program()), "trace", {maker.pid()});
  const Object object = object_of(maker);
  EXPECT_EQ(atomics_of(object.programs[0].main, 0xf1), 1u);
  EXPECT_EQ(atomics_of(object.programs[0].main, 0xe1), 1u);
  EXPECT_EQ(calls_of(object.programs[0].main, BPF_FUNC_ringbuf_output), 1u); // wakes
  ASSERT_TRUE(map_of(object, "dt_buffers"));
  EXPECT_EQ(map_of(object, "dt_buffers")->max_entries, 2u); // of CPUs
}

TEST(Object, OldKernelsOwnRingBufferIsReservedAtItsExactSizeAndSubmittedOnce) {
  TypedMaker maker;
  maker.action(maker.add_clause(maker.begin_program()), "trace", {maker.pid()});
  const Object object = object_of(maker, 2, false);
  EXPECT_FALSE(map_of(object, "dt_buffers"));
  EXPECT_EQ(calls_of(object.programs[0].main, BPF_FUNC_ringbuf_reserve), 1u);
  EXPECT_EQ(calls_of(object.programs[0].main, BPF_FUNC_ringbuf_submit), 1u);
  EXPECT_EQ(calls_of(object.programs[0].main, BPF_FUNC_ringbuf_discard), 0u);
}

TEST(Object, AThreadsVariablesAreLookedUpOnceAFiring) {
  TypedMaker maker;
  Variable *a = maker.add_variable(Scope::Self, "a", maker.u64());
  Variable *b = maker.add_variable(Scope::Self, "b", maker.u64());
  Clause *clause = maker.add_clause(maker.syscall_program(true));
  clause->predicate = maker.variable(a);
  maker.aggregate(clause, "sum", {}, maker.variable(b));
  maker.expression(clause, maker.assign(maker.variable(a), maker.integer(0, maker.u64())));
  const Object object = object_of(maker);
  EXPECT_EQ(calls_of(object.programs[0].main, BPF_FUNC_task_storage_get), 1u);
  EXPECT_TRUE(map_of(object, "dt_self")->needs_types);
  EXPECT_EQ(map_of(object, "dt_self")->value_size, 16u);
}

TEST(Object, TablesLieInOneReadOnlyMap) {
  TypedMaker maker;
  maker.aggregate(maker.add_clause(maker.syscall_program(true), {1, 2, 3, 4, 5, 6}), "count",
                  {maker.probefunc()});
  const Object object = object_of(maker);
  const auto is_data = [](const MapSpec &map) { return !map.contents.empty(); };
  ASSERT_EQ(std::ranges::count_if(object.maps, is_data), 1);
  const MapSpec &table = *std::ranges::find_if(object.maps, is_data);
  EXPECT_TRUE(table.symbol.starts_with(".rodata.")) << table.symbol;
  EXPECT_TRUE(table.flags & BPF_F_RDONLY_PROG);
}

TEST(Object, FaultsAreReportedByASubprogram) {
  TypedMaker maker;
  maker.expression(maker.add_clause(maker.begin_program()),
                   maker.memory(maker.integer(8, maker.i64()), maker.i32()));
  const Object object = object_of(maker);
  ASSERT_EQ(object.subprograms.size(), 1u);
  EXPECT_EQ(object.subprograms[0].name, "dt_report_fault");
  const auto &relocations = object.programs[0].main.relocations;
  EXPECT_EQ(std::ranges::count(relocations, Relocation::Kind::Call, &Relocation::kind), 1);
}

TEST(Object, EveryRelocationNamesWhatIsThere) {
  TypedMaker maker;
  Clause *clause = maker.add_clause(maker.syscall_program(true));
  maker.aggregate(clause, "quantize", {maker.execname()}, maker.timestamp());
  maker.action(clause, "trace", {maker.execname(), maker.probefunc(), maker.timestamp()});
  const Object object = object_of(maker);
  for (const Relocation &relocation : object.programs[0].main.relocations) {
    EXPECT_LT(relocation.instruction, object.programs[0].main.instructions.size());
    const bool is_map = relocation.kind == Relocation::Kind::Map ||
                        relocation.kind == Relocation::Kind::MapValue;
    EXPECT_LT(relocation.target, is_map ? object.maps.size() : object.subprograms.size());
    if (relocation.kind == Relocation::Kind::MapValue) {
      EXPECT_LT(relocation.addend, object.maps[relocation.target].value_size);
    }
  }
}

TEST(Object, AMissingKernelMemberIsADiagnostic) {
  TypedMaker maker;
  maker.action(maker.add_clause(maker.begin_program()), "trace", {maker.builtin("ppid", maker.i32())});
  auto module = maker.generate();
  ASSERT_TRUE(module);
  const auto object = build_object(maker.program, std::move(*module));
  ASSERT_FALSE(object);
  EXPECT_EQ(object.error().message,
            "this kernel's type information has no struct task_struct with a member real_parent");
  EXPECT_EQ(object.error().tag, Tag::D_VAR_UNSUP);
}

TEST(Object, SixtyClausesWithLongKeysFitTheStack) {
  TypedMaker maker;
  BpfProgram &program = maker.syscall_program(true);
  for (int i = 0; i < 60; i++)
    maker.aggregate(maker.add_clause(program), "count",
                    {maker.execname(), maker.pid(), maker.timestamp()});
  const Object object = object_of(maker);
  EXPECT_EQ(object.programs.size(), 1u);
}

// n values that each wait until those inside are known: n - (n-1 - (n-2 - …
static void add_waiting(TypedMaker &maker, int depth) {
  Expr *nested = maker.integer(1, maker.i64());
  for (int i = 0; i < depth; i++)
    nested = maker.binary(BinaryOp::Sub, maker.builtin("rand", maker.i64()), nested);
  maker.action(maker.add_clause(maker.begin_program()), "trace", {nested});
  maker.intern_functions();
}

TEST(Object, WantOfStackIsSaidWithTheProbeAndTheLimit) {
  TypedMaker maker;
  add_waiting(maker, 100);
  auto module = generate(maker.program, {.cpus = 2}, 1 << 20, 1 << 20, 4 << 20);
  ASSERT_TRUE(module);
  bool stack = false;
  const auto object = build_object(maker.program, std::move(*module), &stack);
  ASSERT_FALSE(object);
  EXPECT_TRUE(stack);
  EXPECT_EQ(object.error().message,
            "no program can be made for BEGIN: it needs more than 512 bytes of stack");
  EXPECT_FALSE(object.error().advice.empty());
}

TEST(Object, CodeThatNeedsLittleStackHoldsAnyNumberOfValues) {
  TypedMaker maker;
  add_waiting(maker, 100);
  auto module = generate(maker.program, {.cpus = 2, .little_stack = true}, 1 << 20, 1 << 20, 4 << 20);
  ASSERT_TRUE(module);
  bool stack = true;
  const auto object = build_object(maker.program, std::move(*module), &stack);
  EXPECT_TRUE(object) << object.error().message;
}

} // namespace dtrace::test

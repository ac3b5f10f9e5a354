// What libbpf has to say is the using program's to hear: its hook is never changed, and what we ask
// of the kernel, with success or without, makes no sound. Without rights every call fails, which is
// as good.
#include "kernel/kernel.h"
#include "kernel/program_load.h"
#include "kernel/type_blob.h"
#include "symbols/kernel_function.h"
#include "system/instructions.h"
#include "system/pid_numbers.h"

#include <bpf/libbpf.h>
#include <gtest/gtest.h>

namespace dtrace {
namespace {

int printed = 0;

int count_prints(libbpf_print_level, const char *, va_list) {
  return ++printed;
}

class PrintHook : public testing::Test {
protected:
  PrintHook() : before_(libbpf_set_print(count_prints)) { printed = 0; }
  ~PrintHook() override {
    EXPECT_EQ(libbpf_set_print(before_), count_prints);
    EXPECT_EQ(printed, 0);
  }

private:
  libbpf_print_fn_t before_;
};

TEST_F(PrintHook, StaysWhenFeaturesAreAskedFor) {
  for (const FeatureRow &row : feature_rows())
    row.probe();
}

TEST_F(PrintHook, StaysWhenAProgramIsRefused) {
  constexpr bpf_insn no_return[] = {instructions::set(1, 0), instructions::leave}; // r0 is not set
  EXPECT_FALSE(
      try_load({.kind = BpfKind::RawTracepoint, .name = "print_hook", .instructions = no_return}));
}

TEST_F(PrintHook, StaysWhenTypesAreLoaded) {
  Object object;
  object.maps.push_back({.symbol = "typed",
                         .type = BPF_MAP_TYPE_TASK_STORAGE,
                         .key_size = 4,
                         .value_size = 8,
                         .max_entries = 0,
                         .needs_types = true});
  (void)TypeBlob::make(object);
}

TEST_F(PrintHook, StaysWhenTheKernelIsAskedForNames) {
  KernelFunctions functions;
  EXPECT_FALSE(functions.find("no such function"));
  EXPECT_EQ(own_pid(shown_pid(1)), 1);
}

} // namespace
} // namespace dtrace

// What the verifier says, in plain language. The logs are as Linux 5.15 to 6.18 write them.
#include "kernel/program_load.h"

#include <gtest/gtest.h>

#include <cerrno>

using namespace dtrace;

namespace {
constexpr const char *statistics =
    "processed 1000001 insns (limit 1000000) max_states_per_insn 23 total_states 33 peak_states 33 "
    "mark_read 12\n";
}

TEST(Refusal, KnownLimits) {
  const std::pair<const char *, const char *> cases[] = {
      {"0: (bf) r6 = r1\nBPF program is too large. Processed 1000001 insn\n", "a million steps"},
      {"The sequence of 8193 jumps is too complex.\n", "too many branches"},
      {"combined stack size of 2 calls is 544. Too large\n", "512 bytes of stack"},
      {"5: (85) call bpf_copy_from_user#148\nunknown func bpf_copy_from_user#148\n",
       "does not offer"},
      {"program of this type cannot use helper bpf_send_signal#109\n", "does not offer"},
  };
  for (const auto &[log, limit] : cases) {
    const Refusal refusal = explain_refusal(std::string(log) + statistics, EINVAL);
    EXPECT_NE(refusal.limit.find(limit), std::string::npos) << refusal.limit;
    EXPECT_EQ(refusal.cure.find("report"), std::string::npos) << refusal.cure;
    EXPECT_FALSE(refusal.cure.empty());
  }
}

TEST(Refusal, AnythingElseIsOurFault) {
  const Refusal refusal = explain_refusal(
      std::string("3: (79) r0 = *(u64 *)(r1 +0)\nR1 invalid mem access 'scalar'\n") + statistics,
      EACCES);
  EXPECT_EQ(refusal.limit, "R1 invalid mem access 'scalar'");
  EXPECT_NE(refusal.cure.find("report"), std::string::npos);
}

TEST(Refusal, NoLog) {
  EXPECT_EQ(explain_refusal("", E2BIG).limit, "it has too many instructions");
  EXPECT_EQ(explain_refusal("", EINVAL).limit, "Invalid argument");
}

TEST(Refusal, LimitsOfTheMachineAreNamed) {
  const std::pair<int, const char *> cases[] = {{EMFILE, "ulimit -n"},
                                                {ENFILE, "/proc/sys/fs/file-max"},
                                                {ENOMEM, "memory.max"},
                                                {EAGAIN, "ulimit -l"}};
  for (const auto &[error, setting] : cases) {
    const Refusal refusal = explain_refusal("\n\n", error);
    EXPECT_NE(refusal.cure.find(setting), std::string::npos) << refusal.cure;
    EXPECT_EQ(refusal.cure.find("report"), std::string::npos) << refusal.cure;
    EXPECT_FALSE(refusal.of_size);
  }
}

TEST(Refusal, Rights) {
  EXPECT_NE(explain_bpf_error(EPERM).find("CAP_BPF"), std::string::npos);
  EXPECT_NE(explain_bpf_error(ENOSYS).find("bpf(2)"), std::string::npos);
  EXPECT_NE(explain_bpf_error(ENOMEM).find("memory.max"), std::string::npos);
}

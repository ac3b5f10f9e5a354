#include "machine_report.h"

#include "base/diagnostic.h"
#include "kernel/kernel.h"
#include "object/object.h"
#include "system/bpf.h"

#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <glob.h>
#include <fstream>

namespace dtrace {

namespace {
constexpr const char *missing = "missing";

// The first line of a file, without what cannot be shown in one.
std::string first_line(const char *path) {
  std::ifstream file(path);
  std::string line;
  if (!std::getline(file, line))
    return missing;
  for (char &c : line)
    if (static_cast<unsigned char>(c) < ' ')
      c = ' ';
  return line;
}

// ---- versions, machine -----------------------------------------------------------------------

void add_versions(std::vector<Fact> &facts, std::string_view version) {
  facts.push_back({"versions", "dtrace", std::string(version)});
  facts.push_back({"versions", "LLVM", std::string(compiler_version())});
  facts.push_back({"versions", "libbpf", bpf::library_version()});
}

std::string distribution() {
  std::ifstream file("/etc/os-release");
  constexpr std::string_view key = "PRETTY_NAME=";
  for (std::string line; std::getline(file, line);)
    if (line.starts_with(key)) {
      std::erase(line, '"');
      return line.substr(key.size());
    }
  return "unknown";
}

void add_machine(std::vector<Fact> &facts) {
  utsname name = {};
  uname(&name);
  facts.push_back({"machine", "kernel", std::string(name.release) + " " + name.machine});
  facts.push_back({"machine", "build", name.version});
  facts.push_back({"machine", "distribution", distribution()});
  facts.push_back({"machine", "processors",
                   format("%ld online, %u possible", sysconf(_SC_NPROCESSORS_ONLN), possible_cpus())});
  const long page = sysconf(_SC_PAGESIZE);
  facts.push_back({"machine", "memory",
                   format("%ld MB in pages of %ld bytes", sysconf(_SC_PHYS_PAGES) / 1024 * page / 1024, page)});
}

// ---- settings --------------------------------------------------------------------------------

struct Setting {
  const char *name, *path; // of a shell's kind: the first of those that are there
  bool (*is_bad)(const std::string &value); // null: any is fine
  const char *remark;
};
bool is_missing(const std::string &value) {
  return value == missing;
}
bool is_zero(const std::string &value) {
  return value == "0";
}
bool is_two(const std::string &value) {
  return value == "2";
}
bool is_locked(const std::string &value) {
  return value.contains("[confidentiality]");
}
constexpr Setting settings[] = {
    {"lockdown", "/sys/kernel/security/lockdown", is_locked, "the kernel does not let it be read"},
    {"kptr_restrict", "/proc/sys/kernel/kptr_restrict", is_two, "kernel addresses have no names"},
    {"perf_event_paranoid", "/proc/sys/kernel/perf_event_paranoid", nullptr, ""},
    {"perf_event_max_sample_rate", "/proc/sys/kernel/perf_event_max_sample_rate", nullptr, ""},
    {"unprivileged_bpf_disabled", "/proc/sys/kernel/unprivileged_bpf_disabled", nullptr, ""},
    {"bpf_jit_enable", "/proc/sys/net/core/bpf_jit_enable", is_zero,
     "programs are interpreted: an event costs several times as much"},
    {"ptrace_scope", "/proc/sys/kernel/yama/ptrace_scope", nullptr, ""},
    {"ftrace_enabled", "/proc/sys/kernel/ftrace_enabled", is_zero, "no fentry, no kprobe.multi"},
    {"hardware counters", "/sys/bus/event_source/devices/{cpu,armv8_*}/type", is_missing,
     "cpc has software events only"},
};

std::string first_match(const char *pattern) {
  glob_t found = {};
  const std::string first =
      glob(pattern, GLOB_BRACE, nullptr, &found) == 0 ? found.gl_pathv[0] : pattern;
  globfree(&found);
  return first;
}

void add_settings(std::vector<Fact> &facts) {
  for (const Setting &setting : settings) {
    Fact &fact = facts.emplace_back(Fact{"settings", setting.name, first_line(first_match(setting.path).c_str())});
    if (setting.is_bad && setting.is_bad(fact.value))
      fact.remark = setting.remark;
  }
  std::error_code error;
  const auto size = std::filesystem::file_size("/sys/kernel/btf/vmlinux", error);
  facts.push_back({"settings", "kernel types", error ? missing : format("%ju bytes", size)});
  const bool mounted = access("/sys/kernel/tracing/events", R_OK) == 0 ||
                       access("/sys/kernel/debug/tracing/events", R_OK) == 0;
  facts.push_back({"settings", "tracefs", mounted ? "mounted" : "not mounted, or not readable"});
}

// ---- limits, features ------------------------------------------------------------------------

std::string limit_text(int resource) {
  rlimit limit = {};
  getrlimit(static_cast<__rlimit_resource>(resource), &limit);
  const auto text = [](rlim_t value) {
    return value == RLIM_INFINITY ? std::string("unlimited") : std::to_string(value);
  };
  return text(limit.rlim_cur) + ", may be raised to " + text(limit.rlim_max);
}

void add_limits(std::vector<Fact> &facts) {
  const auto permitted = check_permission();
  facts.push_back({"limits", "user", std::to_string(geteuid()),
                   permitted ? "" : permitted.error().message});
  facts.push_back({"limits", "open files", limit_text(RLIMIT_NOFILE)});
  facts.push_back({"limits", "locked memory", limit_text(RLIMIT_MEMLOCK)});
}

void add_features(std::vector<Fact> &facts) {
  const bool asked = has(Feature::BpfSyscall); // no answer of a user who may not ask means anything
  for (const FeatureRow &row : feature_rows()) {
    if (row.feature != Feature::BpfSyscall && !asked) {
      facts.push_back({"features", row.name, "unknown"});
      continue;
    }
    const bool found = has(row.feature);
    facts.push_back({"features", row.name, found ? "yes" : "no", found ? "" : row.without});
  }
}
} // namespace

std::vector<Fact> machine_report(std::string_view version) {
  std::vector<Fact> facts;
  add_versions(facts, version);
  add_machine(facts);
  add_settings(facts);
  add_limits(facts);
  add_features(facts);
  return facts;
}

} // namespace dtrace

// bench [-r REPETITIONS] [-c CALLS] [-t SECONDS] DTRACE FOLDER [ROW...]
// Measures the rows of rows.def for dtrace, bpftrace and hand-written C in one run, one after the
// other in turns, and prints medians and their ratios. FOLDER holds `load` and the compiled c/*.bpf.o.
// A ROW is a part of a row's name; all rows when none is given. A tracer that is not there, or that
// refuses a row, has `-` in the table, with the reason below it. Nothing here fails for being slow.
#include "process.h"
#include "programs.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string_view>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

enum Tool { Dtrace, Bpftrace, C, Tools };
constexpr std::array<const char *, Tools> tool_names{"dtrace", "bpftrace", "C"};

struct EventRow {
  const char *name;
  Argument argument;
  size_t programs;
  std::array<std::string, Tools> text;
};
struct StartRow {
  const char *name;
  int most;
  std::array<std::string, Tools> text;
  const char *command;
};
struct PrintRow {
  const char *name;
  uint64_t lines; // a call
  std::array<std::string, Tools> text;
};

const EventRow event_rows[] = {
#define EVENT_ROW(name, argument, programs, d, bpftrace, c)                                        \
  {name, Argument::argument, programs, {d, bpftrace, c}},
#define START_ROW(name, most, d, bpftrace, c, command)
#define PRINT_ROW(name, lines, d, bpftrace, c)
#include "rows.def"
#undef EVENT_ROW
#undef START_ROW
#undef PRINT_ROW
};
const StartRow start_rows[] = {
#define EVENT_ROW(name, argument, programs, d, bpftrace, c)
#define START_ROW(name, most, d, bpftrace, c, command) {name, most, {d, bpftrace, c}, command},
#define PRINT_ROW(name, lines, d, bpftrace, c)
#include "rows.def"
#undef EVENT_ROW
#undef START_ROW
#undef PRINT_ROW
};
const PrintRow print_rows[] = {
#define EVENT_ROW(name, argument, programs, d, bpftrace, c)
#define START_ROW(name, most, d, bpftrace, c, command)
#define PRINT_ROW(name, lines, d, bpftrace, c) {name, lines, {d, bpftrace, c}},
#include "rows.def"
};

struct Settings {
  int repetitions = 5;
  int starts = 20;
  uint64_t calls = 2'000'000;
  double seconds = 3;
  std::string dtrace, folder;
  std::vector<std::string> rows;
};
Settings settings;
std::vector<std::string> remarks; // printed below the tables

bool wanted(std::string_view name) {
  return settings.rows.empty() ||
         std::ranges::any_of(settings.rows, [&](const std::string &row) {
           return name.find(row) != std::string_view::npos;
         });
}

std::string scratch(const char *name) { return settings.folder + "/" + name; }

double median(std::vector<double> values) {
  if (values.empty())
    return NAN;
  std::ranges::sort(values);
  const size_t half = values.size() / 2;
  return values.size() % 2 ? values[half] : (values[half - 1] + values[half]) / 2;
}

std::string with_pid(std::string text, pid_t pid) {
  for (size_t at; (at = text.find("PID")) != std::string::npos;)
    text.replace(at, 3, std::to_string(pid));
  return text;
}

// The command line of a tool for a row's text; `mode` is the loader's.
std::vector<std::string> command_of(Tool tool, const std::string &text, pid_t pid,
                                    const char *mode) {
  if (tool == Dtrace)
    return {settings.dtrace, "-q", "-n", with_pid(text, pid)};
  if (tool == Bpftrace)
    return {"bpftrace", "-e", with_pid(text, pid)};
  std::vector<std::string> words{settings.folder + "/load", settings.folder + "/" + text + ".bpf.o",
                                 std::to_string(pid)};
  if (*mode)
    words.push_back(mode);
  return words;
}

void remark_failure(Tool tool, const char *row, const std::string &errors) {
  std::ifstream file(errors);
  std::string line, first;
  while (std::getline(file, line) && (first.empty() || first.contains("RLIMIT_MEMLOCK")))
    first = line;
  remarks.push_back(std::string(tool_names[tool]) + " on " + row + ": " +
                    (first.empty() ? "could not be run" : first));
}

// Waits until as many programs of the tracer as the row has see our own getppid() calls, and
// returns their ids; nothing when the tracer ended before.
std::optional<std::vector<uint32_t>> attached(Tracer &tracer, size_t programs) {
  const Accounting accounting;
  constexpr int calls = 20;
  while (tracer.running()) {
    const auto before = programs_of(tracer.pid());
    for (int i = 0; i < calls; i++)
      syscall(SYS_getppid);
    std::vector<uint32_t> seeing;
    for (const auto &[id, cost] : programs_of(tracer.pid()))
      if (const auto old = before.find(id);
          old != before.end() && cost.runs >= old->second.runs + calls)
        seeing.push_back(id);
    if (seeing.size() >= programs)
      return seeing;
    usleep(20000);
  }
  return std::nullopt;
}

// ---- cost per event

// Nanoseconds a call, summed over the programs that see it.
std::optional<double> cost_per_call(Tool tool, const EventRow &row) {
  Generator generator(row.argument);
  const std::string errors = scratch("errors");
  Tracer tracer(command_of(tool, row.text[tool], generator.pid(), ""), "/dev/null", errors);
  const auto ids = attached(tracer, row.programs);
  if (!ids) {
    tracer.wait();
    remark_failure(tool, row.name, errors);
    return std::nullopt;
  }
  generator.run(1000);
  const auto before = programs_of(tracer.pid());
  generator.run(settings.calls);
  const auto after = programs_of(tracer.pid());
  double sum = 0;
  for (const uint32_t id : *ids) {
    const uint64_t runs = after.at(id).runs - before.at(id).runs;
    sum += double(after.at(id).nanoseconds - before.at(id).nanoseconds) / double(runs);
  }
  return sum;
}

std::array<double, Tools> measure(const EventRow &row, bool only_c) {
  std::array<std::vector<double>, Tools> costs;
  std::array<bool, Tools> out{};
  for (int i = 0; i < settings.repetitions; i++)
    for (int tool = only_c ? C : Dtrace; tool < Tools; tool++) {
      if (out[tool] || row.text[tool].empty())
        continue;
      if (const auto cost = cost_per_call(Tool(tool), row))
        costs[tool].push_back(*cost);
      else
        out[tool] = true;
    }
  return {median(costs[Dtrace]), median(costs[Bpftrace]), median(costs[C])};
}

std::string number(double value, int digits = 0) {
  if (std::isnan(value))
    return "-";
  char text[32];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}
std::string ratio(double ours, double theirs) {
  return theirs > 0 && !std::isnan(ours) ? number(ours / theirs, 2) : "-";
}

void event_table() {
  if (std::ranges::none_of(event_rows, [](const EventRow &row) { return wanted(row.name); }))
    return;
  const Accounting accounting;
  const EventRow empty{"empty program", Argument::Number, 1, {"", "", "empty"}};
  const double base = measure(empty, true)[C];
  std::printf("Cost per event, ns: all and net of the empty program's %.0f (medians of %d; %llu "
              "getppid() calls)\n",
              base, settings.repetitions, static_cast<unsigned long long>(settings.calls));
  std::printf("%-30s %13s %13s %13s  %15s  %15s\n", "", "dtrace", "bpftrace", "C",
              "dtrace/C", "dtrace/bpftrace");
  std::printf("%-30s %7s %5s %7s %5s %7s %5s  %7s %7s  %7s %7s\n", "", "all", "net", "all", "net",
              "all", "net", "all", "net", "all", "net");
  for (const EventRow &row : event_rows) {
    if (!wanted(row.name))
      continue;
    const auto all = measure(row, false);
    std::array<double, Tools> net;
    for (int tool = 0; tool < Tools; tool++)
      net[tool] = all[tool] - base * double(row.programs);
    std::printf("%-30s %7s %5s %7s %5s %7s %5s  %7s %7s  %7s %7s\n", row.name,
                number(all[Dtrace]).c_str(), number(net[Dtrace]).c_str(),
                number(all[Bpftrace]).c_str(), number(net[Bpftrace]).c_str(),
                number(all[C]).c_str(), number(net[C]).c_str(),
                ratio(all[Dtrace], all[C]).c_str(), ratio(net[Dtrace], net[C]).c_str(),
                ratio(all[Dtrace], all[Bpftrace]).c_str(),
                ratio(net[Dtrace], net[Bpftrace]).c_str());
    std::fflush(stdout);
  }
  std::puts("");
}

// ---- start and stop

struct Start {
  std::vector<double> wall, cpu, peak;
};

bool start_once(Tool tool, const StartRow &row, Start &start) {
  auto command = command_of(tool, row.text[tool], 1, "exit");
  if (tool != C && *row.command)
    command.insert(command.end(), {"-c", row.command});
  const std::string errors = scratch("errors");
  Tracer tracer(command, "/dev/null", errors);
  const Usage usage = tracer.wait();
  if (!WIFEXITED(usage.status) || WEXITSTATUS(usage.status) != 0) {
    remark_failure(tool, row.name, errors);
    return false;
  }
  start.wall.push_back(usage.wall);
  start.cpu.push_back(usage.cpu);
  start.peak.push_back(usage.peak);
  return true;
}

void start_table() {
  if (std::ranges::none_of(start_rows, [](const StartRow &row) { return wanted(row.name); }))
    return;
  std::printf("A whole process (medians of %d)\n", settings.starts);
  std::printf("%-30s %-10s %8s %8s %9s %14s\n", "", "", "wall s", "CPU s", "peak MiB",
              "dtrace's wall");
  for (const StartRow &row : start_rows) {
    if (!wanted(row.name))
      continue;
    std::array<Start, Tools> starts;
    std::array<bool, Tools> out{};
    for (int i = 0; i < settings.starts; i++)
      for (int tool = 0; tool < Tools; tool++)
        if (!out[tool] && (tool != Bpftrace || i < row.most))
          out[tool] = !start_once(Tool(tool), row, starts[tool]);
    for (int tool = 0; tool < Tools; tool++) {
      const Start &start = starts[tool];
      const std::string part = ratio(median(starts[Dtrace].wall), median(start.wall));
      std::printf("%-30s %-10s %8s %8s %9s %14s\n", tool == 0 ? row.name : "", tool_names[tool],
                  number(median(start.wall), 4).c_str(), number(median(start.cpu), 4).c_str(),
                  number(median(start.peak), 1).c_str(), part.c_str());
    }
    std::fflush(stdout);
  }
  std::puts("");
}

// ---- printing

// The sum of the numbers of drops that a tracer told of, and of its other lines on `output`.
struct Delivered {
  uint64_t lines = 0, drops = 0;
};

void count_lines(const std::string &file, pid_t pid, Delivered &delivered) {
  std::ifstream text(file);
  const std::string start = std::to_string(pid) + " ", in_stream = "\"message\":\"" + start;
  for (std::string line; std::getline(text, line);) {
    unsigned long long drops;
    if (line.starts_with(start) || line.contains(in_stream))
      delivered.lines++;
    else if (line.starts_with('{'))
      continue; // others of the stream: losses are told on standard error as well
    else if (std::sscanf(line.c_str(), "%*[^:]: %llu drop", &drops) == 1 ||
             std::sscanf(line.c_str(), "%*[^:]: [%*[^]]] %llu drop", &drops) == 1 ||
             std::sscanf(line.c_str(), "Lost %llu events", &drops) == 1)
      delivered.drops += drops;
  }
}

struct Print {
  Work work; // none: the tracer failed
  Delivered delivered;
};

Print print_once(Tool tool, const PrintRow &row, const std::string &output) {
  Generator generator(Argument::Number);
  const std::string errors = scratch("errors");
  Print print;
  {
    Tracer tracer(command_of(tool, row.text[tool], generator.pid(), "print"), output, errors);
    if (!attached(tracer, 1)) {
      tracer.wait();
      remark_failure(tool, row.name, errors);
      return print;
    }
    print.work = generator.run_for(settings.seconds);
    usleep(300000); // what was made may still be printed
    tracer.stop();
  }
  count_lines(errors, generator.pid(), print.delivered);
  if (output != "/dev/null")
    count_lines(output, generator.pid(), print.delivered);
  return print;
}

// With standard output in memory every line is counted; with /dev/null the losses that the tracer
// tells of are subtracted from the calls (bpftrace tells them on standard output: not known).
void print_row(const PrintRow &row, double untraced) {
  const std::string file = "/dev/shm/dtrace-bench-" + std::to_string(getpid());
  std::array<double, Tools> rates;
  rates.fill(NAN);
  for (int i = 0; i < Tools; i++) {
    const Tool tool = Tool(i);
    if (row.text[tool].empty())
      continue;
    const Print counted = print_once(tool, row, file);
    const Print thrown = counted.work.calls ? print_once(tool, row, "/dev/null") : Print{};
    std::error_code error;
    std::filesystem::remove(file, error);
    if (!thrown.work.calls) {
      std::printf("%-30s %-10s %11s\n", tool == 0 ? row.name : "", tool_names[tool], "-");
      continue;
    }
    const Delivered &kept = counted.delivered;
    const Work &work = thrown.work;
    rates[tool] = double(kept.lines) / counted.work.seconds;
    const double to_null =
        tool == Bpftrace ? NAN : double(work.calls * row.lines - thrown.delivered.drops) / work.seconds;
    const auto unknown = int64_t(counted.work.calls * row.lines - kept.lines - kept.drops);
    std::printf("%-30s %-10s %11s %11s %11s %11llu %11lld %8s\n", tool == 0 ? row.name : "",
                tool_names[tool], number(rates[tool]).c_str(), number(to_null).c_str(),
                number(work.rate()).c_str(), static_cast<unsigned long long>(kept.drops),
                static_cast<long long>(unknown), ratio(untraced, work.rate()).c_str());
    std::fflush(stdout);
  }
  std::printf("%-30s dtrace/bpftrace %s, dtrace/C %s\n", "",
              ratio(rates[Dtrace], rates[Bpftrace]).c_str(), ratio(rates[Dtrace], rates[C]).c_str());
}

void print_table() {
  if (std::ranges::none_of(print_rows, [](const PrintRow &row) { return wanted(row.name); }))
    return;
  const double untraced = Generator(Argument::Number).run_for(1).rate();
  std::printf("Lines delivered, %.0f s of getppid() flat out (%.0f calls/s untraced)\n",
              settings.seconds, untraced);
  std::printf("%-30s %-10s %11s %11s %11s %11s %11s %8s\n", "", "", "lines/s", "to null/s",
              "calls/s", "drops", "untold", "slower");
  for (const PrintRow &row : print_rows)
    if (wanted(row.name))
      print_row(row, untraced);
  std::puts("");
}

bool parse(int argc, char **argv) {
  for (int option; (option = getopt(argc, argv, "r:c:t:")) != -1;) {
    if (option == 'r')
      settings.starts = 4 * (settings.repetitions = std::max(1, std::atoi(optarg)));
    else if (option == 'c')
      settings.calls = std::strtoull(optarg, nullptr, 10);
    else if (option == 't')
      settings.seconds = std::atof(optarg);
    else
      return false;
  }
  if (argc - optind < 2)
    return false;
  settings.dtrace = argv[optind];
  settings.folder = argv[optind + 1];
  settings.rows.assign(argv + optind + 2, argv + argc);
  return settings.calls > 0 && settings.seconds > 0;
}

} // namespace

int main(int argc, char **argv) {
  if (!parse(argc, argv)) {
    std::fputs("usage: bench [-r REPETITIONS] [-c CALLS] [-t SECONDS] DTRACE FOLDER [ROW...]\n",
               stderr);
    return 2;
  }
  std::signal(SIGPIPE, SIG_IGN);
  start_table();
  event_table();
  print_table();
  for (const std::string &remark : remarks)
    std::printf("%s\n", remark.c_str());
  return 0;
}

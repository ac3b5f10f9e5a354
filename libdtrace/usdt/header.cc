#include "usdt/header.h"

#include <cctype>

namespace dtrace::usdt {

namespace {

// What all headers share; a program may include several, also made by different versions: whoever
// changes this changes the name of its guard and of all it defines.
//
// An argument is copied to a variable of its type, arrays and functions become pointers. C knows
// signs by _Generic, C++ by overloads. The note's numbers are printed by %c: no `$`, no `#`. What
// arguments point to is stored before the probe, as before a call: hence "memory".
constexpr std::string_view common = R"(#ifndef DTRACE_PROBES_1
#define DTRACE_PROBES_1

#ifdef __LP64__
#define DTRACE_PROBE_WORD ".8byte "
#else
#define DTRACE_PROBE_WORD ".4byte "
#endif
#if defined __GNUC__ && !defined __clang__ && __GNUC__ >= 9
#define DTRACE_PROBE_ASM __asm__ __inline__ __volatile__ /* costs nothing when gcc thinks of inlining */
#else
#define DTRACE_PROBE_ASM __asm__ __volatile__
#endif

#define DTRACE_PROBE_SEMAPHORE(name) \
  ".ifndef " name "\n" \
  ".pushsection .probes,\"awG\",\"progbits\"," name ",comdat\n" \
  ".weak " name "\n.hidden " name "\n.balign 2\n" \
  ".type " name ",%%object\n.size " name ",2\n" \
  name ": .zero 2\n" \
  ".popsection\n.endif\n"

#define DTRACE_PROBE_NOTE(provider, probe, semaphore, arguments) \
  "990: nop\n" \
  DTRACE_PROBE_SEMAPHORE(semaphore) \
  ".pushsection .note.stapsdt,\"?\",\"note\"\n" \
  ".balign 4\n.4byte 992f-991f,994f-993f,3\n" \
  "991: .asciz \"stapsdt\"\n" \
  "992: .balign 4\n" \
  "993: " DTRACE_PROBE_WORD "990b\n" \
  DTRACE_PROBE_WORD "_.stapsdt.base\n" \
  DTRACE_PROBE_WORD semaphore "\n" \
  ".asciz \"" provider "\"\n.asciz \"" probe "\"\n.asciz \"" arguments "\"\n" \
  "994: .balign 4\n.popsection\n" \
  ".ifndef _.stapsdt.base\n" \
  ".pushsection .stapsdt.base,\"aG\",\"progbits\",.stapsdt.base,comdat\n" \
  ".weak _.stapsdt.base\n.hidden _.stapsdt.base\n" \
  "_.stapsdt.base: .space 1\n.size _.stapsdt.base,1\n" \
  ".popsection\n.endif\n"
#define DTRACE_PROBE_FORMAT(n) "%c[dtrace_size" #n "]@%[dtrace_value" #n "]"
#define DTRACE_PROBE_OPERAND(n) \
  [dtrace_size##n] "n"(DTRACE_PROBE_SIGN(dtrace_value##n) * (int)sizeof(dtrace_value##n)), \
  [dtrace_value##n] "nor"(dtrace_value##n)

#ifdef __cplusplus
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wlong-long"
extern "C++" { /* none of these is ever defined */
template <class T> T dtrace_probe_value(T);
char (&dtrace_probe_sign(char))[1 + (static_cast<char>(-1) < 0)];
char (&dtrace_probe_sign(signed char))[2];
char (&dtrace_probe_sign(short))[2];
char (&dtrace_probe_sign(int))[2];
char (&dtrace_probe_sign(long))[2];
char (&dtrace_probe_sign(long long))[2];
char (&dtrace_probe_sign(bool))[1];
char (&dtrace_probe_sign(unsigned char))[1];
char (&dtrace_probe_sign(unsigned short))[1];
char (&dtrace_probe_sign(unsigned int))[1];
char (&dtrace_probe_sign(unsigned long))[1];
char (&dtrace_probe_sign(unsigned long long))[1];
char (&dtrace_probe_sign(const volatile void *))[1];
char (&dtrace_probe_sign(...))[1];
}
#pragma GCC diagnostic pop
#define DTRACE_PROBE_SIGN(x) (sizeof(dtrace_probe_sign(x)) == 2 ? -1 : 1)
#define DTRACE_PROBE_VALUE(n, x) __typeof__(dtrace_probe_value(x)) dtrace_value##n = (x)
#else
#define DTRACE_PROBE_SIGN(x) \
  __extension__(_Generic((x), char: (char)-1 < 0 ? -1 : 1, signed char: -1, short: -1, int: -1, \
                         long: -1, long long: -1, default: 1))
#define DTRACE_PROBE_VALUE(n, x) __extension__ __typeof__(1 ? (x) : (x)) dtrace_value##n = (x)
#endif

#endif /* DTRACE_PROBES_1 */
)";

// One text a number, joined.
template <class Make> std::string for_each_argument(size_t count, const char *between, Make make) {
  std::string text;
  for (size_t i = 0; i < count; i++)
    text += (i ? between : "") + make(std::to_string(i));
  return text;
}

std::string probe_macro(const Provider &provider, const Probe &probe) {
  const size_t count = probe.arguments.size();
  const std::string macro = macro_name(provider, probe), semaphore = semaphore_name(provider, probe);
  const auto each = [&](const char *between, const char *before, const char *after) {
    return for_each_argument(count, between,
                             [&](const std::string &n) { return before + n + after; });
  };
  const std::string format = each(" \" \" ", "DTRACE_PROBE_FORMAT(", ")");
  std::string text = "#define " + macro + "(" + each(", ", "arg", "") + ") \\\n  do { \\\n";
  for (size_t i = 0; i < count; i++) {
    const std::string n = std::to_string(i);
    text += "    DTRACE_PROBE_VALUE(" + n + ", arg" + n + "); \\\n";
  }
  text += "    DTRACE_PROBE_ASM(DTRACE_PROBE_NOTE(\"" + provider.name + "\", \"" + probe.name +
          "\", \"" + semaphore + "\", \\\n        " + (count ? format : "\"\"") + ") \\\n      :: " +
          each(", ", "DTRACE_PROBE_OPERAND(", ")") + " : \"memory\"); \\\n  } while (0)\n";
  text += "#define " + macro + "_ENABLED() \\\n" +
          "  __extension__({ DTRACE_PROBE_ASM(DTRACE_PROBE_SEMAPHORE(\"" + semaphore + "\")::); \\\n" +
          "                  __builtin_expect(" + semaphore + " != 0, 0); })\n";
  return text;
}

// A provider may be declared in several files.
std::string guard_name(const Provider &provider, std::string_view source) {
  std::string name = "DTRACE_PROVIDER_" + provider.name + "_";
  for (const char c : source.substr(source.rfind('/') + 1))
    name += isalnum(static_cast<unsigned char>(c)) ? c : '_';
  return name;
}

std::string provider_part(const Provider &provider, std::string_view source) {
  const std::string guard = guard_name(provider, source);
  std::string text = "#ifndef " + guard + "\n#define " + guard + "\n";
  text += "#ifdef __cplusplus\nextern \"C\" {\n#endif\n";
  for (const Probe &probe : provider.probes)
    text += "extern volatile unsigned short " + semaphore_name(provider, probe) +
            " __attribute__((visibility(\"hidden\")));\n";
  text += "#ifdef __cplusplus\n}\n#endif\n";
  for (const Probe &probe : provider.probes)
    text += "\n" + probe_macro(provider, probe);
  return text + "\n#endif /* " + guard + " */\n";
}

} // namespace

std::string header_text(std::span<const Provider> providers, std::string_view source) {
  std::string text = "/* Made by dtrace -h from " + std::string(source) + ": change that. */\n\n";
  text += common;
  for (const Provider &provider : providers)
    text += "\n" + provider_part(provider, source);
  return text;
}

} // namespace dtrace::usdt

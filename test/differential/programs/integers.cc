// Differential test, its generator: integers SEED COUNT FOLDER writes COUNT random integer
// expressions, a part of them to each of FOLDER/N.d and FOLDER/N.c, from 0 on. Both programs print a
// line an expression, its value and its size; FOLDER/N.txt has the expression of each line.
//
// C knows no value for some operations that D does: a shift takes the count that the machine takes,
// its low 5 or 6 bits, and the least number divided by -1 is itself. macros.h says so to C. A divisor
// is never 0.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>
#include <string>
#include <vector>

namespace {

constexpr int part_size = 125, per_clause = 10;

struct TypeRow {
  const char *name;
  int bits;
  bool is_signed;
};
constexpr TypeRow types[] = {
    {"char", 8, true},          {"signed char", 8, true},   {"unsigned char", 8, false},
    {"short", 16, true},        {"unsigned short", 16, false}, {"int", 32, true},
    {"unsigned int", 32, false}, {"long", 64, true},        {"unsigned long", 64, false},
    {"long long", 64, true},    {"unsigned long long", 64, false}, {"int8_t", 8, true},
    {"uint8_t", 8, false},      {"int16_t", 16, true},      {"uint16_t", 16, false},
    {"int32_t", 32, true},      {"uint32_t", 32, false},    {"int64_t", 64, true},
    {"uint64_t", 64, false},
};

struct Variable {
  std::string name, in_c;
  TypeRow type;
  bool wide_bits = false; // a bit-field wider than int: what it promotes to differs among compilers
};

struct Text { // the same expression in both languages
  std::string d, c;
};

class Generator {
public:
  explicit Generator(uint64_t seed) : random_(seed) {
    for (size_t i = 0; i < std::size(types); i++) {
      const std::string n = std::to_string(i);
      add("g" + n, "g" + n, types[i]);
      add("h" + n, "h" + n, types[i]);
      add("self->s" + n, "self_s" + n, types[i]);
      add("this->t" + n, "this_t" + n, types[i]);
    }
    for (const auto &[field, type] : fields)
      add(std::string("b.") + field, std::string("b.") + field, type, type.bits > 32);
  }

  void write_part(const std::string &base, int count) {
    std::ofstream d(base + ".d"), c(base + ".c"), text(base + ".txt");
    declare(d, c);
    for (int done = 0; done < count; done += per_clause) {
      d << "END\n{\n";
      c << "static void clause_" << done << "(void)\n{\n";
      for (int i = done; i < done + per_clause && i < count; i++)
        statement(d, c, text);
      d << "}\n";
      c << "}\n";
    }
    c << "int main(void)\n{\n  set();\n";
    for (int done = 0; done < count; done += per_clause)
      c << "  clause_" << done << "();\n";
    c << "  return 0;\n}\n";
  }

private:
  static constexpr std::pair<const char *, TypeRow> fields[] = {
      {"i3", {"int", 3, true}},     {"u3", {"unsigned int", 3, false}},
      {"i17", {"int", 17, true}},   {"u31", {"unsigned int", 31, false}},
      {"i31", {"int", 31, true}},   {"u32", {"unsigned int", 32, false}},
      {"l40", {"long", 40, true}},  {"ul63", {"unsigned long", 63, false}},
      {"s9", {"short", 9, true}},   {"uc5", {"unsigned char", 5, false}},
  };

  uint64_t below(uint64_t limit) { return random_() % limit; }
  template <class T> const T &one_of(const std::vector<T> &list) { return list[below(list.size())]; }

  void add(std::string name, std::string in_c, TypeRow type, bool wide_bits = false) {
    variables_.push_back({std::move(name), std::move(in_c), type, wide_bits});
  }

  // Near the bounds of some width, or anywhere.
  uint64_t interesting() {
    const uint64_t edge = uint64_t{1} << below(64);
    switch (below(6)) {
    case 0: return below(4);
    case 1: return -below(4);
    case 2: return edge - 1 + below(3);
    case 3: return -edge - 1 + below(3);
    case 4: return below(256);
    default: return random_() >> below(64);
    }
  }

  void declare(std::ofstream &d, std::ofstream &c) {
    c << "#include \"macros.h\"\n";
    const char *bits = "struct bits { int i3 : 3; unsigned int u3 : 3; int i17 : 17; unsigned int u31 : 31;"
                       " int i31 : 31; unsigned int u32 : 32; long l40 : 40; unsigned long ul63 : 63;"
                       " short s9 : 9; unsigned char uc5 : 5; };\nstruct bits b;\n";
    d << bits;
    c << bits;
    std::string begin, end;
    for (const Variable &v : variables_) {
      const std::string value = std::to_string(static_cast<int64_t>(interesting())) + "LL";
      const bool later = v.name[1] == 'e' || v.name[1] == 'h'; // self->, this->: set where they are used
      if (v.name[0] != 'b') {
        d << (v.name[1] == 'e' ? "self " : v.name[1] == 'h' ? "this " : "") << v.type.name << ' '
          << (later ? v.name.substr(6) : v.name) << ";\n";
        c << v.type.name << ' ' << v.in_c << ";\n";
      }
      // The least number is no constant: it is one less than the next.
      const std::string written = value == "-9223372036854775808LL" ? "-9223372036854775807LL - 1" : value;
      (later ? end : begin) += "  " + v.name + " = " + written + ";\n";
      set_ += "  " + v.in_c + " = " + written + ";\n";
    }
    d << "BEGIN\n{\n" << begin << "  exit(0);\n}\nEND\n{\n" << end << "}\n";
    c << "static void set(void)\n{\n" << set_ << "}\n";
    set_.clear();
  }

  void statement(std::ofstream &d, std::ofstream &c, std::ofstream &text) {
    const Text value = below(3) ? expression(2 + below(4)) : assignment();
    d << "  printf(\"%d %d\\n\", (long long)(" << value.d << "), " << size_of(value.d) << ");\n";
    c << "  SHOW(" << value.c << ");\n";
    text << value.d << '\n';
  }

  // Of the promoted value: a bit-field has no size. No code is made: nothing changes twice.
  static std::string size_of(const std::string &d) { return "sizeof (+(" + d + "))"; }

  Text assignment() {
    static const std::vector<std::string> operators = {"=", "+=", "-=", "*=", "&=", "|=", "^="};
    const Variable &v = one_of(variables_);
    const Text right = expression(1 + below(3));
    switch (below(v.wide_bits ? 1 : 6)) {
    case 0: {
      const std::string &op = v.wide_bits ? operators[0] : one_of(operators);
      return {"(" + v.name + " " + op + " " + right.d + ")",
              "ASSIGN(" + v.in_c + ", " + v.in_c + " " + op + " " + right.c + ")"};
    }
    case 1:
      return {"(" + v.name + " /= " + right.d + " | 1)",
              "ASSIGN(" + v.in_c + ", " + v.in_c + " = DIVIDE(" + v.in_c + ", " + right.c + " | 1))"};
    case 2:
      return {"(" + v.name + " %= " + right.d + " | 1)",
              "ASSIGN(" + v.in_c + ", " + v.in_c + " = MODULO(" + v.in_c + ", " + right.c + " | 1))"};
    case 3:
      return {"(" + v.name + " <<= " + right.d + ")",
              "ASSIGN(" + v.in_c + ", " + v.in_c + " = LEFT(" + v.in_c + ", " + right.c + "))"};
    case 4:
      return {"(" + v.name + " >>= " + right.d + ")",
              "ASSIGN(" + v.in_c + ", " + v.in_c + " = RIGHT(" + v.in_c + ", " + right.c + "))"};
    default: {
      static const std::vector<std::array<std::string, 2>> steps = {
          {"++", ""}, {"--", ""}, {"", "++"}, {"", "--"}};
      const auto &step = one_of(steps);
      return {"(" + step[0] + v.name + step[1] + ")", "(" + step[0] + v.in_c + step[1] + ")"};
    }
    }
  }

  Text leaf() {
    if (below(4) == 0)
      return constant();
    const Variable &v = one_of(variables_);
    if (v.wide_bits)
      return {"(long)" + v.name, "(long)" + v.in_c};
    return {v.name, v.in_c};
  }

  Text constant() {
    static const std::vector<std::string> suffixes = {"", "", "u", "l", "ul", "ll", "ull", "U", "LL"};
    const uint64_t value = interesting() >> 1;
    if (below(8) == 0)
      return {"'A'", "'A'"};
    char digits[32];
    snprintf(digits, sizeof digits, std::array{"%llu", "0x%llx", "0%llo"}[below(3)],
             static_cast<unsigned long long>(value));
    const std::string whole = digits + one_of(suffixes);
    return {whole, whole};
  }

  Text expression(int depth) {
    if (depth == 0)
      return leaf();
    const Text a = expression(depth - 1);
    switch (below(10)) {
    case 0: {
      static const std::vector<std::string> unary = {"-", "~", "!", "+", "- -", "!!"};
      const std::string &op = one_of(unary);
      return {op + "(" + a.d + ")", op + "(" + a.c + ")"};
    }
    case 1: {
      const std::string cast = std::string("(") + types[below(std::size(types))].name + ")(";
      return {cast + a.d + ")", cast + a.c + ")"};
    }
    case 2: {
      const Text b = expression(below(depth)), c = expression(below(depth));
      return {"(" + a.d + " ? " + b.d + " : " + c.d + ")", "(" + a.c + " ? " + b.c + " : " + c.c + ")"};
    }
    default:
      return binary(a, expression(below(depth)));
    }
  }

  Text binary(const Text &a, const Text &b) {
    static const std::vector<std::string> plain = {"+", "-", "*", "&", "|", "^", "==", "!=",
                                                   "<", "<=", ">", ">=", "&&", "||", "+", "-", "*"};
    const auto call = [&](const char *macro, const std::string &op, const std::string &guard) {
      return Text{"(" + a.d + " " + op + " (" + b.d + guard + "))",
                  std::string(macro) + "(" + a.c + ", " + b.c + guard + ")"};
    };
    switch (below(10)) {
    case 0: return call("DIVIDE", "/", " | 1");
    case 1: return call("MODULO", "%", " | 1");
    case 2: return call("LEFT", "<<", "");
    case 3: return call("RIGHT", ">>", "");
    case 4: return {"(" + a.d + " ^^ " + b.d + ")", "XOR(" + a.c + ", " + b.c + ")"};
    default: {
      const std::string &op = one_of(plain);
      return {"(" + a.d + " " + op + " " + b.d + ")", "(" + a.c + " " + op + " " + b.c + ")"};
    }
    }
  }

  std::mt19937_64 random_;
  std::vector<Variable> variables_;
  std::string set_;
};

} // namespace

int main(int argc, char **argv) {
  if (argc != 4)
    return 2;
  Generator generator(std::strtoull(argv[1], nullptr, 10));
  const int count = std::atoi(argv[2]);
  std::ofstream macros(std::string(argv[3]) + "/macros.h");
  macros << R"(#include <stdint.h>
#include <stdio.h>
#define COMMON(a, b) __auto_type a_ = +(a); __auto_type b_ = +(b); typedef __typeof__(a_ + b_) T; T l = a_, r = b_
#define IS_SIGNED(T) ((T)-1 < (T)1)
#define DIVIDE(a, b) ({ COMMON(a, b); IS_SIGNED(T) && r == (T)-1 ? (T)(0 - l) : (T)(l / r); })
#define MODULO(a, b) ({ COMMON(a, b); IS_SIGNED(T) && r == (T)-1 ? (T)0 : (T)(l % r); })
#define LEFT(a, b) ({ __auto_type a_ = +(a); a_ << ((b) & (sizeof a_ * 8 - 1)); })
#define RIGHT(a, b) ({ __auto_type a_ = +(a); a_ >> ((b) & (sizeof a_ * 8 - 1)); })
#define XOR(a, b) (!(a) != !(b))
#define ASSIGN(target, assignment) (assignment)
#define SHOW(x) ({ printf("%lld ", (long long)(x)); printf("%d\n", SIZE(x)); })
#define SIZE(x) ((int)sizeof(+(x)))
)";
  for (int part = 0; part * part_size < count; part++)
    generator.write_part(std::string(argv[3]) + "/" + std::to_string(part),
                         std::min(part_size, count - part * part_size));
}

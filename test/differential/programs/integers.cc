// Differential test, its generator: integers SEED COUNT FOLDER writes COUNT random integer
// expressions, a part of them to each of FOLDER/N.d and FOLDER/N.cc, from 0 on. Both programs print
// a line an expression, its value and its size; FOLDER/N.txt has the expression of each line.
//
// numbers.h says to C++ what D's integers are: 64 bits, with a type that decides how they are
// signed, stored and shown. A shift takes the low 6 bits of its count, and the least number divided
// by -1 is itself. A divisor is never 0.
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
    {"char", 8, true},
    {"signed char", 8, true},
    {"unsigned char", 8, false},
    {"short", 16, true},
    {"unsigned short", 16, false},
    {"int", 32, true},
    {"unsigned int", 32, false},
    {"long", 64, true},
    {"unsigned long", 64, false},
    {"long long", 64, true},
    {"unsigned long long", 64, false},
    {"int8_t", 8, true},
    {"uint8_t", 8, false},
    {"int16_t", 16, true},
    {"uint16_t", 16, false},
    {"int32_t", 32, true},
    {"uint32_t", 32, false},
    {"int64_t", 64, true},
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
      add(std::string("b.") + field, std::string("b_") + field, type, type.bits > 32);
  }

  void write_part(const std::string &base, int count) {
    std::ofstream d(base + ".d"), c(base + ".cc"), text(base + ".txt");
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
      {"i3", {"int", 3, true}},    {"u3", {"unsigned int", 3, false}},
      {"i17", {"int", 17, true}},  {"u31", {"unsigned int", 31, false}},
      {"i31", {"int", 31, true}},  {"u32", {"unsigned int", 32, false}},
      {"l40", {"long", 40, true}}, {"ul63", {"unsigned long", 63, false}},
      {"s9", {"short", 9, true}},  {"uc5", {"unsigned char", 5, false}},
  };

  uint64_t below(uint64_t limit) { return random_() % limit; }
  template <class T> const T &one_of(const std::vector<T> &list) {
    return list[below(list.size())];
  }

  void add(std::string name, std::string in_c, TypeRow type, bool wide_bits = false) {
    variables_.push_back({std::move(name), std::move(in_c), type, wide_bits});
  }

  // Near the bounds of some width, or anywhere.
  uint64_t interesting() {
    const uint64_t edge = uint64_t{1} << below(64);
    switch (below(6)) {
    case 0:
      return below(4);
    case 1:
      return -below(4);
    case 2:
      return edge - 1 + below(3);
    case 3:
      return -edge - 1 + below(3);
    case 4:
      return below(256);
    default:
      return random_() >> below(64);
    }
  }

  void declare(std::ofstream &d, std::ofstream &c) {
    c << "#include \"numbers.h\"\n";
    const char *bits =
        "struct bits { int i3 : 3; unsigned int u3 : 3; int i17 : 17; unsigned int u31 : 31;"
        " int i31 : 31; unsigned int u32 : 32; long l40 : 40; unsigned long ul63 : 63;"
        " short s9 : 9; unsigned char uc5 : 5; };\nstruct bits b;\n";
    d << bits;
    std::string begin, end;
    for (const Variable &v : variables_) {
      const std::string value = std::to_string(static_cast<int64_t>(interesting())) + "LL";
      const bool later =
          v.name[1] == 'e' || v.name[1] == 'h'; // self->, this->: set where they are used
      if (v.name[0] != 'b') {
        d << (v.name[1] == 'e'   ? "self "
              : v.name[1] == 'h' ? "this "
                                 : "")
          << v.type.name << ' ' << (later ? v.name.substr(6) : v.name) << ";\n";
      }
      c << place(v) << '\n';
      // The least number is not a constant: it is one less than the next.
      const std::string written =
          value == "-9223372036854775808LL" ? "-9223372036854775807LL - 1" : value;
      (later ? end : begin) += "  " + v.name + " = " + written + ";\n";
      set_ += "  " + v.in_c + ".set(constant(" + written + "));\n";
    }
    d << "BEGIN\n{\n" << begin << "  exit(0);\n}\nEND\n{\n" << end << "}\n";
    c << "static void set(void)\n{\n" << set_ << "}\n";
    set_.clear();
  }

  void statement(std::ofstream &d, std::ofstream &c, std::ofstream &text) {
    const Text value = below(3) ? expression(2 + below(4)) : assignment();
    d << "  printf(\"%d %d\\n\", (long long)(" << value.d << "), " << size_of(value.d) << ");\n";
    c << "  show(" << value.c << ");\n";
    text << value.d << '\n';
  }

  static int rank_of(const TypeRow &type) { // of what it is declared as
    const std::string name = type.name;
    const bool longer = name.find("long long") != name.npos;
    const int bytes = name.find("char") != name.npos                    ? 1
                      : name.find("short") != name.npos                 ? 2
                      : name.find("int") == 0 || name == "unsigned int" ? 4
                                                                        : 8;
    const auto exact = name.find("_t");
    const int size = exact == name.npos ? bytes : type.bits / 8;
    return size * 2 + longer;
  }

  static std::string place(const Variable &v) {
    const bool field = v.name[0] == 'b';
    return "static Place " + v.in_c + "{" + std::to_string(v.type.bits) + ", " +
           std::to_string(rank_of(v.type)) + ", " + (v.type.is_signed ? "true" : "false") +
           ", 0, " + (field ? "true" : "false") + "};";
  }

  // Of the promoted value: a bit-field has no size. No code is made: nothing changes twice.
  static std::string size_of(const std::string &d) { return "sizeof (+(" + d + "))"; }

  // Of variables alone: what a bit-field is kept in is not D's to tell.
  const Variable &assignable() {
    for (;;)
      if (const Variable &v = one_of(variables_); v.name[0] != 'b')
        return v;
  }

  Text assignment() {
    static const std::vector<std::string> operators = {"+", "-", "*", "&", "|", "^", "<<", ">>"};
    const Variable &v = assignable();
    const Text right = expression(1 + below(3));
    const auto set = [&](const std::string &value) { return v.in_c + ".set(" + value + ")"; };
    switch (below(5)) {
    case 0:
      return {"(" + v.name + " = " + right.d + ")", set(right.c)};
    case 1:
      return {"(" + v.name + " /= " + right.d + " | 1)",
              set(v.in_c + " / (" + right.c + " | constant(1))")};
    case 2:
      return {"(" + v.name + " %= " + right.d + " | 1)",
              set(v.in_c + " % (" + right.c + " | constant(1))")};
    case 3: {
      const bool up = below(2), before = below(2);
      const std::string op = up ? "++" : "--";
      return {before ? "(" + op + v.name + ")" : "(" + v.name + op + ")",
              "step(" + v.in_c + ", " + (up ? "1" : "-1") + ", " + (before ? "true" : "false") +
                  ")"};
    }
    default: {
      const std::string &op = one_of(operators);
      return {"(" + v.name + " " + op + "= " + right.d + ")",
              set("(" + v.in_c + " " + op + " " + right.c + ")")};
    }
    }
  }

  Text leaf() {
    if (below(4) == 0)
      return constant();
    const Variable &v = one_of(variables_);
    if (v.wide_bits)
      return {"(long)" + v.name, "cast(64, 16, true, " + v.in_c + ")"};
    return {v.name, "Number(" + v.in_c + ")"};
  }

  Text constant() {
    static const std::vector<std::string> suffixes = {"",   "",    "u", "l", "ul",
                                                      "ll", "ull", "U", "LL"};
    const uint64_t value = interesting() >> 1;
    if (below(8) == 0)
      return {"'A'", "constant(65)"};
    char digits[32];
    snprintf(digits, sizeof digits, std::array{"%llu", "0x%llx", "0%llo"}[below(3)],
             static_cast<unsigned long long>(value));
    const std::string whole = digits + one_of(suffixes);
    return {whole, "constant(" + whole + ")"};
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
      const TypeRow &type = types[below(std::size(types))];
      return {std::string("(") + type.name + ")(" + a.d + ")",
              "cast(" + std::to_string(type.bits) + ", " + std::to_string(rank_of(type)) + ", " +
                  (type.is_signed ? "true, " : "false, ") + a.c + ")"};
    }
    case 2: {
      const Text b = expression(below(depth)), c = expression(below(depth));
      return {"(" + a.d + " ? " + b.d + " : " + c.d + ")",
              "either(" + a.c + ", " + b.c + ", " + c.c + ")"};
    }
    default:
      return binary(a, expression(below(depth)));
    }
  }

  Text binary(const Text &a, const Text &b) {
    static const std::vector<std::string> plain = {
        "+", "-", "*", "&", "|", "^", "==", "!=", "<", "<=", ">", ">=", "&&", "||", "+", "-", "*"};
    const auto guarded = [&](const std::string &op) {
      return Text{"(" + a.d + " " + op + " (" + b.d + " | 1))",
                  "(" + a.c + " " + op + " (" + b.c + " | constant(1)))"};
    };
    switch (below(10)) {
    case 0:
      return guarded("/");
    case 1:
      return guarded("%");
    case 2:
      return {"(" + a.d + " << " + b.d + ")", "(" + a.c + " << " + b.c + ")"};
    case 3:
      return {"(" + a.d + " >> " + b.d + ")", "(" + a.c + " >> " + b.c + ")"};
    case 4:
      return {"(" + a.d + " ^^ " + b.d + ")", "exclusive(" + a.c + ", " + b.c + ")"};
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
  for (int part = 0; part * part_size < count; part++)
    generator.write_part(std::string(argv[3]) + "/" + std::to_string(part),
                         std::min(part_size, count - part * part_size));
}

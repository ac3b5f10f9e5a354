// Any bytes as a D program, through the whole front end: parser, then analysis up to the finished
// Manifest. It must come to an end without a crash, say why when there is no program, and do the same
// when asked again. No kernel: the providers are those whose probes are the same everywhere.
#include "analysis/analyze.h"
#include "providers/providers.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace dtrace;

namespace {
// Something to translate, to look into, and to go wrong in.
constexpr const char *library = R"(
typedef struct leaf { int number; char name[8]; unsigned bits : 3; struct leaf *next; } leaf_t;
typedef struct view { string name; uint64_t size; leaf_t *origin; } view_t;
enum color { red, green = 7 };
inline int twice = 2 * pid;
translator view_t < leaf_t *from > { name = from->name; size = from->number; origin = from; };
)";

Registry make_registry() {
  std::vector<std::unique_ptr<Provider>> providers;
  providers.push_back(make_dtrace_provider());
  providers.push_back(make_syscall_provider());
  providers.push_back(make_profile_provider());
  return Registry(std::move(providers));
}

struct Flag {
  uint8_t bit;
  const char *option, *value;
};
constexpr Flag flags[] = {{1, "zdefs", ""},  {2, "argref", ""},    {4, "destructive", ""},
                          {8, "empty", ""},  {16, "strsize", "8"}, {32, "amin", "Evolving/Evolving/Common"},
                          {64, "verbose", ""}};

class FrontEnd {
public:
  explicit FrontEnd(uint8_t choice) {
    for (const Flag &flag : flags)
      if (choice & flag.bit)
        (void)options_.set(flag.option, flag.value);
    macros_.arguments = {"fuzz.d", "1", "-2", "name", "a b", "99999999999999999999", "int"};
    macros_.variables = {{"target", "5"}, {"pid", "6"}};
    macros_.default_arguments = choice & 128;
  }

  std::string outcome(const std::string &text) {
    take(SourceKind::Library, "lib.d", library, libraries_);
    take(SourceKind::Script, "fuzz.d", text, programs_);
    std::unique_ptr<TypedProgram> typed;
    if (errors_.empty())
      typed = analyze({libraries_, programs_, types_, registry_, options_}, errors_);
    if (!typed == errors_.empty())
      abort();
    std::string out = typed ? dump(*typed) : "";
    for (const Diagnostic &error : errors_)
      out += describe(error, true);
    return out;
  }

private:
  void take(SourceKind kind, const char *name, const std::string &text,
            std::vector<std::unique_ptr<ast::Script>> &trees) {
    ParseOptions options;
    options.macros = &macros_;
    options.is_type = [this](std::string_view object, std::string_view word) {
      return word == "leaf_t" || word == "view_t" ||
             (object.empty() && types_.find(TypeKind::Typedef, word));
    };
    if (auto tree = parse(*sources_.add(kind, name, text), options, errors_))
      trees.push_back(std::move(tree));
  }

  Options options_;
  TypeGraph types_;
  Registry registry_ = make_registry();
  SourceSet sources_;
  MacroValues macros_;
  std::vector<std::unique_ptr<ast::Script>> libraries_, programs_;
  std::vector<Diagnostic> errors_;
};
} // namespace

// The first byte chooses options.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size == 0)
    return 0;
  const std::string text(reinterpret_cast<const char *>(data + 1), size - 1);
  if (FrontEnd(data[0]).outcome(text) != FrontEnd(data[0]).outcome(text))
    abort();
  return 0;
}

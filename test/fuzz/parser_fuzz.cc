// Any bytes as a D program: the parser must come to an end without a crash, make a tree or say why
// not, and do the same when asked again; trees are dumped and diagnostics described.
#include "syntax/parse.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace dtrace;

namespace {
std::string outcome(const std::string &text, ParseOptions options) {
  SourceSet sources;
  Source *source = sources.add(SourceKind::Script, "fuzz.d", text);
  std::vector<Diagnostic> errors;
  const auto program = parse(*source, options, errors);
  if (!program == errors.empty())
    abort();
  std::string out = program ? dump(*program) : "";
  for (const Diagnostic &error : errors)
    out += describe(error, true);
  return out;
}
} // namespace

// The first byte chooses how the rest is read.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size == 0)
    return 0;
  MacroValues macros;
  macros.arguments = {"fuzz.d", "1", "-2", "name", "a b", "99999999999999999999", "int"};
  macros.variables = {{"target", "5"}};
  ParseOptions options;
  options.mode = data[0] & 1 ? GrammarMode::Expression : GrammarMode::Program;
  options.specifier = static_cast<ParseOptions::Specifier>((data[0] >> 1) % 5);
  macros.default_arguments = data[0] & 16;
  if (data[0] & 32)
    options.macros = &macros;
  options.is_type = [](std::string_view object, std::string_view name) {
    return name.ends_with("_t") || !object.empty();
  };
  const std::string text(reinterpret_cast<const char *>(data + 1), size - 1);
  if (outcome(text, options) != outcome(text, options))
    abort();
  return 0;
}

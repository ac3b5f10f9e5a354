#include "providers/source_probes.h"

#include "providers/probe_place.h"

#include <charconv>

namespace dtrace {

namespace {
// Of a probe whose function is the name of a file; 0: it is none.
int line_number(std::string_view function, std::string_view name) {
  int number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  const bool whole = error == std::errc() && end == name.data() + name.size();
  return whole && function.contains('.') && number > 0 ? number : 0;
}

Failure no_code(const std::string &file, int number, int next) {
  Failure failure =
      fail(Tag::D_PROC_NAME, {}, "line %d of %s has no code", number, file.c_str());
  failure.error().advice = next ? format("the next line with code is %d", next)
                                : "it is after the last line with code in the file";
  return failure;
}
} // namespace

Result<std::vector<uint64_t>> source_places(SourcePlaces &source, const FunctionPattern &function,
                                            const std::string &name) {
  const std::string &text = *function.plain();
  if (const int number = line_number(text, name)) {
    SourcePlaces::Line line = source.line(text, number);
    if (line.has_file && line.addresses.empty())
      return no_code(text, number, line.next);
    return std::move(line.addresses);
  }
  auto copies = source.inlined(
      [&](std::string_view called) { return function.match(called).has_value(); });
  if (copies.empty() || name == "entry")
    return copies;
  Failure failure =
      fail(Tag::D_PROC_NAME, {}, "%s has no probe %s: the compiler inlined it into its callers",
           text.c_str(), name.c_str());
  failure.error().advice = "its entry can be traced";
  return failure;
}

std::vector<uint64_t> traceable_offsets(const ElfFunctions &object,
                                        std::span<const uint64_t> addresses, const char *&refused) {
  std::vector<uint64_t> offsets;
  for (const uint64_t address : addresses) {
    const ElfFunctions::Function *function = object.at(address);
    const char *reason = function ? why_refused(object, *function, address - function->address)
                                  : why_refused(object, address);
    uint64_t offset;
    if (reason)
      refused = reason;
    else if (object.file_offset(address, offset))
      offsets.push_back(offset);
  }
  return offsets;
}

std::string note_of_places(const std::string &name, size_t count) {
  const std::string places = format("fires at %zu place%s", count, count == 1 ? "" : "s");
  return name == "entry" ? places + ", where the compiler inlined the function: it has no arguments"
                         : places + ", one a function or inlined copy that has the line";
}

} // namespace dtrace

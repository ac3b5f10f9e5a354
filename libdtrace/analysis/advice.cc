// Stage: analysis. See advice.h.
#include "analysis/advice.h"

#include "syntax/foreign.h"

namespace dtrace::analysis {

Failure error_at_use(Span use, const std::string &name, Diagnostic error) {
  const bool elsewhere = error.span.source && error.span.source->kind == SourceKind::Library;
  if (!elsewhere || error.span.source == use.source)
    return Failure(std::move(error));
  const Place place = error.span.place();
  return advise(
      fail(error.tag, use, "%s is not available here: %s", name.c_str(), error.message.c_str()),
      "it is defined in " + std::string(place.file) + ", line " + std::to_string(place.line));
}

Failure advise(Failure failure, std::string advice) {
  failure.error().advice = std::move(advice);
  return failure;
}

std::string advice_on_function(std::string_view word,
                               const std::vector<std::string_view> &candidates) {
  const std::string_view advice = advice_on_foreign_call(word);
  return advice.empty() ? did_you_mean(word, candidates) : std::string(advice);
}

std::string instead_of(std::string_view word, const std::vector<std::string_view> &candidates) {
  const std::string_view known = advice_on_foreign_name(word);
  return known.empty() ? did_you_mean(word, candidates) : std::string(known);
}

std::string did_you_mean(std::string_view word, const std::vector<std::string_view> &candidates) {
  const std::string_view near = nearest(word, candidates);
  return near.empty() ? "" : "did you mean " + std::string(near) + "?";
}

} // namespace dtrace::analysis

// Stage: analysis (private to the folder). What errors say about what to write instead.
#pragma once
#include "base/diagnostic.h"

#include <string>
#include <string_view>
#include <vector>

namespace dtrace::analysis {

Failure advise(Failure failure, std::string advice);
// An error within a library is told where the program uses what it belongs to.
Failure error_at_use(Span use, const std::string &name, Diagnostic error);
std::string advice_on_function(std::string_view word,
                               const std::vector<std::string_view> &candidates);
std::string did_you_mean(std::string_view word, const std::vector<std::string_view> &candidates);
// What there is instead of a name that is unknown: as another system's, or as one misspelt.
std::string instead_of(std::string_view word, const std::vector<std::string_view> &candidates);

} // namespace dtrace::analysis

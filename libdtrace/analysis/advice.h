// Stage: analysis (private to the folder). The advice that errors give: what to write instead.
#pragma once
#include "base/diagnostic.h"

#include <string>
#include <string_view>
#include <vector>

namespace dtrace::analysis {

Failure advise(Failure failure, std::string advice);
// An error within a library is reported at the place where the program uses the faulty definition.
Failure error_at_use(Span use, const std::string &name, Diagnostic error);
std::string advice_on_function(std::string_view word,
                               const std::vector<std::string_view> &candidates);
std::string did_you_mean(std::string_view word, const std::vector<std::string_view> &candidates);
// What to write instead of an unknown name: it may be another system's name, or misspelt.
std::string instead_of(std::string_view word, const std::vector<std::string_view> &candidates);

} // namespace dtrace::analysis

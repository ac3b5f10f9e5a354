// Stage: base. What the user is told when something fails. The tags are the classic D_* names;
// diagnostics.def is their table. A Diagnostic is a value: stages return it or add it to a list,
// only dtrace/ and the C interface print.
#pragma once
#include "base/source.h"

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace dtrace {

enum class Tag {
#define DIAGNOSTIC(tag, meaning, cure) tag,
#include "base/diagnostics.def"
#undef DIAGNOSTIC
};

std::string_view tag_name(Tag tag);
std::string_view tag_meaning(Tag tag);

struct Diagnostic {
  Tag tag;
  Span span;            // no source: the message stands alone (options, the kernel, a file)
  std::string message;  // one line, no full stop, no "error:"
  std::string advice{}; // what to write instead; may be empty
};

template <class T> using Result = std::expected<T, Diagnostic>;
using Failure = std::unexpected<Diagnostic>;

[[gnu::format(printf, 3, 4)]] Failure fail(Tag tag, Span span, const char *format, ...);
[[gnu::format(printf, 1, 2)]] Failure fail(const char *format, ...); // D_UNKNOWN, no place
[[gnu::format(printf, 1, 2)]] std::string format(const char *format, ...);

// The whole text for standard error: the classic first line, then source line, caret, advice.
// `show_tag` is -x errtags.
std::string describe(const Diagnostic &diagnostic, bool show_tag);

// The candidate nearest to `word` (optimal string alignment distance, at most a third of its
// length), or the same in other letters of case; empty when none is near.
std::string_view nearest(std::string_view word, const std::vector<std::string_view> &candidates);

} // namespace dtrace

// Leave the function with the error of an expression of type Result<…>.
#define DT_CONCAT_(a, b) a##b
#define DT_CONCAT(a, b) DT_CONCAT_(a, b)
#define TRY(name, expression)                                                                      \
  auto DT_CONCAT(result_, __LINE__) = (expression);                                                \
  if (!DT_CONCAT(result_, __LINE__))                                                               \
    return std::unexpected(std::move(DT_CONCAT(result_, __LINE__).error()));                       \
  auto name = std::move(*DT_CONCAT(result_, __LINE__))
#define TRY_VOID(expression)                                                                       \
  if (auto result_ = (expression); !result_)                                                       \
  return std::unexpected(std::move(result_.error()))

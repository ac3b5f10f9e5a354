// Stage: analysis. ast::Programs in, TypedProgram (with its Manifest) out. Names are looked up, types
// checked with C's rules, probes matched through the providers, inlines and translators expanded.
// A clause is checked once per distinct argument signature of its probes.
#pragma once
#include "analysis/typed.h"
#include "language/options.h"
#include "syntax/parse.h"

#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace dtrace {

struct AnalysisInput {
  std::span<const std::unique_ptr<ast::Script>> libraries; // translators and the like, in order
  std::span<const std::unique_ptr<ast::Script>> programs;  // in the order given
  TypeGraph &types;
  Registry &registry;
  Options &options; // `#pragma D option` sets; reads strsize, zdefs, destructive …
  pid_t target = 0; // the process of a.out`x and pid$target`x; 0: none
  // Whether this kernel has them, asked when it matters; none: it has.
  std::function<bool()> sleepable_uprobes{};
};

// Null when `errors` got any; the first error of each clause is added.
std::unique_ptr<TypedProgram> analyze(const AnalysisInput &input, std::vector<Diagnostic> &errors);

// What libraries and programs declare, for questions that no clause asks (dtrace -lv). The input's
// parts outlive it.
class Declarations {
public:
  explicit Declarations(const AnalysisInput &input);
  ~Declarations();
  Result<ProbeArguments> arguments(const Probe &probe); // of a declared probe

private:
  struct State;
  std::unique_ptr<State> state_;
};

// For tests and -x dump: one line a node, types shown.
std::string dump(const TypedProgram &program);

} // namespace dtrace

// Stage: analysis. See context.h.
#include "analysis/context.h"

namespace dtrace::analysis {

namespace {
// As many characters as the option says, and a NUL.
uint32_t string_size(const Options &options) {
  const uint64_t size = options.number("strsize");
  return (size ? static_cast<uint32_t>(std::min<uint64_t>(size, UINT32_MAX / 2)) : 256) + 1;
}
} // namespace

Context::Context(const AnalysisInput &input, TypedProgram &program, std::vector<Diagnostic> &errors)
    : TypedNodes{.arena = program.arena,
            .types = input.types,
            .strings = program.manifest.strings,
            .strsize = string_size(input.options)},
      input(input), program(program), errors(errors) {}

void Context::read_strsize() { program.strsize = strsize = string_size(input.options); }

Attempt::Attempt(Context &context)
    : c_(context), bounds_(c_.bounds.mark()), strings_(c_.program.manifest.strings.size()),
      variables_(c_.program.variables.size()),
      aggregations_(c_.program.manifest.aggregations.size()), locals_(c_.locals.size()),
      destructive_(c_.program.manifest.destructive) {}

Attempt::~Attempt() {
  if (kept_)
    return;
  Manifest &manifest = c_.program.manifest;
  c_.bounds.forget_since(bounds_);
  std::erase_if(c_.interned, [&](const auto &each) { return each.second >= strings_; });
  manifest.strings.resize(strings_);
  std::erase_if(c_.variables, [&](const auto &each) { return each.second->index >= variables_; });
  c_.program.variables.resize(variables_);
  std::erase_if(c_.aggregations, [&](const auto &each) { return each.second >= aggregations_; });
  c_.aggregation_keys.resize(aggregations_);
  manifest.aggregations.erase(manifest.aggregations.begin() + aggregations_,
                              manifest.aggregations.end());
  c_.locals.resize(locals_);
  manifest.destructive = destructive_;
}

} // namespace dtrace::analysis

#include "language/action.h"

namespace dtrace {

namespace {
struct ActionRow {
  RecordEffect effect;
  unsigned traits;
};
constexpr ActionRow action_rows[] = {
#define ACTION(kind, effect, traits, ...) {RecordEffect::effect, traits},
#include "language/actions.def"
};
} // namespace

RecordEffect effect_of(ActionKind kind) {
  return action_rows[static_cast<size_t>(kind)].effect;
}

bool has(ActionKind kind, ActionTraits trait) {
  return action_rows[static_cast<size_t>(kind)].traits & trait;
}

} // namespace dtrace

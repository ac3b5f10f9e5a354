// Stage: language. What is known of actions (actions.def): their kinds, and the traits that more than
// one stage asks for. What a stage does for each kind is its own column of the table.
#pragma once
#include <cstddef>

namespace dtrace {

enum class ActionKind {
#define ACTION(kind, ...) kind,
#include "language/actions.def"
};

// What an action does to the clause's record.
enum class RecordEffect {
  Data,    // is in it, or is done by the consumer when it comes
  Control, // is in it, but counts as no data: exit, discard
  Speculate,
  Commit,
  Kernel, // done where the probe fires; nothing is recorded
};

enum ActionTraits : unsigned {
  no_traits = 0,
  takes_number = 1,     // its argument, an integer, is a field of the record
  of_aggregations = 2,  // done with aggregations as they were when the record was made
  ends_speculation = 4, // that of the number
  of_stack = 8,         // its value is a stack: also a key
};

RecordEffect effect_of(ActionKind kind);
bool has(ActionKind kind, ActionTraits trait);

} // namespace dtrace

// What importers make of damaged type data is sound: no part of a type is missing, every chain of names
// ends, and so does its text.
#pragma once
#include "types/type.h"

#include <cstdlib>
#include <unordered_set>

namespace dtrace {

// Goes through what can be reached, as far as that is sensible.
class TypeWalk {
public:
  void add(const Type *type) {
    if (!type)
      abort();
    if (seen_.size() < most_types && seen_.insert(type).second)
      waiting_.push_back(type);
  }
  void finish() {
    while (!waiting_.empty()) {
      const Type *type = waiting_.back();
      waiting_.pop_back();
      check(*type);
    }
  }

private:
  static constexpr size_t most_types = 2000, longest_name = 64 << 10;

  void check(const Type &type) {
    if (type.alignment == 0 || type_name(&type).size() > longest_name)
      abort();
    if (type.strip() == nullptr || (type.is_pointer() && !type.strip()->target))
      abort();
    if (type.target)
      add(type.target);
    for (const TypeMember &member : type.members())
      add(member.type);
    for (const Type *parameter : type.parameters())
      add(parameter);
    for (const std::string_view name : member_names(type))
      (void)find_member(type, name);
    (void)type.is_complete();
    (void)type.enumerators();
  }

  std::unordered_set<const Type *> seen_;
  std::vector<const Type *> waiting_;
};

} // namespace dtrace

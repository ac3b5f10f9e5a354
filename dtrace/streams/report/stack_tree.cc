#include "report/stack_tree.h"

namespace dtrace::stream {

uint32_t StackTree::name_of(const FrameName &name) {
  std::string joined(1, static_cast<char>(name.kind));
  joined += name.module + '`' + name.name;
  const auto [known, is_new] = name_index_.try_emplace(std::move(joined), names_.size());
  if (is_new)
    names_.push_back(name);
  return known->second;
}

std::optional<uint32_t> StackTree::add(std::span<const FrameName> frames) {
  if (nodes_.size() + frames.size() > most_nodes)
    return std::nullopt;
  uint32_t at = 0;
  for (const FrameName &frame : frames) {
    const uint32_t name = name_of(frame);
    const auto [child, is_new] =
        children_.try_emplace(static_cast<uint64_t>(at) << 32 | name, nodes_.size());
    if (is_new) {
      nodes_.push_back({name, at, 0, nodes_[at].first});
      nodes_[at].first = child->second;
    }
    at = child->second;
  }
  return at;
}

std::vector<uint32_t> StackTree::names_from(uint32_t node) const {
  std::vector<uint32_t> names;
  for (; node; node = nodes_[node].parent)
    names.push_back(nodes_[node].name);
  return names;
}

} // namespace dtrace::stream

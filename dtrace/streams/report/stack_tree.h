// dtrace-report. Stacks with equal beginnings share their frames: a tree, root first, in which each
// node has what was measured with exactly that stack. Always: at most `most_nodes` nodes.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace dtrace::stream {

enum class FrameKind : uint8_t { Key, User, Kernel };

struct FrameName {
  FrameKind kind;
  std::string module, name;
  bool operator==(const FrameName &) const = default;
};

class StackTree {
public:
  static constexpr uint32_t most_nodes = 1 << 20;
  struct Node {
    uint32_t name, parent, first = 0, next = 0; // child and sibling; 0: none
    int64_t self = 0, before = 0;               // before: in the recording it is compared with
  };

  StackTree() { nodes_.push_back({0, 0}); }
  // Frames root first. The node of the innermost; nothing when the tree is full.
  std::optional<uint32_t> add(std::span<const FrameName> frames);

  const std::vector<FrameName> &names() const { return names_; }
  const std::vector<Node> &nodes() const { return nodes_; } // [0]: the root, which has no name
  Node &node(uint32_t i) { return nodes_[i]; }

  // Nodes in the order of a walk, each parent before its children; depth: 1 for the root's
  // children.
  template <class Visit> void walk(Visit &&visit) const {
    std::vector<std::pair<uint32_t, uint32_t>> waiting{{nodes_[0].first, 1}};
    while (!waiting.empty()) {
      const auto [at, depth] = waiting.back();
      waiting.pop_back();
      if (!at)
        continue;
      visit(at, depth);
      waiting.emplace_back(nodes_[at].next, depth);
      waiting.emplace_back(nodes_[at].first, depth + 1);
    }
  }
  // From the innermost frame to the root.
  std::vector<uint32_t> names_from(uint32_t node) const;

private:
  uint32_t name_of(const FrameName &name);

  std::vector<FrameName> names_;
  std::unordered_map<std::string, uint32_t> name_index_;
  std::vector<Node> nodes_;
  std::unordered_map<uint64_t, uint32_t> children_; // parent << 32 | name
};

} // namespace dtrace::stream

// Stage: base. Memory that is given back all at once: trees and types live as long as the stage's
// value that owns the arena. Nodes are never freed one by one, so plain pointers between them are
// safe.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dtrace {

class Arena {
public:
  Arena() = default;
  Arena(const Arena &) = delete;
  Arena &operator=(const Arena &) = delete;
  Arena(Arena &&) = default;
  Arena &operator=(Arena &&) = default;

  template <class T, class... Args> T *make(Args &&...args) {
    auto owned = std::make_unique<Owned<T>>(T{std::forward<Args>(args)...});
    T *node = &owned->value;
    nodes_.push_back(std::move(owned));
    return node;
  }

  std::string_view intern(std::string text) { return *make<std::string>(std::move(text)); }

private:
  struct Any {
    virtual ~Any() = default;
  };
  template <class T> struct Owned : Any {
    explicit Owned(T &&v) : value(std::move(v)) {}
    T value;
  };
  std::vector<std::unique_ptr<Any>> nodes_;
};

} // namespace dtrace

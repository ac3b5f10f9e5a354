// Stage: base. Memory that is given back all at once: trees and types live as long as the stage's
// value that owns the arena. Nodes are never freed one by one, so plain pointers between them are
// safe.
#pragma once
#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace dtrace {

class Arena {
public:
  Arena() = default;
  Arena(const Arena &) = delete;
  Arena &operator=(const Arena &) = delete;
  Arena(Arena &&other) noexcept { swap(other); }
  Arena &operator=(Arena &&other) noexcept {
    Arena old;
    old.swap(*this);
    swap(other);
    return *this;
  }
  ~Arena() {
    for (size_t i = cleanups_.size(); i-- > 0;)
      cleanups_[i].destroy(cleanups_[i].node);
  }

  // The node never moves and lives as long as the arena, wherever that is moved to.
  template <class T, class... Args> T *make(Args &&...args) {
    T *node = ::new (allocate(sizeof(T), alignof(T))) T{std::forward<Args>(args)...};
    if constexpr (!std::is_trivially_destructible_v<T>)
      cleanups_.push_back({node, [](void *owned) { static_cast<T *>(owned)->~T(); }});
    return node;
  }

  // A copy of the text, with a NUL behind it.
  std::string_view intern(std::string_view text) {
    char *copy = static_cast<char *>(allocate(text.size() + 1, 1));
    if (!text.empty())
      memcpy(copy, text.data(), text.size());
    copy[text.size()] = '\0';
    return {copy, text.size()};
  }

private:
  static constexpr size_t chunk_size = 16 * 1024;
  struct Cleanup {
    void *node;
    void (*destroy)(void *);
  };

  void *allocate(size_t size, size_t alignment) {
    void *place = next_;
    if (!next_ || !std::align(alignment, size, place, left_)) {
      // new[] aligns for every type that asks for no more than max_align_t.
      static_assert(alignof(std::max_align_t) <= __STDCPP_DEFAULT_NEW_ALIGNMENT__);
      left_ = size + alignment > chunk_size ? size + alignment : chunk_size;
      chunks_.push_back(std::make_unique_for_overwrite<std::byte[]>(left_));
      place = chunks_.back().get();
      std::align(alignment, size, place, left_);
    }
    next_ = static_cast<std::byte *>(place) + size;
    left_ -= size;
    return place;
  }

  void swap(Arena &other) noexcept {
    chunks_.swap(other.chunks_), cleanups_.swap(other.cleanups_);
    std::swap(next_, other.next_), std::swap(left_, other.left_);
  }

  std::vector<std::unique_ptr<std::byte[]>> chunks_;
  std::vector<Cleanup> cleanups_;
  std::byte *next_ = nullptr; // free memory of the last chunk
  size_t left_ = 0;
};

} // namespace dtrace

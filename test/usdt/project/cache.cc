#include "cache_probes.h"
#include "web.h"
#include <map>
#include <string>

struct entry_t {
  int uses = 0;
};

namespace {
template <class Key> class Cache {
public:
  bool find(const Key &key) {
    const auto found = entries_.find(key);
    if (found == entries_.end()) {
      CACHE_MISS(key.c_str(), static_cast<unsigned short>(key.size()));
      entries_[key];
      return false;
    }
    found->second.uses++;
    CACHE_HIT(&found->second);
    return true;
  }
  int size() const { return static_cast<int>(entries_.size()); }

private:
  std::map<Key, entry_t> entries_;
};
Cache<std::string> cache;
} // namespace

int cache_find(const char *key) {
  return cache.find(key);
}
int cache_size(void) {
  return cache.size();
}

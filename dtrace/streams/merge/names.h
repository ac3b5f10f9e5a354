// dtrace-merge. Names that came with the streams, as libdtrace's printing asks for them: by numbers.
// A name keeps the address it came with, unless another name has that already; in a stack a frame's
// number is its text's.
#pragma once
#include "output/symbolizer.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace dtrace::stream {

class Names : public Symbolizer {
public:
  uint64_t address(uint64_t process, uint64_t wanted, const std::string &name) {
    const auto [known, is_new] = addresses_.try_emplace({process, name}, wanted);
    while (is_new && !names_.try_emplace({process, known->second}, name).second)
      known->second++;
    return known->second;
  }
  uint64_t frame(const std::string &name) { return address(kFrames, 1, name); }

  std::string kernel(uint64_t address, AddressForm) override {
    const std::string &frame = find(kFrames, address);
    return frame.empty() ? find(0, address) : frame;
  }
  std::string user(uint64_t process, uint64_t address, AddressForm) override {
    return find(process, address);
  }
  std::vector<uint64_t> stack(uint64_t, bool) override { return {}; }

private:
  static constexpr uint64_t kFrames = UINT64_MAX;
  const std::string &find(uint64_t process, uint64_t address) {
    static const std::string none;
    const auto found = names_.find({process, address});
    return found == names_.end() ? none : found->second;
  }

  std::map<std::pair<uint64_t, std::string>, uint64_t> addresses_;
  std::map<std::pair<uint64_t, uint64_t>, std::string> names_;
};

} // namespace dtrace::stream

#include "arch/processor.h"

namespace dtrace {

namespace {
constexpr const Processor *all[] = {&x86_64, &aarch64, &i386, &arm};
}

std::span<const Processor *const> processors() {
  return all;
}

const Processor *find_processor(unsigned machine) {
  for (const Processor *one : all)
    if (one->machine == machine)
      return one;
  return nullptr;
}

} // namespace dtrace

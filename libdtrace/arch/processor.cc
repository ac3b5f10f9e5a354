#include "arch/processor.h"

#include "arch/own.h"

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

const Processor *processor_of_compiler(std::string_view command) {
  command = command.substr(0, command.find(' '));
  command = command.substr(command.rfind('/') + 1);
  for (const Processor *one : all)
    if (command.starts_with(one->tool_prefix))
      return one;
  return nullptr;
}

const Processor &own_processor() {
  return own::processor;
}

const Processor &own_processor_32() {
  return own::processor_32;
}

} // namespace dtrace

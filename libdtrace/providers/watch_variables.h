// Stage: providers. The variables and functions of one ELF object, as watch names them: from its symbol
// tables, or from those of its debugging file.
#pragma once
#include "process/process_objects.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dtrace {

class WatchVariables {
public:
  // Of an object that a process has mapped; nothing is in it when the file is no ELF object.
  explicit WatchVariables(const ProcessObject &object);

  struct Variable {
    std::string name;
    uint64_t address; // in the process
    uint64_t size;    // bytes; 0: nobody knows
    bool is_function;
  };
  // In order of address.
  const std::vector<Variable> &all() const { return variables_; }
  bool is_thread_local(std::string_view name) const;
  std::string near(std::string_view name) const; // the variable of the nearest name; "": none is near

private:
  std::vector<Variable> variables_;
  std::vector<std::string> thread_local_;
};

} // namespace dtrace

#include "providers/object_pattern.h"

#include "system/pid_numbers.h"
#include "base/descriptor.h"
#include "providers/named_files.h"

#include <cerrno>
#include <charconv>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace dtrace {

bool is_named(const ProcessObject &object, std::string_view pattern) {
  if (glob_matches(pattern, object.name) || glob_matches(pattern, object.path) ||
      (object.is_program && glob_matches(pattern, "a.out")))
    return true;
  const std::string_view name = object.name;
  for (size_t dot = name.find('.'); dot != name.npos; dot = name.find('.', dot + 1))
    if (glob_matches(pattern, name.substr(0, dot)))
      return true;
  const auto path = path_of(pattern);
  return path && lies_at(object, *path);
}

// Nothing: it can be opened, or why not is not a matter of rights.
static std::optional<Failure> not_allowed(const ProcessObject &object) {
  const Descriptor file(open(object.file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  const int error = file ? 0 : errno;
  if (error != EACCES && error != EPERM)
    return std::nullopt;
  Failure failure = fail(Tag::D_PROC_LIB, {}, "failed to open %s, which the process has mapped: %s",
                         object.path.c_str(), strerror(error));
  failure.error().advice = "CAP_CHECKPOINT_RESTORE lets dtrace open what a process has mapped, "
                           "CAP_DAC_READ_SEARCH any file";
  return failure;
}

Failure no_such_object(std::string_view pattern, std::span<const ProcessObject> objects,
                       bool of_all) {
  for (const ProcessObject &object : objects)
    if (is_named(object, pattern))
      if (auto failure = not_allowed(object))
        return *failure;
  const std::string name(pattern);
  Failure failure = fail(Tag::D_PROC_LIB, {}, of_all ? "no process has an object %s"
                                                     : "the process has no object %s",
                         name.c_str());
  std::vector<std::string_view> names;
  for (const ProcessObject &object : objects)
    names.push_back(object.name);
  if (const std::string_view near = nearest(pattern, names); !near.empty())
    failure.error().advice = "did you mean " + std::string(near) + "?";
  else if (of_all)
    failure.error().advice = "name a file that no process runs yet by its path, in double quotes";
  else
    failure.error().advice = "a.out is the program itself";
  return failure;
}

std::optional<pid_t> process_of(std::string_view provider, std::string_view prefix) {
  if (!provider.starts_with(prefix))
    return std::nullopt;
  provider.remove_prefix(prefix.size());
  if (provider == "*")
    return 0;
  pid_t process = 0;
  const auto [end, error] =
      std::from_chars(provider.data(), provider.data() + provider.size(), process);
  if (error != std::errc() || end != provider.data() + provider.size() || process <= 0)
    return std::nullopt;
  return own_pid(process);
}

} // namespace dtrace

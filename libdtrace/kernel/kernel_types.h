// Stage: kernel. The BTF ids of the things that typed programs attach to: ids in BTF of vmlinux or
// of a module, whose object the kernel wants as a file descriptor. Read on first use.
#pragma once
#include "base/descriptor.h"
#include "base/diagnostic.h"
#include "types/btf_file.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace dtrace {

class KernelTypeIds {
public:
  struct Target {
    uint32_t id;
    int object_fd; // -1: vmlinux; ours
  };
  // object: a module's name, or "" or "vmlinux".
  Result<Target> tracepoint(const std::string &object, const std::string &name);
  Result<Target> function(const std::string &object, const std::string &name);

private:
  struct Object {
    std::shared_ptr<const BtfFile> file;
    Descriptor fd;
  };
  Result<Target> find(const std::string &object, const std::string &name, uint32_t kinds);
  Result<const Object *> open(const std::string &name);
  std::map<std::string, Object> objects_;
};

} // namespace dtrace

// Stage: kernel. Names to ids by our own index of the types; a module's object by asking the kernel
// for each that it has.
#include "kernel/kernel_types.h"

#include "base/limits.h"

#include <bpf/bpf.h>
#include <cerrno>
#include <cstring>
#include <linux/bpf.h>
#include <unistd.h>

namespace dtrace {

namespace {

// -1: none that we may see.
int open_kernel_object(const std::string &wanted) {
  for (uint32_t id = 0; bpf_btf_get_next_id(id, &id) == 0;) {
    const int fd = bpf_btf_get_fd_by_id(id);
    if (fd < 0)
      continue;
    char name[64] = "";
    bpf_btf_info info = {};
    info.name = reinterpret_cast<uint64_t>(name);
    info.name_len = sizeof name;
    uint32_t size = sizeof info;
    if (bpf_obj_get_info_by_fd(fd, &info, &size) == 0 && info.kernel_btf && wanted == name)
      return fd;
    close(fd);
  }
  return -1;
}

} // namespace

KernelTypeIds::~KernelTypeIds() {
  for (const auto &[name, object] : objects_)
    if (object.fd >= 0)
      close(object.fd);
}

Result<const KernelTypeIds::Object *> KernelTypeIds::open(const std::string &name) {
  if (const auto it = objects_.find(name); it != objects_.end())
    return &it->second;
  const BtfFile *base = nullptr;
  Object object;
  if (name != "vmlinux") {
    TRY(vmlinux, open("vmlinux"));
    base = vmlinux->file.get();
    object.fd = open_kernel_object(name);
    if (object.fd < 0)
      return fail("the kernel does not give the types of its module %s: %s", name.c_str(),
                  explain_errno(errno).c_str());
  }
  const std::string path = "/sys/kernel/btf/" + name;
  Result<std::shared_ptr<const BtfFile>> file;
  if (base)
    file = BtfFile::open(path, base);
  else
    file = BtfFile::open_kernel(path);
  if (!file) {
    if (object.fd >= 0)
      close(object.fd);
    return std::unexpected(file.error());
  }
  object.file = std::move(*file);
  return &objects_.emplace(name, std::move(object)).first->second;
}

Result<KernelTypeIds::Target> KernelTypeIds::find(const std::string &object_name,
                                                  const std::string &name, uint32_t kinds) {
  TRY(object, open(object_name.empty() ? "vmlinux" : object_name));
  return Target{object->file->find(name, kinds), object->fd};
}

Result<KernelTypeIds::Target> KernelTypeIds::tracepoint(const std::string &object,
                                                        const std::string &name) {
  TRY(found, find(object, "btf_trace_" + name, 1u << BTF_KIND_TYPEDEF));
  if (!found.id)
    return fail("this kernel has no tracepoint %s", name.c_str());
  return found;
}

Result<KernelTypeIds::Target> KernelTypeIds::function(const std::string &object,
                                                      const std::string &name) {
  TRY(found, find(object, name, 1u << BTF_KIND_FUNC));
  if (!found.id)
    return fail("the kernel's types do not tell of the function %s", name.c_str());
  return found;
}

} // namespace dtrace

// Stage: kernel. Names to ids by our own index of the types; a module's object by asking the kernel
// for each that it has.
#include "kernel/kernel_types.h"

#include "base/limits.h"
#include "system/bpf.h"

#include <cerrno>
#include <linux/btf.h>

namespace dtrace {

namespace {

Descriptor open_kernel_object(const std::string &wanted) {
  for (uint32_t id = 0; (id = bpf::next_types(id));)
    if (Descriptor types = bpf::open_types(id); types && wanted == bpf::kernel_object_of(types.get()).text)
      return types;
  return Descriptor(); // none that we may see
}

} // namespace

Result<const KernelTypeIds::Object *> KernelTypeIds::open(const std::string &name) {
  if (const auto it = objects_.find(name); it != objects_.end())
    return &it->second;
  const BtfFile *base = nullptr;
  Object object;
  if (name != "vmlinux") {
    TRY(vmlinux, open("vmlinux"));
    base = vmlinux->file.get();
    object.fd = open_kernel_object(name);
    if (!object.fd)
      return fail("the kernel does not give the types of its module %s: %s", name.c_str(),
                  explain_errno(errno).c_str());
  }
  const std::string path = "/sys/kernel/btf/" + name;
  Result<std::shared_ptr<const BtfFile>> file;
  if (base)
    file = BtfFile::open(path, base);
  else
    file = BtfFile::open_kernel(path);
  if (!file)
    return std::unexpected(file.error());
  object.file = std::move(*file);
  return &objects_.emplace(name, std::move(object)).first->second;
}

Result<KernelTypeIds::Target> KernelTypeIds::find(const std::string &object_name,
                                                  const std::string &name, uint32_t kinds) {
  TRY(object, open(object_name.empty() ? "vmlinux" : object_name));
  return Target{object->file->find(name, kinds), object->fd.get()};
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
    return fail("the kernel's types do not describe the function %s", name.c_str());
  return found;
}

} // namespace dtrace

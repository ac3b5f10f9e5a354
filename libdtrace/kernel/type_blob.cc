// Stage: kernel. Builds the BTF by libbpf's calls.
#include "kernel/type_blob.h"

#include "base/limits.h"
#include "kernel/relocate.h"
#include "system/bpf.h"

#include <bpf/btf.h>
#include <cerrno>
#include <cstring>
#include <memory>

namespace dtrace {

uint32_t TypeBlob::value_type(uint32_t size) const {
  const auto it = value_types_.find(size);
  return it == value_types_.end() ? 0 : it->second;
}

bool TypeBlob::add_types(const Object &object, btf *types) {
  const int integer = btf__add_int(types, "int", 4, BTF_INT_SIGNED);
  const int byte = btf__add_int(types, "unsigned char", 1, 0);
  if (integer < 0 || byte < 0)
    return false;
  key_type_ = integer;
  for (const MapSpec &map : object.maps) {
    if (!map.needs_types || value_types_.contains(map.value_size))
      continue;
    const int array = btf__add_array(types, integer, byte, map.value_size);
    if (array < 0)
      return false;
    value_types_[map.value_size] = array;
  }
  if (!takes_addresses(object))
    return true;
  // One name and prototype for all: the verifier looks at the linkage alone.
  const int prototype = btf__add_func_proto(types, integer);
  const int function = btf__add_func(types, "dtrace", BTF_FUNC_STATIC, prototype);
  function_type_ = function;
  return prototype >= 0 && function >= 0;
}

Result<TypeBlob> TypeBlob::make(const Object &object) {
  TypeBlob blob;
  bool needed = takes_addresses(object);
  for (const MapSpec &map : object.maps)
    needed |= map.needs_types;
  if (!needed)
    return blob;
  const std::unique_ptr<btf, decltype(&btf__free)> types(btf__new_empty(), btf__free);
  uint32_t size = 0;
  const void *data = types && blob.add_types(object, types.get())
                         ? btf__raw_data(types.get(), &size)
                         : nullptr;
  if (!data)
    return fail("failed to describe the program's types to the kernel: %s", explain_errno(errno).c_str());
  blob.fd_ = bpf::load_types({static_cast<const std::byte *>(data), size});
  if (!blob.fd_)
    return fail("the kernel takes no type information (BTF): %s", explain_errno(errno).c_str());
  return blob;
}

} // namespace dtrace

// Stage: kernel. Builds and loads the BTF by libbpf's calls.
#include "kernel/type_blob.h"

#include "base/limits.h"
#include "kernel/relocate.h"

#include <bpf/btf.h>
#include <cerrno>
#include <cstring>
#include <utility>

namespace dtrace {

TypeBlob::TypeBlob(TypeBlob &&other) noexcept
    : btf_(std::exchange(other.btf_, nullptr)), key_type_(other.key_type_),
      function_type_(other.function_type_), value_types_(std::move(other.value_types_)) {}

TypeBlob::~TypeBlob() {
  btf__free(btf_);
}

int TypeBlob::fd() const {
  return btf_ ? btf__fd(btf_) : -1;
}

uint32_t TypeBlob::value_type(uint32_t size) const {
  const auto it = value_types_.find(size);
  return it == value_types_.end() ? 0 : it->second;
}

bool TypeBlob::add_types(const Object &object) {
  const int integer = btf__add_int(btf_, "int", 4, BTF_INT_SIGNED);
  const int byte = btf__add_int(btf_, "unsigned char", 1, 0);
  if (integer < 0 || byte < 0)
    return false;
  key_type_ = integer;
  for (const MapSpec &map : object.maps) {
    if (!map.needs_types || value_types_.contains(map.value_size))
      continue;
    const int array = btf__add_array(btf_, integer, byte, map.value_size);
    if (array < 0)
      return false;
    value_types_[map.value_size] = array;
  }
  if (!takes_addresses(object))
    return true;
  // One name and prototype for all: the verifier looks at the linkage alone.
  const int prototype = btf__add_func_proto(btf_, integer);
  const int function = btf__add_func(btf_, "dtrace", BTF_FUNC_STATIC, prototype);
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
  blob.btf_ = btf__new_empty();
  if (!blob.btf_ || !blob.add_types(object))
    return fail("failed to describe the program's types to the kernel: %s", explain_errno(errno).c_str());
  if (const int error = btf__load_into_kernel(blob.btf_))
    return fail("the kernel takes no type information (BTF): %s", explain_errno(-error).c_str());
  return blob;
}

} // namespace dtrace

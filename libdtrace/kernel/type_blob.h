// Stage: kernel. The little BTF that the kernel wants from us: a type for the values of task
// storage, and a prototype for functions whose address is taken. Loaded at most once an Object, and
// only when one of the two occurs.
#pragma once
#include "base/descriptor.h"
#include "base/diagnostic.h"
#include "object/object.h"

#include <cstdint>
#include <string>
#include <unordered_map>

struct btf;

namespace dtrace {

class TypeBlob {
public:
  // Empty, with fd() -1, when the object needs none.
  static Result<TypeBlob> make(const Object &object);

  int fd() const { return fd_.get(); } // what was made with it keeps it alive in the kernel
  uint32_t key_type() const { return key_type_; } // int
  uint32_t value_type(uint32_t size) const;       // 0: no map of that value size needs one
  uint32_t function_type() const { return function_type_; }

private:
  bool add_types(const Object &object, btf *types);

  Descriptor fd_;
  uint32_t key_type_ = 0, function_type_ = 0;
  std::unordered_map<uint32_t, uint32_t> value_types_; // by size
};

} // namespace dtrace

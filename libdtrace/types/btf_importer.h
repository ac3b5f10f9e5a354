// Stage: types. The kernel's types: BTF of vmlinux and of each module, out of one folder. Nothing
// is opened before something is asked for; a type becomes a Type when it is reached, a struct's
// members when they are asked for.
#pragma once
#include "types/btf_file.h"
#include "types/type.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace dtrace {

enum class BtfNames { Functions, Variables, Typedefs };

class BtfImporter : public TypeImporter {
public:
  // vmlinux_file names a file in place of the folder's vmlinux; "" or none: none. Modules
  // have no types then, as theirs go on where the kernel's own end.
  using FileName = std::function<std::string()>;
  explicit BtfImporter(std::string folder = "/sys/kernel/btf") : folder_(std::move(folder)) {}
  explicit BtfImporter(FileName vmlinux_file) : BtfImporter() { vmlinux_file_ = std::move(vmlinux_file); }

  // In all of these `object` is "vmlinux" or a module's name; "" is vmlinux, and for structs,
  // unions and enums any module after it.
  const Type *find(TypeGraph &graph, std::string_view object, TypeKind kind,
                   std::string_view name) override;
  const TypeEnumerator *find_enumerator(TypeGraph &graph, std::string_view object,
                                        std::string_view name, const Type **its_type) override;
  // A Function with its parameter_names; null: none by that name, or the kernel was built without.
  const Type *find_function(TypeGraph &graph, std::string_view object,
                            std::string_view name) override;
  // The type of a variable. vmlinux tells per-CPU variables only.
  const Type *find_variable(TypeGraph &graph, std::string_view object,
                            std::string_view name) override;
  // The Function behind a tracepoint's raw form. Its first parameter is the tracer's `void *`,
  // which a raw tracepoint program does not get: args[0] is parameter 1.
  const Type *find_raw_tracepoint(TypeGraph &graph, std::string_view object, std::string_view name);

  // The id that the kernel knows a function by (fentry); 0: none.
  uint32_t function_id(std::string_view object, std::string_view name);
  // Of a function, or of what a typedef or a pointer leads to; 0: it is none.
  uint32_t count_parameters(std::string_view object, uint32_t id);
  void for_each(std::string_view object, BtfNames what,
                const std::function<void(std::string_view name, uint32_t id)> &visit);
  std::vector<std::string> objects() const; // those with type data, vmlinux first
  // Why there are no kernel types at all; empty as long as there are.
  std::string problem() override;

private:
  struct Object {
    std::shared_ptr<const BtfFile> file; // null: could not be opened
    std::string problem;
    std::unordered_map<uint32_t, const Type *> types;
    std::unordered_map<uint32_t, uint32_t> alignments;
  };
  using Builder = const Type *(BtfImporter::*)(TypeGraph &, Object &, uint32_t, const btf_type *);
  static const Builder builders_[];

  Object *open(std::string_view object); // null: no such file, or not one of BTF
  Object *search(std::string_view object, uint32_t kinds, std::string_view name, uint32_t *id);
  const Type *import(TypeGraph &graph, Object &object, uint32_t id);
  uint32_t alignment_of(Object &object, uint32_t id, unsigned depth);
  uint32_t alignment_of_struct(Object &object, const btf_type *record, unsigned depth);

  const Type *import_void(TypeGraph &, Object &, uint32_t, const btf_type *);
  const Type *import_integer(TypeGraph &, Object &, uint32_t, const btf_type *);
  const Type *import_float(TypeGraph &, Object &, uint32_t, const btf_type *);
  const Type *import_pointer(TypeGraph &, Object &, uint32_t, const btf_type *);
  const Type *import_array(TypeGraph &, Object &, uint32_t, const btf_type *);
  const Type *import_struct(TypeGraph &, Object &, uint32_t, const btf_type *);
  const Type *import_enum(TypeGraph &, Object &, uint32_t, const btf_type *);
  const Type *import_forward(TypeGraph &, Object &, uint32_t, const btf_type *);
  const Type *import_typedef(TypeGraph &, Object &, uint32_t, const btf_type *);
  const Type *import_qualifier(TypeGraph &, Object &, uint32_t, const btf_type *);
  const Type *import_target(TypeGraph &, Object &, uint32_t, const btf_type *);
  const Type *import_function(TypeGraph &, Object &, uint32_t, const btf_type *);
  void fetch_members(TypeGraph &, Object &, const btf_type *, const Type &);
  void fetch_parameters(TypeGraph &, Object &, const btf_type *, const Type &);

  std::string given_file() const { return vmlinux_file_ ? vmlinux_file_() : std::string(); }
  // base: null, of vmlinux.
  Result<std::shared_ptr<const BtfFile>> open_file_of(const std::string &object, const BtfFile *base) const;

  std::string folder_;
  FileName vmlinux_file_;
  std::map<std::string, Object, std::less<>> objects_;
  unsigned depth_ = 0; // of import(): damaged data may be a circle
};

} // namespace dtrace

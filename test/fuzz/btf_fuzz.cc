// Any bytes as the kernel's type data (BTF), and as those of a module that go on where the kernel's end:
// all that they name is sound.
#include "types/btf_importer.h"
#include "walk_types.h"

#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

using namespace dtrace;

namespace {

class Folder {
public:
  Folder() : path_("/dev/shm/btf-fuzz-" + std::to_string(getpid())) {
    std::filesystem::create_directory(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  void write(const char *name, const uint8_t *data, size_t size) const {
    const int fd = open((path_ + "/" + name).c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0 || ::write(fd, data, size) != static_cast<ssize_t>(size))
      abort();
    close(fd);
  }
  const std::string &path() const { return path_; }

private:
  std::string path_;
};

// The kinds that a name is asked for in, by what the name's record may be.
void take_all(BtfImporter &importer, TypeGraph &graph, const char *object, TypeWalk &walk) {
  const auto take = [&](const Type *type) {
    if (type)
      walk.add(type);
  };
  importer.for_each(object, BtfNames::Functions, [&](std::string_view name, uint32_t id) {
    (void)importer.count_parameters(object, id);
    take(importer.find_function(graph, object, name));
  });
  importer.for_each(object, BtfNames::Variables, [&](std::string_view name, uint32_t) {
    take(importer.find_variable(graph, object, name));
  });
  importer.for_each(object, BtfNames::Typedefs, [&](std::string_view name, uint32_t id) {
    (void)importer.count_parameters(object, id);
    take(importer.find(graph, object, TypeKind::Typedef, name));
    take(importer.find_raw_tracepoint(graph, object, name));
    for (const TypeKind kind : {TypeKind::Struct, TypeKind::Union, TypeKind::Enum})
      take(importer.find(graph, object, kind, name));
  });
  take(importer.find(graph, object, TypeKind::Struct, "list"));
  take(importer.find(graph, object, TypeKind::Union, "value"));
  const Type *its_type = nullptr;
  if (importer.find_enumerator(graph, object, "green", &its_type))
    take(its_type);
}

} // namespace

// The first two bytes tell where the module's begin.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const Folder folder;
  if (size < 2)
    return 0;
  const size_t cut = std::min<size_t>(data[0] + data[1] * 256u, size - 2);
  folder.write("vmlinux", data + 2, cut);
  folder.write("module", data + 2 + cut, size - 2 - cut);
  TypeGraph graph;
  BtfImporter importer(folder.path());
  (void)importer.problem();
  TypeWalk walk;
  take_all(importer, graph, "vmlinux", walk);
  take_all(importer, graph, "module", walk);
  walk.finish();
  return 0;
}

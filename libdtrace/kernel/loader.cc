// Stage: kernel. An Object into the kernel: maps first, then programs with the maps' descriptors in
// their instructions. Whatever was made is undone when a later step fails.
#include "arch/page.h"
#include "base/limits.h"
#include "kernel/kernel.h"
#include "kernel/kernel_types.h"
#include "kernel/program_load.h"
#include "kernel/relocate.h"
#include "kernel/type_blob.h"
#include "system/bpf.h"

#include <cerrno>
#include <cstring>

namespace dtrace {

namespace {

size_t round_up(size_t size, size_t unit) {
  return (size + unit - 1) / unit * unit;
}

// What the kernel lets us map of an array: its values, each rounded up to 8.
size_t mapped_size(const MapSpec &spec) {
  return round_up(round_up(spec.value_size, 8) * spec.max_entries, page_size());
}

// Where the kernel wants to know at load what a program attaches to; else null.
auto typed_target(BpfKind kind) {
  using Find = Result<KernelTypeIds::Target> (KernelTypeIds::*)(const std::string &,
                                                                const std::string &);
  switch (kind) {
  case BpfKind::TypedTracepoint:
    return Find{&KernelTypeIds::tracepoint};
  case BpfKind::Fentry:
  case BpfKind::Fexit:
    return Find{&KernelTypeIds::function};
  default:
    return Find{};
  }
}

std::span<const bpf_insn> instructions_of(const RelocatedProgram &program) {
  return {reinterpret_cast<const bpf_insn *>(program.instructions.data()),
          program.instructions.size()};
}

constexpr uint32_t least_entries = 4096; // of a map that may be made smaller: a page of buffer

Failure not_enough_space(const MapSpec &spec) {
  const char *option = spec.size_option.c_str();
  Failure failure = fail("could not enable tracing: not enough space (%s)", option);
  failure.error().advice =
      format("the kernel has no memory for it: ask for less with -x %s=..., or give the memory cgroup of "
             "dtrace more (memory.max)", option);
  return failure;
}

// With `shrink`, a map too large for the kernel's free memory is made half as large, and so on.
Result<Descriptor> create_map(MapSpec &spec, const TypeBlob &types, int inner_fd, bool shrink,
                              LoadProblem &problem) {
  const std::string name = kernel_name(spec.symbol);
  const auto create = [&] {
    return bpf::make_map({.type = spec.type,
                          .name = name.c_str(),
                          .key_size = spec.key_size,
                          .value_size = spec.value_size,
                          .entries = spec.max_entries,
                          .flags = spec.flags,
                          .types = spec.needs_types ? types.fd() : -1,
                          .key_type = types.key_type(),
                          .value_type = types.value_type(spec.value_size),
                          .inner = inner_fd});
  };
  const bool may_shrink = shrink && !spec.size_option.empty() && !spec.buffer_size;
  Descriptor map = create();
  if (!map && spec.buffer_size && (errno == E2BIG || (errno == ENOMEM && shrink)))
    problem = errno == E2BIG ? LoadProblem::BuffersKind : LoadProblem::BuffersSize;
  for (; !map && errno == ENOMEM && may_shrink && spec.max_entries > least_entries; map = create())
    spec.max_entries /= 2, spec.halved++;
  if ((!map && errno == ENOMEM && !spec.size_option.empty()) || (spec.halved && !shrink))
    return not_enough_space(spec);
  if (!map && errno == E2BIG)
    return fail("the map %s is too large for this kernel: %u elements of %u bytes",
                spec.symbol.c_str(), spec.max_entries, spec.value_size);
  if (!map)
    return fail("failed to create the map %s (%u elements of %u bytes): %s", spec.symbol.c_str(),
                spec.max_entries, spec.value_size, explain_bpf_error(errno).c_str());
  return map;
}

Result<void> fill_map(const MapSpec &spec, int fd) {
  if (spec.contents.empty())
    return {};
  std::vector<uint8_t> value = spec.contents;
  value.resize(spec.value_size);
  const uint32_t key = 0;
  if (!bpf::set(fd, &key, value.data()) || (spec.flags & BPF_F_RDONLY_PROG && !bpf::freeze(fd)))
    return fail("failed to fill the map %s: %s", spec.symbol.c_str(), explain_errno(errno).c_str());
  return {};
}

Result<Mapping> map_memory(const MapSpec &spec, int fd) {
  if (!spec.mapped)
    return Mapping();
  Mapping memory(fd, mapped_size(spec), PROT_READ | PROT_WRITE);
  if (!memory)
    return fail("failed to map the memory of %s: %s", spec.symbol.c_str(), explain_errno(errno).c_str());
  return memory;
}

} // namespace

int LoadedObject::program(std::string_view key) const {
  const auto it = programs_.find(std::string(key));
  return it == programs_.end() ? -1 : it->second.get();
}

int LoadedObject::map(std::string_view symbol) const {
  const auto it = maps_.find(std::string(symbol));
  return it == maps_.end() ? -1 : it->second.fd.get();
}

std::span<std::byte> LoadedObject::mapped(std::string_view symbol) const {
  const auto it = maps_.find(std::string(symbol));
  return it == maps_.end() ? std::span<std::byte>{} : it->second.memory.bytes();
}

const MapSpec *LoadedObject::spec(std::string_view symbol) const {
  const auto it = maps_.find(std::string(symbol));
  return it == maps_.end() ? nullptr : &it->second.spec;
}

Result<void> LoadedObject::load_maps(const Object &object, const TypeBlob &types, bool shrink,
                                     std::vector<int> &fds, LoadProblem *problem) {
  LoadProblem ignored = LoadProblem::None;
  fds.assign(object.maps.size(), -1);
  // Maps of maps last: the kernel wants an example of what they hold.
  for (const bool outer : {false, true})
    for (size_t i = 0; i < object.maps.size(); i++) {
      MapSpec spec = object.maps[i];
      if ((spec.inner >= 0) != outer)
        continue;
      if (spec.inner >= static_cast<int>(fds.size()) || maps_.contains(spec.symbol))
        return fail("the object's map %s contradicts another one", spec.symbol.c_str());
      TRY(fd, create_map(spec, types, outer ? fds[spec.inner] : -1, shrink,
                         problem ? *problem : ignored));
      if (spec.halved)
        halved_[spec.size_option] = std::max(halved_[spec.size_option], spec.halved);
      fds[i] = fd.get();
      Loaded &loaded = maps_[spec.symbol] = {spec, std::move(fd), {}};
      TRY_VOID(fill_map(spec, fds[i]));
      TRY(memory, map_memory(spec, fds[i]));
      loaded.memory = std::move(memory);
    }
  return {};
}

Result<void> LoadedObject::load_programs(const Object &object, const TypeBlob &types,
                                         std::span<const int> map_fds, LoadOptions options,
                                         LoadProblem *problem) {
  KernelTypeIds kernel_types;
  for (const ProgramImage &image : object.programs) {
    TRY(relocated, relocate(object, image, map_fds));
    ProgramLoad load{.kind = image.spec.kind,
                     .name = image.spec.key,
                     .instructions = instructions_of(relocated),
                     .sleepable = image.spec.sleepable};
    if (image.spec.kind == BpfKind::Uprobe && has(Feature::UprobeMulti))
      load.attach_type = bpf::places_attach_type;
    if (const auto wanted = typed_target(image.spec.kind)) {
      auto target = (kernel_types.*wanted)(image.spec.attach_object, image.spec.attach_to);
      if (!target) {
        refused_.emplace(image.spec.key, std::move(target.error()));
        continue;
      }
      load.attach_btf_id = target->id;
      load.attach_btf_object = target->object_fd;
    }
    std::vector<bpf_func_info> functions;
    if (relocated.takes_addresses) {
      for (const RelocatedProgram::Function &function : relocated.functions)
        functions.push_back({.insn_off = function.start, .type_id = types.function_type()});
      load.types_fd = types.fd();
      load.functions = functions;
    }
    bool too_large = false;
    auto fd = load_program(load, problem && options.smaller_programs ? &too_large : nullptr);
    if (too_large)
      *problem = LoadProblem::ProgramsSize;
    if (!fd && load.attach_btf_id && !takes_programs(load))
      refused_.emplace(image.spec.key, std::move(fd.error()));
    else if (!fd)
      return std::unexpected(std::move(fd.error()));
    else
      TRY_VOID(keep(image, std::move(*fd)));
  }
  return {};
}

Result<void> LoadedObject::keep(const ProgramImage &image, Descriptor program) {
  if (image.piece) {
    const int fd = program.get(); // the map keeps it
    if (!bpf::set(map(image.pieces), &image.piece, &fd))
      return fail("failed to join the pieces of %s: %s", image.spec.key.c_str(),
                  explain_bpf_error(errno).c_str());
  } else if (!programs_.try_emplace(image.spec.key, std::move(program)).second) {
    return fail("the object has two programs for %s", image.spec.key.c_str());
  }
  return {};
}

Result<LoadedObject> load(const Object &object, LoadOptions options, LoadProblem *problem) {
  LoadedObject loaded;
  TRY(types, TypeBlob::make(object));
  std::vector<int> map_fds;
  TRY_VOID(loaded.load_maps(object, types, options.shrink, map_fds, problem));
  TRY_VOID(loaded.load_programs(object, types, map_fds, options, problem));
  return loaded;
}

} // namespace dtrace

#include "program_loader.h"

#include "codegen/constants.h"
#include "debug.h"
#include "object/object.h"
#include "symbols/kernel_function.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

namespace dtrace {

namespace {
constexpr uint64_t piece_sizes[] = {12'000, 2'000, 300};
constexpr size_t last_piece = std::size(piece_sizes) - 1;
constexpr uint64_t small_buffer = 2 << 20;  // that kernels before 5.17 have maps for
constexpr uint32_t most_halved = 32;        // times a buffer is made smaller
constexpr uint64_t most_unasked = 32 << 20; // bytes of the buffer that nobody asked for
} // namespace

Result<LoadedObject> ProgramLoader::load(std::string *code) {
  Shape shape{.features = target_features()};
  KernelFunctions functions;
  shape.features.kernel_function = [&](const std::string &name) -> std::optional<KernelFunction> {
    const auto found = functions.find(name);
    return found ? std::optional(KernelFunction{found->address, found->size}) : std::nullopt;
  };
  shape.features.member_offset = kernel_member_offsets(types_);
  for (;;) {
    bool needs_stack = false;
    auto object = make(shape, needs_stack, code);
    // By code that needs little stack, and then by smaller pieces of it.
    if (needs_stack && !std::exchange(shape.features.little_stack, true))
      continue;
    if (needs_stack && shape.piece < last_piece) {
      shape.piece++;
      continue;
    }
    if (!object)
      return std::unexpected(object.error());
    LoadProblem problem = LoadProblem::None;
    auto loaded = dtrace::load(
        *object, {options_.text("bufresize") == "auto", shape.piece < last_piece}, &problem);
    if (!loaded && reshape(problem, shape))
      continue;
    if (loaded) {
      tell_sizes(*loaded);
      debug(options_, messages_, "%zu programs and %zu maps are loaded", object->programs.size(),
            object->maps.size());
    }
    return loaded;
  }
}

// LLVM IR with the maps it needs; the run-time of bpf/ linked in, optimised; BPF instructions.
Result<Object> ProgramLoader::make(const Shape &shape, bool &needs_stack, std::string *code) {
  TargetFeatures features = shape.features;
  features.piece_size = piece_sizes[shape.piece];
  TRY(module, generate(program_, features, buffer_size(features.cpus),
                       options_.number("dynvarsize"), options_.number("aggsize")));
  for (const ProviderConstant &constant : registry_.constants(program_.matches))
    (constant.grows ? give_memory : give_constant)(*module, constant.symbol, constant.bytes);
  if (const size_t size = program_.matches.late().memory_size())
    give_memory(*module, "dt_late", std::string(size, '\0'));
  if (code)
    *code = dump(*module);
  TRY(object, build_object(program_, std::move(module), &needs_stack));
  for (const ProgramImage &image : object.programs)
    debug(options_, messages_, "program %s has %zu instructions", image.spec.key.c_str(),
          image.main.instructions.size());
  return object;
}

// False: no other shape helps.
bool ProgramLoader::reshape(LoadProblem problem, Shape &shape) const {
  TargetFeatures &features = shape.features;
  switch (problem) {
  case LoadProblem::None:
    return false;
  case LoadProblem::ProgramsSize:
    // The last that is tried is small in every way: older verifiers count more stack than newer ones.
    features.little_stack |= ++shape.piece == last_piece;
    return true;
  case LoadProblem::BuffersSize:
    return features.buffers_halved++ < most_halved;
  case LoadProblem::BuffersKind:
    features.has_buffers = !options_.was_given("bufsize") && features.most_buffer > small_buffer;
    features.most_buffer = small_buffer;
    return true;
  }
  return false;
}

// bufsize is each CPU's; without it a large machine's share the most that nobody asked for. What fill and
// ring keep lies in Intake: the kernel's buffer only has to hold what comes until we look.
uint64_t ProgramLoader::buffer_size(uint32_t cpus) const {
  const uint64_t size = options_.number("bufsize");
  uint64_t all;
  if (__builtin_mul_overflow(size, program_.only_cpu ? 1 : 2 * cpus, &all))
    return UINT64_MAX;
  if (options_.text("bufpolicy") != "switch")
    return std::max(all, most_unasked);
  all /= program_.only_cpu ? 1 : 2;
  return options_.was_given("bufsize") ? all : std::min(all, most_unasked);
}

// Guide: Buffer Resizing Policy.
void ProgramLoader::tell_sizes(const LoadedObject &loaded) {
  static const std::map<std::string, const char *> words = {
      {"bufsize", "buffer"}, {"aggsize", "aggregation"}, {"dynvarsize", "dynamic variable"}};
  for (const auto &[option, halved] : loaded.halved())
    if (const auto word = words.find(option);
        word != words.end() && !options_.flag("quietresize"))
      messages_.printf("dtrace: %s size lowered to %s\n", word->second,
                       size_text(options_.number(option) >> halved).c_str());
  messages_.flush();
}

} // namespace dtrace

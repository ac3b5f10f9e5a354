// Stage: codegen. See unit.h.
#include "codegen/unit.h"

#include <bit>

namespace dtrace::codegen {

Unit::Unit(const TypedProgram &program, const TargetFeatures &features, Module &out, Sizes sizes)
    : program(program), manifest(program.manifest), features(features), out(out),
      context(*out.context), ir(*out.ir), cpu_slots_(std::bit_ceil(std::max(features.cpus, 1u))),
      sizes_(sizes) {
  out.member_offset = features.member_offset;
  out.cpu_v4 = features.cpu_v4;
  out.constants["dt_strsize"] = strsize();
  out.constants["dt_cpu_mask"] = cpu_slots_ - 1;
  out.constants["dt_cpu_v4"] = features.cpu_v4;
  out.constants["dt_bpf_loop"] = features.bpf_loop;
  out.constants["dt_atomics"] = features.atomics;
  out.constants["dt_task_registers"] = features.task_registers;
  out.constants["dt_typed_tracepoints"] = features.typed_tracepoints;
  out.constants["dt_speculation_count"] = std::max(program.speculations, 1u);
  out.constants["dt_speculation_size"] = program.speculation_size;
  const BufferLayout buffers = buffer_layout();
  out.constants["dt_has_buffers"] = features.has_buffers;
  out.constants["dt_buffer_count"] = buffers.count;
  out.constants["dt_buffer_cpu_mask"] = buffers.count < features.cpus ? buffers.count - 1 : UINT32_MAX;
  out.constants["dt_buffer_size"] = buffers.size;
  out.constants["dt_buffer_kept"] = buffers.kept;
}

void Unit::refuse(Span span, const std::string &what) {
  if (!error)
    error = Diagnostic{Tag::D_CG_EXPR, span, what + " cannot be made into code"};
}

uint32_t Unit::strsize() const { return round_up(std::max(program.strsize, 8u), 8); }

std::optional<uint32_t> Unit::interned(const std::string &text) {
  if (interned_.empty())
    for (size_t i = 0; i < manifest.strings.size(); i++)
      interned_.emplace(manifest.strings[i], i);
  const auto it = interned_.find(text);
  if (it == interned_.end())
    return std::nullopt;
  return it->second;
}

} // namespace dtrace::codegen

// Stage: codegen. The maps that a program's code refers to, by symbol: plain data, made here, created
// by kernel/.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace dtrace {

struct MapSpec {
  std::string symbol;         // "dt_state": what code names
  uint32_t type;              // enum bpf_map_type
  uint32_t key_size, value_size;
  uint32_t max_entries = 0;   // task storage has no number of its own
  uint32_t flags = 0;         // BPF_F_…
  bool direct = false;        // code refers to the value of element 0, not to the map
  bool mapped = false;        // the consumer maps it (BPF_F_MMAPABLE is in flags)
  bool needs_types = false;   // the kernel wants BTF ids for key and value (task storage)
  std::vector<uint8_t> contents{}; // of element 0 (read-only data; frozen once written)
  int inner = -1;             // arrays of maps: index of the inner map's spec
  std::string size_option{};  // what set max_entries; the kernel may have no room for as many
  uint64_t buffer_size = 0;   // dt_buffers: bytes of samples in each element; code depends on it
  uint32_t halved = 0;        // how often it was halved for that (Guide: Buffer Resizing Policy)
};

// The maps of an aggregation, by its index: of all keys, and of its short ones (short_key_size).
inline std::string aggregation_symbol(uint32_t index) { return "dt_agg_" + std::to_string(index); }
inline std::string short_keys_symbol(uint32_t index) { return aggregation_symbol(index) + "_short"; }

} // namespace dtrace

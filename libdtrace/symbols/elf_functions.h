// Stage: symbols. The functions of one ELF object, for probes: every name of each, by address, and
// where in the file an address lies. From .symtab (of the object or of the separate debugging file
// with its build id) and .dynsym together. Addresses are those the object was linked with.
#pragma once
#include "files/elf_file.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace dtrace {

class ElfFunctions {
public:
  static std::unique_ptr<ElfFunctions> open(const std::string &path); // null: no ELF object
  explicit ElfFunctions(std::unique_ptr<ElfFile> file);
  ElfFunctions(const ElfFunctions &) = delete;

  struct Function {
    uint64_t address, size; // size: of a symbol without one to the next, or its section's end
    uint64_t file_offset;
    std::vector<std::string_view> names; // as in the table (mangled); the likeliest first
  };
  // By address, one an address; indirect functions (whose address is their resolver's) are left
  // out.
  const std::vector<Function> &functions() const { return functions_; }
  const Function *find(std::string_view name) const; // by any of its names; null: none
  bool is_ambiguous(std::string_view name) const { return ambiguous_.contains(name); }
  const Function *at(uint64_t address) const; // that holds the address
  bool is_indirect(std::string_view name) const { return indirect_.contains(name); }

  bool has_symbols() const { return !functions_.empty(); }
  bool is_go() const { return is_go_; } // made by Go's own compiler
  // Has code that looks for return addresses or goes from one stack to another: exceptions of C++
  // and Rust, coroutines.
  bool walks_stacks() const { return walks_stacks_; }
  unsigned machine() const { return file_->machine(); } // EM_X86_64 …
  bool is_64_bit() const { return file_->is_64_bit(); }

  // The bytes in the file of [address, address + size); cut where the segment ends; empty when they
  // cannot be read any more.
  std::span<const uint8_t> bytes(uint64_t address, uint64_t size) const;
  bool file_offset(uint64_t address, uint64_t &offset) const; // false: not in the file
  bool address_at(uint64_t file_offset, uint64_t &address) const;
  uint64_t first_address() const; // of its first segment, which holds the file's first byte

private:
  struct Named {
    uint64_t address, size;
    std::string_view name;
    int binding;
  };
  void read_sections();
  void read_table(ElfFile &file, uint32_t section_type, std::vector<Named> &found);
  void index(std::vector<Named> &found);
  uint64_t end_of_code(uint64_t address) const; // of its section

  std::unique_ptr<ElfFile> file_, debugging_file_; // the second may be null; both are closed
  std::vector<std::pair<uint64_t, uint64_t>> code_; // sections, by address: [address, end)
  std::vector<Function> functions_;
  std::unordered_map<std::string_view, uint32_t> by_name_;
  std::unordered_set<std::string_view> ambiguous_; // names of several functions
  std::unordered_map<std::string_view, uint64_t> indirect_;
  bool is_go_ = false, walks_stacks_ = false;
};

} // namespace dtrace

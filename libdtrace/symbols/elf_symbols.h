// Stage: symbols. The symbol table of one ELF object, as an index by address: of .symtab, of the
// separate debugging file with the same build id, or of .dynsym, the first of these that is there.
#pragma once
#include "files/elf_file.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace dtrace {

// Orders the names of one address; binding: STB_*.
std::tuple<size_t, int, size_t> unlikeliness(std::string_view name, int binding);

class ElfSymbols {
public:
  static std::unique_ptr<ElfSymbols> open(const std::string &path); // null: no ELF object
  explicit ElfSymbols(std::unique_ptr<ElfFile> file);
  ElfSymbols(const ElfSymbols &) = delete;

  struct Found {
    std::string_view name;
    uint64_t offset; // from the symbol's start
  };
  // At an offset into the file, which is what a process's mappings tell.
  std::optional<Found> at_file_offset(uint64_t offset) const;
  struct Location {
    uint64_t address, size; // as the object was linked
    bool is_function;
  };
  std::optional<Location> named(std::string_view name) const;
  // Where that byte of the file is in memory, as the object was linked.
  std::optional<uint64_t> address_of_file_offset(uint64_t offset) const;
  // At an address as the object was linked.
  std::optional<Found> at(uint64_t address) const;

private:
  struct Symbol {
    uint64_t address, size;
    std::string_view name; // in the file's memory
  };
  bool read_table(ElfFile &file, uint32_t section_type);

  std::unique_ptr<ElfFile> file_, debugging_file_; // the second may be null; both are closed
  std::vector<Symbol> symbols_;                    // by address, one an address
};

} // namespace dtrace

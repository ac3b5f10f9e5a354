// Stage: symbols. The symbol table of one ELF object, as an index by address: of .symtab, of the
// separate debugging file with the same build id, or of .dynsym, the first of these that is there.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

struct Elf;

namespace dtrace {

// Orders the names of one address; binding: STB_*.
std::tuple<size_t, int, size_t> unlikeliness(std::string_view name, int binding);
// Where the separate debugging file of an object is, if it is installed; "": it has no build id.
std::string debugging_file_of(Elf *elf);

class ElfSymbols {
public:
  static std::unique_ptr<ElfSymbols> open(const std::string &path); // null: no ELF object
  static std::unique_ptr<ElfSymbols> in_memory(const char *image,
                                               size_t size); // kept by the caller
  ~ElfSymbols();
  ElfSymbols(const ElfSymbols &) = delete;

  struct Found {
    std::string_view name;
    uint64_t offset; // from the symbol's start
  };
  // At an offset into the file, which is what a process's mappings tell.
  std::optional<Found> at_file_offset(uint64_t offset) const;
  struct Place {
    uint64_t address, size; // as the object was linked
    bool is_function;
  };
  std::optional<Place> named(std::string_view name) const;
  // Where that byte of the file is in memory, as the object was linked.
  std::optional<uint64_t> address_of_file_offset(uint64_t offset) const;
  // At an address as the object was linked.
  std::optional<Found> at(uint64_t address) const;

private:
  struct Symbol {
    uint64_t address, size;
    std::string_view name; // in the file's memory
  };
  struct Segment {
    uint64_t offset, address, size;
  };
  ElfSymbols() = default;
  bool read(Elf *elf);
  void read_segments(Elf *elf);
  bool read_table(Elf *elf, uint32_t section_type);
  bool read_debugging_file(Elf *elf);

  int fds_[2] = {-1, -1}; // the object, its debugging file
  Elf *elfs_[2] = {nullptr, nullptr};
  std::vector<Segment> segments_;
  std::vector<Symbol> symbols_; // by address, one an address
};

} // namespace dtrace

// Stage: usdt. The probes of an ELF file, from its section .note.stapsdt (SystemTap wiki, "UserSpace
// Probe Implementation"): a note of owner "stapsdt" and type 3 holds the addresses of the probe, of
// .stapsdt.base and of the semaphore, as linked, then the texts provider, probe and arguments. If
// something has moved the file's sections since, .stapsdt.base tells by how much.
#pragma once
#include "base/diagnostic.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dtrace::usdt {

struct Note {
  uint64_t pc, base, semaphore; // semaphore 0: none
  std::string provider, name, arguments;
};

struct Notes {
  std::vector<Note> notes; // in order of the file
  std::string complaint;   // what is wrong with the first note that is; empty: nothing
};

// bytes: the section. Whatever they are, what can be read is; probes of discarded code (pc 0) are
// left out.
Notes parse_notes(std::string_view bytes, bool is_64_bit);

// One place of a probe.
struct Site {
  Note note;               // as the file is now
  uint64_t offset;         // of the probe in the file
  uint64_t semaphore;      // offset in the file; 0: none
};

struct SiteList {
  uint16_t machine = 0;
  bool is_64_bit = true;
  bool is_fixed = false; // ET_EXEC
  std::vector<Site> sites;
  std::string complaint; // as in Notes
};

// D_UNKNOWN where the file cannot be read or is not ELF; a file without probes has none.
Result<SiteList> read_sites(const std::string &path);

// What D calls a note's probe: query__start is query-start.
std::string d_name(std::string_view name);

} // namespace dtrace::usdt

// Stage: providers. The text that describes an event's record (tracefs: events/S/E/format) as
// fields. Needs no kernel.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dtrace {

struct EventField {
  std::string type, name; // "pid_t", "pid"; of an array its elements' type
  uint32_t offset, size;  // bytes in the record
  bool is_signed;
  bool is_array;
  bool located = false, relative = false; // __data_loc, __rel_data_loc: the field tells where it is
};

struct EventFormat {
  uint32_t id = 0;                // 0: the text is not a format
  std::vector<EventField> fields; // without those that every event has
};
EventFormat read_event_format(std::string_view text);

} // namespace dtrace

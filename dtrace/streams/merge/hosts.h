// dtrace-merge. What is known of each stream: its head, and the objects that wait for their turn.
#pragma once
#include "reader/stream_object.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>

namespace dtrace::stream {

struct Host {
  std::string name;
  size_t source = 0; // of Inputs
  rapidjson::Document head;
  bool has_head = false, refused = false; // refused: of another program or version
  int64_t clock = 0;                      // what makes wall-clock time of its timestamps, ns
  int64_t time = 0;                       // of its last object
  std::optional<int> exit_status;         // its end was seen
  bool labelled = false;                  // its lines begin with its name
  bool late = false;                      // the others go on without it

  struct Item {
    StreamObject object;
    int64_t time; // wall clock, ns
    std::string barrier; // not "": what several hosts do together, see order.h
  };
  std::deque<Item> waiting;
  size_t waiting_bytes = 0;
};

} // namespace dtrace::stream

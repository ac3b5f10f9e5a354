// dtrace-export. One request of OTLP/HTTP (libcurl): bytes to a receiver, and its response. Always:
// it ends within a bounded time, and at most 64 KiB of the response are kept.
#pragma once
#include "export/endpoint.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace dtrace::stream {

enum class Outcome {
  Taken,
  Refused, // these bytes will never be accepted
  Failed,  // a retry may succeed
};

struct Response {
  Outcome outcome = Outcome::Failed;
  std::string why = {};      // "" when all of it was taken
  bool is_permanent = false; // no retry will help: the name, the certificate or the path is wrong
  uint64_t rejected = 0;     // points or records that were left out
  int64_t wait_seconds = -1; // Retry-After; -1: none
};

class Requests {
public:
  // give_up: set by another thread, it ends a request under way.
  Requests(const Endpoint &endpoint, const std::atomic<bool> &give_up);
  ~Requests();
  Response send(const std::string &bytes);

private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

// The meaning of an HTTP status and body. A separate function, so that it can be tested without a
// network.
Response response_of(long status, const std::string &body);

} // namespace dtrace::stream

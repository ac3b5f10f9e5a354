// Stage: output. Messages on standard error, each after what was printed before it.
#pragma once
#include "consume/handler.h"
#include "language/options.h"
#include "output/output.h"

#include <set>
#include <string_view>

namespace dtrace {

class MessageWriter {
public:
  // All outlive the writer.
  MessageWriter(const Options &options, Output &out, Output &error)
      : options_(options), out_(out), error_(error) {}

  // "dtrace: " and the text, in one line.
  void message(std::string_view text);
  // With advice, which is printed once. A script for another system that mistakes openat's folder
  // for open's path faults at every call: that too is reported once. Prints nothing with -x
  // noerror.
  void fault(const FaultReport &fault);

private:
  const Options &options_;
  Output &out_, &error_;
  std::set<std::string_view> advised_;
};

} // namespace dtrace

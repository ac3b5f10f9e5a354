// dtrace-merge. From lines to merged output: who the hosts are, what of theirs belongs together.
#pragma once
#include "merge/order.h"
#include "merge/writer.h"
#include "reader/inputs.h"

#include <memory>
#include <string>
#include <vector>

namespace dtrace::stream {

struct MergeOptions {
  std::vector<std::string> paths;
  size_t hosts = 0; // that come through one pipe; 0: not known
  bool by_host = false, ndjson = false, live = false;
  int64_t patience = 5'000'000'000; // ns
};

class Merger {
public:
  // Keeps references. `tell`: a message for people, a line without the program's name.
  Merger(const MergeOptions &options, Options &printing, Names &names, Writer &writer,
         std::function<void(const std::string &)> tell);

  std::expected<void, std::string> open(); // the inputs
  // Until they end. The exit status: the greatest of the streams', 1 when one had no end.
  int run();

private:
  Host &host_of(size_t source, const std::string &label);
  void take(size_t source, const std::string &label, StreamObject &&object);
  void take_head(Host &host, StreamObject &&object);
  void refuse(Host &host, const std::string &why);
  std::string name_of(const Host &host, const std::string &label) const;
  bool all_are_known();
  void begin_output();
  void group(std::vector<Member> &members);
  void firing_group(std::vector<Member> &members);
  void put_table(const std::vector<TablePart> &parts, bool in_firing, bool at_exit);
  void exit_tables();
  bool tell_empty();
  int finish();

  const MergeOptions &options_;
  Options &printing_;
  Names &names_;
  Writer &writer_;
  std::function<void(const std::string &)> tell_;
  Inputs inputs_;
  Order order_;
  std::vector<std::unique_ptr<Host>> hosts_;
  bool known_ = false; // all_are_known() was true once
  bool begun_ = false; // begin_output() was called
  int64_t first_seen_ = 0;
  const int64_t started_;
  std::vector<Member> at_exit_; // tables that nothing printed
};

} // namespace dtrace::stream

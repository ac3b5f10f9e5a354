// dtrace-merge --live. The last of each table, on a terminal, drawn again as new ones come: a part
// of the screen for each, of which the greatest values are seen; below them the last lines of
// everything else. Always: no byte of the streams steers the terminal.
#pragma once
#include "merge/text_writer.h"

#include <deque>
#include <map>
#include <string>
#include <vector>

namespace dtrace::stream {

class LiveWriter : public Writer {
public:
  LiveWriter(Options &options, Names &names, Output &out, Output &error)
      : memory_(&captured_), text_(options, names, memory_, error), out_(out) {}

  void begin(const std::vector<std::string> &hosts, const Json &head) override;
  void object(const Host &host, const StreamObject &object) override;
  void begin_firing(const Host &host, const Json &firing) override;
  void elements(const Host &host, const std::vector<const Json *> &elements) override;
  void table(const MergedTable &table) override;
  void end_firing() override;
  void standalone(const MergedTable &table, bool at_exit) override;
  void end(int exit_status) override;
  void flush() override; // draws, at most ten times a second

private:
  struct Size {
    size_t rows, columns;
  };
  Size size() const;
  std::vector<std::string> take_lines(); // what the text writer has written since
  void keep(const MergedTable &table);
  void keep_lines();
  void draw();
  void put_lines(const std::string &title, const std::vector<std::string> &lines, size_t rows,
                 size_t columns);

  std::string captured_;
  Output memory_;
  TextWriter text_;
  Output &out_;
  std::string title_;
  std::map<std::string, std::vector<std::string>> tables_; // by name
  std::deque<std::string> recent_;
  bool changed_ = false;
  int64_t drawn_ = 0; // ns
};

} // namespace dtrace::stream

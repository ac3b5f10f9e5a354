// dtrace-merge. Text, as dtrace itself prints it: by the same printers of libdtrace.
#pragma once
#include "language/options.h"
#include "merge/writer.h"
#include "output/printer.h"

namespace dtrace::stream {

class TextWriter : public Writer {
public:
  // Keeps references. `error`: what dtrace says there.
  TextWriter(Options &options, Names &names, Output &out, Output &error);

  void begin(const std::vector<std::string> &hosts, const Json &head) override;
  void object(const Host &host, const StreamObject &object) override;
  void begin_firing(const Host &host, const Json &firing) override;
  void elements(const Host &host, const std::vector<const Json *> &elements) override;
  void table(const MergedTable &table) override;
  void end_firing() override;
  void standalone(const MergedTable &table, bool at_exit) override;
  void end(int exit_status) override;
  void flush() override;

private:
  using Show = void (TextWriter::*)(const Json &element, const Json &value);
  struct Row {
    const char *member;
    Show show;
  };
  static const Row rows[];

  void firing(const Json &json);
  void show(const Json &element, int64_t &arguments);
  void show_message(const Json &, const Json &value);
  void show_value(const Json &element, const Json &value);
  void show_bytes(const Json &element, const Json &value);
  void show_dump(const Json &, const Json &value);
  void show_frames(const Json &element, const Json &value);
  void show_symbol(const Json &, const Json &value);
  void show_module(const Json &, const Json &value);
  void show_user_symbol(const Json &, const Json &value);
  void show_type(const Json &element, const Json &value);
  void show_setopt(const Json &element, const Json &value);
  void put_symbol(const std::string &name, bool wide);
  void print_message(const Host &host, const std::string &text);

  Options &options_;
  Names &names_;
  Output &out_, &error_;
  Manifest none_;
  RecordedNames no_names_{none_};
  Printer frame_; // heads and ends of lines
  PrintContext context_;
  ProbeRecord probe_;
  ClauseRecord clause_;
  RecordView record_;
  bool several_ = false, exit_begun_ = false;
};

} // namespace dtrace::stream

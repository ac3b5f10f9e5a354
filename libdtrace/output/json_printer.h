// Stage: output. The RecordHandler of -x oformat=json and ndjson: everything that the Printer shows
// as text, as the objects of a stream (man/dtrace-stream.5). Messages about faults, drops and
// processes also go to standard error, in the Printer's words.
#pragma once
#include "consume/handler.h"
#include "consume/recorded_names.h"
#include "language/options.h"
#include "output/format_table.h"
#include "output/json_aggregation.h"
#include "output/message_writer.h"
#include "output/print_context.h"
#include "output/stream_head.h"
#include "output/stream_writer.h"

#include <array>
#include <map>
#include <string>

namespace dtrace {

class JsonPrinter : public RecordHandler {
public:
  // Keeps references to all but the programs. The head is written by the first flush() or object.
  JsonPrinter(const Manifest &manifest, const RecordedNames &names, const Options &options,
              Symbolizer &symbolizer, Output &out, Output &error,
              std::vector<StreamProgram> programs);

  void begin_record(const RecordView &record) override;
  void action(const RecordView &record, const ActionRecord &action, uint32_t index) override;
  void printa(const RecordView &record, const ActionRecord &action, uint32_t index,
              const AggregationTable &table) override;
  void end_record(const RecordView &record) override;
  void aggregation_at_exit(const AggregationTable &table) override;
  void aggregation_published(const AggregationTable &table) override;
  void fault(const FaultReport &fault) override;
  void drop(const Drop &drop) override;
  void warning(std::string_view text) override;
  void process_ended(int pid, std::string_view text) override;
  void options_changed() override {}
  void flush() override;

  // The last object; closes the document. Further calls do nothing.
  void end(int exit_status) override;

private:
  using ActionMember = void (JsonPrinter::*)(const RecordView &, const ActionRecord &, uint32_t);
  static ActionMember show(ActionKind kind);

  void put_head();
  Output &begin_object();
  void open(const RecordView &record);
  void close();
  const std::string &names_of(const ProbeRecord &probe);
  Output &element(const RecordView &record);
  uint64_t time_of(const RecordView &record) const;
  void put_table(const AggregationTable &table, const Emission &emission);
  void put_values(const RecordView &record, const ActionRecord &action);

  void do_trace(const RecordView &, const ActionRecord &, uint32_t);
  void do_tracemem(const RecordView &, const ActionRecord &, uint32_t);
  void do_pcap(const RecordView &, const ActionRecord &, uint32_t);
  void do_printf(const RecordView &, const ActionRecord &, uint32_t);
  void do_eprintf(const RecordView &, const ActionRecord &, uint32_t);
  void do_print(const RecordView &, const ActionRecord &, uint32_t);
  void do_stack(const RecordView &, const ActionRecord &, uint32_t);
  void do_system(const RecordView &, const ActionRecord &, uint32_t);
  void do_freopen(const RecordView &, const ActionRecord &, uint32_t);
  void do_ftruncate(const RecordView &, const ActionRecord &, uint32_t);
  void do_setopt(const RecordView &, const ActionRecord &, uint32_t);
  void do_nothing(const RecordView &, const ActionRecord &, uint32_t) {}

  const Manifest &manifest_;
  const RecordedNames &recorded_;
  const Options &options_;
  const Options first_options_; // of the head, before any setopt()
  Output &out_, &error_;
  MessageWriter messages_;
  StreamWriter writer_;
  PrintContext context_;
  const FormatTable formats_;
  std::vector<StreamProgram> programs_;

  std::string text_; // of a message
  Output text_out_{&text_};
  struct Names {
    uint32_t probe = 0;
    std::string text;
  };
  std::array<Names, 64> names_;                                 // by probe
  std::map<std::pair<uint32_t, uint32_t>, uint64_t> emissions_; // by clause and action: so many
  uint64_t published_ = 0;
  StreamTotals totals_;
  bool head_done_ = false, end_done_ = false;
  const std::byte *open_ = nullptr; // the record whose object is being written
  bool first_element_ = true;
};

} // namespace dtrace

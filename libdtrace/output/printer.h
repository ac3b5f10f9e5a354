// Stage: output. The RecordHandler that prints as the Guide shows. All formats are turned into flat
// lists of operations once, at construction; a record then costs no allocation.
#pragma once
#include "consume/handler.h"
#include "consume/recorded_names.h"
#include "language/options.h"
#include "output/format_table.h"
#include "output/message_writer.h"
#include "output/output.h"
#include "output/symbolizer.h"

#include <set>
#include <span>

namespace dtrace {

class Printer : public RecordHandler {
public:
  // Keeps references to all of them. `error` takes the messages (standard error).
  Printer(const Manifest &manifest, const RecordedNames &names, const Options &options,
          Symbolizer &symbolizer, Output &out, Output &error);
  ~Printer() override;

  void begin_record(const RecordView &record) override;
  void action(const RecordView &record, const ActionRecord &action, uint32_t index) override;
  void printa(const RecordView &record, const ActionRecord &action, uint32_t index,
              const AggregationTable &table) override;
  void end_record(const RecordView &record) override;
  void aggregation_at_exit(const AggregationTable &table) override;
  void fault(const FaultReport &fault) override;
  void drop(const Drop &drop) override;
  void warning(std::string_view text) override;
  void options_changed() override;
  void flush() override;

private:
  using ActionMember = void (Printer::*)(const RecordView &, const ActionRecord &, uint32_t);
  static ActionMember show(ActionKind kind);

  void header();
  void put_flow(const RecordView &record);
  bool print_narrow(const AggregationTable &table);
  void print_rows(const AggregationTable &table);
  std::string text_of(const RecordView &record, uint32_t index);

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
  void do_setopt(const RecordView &, const ActionRecord &, uint32_t) {} // options_changed()
  void do_nothing(const RecordView &, const ActionRecord &, uint32_t) {}

  const Options &options_;
  Output &out_, &error_;
  MessageWriter messages_;
  PrintContext context_;
  const FormatTable formats_;
  bool quiet_ = false, flowindent_ = false, droptags_ = false;
  bool header_done_ = false;
};

} // namespace dtrace

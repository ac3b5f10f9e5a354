// Stage: api. Between the consumer and the printer: hands records, messages and text to the
// caller's functions, and to the printer what they leave to it.
#pragma once
#include "api/values.h"
#include "consume/handler.h"
#include "dtrace/dtrace.h"
#include "session.h"

namespace dtrace {

template <class Function> struct Handler {
  Function *function = nullptr;
  void *arg = nullptr;
};

class CallbackHandler : public RecordHandler {
public:
  explicit CallbackHandler(dtrace_hdl &handle) : handle_(handle) {}
  void attach(Session &session); // before Session::enable()

  // Of dtrace_work(), while it runs.
  void begin_work(dtrace_consume_probe_f *probe, dtrace_consume_rec_f *record, void *arg);
  bool aborted() const { return aborted_; }
  void abort();
  void target_ended(const Processes::End &end);
  void text(const std::string &text, const dtrace_recdesc_t *record);

  Handler<dtrace_handle_err_f> on_error;
  Handler<dtrace_handle_drop_f> on_drop;
  Handler<dtrace_handle_proc_f> on_process;
  Handler<dtrace_handle_setopt_f> on_setopt;
  Handler<dtrace_handle_warn_f> on_warning;
  Handler<dtrace_handle_buffered_f> on_text;

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
  void options_changed() override;
  void flush() override;

private:
  template <class Function, class... Data>
  bool told(const Handler<Function> &handler, const Data &...data);
  bool wanted(const ActionRecord &action, const RecordView &record, dtrace_recdesc_t &shown);
  void describe_action(const ActionRecord &action, const RecordView &record,
                       dtrace_recdesc_t &shown);
  int call(const dtrace_recdesc_t *record);
  void tell_setopt(const RecordView &record, const ActionRecord &action);

  dtrace_hdl &handle_;
  RecordHandler *printer_ = nullptr;
  Handler<dtrace_consume_probe_f> probe_;
  Handler<dtrace_consume_rec_f> record_;
  bool plain_ = true; // nobody but the printer wants records
  bool aborted_ = false, skipping_ = false;

  dtrace_probedesc_t description_{};
  dtrace_probedata_t data_{};
  const dtrace_probedata_t *firing_ = nullptr; // &data_ within a record
  ValueList values_;
};

} // namespace dtrace

#include "api/callbacks.h"

#include "api/handle.h"
#include "consume/field.h"
#include "language/builtin.h"
#include "output/messages.h"

#include <algorithm>

namespace dtrace {

namespace {
dtrace_actkind_t action_of(ActionKind kind) {
  static constexpr dtrace_actkind_t told[] = {
#define ACTION(kind, effect, traits, check, make, consume, print, told) DTRACE_ACT_##told,
#include "language/actions.def"
  };
  return told[static_cast<size_t>(kind)];
}

constexpr dtrace_flowkind_t flows[] = {DTRACEFLOW_NONE, DTRACEFLOW_ENTRY, DTRACEFLOW_RETURN};
} // namespace

void CallbackHandler::attach(Session &session) {
  session.records_through = [this](RecordHandler &printer) -> RecordHandler & {
    printer_ = &printer;
    return *this;
  };
  session.on_target_end = [this](const Processes::End &end) { target_ended(end); };
}

void CallbackHandler::begin_work(dtrace_consume_probe_f *probe, dtrace_consume_rec_f *record,
                                 void *arg) {
  probe_ = {probe, arg};
  record_ = {record, arg};
  aborted_ = false;
  plain_ = !probe && !record && !on_text.function;
}

void CallbackHandler::abort() {
  aborted_ = true;
  handle_.session.interrupt();
}

// ---- Records ---------------------------------------------------------------------------------

void CallbackHandler::begin_record(const RecordView &record) {
  if (plain_)
    return printer_->begin_record(record);
  if (aborted_)
    return;
  skipping_ = false;
  description_ = description_of(*record.probe);
  data_ = {.handle = &handle_,
           .probe = &description_,
           .cpu = record.cpu,
           .clause = record.clause->number,
           .flow = flows[static_cast<int>(record.flow)],
           .indent = record.indent};
  firing_ = &data_;
  if (!probe_.function) {
    printer_->begin_record(record);
    return handle_.hand_over_text();
  }
  const InCallback busy(handle_);
  const int answer = probe_.function(&data_, probe_.arg);
  skipping_ = answer == DTRACE_CONSUME_NEXT;
  if (answer != DTRACE_CONSUME_THIS && !skipping_)
    abort();
}

// The answer of the caller's function; THIS when there is none.
int CallbackHandler::call(const dtrace_recdesc_t *record) {
  if (!record_.function)
    return DTRACE_CONSUME_THIS;
  const InCallback busy(handle_);
  const int answer = record_.function(&data_, record, record_.arg);
  if (answer != DTRACE_CONSUME_THIS && answer != DTRACE_CONSUME_NEXT)
    abort();
  return answer;
}

void CallbackHandler::describe_action(const ActionRecord &action, const RecordView &record,
                                      dtrace_recdesc_t &shown) {
  values_.clear();
  for (const Field &field : action.fields)
    values_.add(handle_.session.names(), handle_.session.symbolizer(), field, record.data);
  shown = {.action = action_of(action.kind),
           .name = builtin_for(action.kind).name.data(),
           .format = action.format ? action.format->text.c_str() : nullptr,
           .nvalues = values_.size(),
           .values = values_.data(),
           .naggregations = action.aggregations.size(),
           .aggregations = action.aggregations.data()};
}

// Whether the printer is to have it.
bool CallbackHandler::wanted(const ActionRecord &action, const RecordView &record,
                             dtrace_recdesc_t &shown) {
  if (aborted_ || skipping_)
    return false;
  if (record_.function || on_text.function)
    describe_action(action, record, shown);
  return call(&shown) == DTRACE_CONSUME_THIS;
}

void CallbackHandler::action(const RecordView &record, const ActionRecord &action, uint32_t index) {
  if (action.kind == ActionKind::Setopt)
    tell_setopt(record, action);
  if (plain_)
    return printer_->action(record, action, index);
  dtrace_recdesc_t shown{};
  if (!wanted(action, record, shown))
    return;
  printer_->action(record, action, index);
  handle_.hand_over_text(&shown);
}

void CallbackHandler::printa(const RecordView &record, const ActionRecord &action, uint32_t index,
                             const AggregationTable &table) {
  if (plain_)
    return printer_->printa(record, action, index, table);
  dtrace_recdesc_t shown{};
  if (!wanted(action, record, shown))
    return;
  printer_->printa(record, action, index, table);
  handle_.hand_over_text(&shown);
}

void CallbackHandler::end_record(const RecordView &record) {
  if (plain_)
    return printer_->end_record(record);
  const bool left_out = aborted_ || skipping_;
  if (!left_out && call(nullptr) == DTRACE_CONSUME_THIS && !probe_.function) {
    printer_->end_record(record);
    handle_.hand_over_text();
  }
  firing_ = nullptr;
}

void CallbackHandler::aggregation_at_exit(const AggregationTable &table) {
  printer_->aggregation_at_exit(table);
  handle_.hand_over_text();
}

void CallbackHandler::aggregation_published(const AggregationTable &table) {
  printer_->aggregation_published(table);
  handle_.hand_over_text();
}

void CallbackHandler::flush() {
  printer_->flush();
  handle_.hand_over_text();
}

void CallbackHandler::options_changed() {
  printer_->options_changed();
}

// ---- Messages --------------------------------------------------------------------------------

template <class Function, class... Data>
bool CallbackHandler::told(const Handler<Function> &handler, const Data &...data) {
  if (!handler.function)
    return false;
  const InCallback busy(handle_);
  if (handler.function(data..., handler.arg) != DTRACE_HANDLE_OK)
    abort();
  return true;
}

void CallbackHandler::fault(const FaultReport &fault) {
  const dtrace_probedesc_t probe = description_of(*fault.probe);
  const Span span = fault.statement.source ? fault.statement : fault.clause->span;
  const Place place = span.place();
  const std::string file(place.file), message = fault_message(fault);
  const dtrace_errdata_t data{.handle = &handle_,
                              .probe = &probe,
                              .clause = fault.clause->number,
                              .cpu = fault.cpu,
                              .fault = fault.fault,
                              .fault_name = fault_name(fault.fault).data(),
                              .address = fault.value,
                              .file = span.source ? file.c_str() : nullptr,
                              .line = place.line,
                              .column = place.column,
                              .message = message.c_str()};
  if (!told(on_error, &data))
    printer_->fault(fault);
}

void CallbackHandler::drop(const Drop &drop) {
  static_assert(DTRACEDROP_STKSTROVERFLOW == static_cast<int>(DropKind::StackString));
  const std::string message = drop_message(drop, handle_.session.options().flag("droptags"));
  const dtrace_dropdata_t data{.handle = &handle_,
                               .kind = static_cast<dtrace_dropkind_t>(drop.kind),
                               .tag = drop_tag(drop.kind).data(),
                               .cpu = drop.cpu,
                               .drops = drop.count,
                               .total = drop.total,
                               .message = message.c_str()};
  if (!told(on_drop, &data))
    printer_->drop(drop);
}

void CallbackHandler::warning(std::string_view text) {
  if (!told(on_warning, &handle_, std::string(text).c_str()))
    printer_->warning(text);
}

void CallbackHandler::target_ended(const Processes::End &end) {
  const dtrace_procdata_t data{.handle = &handle_, .pid = end.pid, .message = end.text.c_str()};
  if (told(on_process, &data) || end.as_planned || handle_.session.options().flag("quiet"))
    return;
  printer_->process_ended(end.pid, end.text);
}

void CallbackHandler::tell_setopt(const RecordView &record, const ActionRecord &action) {
  std::string words[2];
  for (size_t i = 0; i < std::size(words) && i < action.fields.size(); i++)
    words[i] = read_string(action.fields[i], record.data, handle_.session.names());
  const dtrace_setoptdata_t data{.handle = &handle_,
                                 .option = words[0].c_str(),
                                 .value = words[1].c_str()};
  told(on_setopt, &data);
}

void CallbackHandler::text(const std::string &text, const dtrace_recdesc_t *record) {
  const dtrace_bufdata_t data{.handle = &handle_,
                              .text = text.c_str(),
                              .size = text.size(),
                              .probe = firing_,
                              .record = record};
  told(on_text, &data);
}

} // namespace dtrace

using namespace dtrace;

namespace {
template <class Function>
int set_handler(dtrace_hdl_t *dtp, Handler<Function> CallbackHandler::*which, Function *function,
                void *arg) {
  return guarded(dtp, -1, [&] {
    dtp->callbacks.*which = {function, arg};
    return 0;
  });
}
} // namespace

extern "C" {

int dtrace_handle_err(dtrace_hdl_t *dtp, dtrace_handle_err_f *handler, void *arg) {
  return set_handler(dtp, &CallbackHandler::on_error, handler, arg);
}

int dtrace_handle_drop(dtrace_hdl_t *dtp, dtrace_handle_drop_f *handler, void *arg) {
  return set_handler(dtp, &CallbackHandler::on_drop, handler, arg);
}

int dtrace_handle_proc(dtrace_hdl_t *dtp, dtrace_handle_proc_f *handler, void *arg) {
  return set_handler(dtp, &CallbackHandler::on_process, handler, arg);
}

int dtrace_handle_setopt(dtrace_hdl_t *dtp, dtrace_handle_setopt_f *handler, void *arg) {
  return set_handler(dtp, &CallbackHandler::on_setopt, handler, arg);
}

int dtrace_handle_warn(dtrace_hdl_t *dtp, dtrace_handle_warn_f *handler, void *arg) {
  return set_handler(dtp, &CallbackHandler::on_warning, handler, arg);
}

int dtrace_handle_buffered(dtrace_hdl_t *dtp, dtrace_handle_buffered_f *handler, void *arg) {
  return set_handler(dtp, &CallbackHandler::on_text, handler, arg);
}
}

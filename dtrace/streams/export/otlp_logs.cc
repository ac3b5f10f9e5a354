#include "export/otlp.h"
#include "export/otlp_parts.h"
#include "reader/rows.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>

namespace dtrace::stream {

namespace {
using otlp::Message;

// Field numbers, by message.
enum : uint32_t { kResourceLogs = 1 }; // ExportLogsServiceRequest
enum : uint32_t { kScopeLogs = 2 };    // ResourceLogs
enum : uint32_t { kRecords = 2 };      // ScopeLogs
enum : uint32_t {
  kRecordTime = 1,
  kSeverity = 2,
  kSeverityText = 3,
  kBody = 5,
  kRecordAttributes = 6
};                             // LogRecord
enum : uint32_t { kText = 1 }; // AnyValue
constexpr size_t kLongestText = 65536, kLongestValue = 1024, kMostValues = 32;

struct Severity {
  int32_t number;
  const char *text;
};
constexpr Severity info{9, "INFO"}, warning{13, "WARN"}, error{17, "ERROR"};

// At most so many bytes, of whole characters.
std::string shortened(std::string text, size_t longest) {
  if (text.size() <= longest)
    return text;
  while (longest && (static_cast<uint8_t>(text[longest]) & 0xc0) == 0x80)
    longest--;
  text.resize(longest);
  return text;
}

std::string frames_text(const Json &frames) {
  std::string text;
  for (const Json &frame : frames.GetArray())
    if (const Json *symbol = member(frame, "symbol"))
      text += "\n  " + std::string(shown(*symbol));
  return text;
}

std::string json_text(const Json &json) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  json.Accept(writer);
  return {buffer.GetString(), buffer.GetSize()};
}

std::string element_text(const Json &element) {
  if (const Json *frames = frames_of(element))
    return frames_text(*frames);
  const std::string text = value_text(element);
  return text.empty() && !has(element, "value") ? json_text(element) : text;
}

// What a firing printed: a body of all its texts, and each value by itself.
class Printed {
public:
  explicit Printed(const Json &output) {
    for (const Json &element : output.GetArray())
      take(element);
    while (body_.ends_with('\n') || body_.ends_with(' '))
      body_.pop_back();
  }
  bool is_table() const { return has_table_ && body_.empty() && values_.empty(); }
  const std::string &body() const { return body_; }
  const std::vector<const Json *> &values() const { return values_; }

private:
  void take(const Json &element) {
    if (has(element, "aggregation-name")) {
      has_table_ = true;
      return;
    }
    const bool is_argument = arguments_ > 0;
    if (const Json *message = member(element, "message")) {
      add(std::string(shown(*message)));
      arguments_ = number(element, "arguments");
      return;
    }
    arguments_ -= is_argument;
    if (values_.size() < kMostValues && !frames_of(element))
      values_.push_back(&element);
    if (!is_argument)
      add((body_.empty() || body_.ends_with('\n') || frames_of(element) ? "" : " ") +
          element_text(element));
  }
  void add(const std::string &text) {
    if (body_.size() < kLongestText)
      body_ += text;
  }

  std::string body_;
  std::vector<const Json *> values_;
  int64_t arguments_ = 0; // of the last message, that are still to come
  bool has_table_ = false;
};

void put_value(Message &record, const std::string &name, const Json &element) {
  const Json *value = member(element, "value");
  if (value && value->IsInt64())
    otlp::put_attribute(record, kRecordAttributes, name, value->GetInt64());
  else
    otlp::put_attribute(record, kRecordAttributes, name,
                        shortened(element_text(element), kLongestValue));
}

void put_body(Message &record, std::string text) {
  Message body(record, kBody);
  body.add_string(kText, shortened(std::move(text), kLongestText));
}

constexpr const char *probe_parts[] = {"provider", "module", "function", "name"};

std::string probe_name(const Json &json) {
  std::string name;
  for (const char *part : probe_parts) {
    const Json *its = member(json, part);
    name += (part == probe_parts[0] ? "" : ":") + std::string(its ? shown(*its) : "");
  }
  return name;
}

void put_head(Message &record, int64_t time, const Severity &severity) {
  record.add_fixed64(kRecordTime, static_cast<uint64_t>(time));
  record.add_enum(kSeverity, severity.number);
  record.add_string(kSeverityText, severity.text);
}

void put_firing(Message &record, const Json &json, const Printed &printed, int64_t time) {
  put_head(record, time, info);
  put_body(record, printed.body().empty() ? probe_name(json) : printed.body());
  otlp::put_attribute(record, kRecordAttributes, "dtrace.probe", probe_name(json));
  otlp::put_attribute(record, kRecordAttributes, "dtrace.cpu", number(json, "cpu"));
  for (size_t i = 0; i < printed.values().size(); i++)
    put_value(record, "dtrace.value" + std::to_string(i + 1), *printed.values()[i]);
}

// Kinds of objects that are a message each: where it stands in them.
struct MessageRow {
  ObjectKind kind;
  const Severity &severity;
  const char *inside, *name; // inside: the member that holds it; null: the object
};
constexpr MessageRow messages[] = {{ObjectKind::Fault, error, "error", "message"},
                                   {ObjectKind::Drop, warning, nullptr, "msg"},
                                   {ObjectKind::Warning, warning, nullptr, "warning"},
                                   {ObjectKind::Process, info, nullptr, "message"}};

void put_message(Message &record, const MessageRow &row, const Json &json, int64_t time) {
  const Json *inside = row.inside ? member(json, row.inside) : &json;
  const Json *message = inside ? member(*inside, row.name) : nullptr;
  put_head(record, time, row.severity);
  put_body(record, message ? std::string(shown(*message)) : "");
  if (has(json, "provider"))
    otlp::put_attribute(record, kRecordAttributes, "dtrace.probe", probe_name(json));
}
} // namespace

std::string otlp_record(const StreamObject &object, int64_t time) {
  std::string bytes;
  Message record(bytes);
  if (object.kind == ObjectKind::Firing) {
    const Printed printed(list(object.json, "output"));
    if (!printed.is_table())
      put_firing(record, object.json, printed, time);
    return bytes;
  }
  const auto row = std::ranges::find(messages, object.kind, &MessageRow::kind);
  if (row != std::end(messages))
    put_message(record, *row, object.json, time);
  return bytes;
}

std::string otlp_logs(const StreamState &state, const std::deque<std::string> &records,
                      size_t count) {
  std::string bytes;
  {
    Message request(bytes);
    Message resource(request, kResourceLogs);
    otlp::put_resource(resource, state);
    Message scope(resource, kScopeLogs);
    otlp::put_scope(scope, state);
    for (size_t i = 0; i < count; i++)
      scope.add_message(kRecords, records[i]);
  }
  return bytes;
}

} // namespace dtrace::stream

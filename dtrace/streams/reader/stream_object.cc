#include "reader/stream_object.h"

#include <rapidjson/error/en.h>

namespace dtrace::stream {

namespace {
// What tells an object's kind: a member that no kind above it has.
struct KindRow {
  ObjectKind kind;
  std::string_view member;
  rapidjson::Type type;
};
constexpr KindRow kinds[] = {
    {ObjectKind::Head, "dtrace-stream", rapidjson::kNumberType},
    {ObjectKind::End, "exit-status", rapidjson::kNumberType},
    {ObjectKind::Table, "aggregation-name", rapidjson::kStringType},
    {ObjectKind::Fault, "error", rapidjson::kObjectType},
    {ObjectKind::Firing, "output", rapidjson::kArrayType},
    {ObjectKind::Drop, "total", rapidjson::kNumberType},
    {ObjectKind::Process, "process", rapidjson::kNumberType},
    {ObjectKind::Warning, "warning", rapidjson::kStringType},
    {ObjectKind::Probe, "provider", rapidjson::kStringType},
};

std::string strange(std::string_view line) {
  if (line.starts_with("{\"dtrace\""))
    return "this is a document of oformat=json: streams are read from oformat=ndjson";
  return "";
}
} // namespace

std::expected<StreamObject, std::string> parse_object(std::string_view line) {
  StreamObject object{rapidjson::Document(), ObjectKind::Head, line.size()};
  constexpr unsigned flags = rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag;
  object.json.Parse<flags>(line.data(), line.size());
  if (const std::string why = object.json.HasParseError() ? strange(line) : ""; !why.empty())
    return std::unexpected(why);
  if (object.json.HasParseError())
    return std::unexpected(std::string("not JSON: ") +
                           rapidjson::GetParseError_En(object.json.GetParseError()) + " (column " +
                           std::to_string(object.json.GetErrorOffset() + 1) + ")");
  for (const KindRow &row : kinds)
    if (const Json *found = member(object.json, row.member);
        found && found->GetType() == row.type) {
      object.kind = row.kind;
      return object;
    }
  return std::unexpected("JSON, but not an object of a stream of dtrace");
}

} // namespace dtrace::stream

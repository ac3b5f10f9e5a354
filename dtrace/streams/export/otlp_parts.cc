#include "export/otlp_parts.h"

#include "export/otlp.h"

#include <protozero/pbf_reader.hpp>

namespace dtrace::stream {

namespace otlp {
namespace {
// Field numbers: KeyValue, AnyValue, Resource, InstrumentationScope.
enum : uint32_t { kKey = 1, kValue = 2 };
enum : uint32_t { kStringValue = 1, kIntValue = 3 };
enum : uint32_t { kResource = 1, kResourceAttributes = 1 };
enum : uint32_t { kScope = 1, kScopeName = 1, kScopeVersion = 2 };
} // namespace

void put_attribute(Message &message, uint32_t field, const std::string &name,
                   const std::string &value) {
  Message pair(message, field);
  pair.add_string(kKey, name);
  Message any(pair, kValue);
  any.add_string(kStringValue, value);
}

void put_attribute(Message &message, uint32_t field, const std::string &name, int64_t value) {
  Message pair(message, field);
  pair.add_string(kKey, name);
  Message any(pair, kValue);
  any.add_int64(kIntValue, value);
}

void put_resource(Message &message, const StreamState &state) {
  Message resource(message, kResource);
  const std::pair<const char *, std::string> attributes[] = {{"service.name", "dtrace"},
                                                             {"service.version", state.version},
                                                             {"host.name", state.host},
                                                             {"os.type", "linux"},
                                                             {"os.version", state.kernel}};
  for (const auto &[name, value] : attributes)
    if (!value.empty())
      put_attribute(resource, kResourceAttributes, name, value);
}

void put_scope(Message &message, const StreamState &state) {
  Message scope(message, kScope);
  scope.add_string(kScopeName, "dtrace-export");
  scope.add_string(kScopeVersion, state.version);
}
} // namespace otlp

namespace {
enum : uint32_t { kPartialSuccess = 1, kRejected = 1, kErrorMessage = 2 };
constexpr size_t kLongestMessage = 500;

OtlpResponse partial(protozero::pbf_reader message) {
  OtlpResponse response;
  while (message.next())
    if (message.tag() == kRejected && message.wire_type() == protozero::pbf_wire_type::varint)
      response.rejected = static_cast<uint64_t>(std::max<int64_t>(message.get_int64(), 0));
    else if (message.tag() == kErrorMessage &&
             message.wire_type() == protozero::pbf_wire_type::length_delimited)
      response.message = message.get_string().substr(0, kLongestMessage);
    else
      message.skip();
  return response;
}
} // namespace

// protozero throws when bytes are no message; nothing of that leaves this function.
std::optional<OtlpResponse> otlp_response(std::string_view body) {
  try {
    OtlpResponse response;
    protozero::pbf_reader message(body.data(), body.size());
    while (message.next())
      if (message.tag() == kPartialSuccess &&
          message.wire_type() == protozero::pbf_wire_type::length_delimited)
        response = partial(message.get_message());
      else
        message.skip();
    return response;
  } catch (const protozero::exception &) {
    return std::nullopt;
  }
}

} // namespace dtrace::stream

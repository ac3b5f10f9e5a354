// dtrace-export. What OTLP's messages of metrics and of logs share: attributes and resources.
#pragma once
#include "export/own.h"

#include <protozero/pbf_writer.hpp>

#include <cstdint>
#include <string>

namespace dtrace::stream::otlp {

using Message = protozero::pbf_writer;

void put_attribute(Message &message, uint32_t field, const std::string &name,
                   const std::string &value);
void put_attribute(Message &message, uint32_t field, const std::string &name, int64_t value);
// The host that was traced, as the message's field 1.
void put_resource(Message &message, const StreamState &state);
// The program that made it, as the message's field 1.
void put_scope(Message &message, const StreamState &state);

} // namespace dtrace::stream::otlp

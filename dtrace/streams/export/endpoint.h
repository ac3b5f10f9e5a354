// dtrace-export. The URL that is pushed to. Always: no message holds the name, the password or the
// question that a URL may have.
#pragma once
#include <expected>
#include <string>
#include <vector>

namespace dtrace::stream {

struct Endpoint {
  std::string url;                       // with the signal's path, without name and password
  std::string user, password;            // "" for none
  std::string shown;                     // for messages
  std::vector<std::string> headers = {}; // "Name: value"
};

// signal: "metrics" or "logs"; /v1/SIGNAL is added unless it is there. Headers are those of
// OTEL_EXPORTER_OTLP_HEADERS.
std::expected<Endpoint, std::string> parse_endpoint(const std::string &text,
                                                    const std::string &signal);
// NAME=VALUE,NAME=VALUE with values as in URLs.
std::expected<std::vector<std::string>, std::string> parse_headers(const std::string &text);
// What may be shown of any text that was to be a URL.
std::string without_secrets(const std::string &text);
// Overwrites names and passwords in the words of the command line, which ps shows to all.
void hide_secrets(int argc, char **argv);

} // namespace dtrace::stream

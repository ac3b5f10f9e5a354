#include "export/endpoint.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string_view>

namespace dtrace::stream {

namespace {
using Url = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

std::string part(const Url &url, CURLUPart which, unsigned flags = 0) {
  char *text = nullptr;
  if (curl_url_get(url.get(), which, &text, flags) != CURLUE_OK || !text)
    return "";
  std::string result = text;
  curl_free(text);
  return result;
}

constexpr std::string_view kScheme = "://";

// Where name and password stand; empty when there are none.
std::pair<size_t, size_t> secret_of(std::string_view text) {
  const size_t scheme = text.find(kScheme);
  const size_t begin = scheme == text.npos ? 0 : scheme + kScheme.size();
  const size_t slash = std::min(text.find_first_of("/?#", begin), text.size());
  const size_t at = text.substr(0, slash).rfind('@');
  return at == text.npos || at < begin ? std::pair(begin, begin) : std::pair(begin, at);
}

std::string decoded_header(const std::string &text) {
  int size = 0;
  char *bytes = curl_easy_unescape(nullptr, text.c_str(), static_cast<int>(text.size()), &size);
  std::string result(bytes ? bytes : "", bytes ? static_cast<size_t>(size) : 0);
  curl_free(bytes);
  return result;
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' '))
    text.remove_prefix(1);
  while (text.ends_with(' '))
    text.remove_suffix(1);
  return text;
}
} // namespace

std::string without_secrets(const std::string &text) {
  const auto [begin, end] = secret_of(text);
  std::string shown =
      text.substr(0, begin) + (end > begin ? text.substr(end + 1) : text.substr(begin));
  return shown.substr(0, shown.find_first_of("?#"));
}

void hide_secrets(int argc, char **argv) {
  for (int i = 1; i < argc; i++) {
    const std::string_view word = argv[i];
    if (word.find(kScheme) == word.npos)
      continue;
    const auto [begin, end] = secret_of(word);
    std::fill(argv[i] + begin, argv[i] + end, 'x');
  }
}

std::expected<std::vector<std::string>, std::string> parse_headers(const std::string &text) {
  std::vector<std::string> headers;
  for (std::string_view rest = text; !rest.empty();) {
    const size_t comma = std::min(rest.find(','), rest.size());
    const std::string_view pair = trimmed(rest.substr(0, comma));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
    if (pair.empty())
      continue;
    const size_t equals = pair.find('=');
    const std::string name(trimmed(pair.substr(0, equals)));
    if (equals == pair.npos || name.empty())
      return std::unexpected("OTEL_EXPORTER_OTLP_HEADERS: name=value,name=value is expected");
    const std::string value = decoded_header(std::string(trimmed(pair.substr(equals + 1))));
    const std::string header = name + ": " + value;
    if (std::ranges::any_of(header, [](char c) { return static_cast<uint8_t>(c) < ' '; }))
      return std::unexpected("OTEL_EXPORTER_OTLP_HEADERS: a header holds a control character");
    headers.push_back(header);
  }
  return headers;
}

std::expected<Endpoint, std::string> parse_endpoint(const std::string &text,
                                                    const std::string &signal) {
  const auto wrong = [&](const std::string &why) {
    return std::unexpected("a URL as http://host:4318 is expected, not " + without_secrets(text) +
                           ": " + why);
  };
  const Url url(curl_url(), curl_url_cleanup);
  if (text.find(kScheme) == text.npos)
    return wrong("it does not begin with http:// or https://");
  if (const CURLUcode code =
          curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_NON_SUPPORT_SCHEME);
      code != CURLUE_OK)
    return wrong(curl_url_strerror(code));
  const std::string scheme = part(url, CURLUPART_SCHEME);
  if (scheme != "http" && scheme != "https")
    return wrong("it does not begin with http:// or https://");
  if (!part(url, CURLUPART_QUERY).empty() || !part(url, CURLUPART_FRAGMENT).empty())
    return wrong("nothing may follow the path");
  Endpoint endpoint;
  endpoint.user = part(url, CURLUPART_USER, CURLU_URLDECODE);
  endpoint.password = part(url, CURLUPART_PASSWORD, CURLU_URLDECODE);
  curl_url_set(url.get(), CURLUPART_USER, nullptr, 0);
  curl_url_set(url.get(), CURLUPART_PASSWORD, nullptr, 0);
  std::string path = part(url, CURLUPART_PATH);
  while (path.ends_with('/'))
    path.pop_back();
  if (const std::string own = "/v1/" + signal; !path.ends_with(own))
    path += own;
  curl_url_set(url.get(), CURLUPART_PATH, path.c_str(), 0);
  endpoint.url = endpoint.shown = part(url, CURLUPART_URL);
  const char *variable = getenv("OTEL_EXPORTER_OTLP_HEADERS");
  auto headers = parse_headers(variable ? variable : "");
  if (!headers)
    return std::unexpected(headers.error());
  endpoint.headers = std::move(*headers);
  return endpoint;
}

} // namespace dtrace::stream

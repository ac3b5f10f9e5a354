#include "export/request.h"

#include "export/otlp.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>

namespace dtrace::stream {

namespace {
constexpr long kConnectMilliseconds = 5000, kMilliseconds = 10000;
constexpr size_t kLongestAnswer = 65536;
constexpr int64_t kLongestWait = 3600;

// As OTLP's specification has it: all others are not to be tried again.
constexpr long worth_trying[] = {408, 429, 502, 503, 504};
// A path or a password that is wrong, if they come first of all.
constexpr long not_there[] = {401, 403, 404, 405};

// What will be no better another time, if nothing was ever taken.
constexpr CURLcode lasting[] = {CURLE_COULDNT_RESOLVE_HOST,     CURLE_SSL_CONNECT_ERROR,
                                CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM,
                                CURLE_SSL_CACERT_BADFILE,       CURLE_SSL_ISSUER_ERROR,
                                CURLE_UNSUPPORTED_PROTOCOL,     CURLE_URL_MALFORMAT};

size_t keep(char *bytes, size_t, size_t size, void *body) {
  auto &kept = *static_cast<std::string *>(body);
  if (kept.size() + size > kLongestAnswer)
    return 0; // which ends the request
  kept.append(bytes, size);
  return size;
}

int look(void *give_up, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<const std::atomic<bool> *>(give_up)->load();
}

template <class List> bool is_one_of(const List &list, auto value) {
  return std::ranges::find(list, value) != std::end(list);
}
} // namespace

Response response_of(long status, const std::string &body) {
  if (status >= 200 && status < 300) {
    const auto told = otlp_response(body);
    if (!told)
      return {.outcome = Outcome::Refused, .why = "its answer is not OTLP's"};
    std::string why = told->message;
    if (told->rejected)
      why = "it left out " + std::to_string(told->rejected) + (why.empty() ? "" : ": " + why);
    return {.outcome = Outcome::Taken, .why = why, .rejected = told->rejected};
  }
  const bool may_help = is_one_of(worth_trying, status);
  return {.outcome = may_help ? Outcome::Failed : Outcome::Refused,
          .why = "it answered " + std::to_string(status),
          .is_permanent = is_one_of(not_there, status)};
}

struct Requests::Inside {
  CURL *curl = nullptr;
  curl_slist *headers = nullptr;
  std::string body;
  char error[CURL_ERROR_SIZE] = {};
};

Requests::Requests(const Endpoint &endpoint, const std::atomic<bool> &give_up)
    : inside_(std::make_unique<Inside>()) {
  CURL *curl = inside_->curl = curl_easy_init();
  for (const char *header : {"Content-Type: application/x-protobuf", "Expect:"})
    inside_->headers = curl_slist_append(inside_->headers, header);
  for (const std::string &header : endpoint.headers)
    inside_->headers = curl_slist_append(inside_->headers, header.c_str());
  curl_easy_setopt(curl, CURLOPT_URL, endpoint.url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, inside_->headers);
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "dtrace-export");
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, kConnectMilliseconds);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, kMilliseconds);
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, inside_->error);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &inside_->body);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, look);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &give_up);
  if (!endpoint.user.empty() || !endpoint.password.empty()) {
    curl_easy_setopt(curl, CURLOPT_USERNAME, endpoint.user.c_str());
    curl_easy_setopt(curl, CURLOPT_PASSWORD, endpoint.password.c_str());
  }
  if (const char *authorities = getenv("OTEL_EXPORTER_OTLP_CERTIFICATE"))
    curl_easy_setopt(curl, CURLOPT_CAINFO, authorities);
}

Requests::~Requests() {
  curl_slist_free_all(inside_->headers);
  curl_easy_cleanup(inside_->curl);
}

Response Requests::send(const std::string &bytes) {
  CURL *curl = inside_->curl;
  inside_->body.clear();
  inside_->error[0] = '\0';
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(bytes.size()));
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, bytes.c_str());
  const CURLcode code = curl_easy_perform(curl);
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  if (code == CURLE_WRITE_ERROR && status)
    return {.outcome = Outcome::Refused, .why = "its answer is longer than 64 KiB"};
  if (code != CURLE_OK)
    return {.outcome = Outcome::Failed,
            .why = inside_->error[0] ? inside_->error : curl_easy_strerror(code),
            .is_permanent = is_one_of(lasting, code)};
  Response response = response_of(status, inside_->body);
  curl_off_t seconds = 0;
  if (response.outcome != Outcome::Taken &&
      curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &seconds) == CURLE_OK && seconds > 0)
    response.wait_seconds = std::min<int64_t>(seconds, kLongestWait);
  return response;
}

} // namespace dtrace::stream

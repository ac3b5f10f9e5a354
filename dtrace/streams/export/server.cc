#include "export/server.h"

#include <httplib.h>

#include <cstdlib>
#include <cstring>
#include <thread>

namespace dtrace::stream {

namespace {
constexpr int kThreads = 4, kSeconds = 5;
constexpr size_t kLongestBody = 4096, kRequests = 100; // of one connection
} // namespace

std::expected<Address, std::string> parse_address(const std::string &text) {
  Address address;
  const size_t colon = text.rfind(':');
  const std::string port = colon == text.npos ? text : text.substr(colon + 1);
  if (colon != text.npos)
    address.host = colon == 0 ? "0.0.0.0" : text.substr(0, colon);
  if (address.host.starts_with('[') && address.host.ends_with(']'))
    address.host = address.host.substr(1, address.host.size() - 2);
  char *end = nullptr;
  const long number = strtol(port.c_str(), &end, 10);
  if (port.empty() || *end || number < 0 || number > 65535)
    return std::unexpected("an address and a port are expected, as 127.0.0.1:9464, not " + text);
  address.port = static_cast<int>(number);
  return address;
}

struct MetricsServer::Inside {
  httplib::Server server;
  std::thread thread;
};

MetricsServer::MetricsServer(Make make) : inside_(std::make_unique<Inside>()) {
  httplib::Server &server = inside_->server;
  server.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
  server.set_read_timeout(kSeconds);
  server.set_write_timeout(kSeconds);
  server.set_keep_alive_timeout(kSeconds);
  server.set_keep_alive_max_count(kRequests);
  server.set_payload_max_length(kLongestBody);
  // No other program can take the port beside us.
  server.set_socket_options([](socket_t socket) {
    const int yes = 1;
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  });
  server.Get("/metrics", [make](const httplib::Request &request, httplib::Response &response) {
    const Format format = wanted_format(request.get_header_value("Accept"));
    response.set_content(make(format), content_type(format));
  });
  server.Get("/", [](const httplib::Request &, httplib::Response &response) {
    response.set_content("dtrace-export: the metrics are at /metrics\n", "text/plain");
  });
}

MetricsServer::~MetricsServer() {
  inside_->server.stop();
  if (inside_->thread.joinable())
    inside_->thread.join();
}

std::expected<int, std::string> MetricsServer::bind(const Address &address) {
  errno = 0;
  int port = address.port;
  if (port == 0)
    port = inside_->server.bind_to_any_port(address.host.c_str());
  else if (!inside_->server.bind_to_port(address.host.c_str(), port))
    port = -1;
  if (port < 0)
    return std::unexpected("failed to listen at " + address.host + ":" +
                           std::to_string(address.port) + ": " +
                           (errno ? strerror(errno) : "it is not an address of this machine"));
  return port;
}

void MetricsServer::start() {
  inside_->thread = std::thread([this] { inside_->server.listen_after_bind(); });
}

} // namespace dtrace::stream

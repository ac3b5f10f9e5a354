// dtrace-export. Serves /metrics by HTTP (cpp-httplib), in threads of its own. Always: four
// requests at a time, of bounded size and time; more wait in the kernel.
#pragma once
#include "export/text.h"

#include <expected>
#include <functional>
#include <memory>
#include <string>

namespace dtrace::stream {

struct Address {
  std::string host = "127.0.0.1";
  int port = 0;
};
// 9464, 127.0.0.1:9464, [::1]:9464, :9464 (all addresses).
std::expected<Address, std::string> parse_address(const std::string &text);

class MetricsServer {
public:
  // make: the answer; called by the server's threads.
  using Make = std::function<std::string(Format)>;
  explicit MetricsServer(Make make);
  ~MetricsServer(); // stops it

  // Binds; the error says which address and why. The port that was taken, when 0 was asked for.
  std::expected<int, std::string> bind(const Address &address);
  void start();

private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

} // namespace dtrace::stream

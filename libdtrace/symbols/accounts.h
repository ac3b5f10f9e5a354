// Stage: symbols. Names of users and groups, for username() and groupname(): as this system has them
// (passwd(5), and what nsswitch.conf(5) adds), each asked for once. One thread at a time.
#pragma once
#include <sys/types.h>

#include <string>
#include <unordered_map>

namespace dtrace {

class Accounts {
public:
  // The account's name; the number as text where there is no account.
  std::string user(uid_t id);
  std::string group(gid_t id);

private:
  std::unordered_map<uid_t, std::string> users_;
  std::unordered_map<gid_t, std::string> groups_;
};

} // namespace dtrace

#include "symbols/accounts.h"

#include <grp.h>
#include <pwd.h>

#include <cerrno>
#include <vector>

namespace dtrace {

namespace {
constexpr size_t most_room = 1 << 20; // of one account: a group may have thousands of members

// The member `name` of what the C library's `find` says of `id`.
template <class Account, class Id, class Find>
std::string account_name(Id id, Find find, char *Account::*name) {
  std::vector<char> room(1024);
  for (;;) {
    Account account{};
    Account *found = nullptr;
    const int error = find(id, &account, room.data(), room.size(), &found);
    if (error == ERANGE && room.size() < most_room)
      room.resize(room.size() * 4);
    else
      return found ? std::string(found->*name) : std::to_string(id);
  }
}
} // namespace

std::string Accounts::user(uid_t id) {
  const auto [known, is_new] = users_.try_emplace(id);
  if (is_new)
    known->second = account_name<passwd>(id, getpwuid_r, &passwd::pw_name);
  return known->second;
}

std::string Accounts::group(gid_t id) {
  const auto [known, is_new] = groups_.try_emplace(id);
  if (is_new)
    known->second = account_name<::group>(id, getgrgid_r, &::group::gr_name);
  return known->second;
}

} // namespace dtrace

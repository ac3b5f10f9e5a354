#include "providers/usdt_advice.h"

#include "providers/provider.h"

#include <set>

namespace dtrace {

std::string usdt_advice(std::span<const usdt::SiteList *const> lists, const std::string &where,
                        const std::string &provider, const std::string &name) {
  std::set<std::string> providers, names;
  for (const usdt::SiteList *list : lists)
    for (const usdt::Site &site : list->sites) {
      providers.insert(site.note.provider);
      if (glob_matches(provider, site.note.provider))
        names.insert(usdt::d_name(site.note.name));
    }
  const auto among = [](const std::set<std::string> &words, const std::string &word) {
    const std::string_view near = nearest(word, {words.begin(), words.end()});
    if (!near.empty())
      return "; did you mean " + std::string(near) + "?";
    std::string text;
    for (const std::string &one : words)
      text += (text.empty() ? "; it has " : ", ") + one;
    return text;
  };
  if (names.empty())
    return where + " has no provider " + provider + among(providers, provider);
  if (!name.empty() && !is_glob(name) && !names.contains(name))
    return "provider " + provider + " of " + where + " has no probe " + name + among(names, name);
  return {};
}

} // namespace dtrace

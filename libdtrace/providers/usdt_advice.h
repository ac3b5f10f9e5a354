// Stage: providers. What to write instead of a description that matches no probe of a program.
#pragma once
#include "usdt/note.h"

#include <span>
#include <string>

namespace dtrace {

// lists: of the files that it may mean, not all of them empty; where: the name for all of them;
// provider, name: of the description, may be patterns. Returns "" if unknown.
std::string usdt_advice(std::span<const usdt::SiteList *const> lists, const std::string &where,
                        const std::string &provider, const std::string &name);

} // namespace dtrace

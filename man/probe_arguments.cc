#include "probe_arguments.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

// Probes by their arguments, both in the order in which they are declared.
struct Group {
  std::string arguments;
  std::vector<std::string> probes;
};
using Provider = std::vector<Group>;

std::string file_text(const std::filesystem::path &path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string without_comments(std::string text) {
  for (size_t at; (at = text.find("/*")) != text.npos;)
    text.erase(at, text.find("*/", at) + 2 - at);
  return text;
}

// "wait__start" is called wait-start.
std::string shown_name(std::string_view name) {
  std::string shown;
  for (size_t i = 0; i < name.size(); i++)
    if (name.substr(i, 2) == "__") {
      shown += "\\-";
      i++;
    } else if (name[i] != ' ') {
      shown += name[i];
    }
  return shown;
}

// "psinfo_t *parent, int flags" with the names in italics and one blank for each run of them.
std::string shown_arguments(std::string_view text) {
  std::string shown, word;
  const auto end_word = [&](bool is_name) {
    shown += is_name ? "\\fI" + word + "\\fR" : word;
    word.clear();
  };
  bool first = true; // word of an argument: its type
  for (const char c : text) {
    if (isalnum(static_cast<unsigned char>(c)) || c == '_') {
      word += c;
      continue;
    }
    if (!word.empty()) {
      end_word(!first && (c == ',' || c == '['));
      first = false;
    }
    const bool is_blank = isspace(static_cast<unsigned char>(c));
    if (!is_blank || (!shown.empty() && shown.back() != ' '))
      shown += is_blank ? ' ' : c;
    first |= c == ',';
  }
  end_word(!first);
  return shown;
}

void add(Provider &provider, const std::string &probe, const std::string &arguments) {
  auto group = std::ranges::find(provider, arguments, &Group::arguments);
  if (group == provider.end())
    group = provider.insert(group, {arguments, {}});
  if (std::ranges::find(group->probes, probe) == group->probes.end())
    group->probes.push_back(probe);
}

// From the brace that opens the provider on.
void read_provider(std::string_view text, Provider &provider) {
  const std::string_view mark = "\tprobe ";
  text = text.substr(0, text.find("\n};"));
  for (size_t at = 0; (at = text.find(mark, at)) != text.npos;) {
    at += mark.size();
    const size_t open = text.find('(', at), close = text.find(')', open), end = text.find_first_of("=;", at);
    if (open == text.npos || open > end) // no list: the source's arguments
      add(provider, shown_name(text.substr(at, text.find_first_of(" =;", at) - at)), "those of its source");
    else
      add(provider, shown_name(text.substr(at, open - at)),
          "(" + shown_arguments(text.substr(open + 1, close - open - 1)) + ")");
  }
}

void print(const Provider &provider) {
  for (const Group &group : provider) {
    std::puts(".TP");
    for (size_t i = 0; i < group.probes.size(); i++)
      std::printf("%s\\fB%s\\fR", i ? ", " : "", group.probes[i].c_str());
    std::printf("\n%s\n", group.arguments == "()" ? "no arguments" : group.arguments.c_str());
  }
}

} // namespace

void print_probe_arguments(const std::filesystem::path &libraries) {
  std::map<std::string, Provider> providers;
  std::error_code error;
  const std::string_view mark = "\nprovider ";
  for (const auto &entry : std::filesystem::directory_iterator(libraries, error)) {
    if (entry.path().extension() != ".d")
      continue;
    const std::string text = without_comments(file_text(entry.path()));
    for (size_t at = 0; (at = text.find(mark, at)) != text.npos;) {
      at += mark.size();
      const std::string name = text.substr(at, text.find(' ', at) - at);
      if (name != "syscall") // other names for system calls
        read_provider(std::string_view(text).substr(at), providers[name]);
    }
  }
  for (const auto &[name, provider] : providers) {
    std::printf(".SS %s\n", name.c_str());
    print(provider);
  }
}

// Stage: symbols. One pass over the text of /proc/kallsyms; names stay where they are in it.
#include "symbols/kallsyms.h"

#include "base/descriptor.h"

#include <algorithm>
#include <charconv>
#include <fcntl.h>
#include <unistd.h>

namespace dtrace {

namespace {

// Without sizes a symbol would reach up to the next one, however far that is.
constexpr uint64_t longest_function = 1 << 20;

std::string_view take_word(std::string_view &line) {
  line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  const std::string_view word = line.substr(0, line.find_first_of(" \t"));
  line.remove_prefix(word.size());
  return word;
}

} // namespace

std::string KallsymsIndex::read() {
  const Descriptor file(open("/proc/kallsyms", O_RDONLY | O_CLOEXEC));
  std::string text;
  size_t size = 0;
  ssize_t got = file ? 1 : 0;
  while (got > 0) { // a page a call, whatever room there is
    if (text.size() < size + (64 << 10))
      text.resize(std::max<size_t>(2 * text.size(), 8 << 20));
    got = ::read(file.get(), text.data() + size, text.size() - size);
    size += std::max<ssize_t>(got, 0);
  }
  text.resize(size);
  return text;
}

KallsymsIndex::KallsymsIndex(std::string text) : text_(std::move(text)) {
  bool sorted = true;
  for (std::string_view rest = text_; !rest.empty();) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    if (add(rest.substr(0, end)) && symbols_.size() > 1)
      sorted &= symbols_[symbols_.size() - 2].address <= symbols_.back().address;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  if (!sorted)
    std::ranges::stable_sort(symbols_, {}, &Symbol::address);
}

bool KallsymsIndex::add(std::string_view line) {
  const std::string_view number = take_word(line), type = take_word(line), name = take_word(line);
  std::string_view module = take_word(line);
  uint64_t address = 0;
  std::from_chars(number.data(), number.data() + number.size(), address, 16);
  if (type == "A" || type == "a") {
    absolute_.push_back({address, name, "vmlinux"});
    return false;
  }
  if (address == 0 || name.empty()) // 0: hidden from us
    return false;
  // The linker's marks (__start_rodata) are listed by kernels that list no variables, too.
  has_data_ |= type.find_first_of("bBdDrR") == 0 && !name.starts_with('_');
  if (module.starts_with('[') && module.ends_with(']'))
    module = module.substr(1, module.size() - 2);
  symbols_.push_back({address, name, module.empty() ? std::string_view("vmlinux") : module});
  return true;
}

std::optional<ResolvedAddress> KallsymsIndex::resolve(uint64_t address) const {
  auto after = std::ranges::upper_bound(symbols_, address, {}, &Symbol::address);
  if (after == symbols_.begin())
    return std::nullopt;
  const uint64_t start = std::prev(after)->address;
  if (address - start >= longest_function)
    return std::nullopt;
  const auto first = std::ranges::lower_bound(symbols_, start, {}, &Symbol::address);
  return ResolvedAddress{first->module, first->name, address - start};
}

std::optional<uint64_t> KallsymsIndex::address_of(std::string_view module,
                                                  std::string_view name) const {
  for (const Symbol &symbol : symbols_)
    if (symbol.name == name && (module.empty() || symbol.module == module))
      return symbol.address;
  for (const Symbol &symbol : absolute_)
    if (!symbols_.empty() && symbol.name == name && (module.empty() || symbol.module == module))
      return symbol.address;
  return std::nullopt;
}

std::vector<std::string_view> KallsymsIndex::other_names(std::string_view name) const {
  std::vector<std::string_view> names;
  for (const Symbol &symbol : symbols_) {
    if (symbol.name != name || !symbol.address)
      continue;
    for (const Symbol &other : std::ranges::equal_range(symbols_, symbol.address, {}, &Symbol::address))
      if (other.name != name && other.module == symbol.module)
        names.push_back(other.name);
  }
  return names;
}

} // namespace dtrace

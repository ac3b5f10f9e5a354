#include "merge/table.h"

#include "consume/aggregation_sort.h"
#include "consume/aggregation_value.h"
#include "language/format.h"
#include "merge/words.h"

#include <algorithm>
#include <cstring>

namespace dtrace::stream {

namespace {
constexpr size_t kMostKeys = 64;
constexpr size_t kLongestKey = 1 << 20; // bytes

std::unexpected<std::string> wrong(const std::string &what) {
  return std::unexpected(what);
}

const Json *description_of(const Json &head, const std::string &name) {
  for (const Json &description : list(head, "aggregations").GetArray())
    if (text(description, "name") == name)
      return &description;
  return nullptr;
}

template <class T> std::string raw_bytes(T value) {
  return {reinterpret_cast<const char *>(&value), sizeof value};
}

std::string from_hexadecimal(const std::string &digits) {
  std::string bytes;
  for (size_t i = 0; i + 1 < digits.size(); i += 2)
    bytes += static_cast<char>(strtoul(digits.substr(i, 2).c_str(), nullptr, 16));
  return bytes;
}

struct KeyKindRow {
  std::string_view name;
  FieldKind kind;
};
// String and Stack, where dtrace has ids: the texts themselves are in the stream.
constexpr KeyKindRow key_kinds[] = {
    {"integer", FieldKind::Integer}, {"string", FieldKind::String},
    {"bytes", FieldKind::Bytes}, {"stack", FieldKind::Stack},
    {"ustack", FieldKind::UserStack}, {"symbol", FieldKind::KernelAddress},
    {"usymbol", FieldKind::UserAddress},
};

std::optional<KeyField> key_field(const Json &description) {
  KeyField key;
  const std::string kind = text(description, "kind");
  const auto row = std::ranges::find(key_kinds, kind, &KeyKindRow::name);
  if (row == std::end(key_kinds))
    return std::nullopt;
  key.field.kind = row->kind;
  key.source = text(description, "source");
  if (const Json *is_signed = member(description, "signed"))
    key.field.is_signed = is_signed->IsTrue();
  const int64_t size = number(description, "size"), shown = number(description, "shown-size");
  const auto is_size = [](int64_t n) { return n == 1 || n == 2 || n == 4 || n == 8; };
  if (row->kind == FieldKind::Integer && (!is_size(size) || (shown && !is_size(shown))))
    return std::nullopt;
  if (row->kind == FieldKind::Integer)
    key.field.size = static_cast<uint32_t>(size), key.field.shown_size = static_cast<uint32_t>(shown);
  return key;
}

std::optional<AggregationRecord> record_of(const Json &description, uint32_t index, bool by_host) {
  const auto kind = function_kind(text(description, "function"));
  if (!kind)
    return std::nullopt;
  AggregationRecord record{.index = index, .name = text(description, "name"), .kind = *kind,
                           .function = nullptr};
  for (const Json &parameter : list(description, "parameters").GetArray())
    record.parameters.push_back(integer(parameter));
  if (const Json *is_signed = member(description, "signed"))
    record.value_is_signed = !is_signed->IsFalse();
  const auto size = value_size(*kind, record.parameters);
  if (!size)
    return std::nullopt;
  record.value_size = *size;
  if (by_host)
    record.keys.push_back({.field = {.kind = FieldKind::String}, .source = "host"});
  for (const Json &key : list(description, "keys").GetArray()) {
    const auto field = key_field(key);
    if (!field || record.keys.size() >= kMostKeys)
      return std::nullopt;
    record.keys.push_back(*field);
  }
  return record;
}

bool same_keys(const AggregationRecord &a, const AggregationRecord &b) {
  return std::ranges::equal(a.keys, b.keys, [](const KeyField &x, const KeyField &y) {
    return x.field.kind == y.field.kind && x.field.size == y.field.size;
  });
}
} // namespace

// By the first host's head; the others' programs are the same.
std::expected<void, std::string> Table::describe(const TablePart &part) {
  std::vector<AggregationRecord> records;
  for (const Json *column : part.columns) {
    const std::string name = text(*column, "aggregation-name");
    const Json *description = description_of(*part.head, name);
    auto record = description ? record_of(*description, records.size(), by_host_) : std::nullopt;
    if (!record)
      return wrong("the head of its stream says nothing that makes sense of @" + name);
    if (!records.empty() && !same_keys(records.front(), *record))
      return wrong("@" + records.front().name + " and @" + name +
                   ", which it printed together, have different keys");
    records.push_back(std::move(*record));
    const int64_t factor = number(*column, "normal", 1);
    factors_.push_back(factor ? factor : 1);
    clears_.push_back(static_cast<uint64_t>(number(*column, "clears")));
  }
  manifest_.aggregations = std::move(records);
  return {};
}

std::expected<void, std::string> Table::add(const TablePart &part) {
  if (manifest_.aggregations.empty())
    if (auto described = describe(part); !described)
      return described;
  if (part.columns.size() != manifest_.aggregations.size())
    return wrong("it printed another number of aggregations together");
  for (size_t column = 0; column < part.columns.size(); column++)
    for (const Json &row : list(*part.columns[column], "aggregation-data").GetArray())
      if (auto added = add_row(part, column, row); !added)
        return added;
  return {};
}

Table::Key Table::key_of(const Json &value, KeyField &key) {
  Field &field = key.field;
  const uint64_t process = static_cast<uint64_t>(number(value, "pid"));
  const auto frames = [&](const char *name, std::string bytes) {
    for (const Json &frame : list(value, name).GetArray())
      bytes += raw_bytes(names_.frame(text(frame, "symbol")));
    return Key{bytes};
  };
  switch (field.kind) {
  case FieldKind::Integer: return {raw_bytes(number(value, "value")).substr(0, field.size)};
  case FieldKind::Bytes: return {from_hexadecimal(text(value, "bytes"))};
  case FieldKind::Stack: return frames("stack-frames", "");
  case FieldKind::UserStack: return frames("ustack-frames", raw_bytes(process));
  case FieldKind::KernelAddress: {
    const bool symbol = has(value, "sym");
    const char *name = symbol                   ? "sym"
                       : has(value, "username")  ? "username"
                       : has(value, "groupname") ? "groupname"
                                                 : "mod";
    field.form = symbol ? AddressForm::Function : AddressForm::Module;
    return {raw_bytes(names_.address(0, number(value, "address"), text(value, name)))};
  }
  case FieldKind::UserAddress: {
    const char *name = has(value, "umod") ? "umod" : has(value, "usym") ? "usym" : "uaddr";
    field.form = *name == 'u' && name[1] == 'm' ? AddressForm::Module : AddressForm::Function;
    return {raw_bytes(process) +
            raw_bytes(names_.address(process, number(value, "address"), text(value, name)))};
  }
  default: return {text(value, "value")};
  }
}

std::expected<void, std::string> Table::add_row(const TablePart &part, size_t column,
                                                const Json &json) {
  AggregationRecord &record = manifest_.aggregations[column];
  const Json &values = list(json, "keys");
  const size_t own = by_host_ ? 1 : 0;
  if (values.Size() + own != record.keys.size())
    return wrong("a row of @" + record.name + " has another number of keys");
  auto words = words_of(record, json);
  if (!words)
    return wrong("a row of @" + record.name + " has no value of " +
                 text(*part.columns[column], "function") + "()");
  Row row;
  if (by_host_)
    row.keys.push_back({part.host});
  std::string joined;
  for (size_t i = 0; i < values.Size(); i++)
    row.keys.push_back(key_of(values[static_cast<rapidjson::SizeType>(i)], record.keys[own + i]));
  for (const Key &key : row.keys) {
    if (key.bytes.size() > kLongestKey)
      return wrong("a key of @" + record.name + " is longer than 1 MiB");
    joined += raw_bytes(key.bytes.size()) + key.bytes;
  }
  const auto [found, is_new] = row_of_.try_emplace(joined, merged_.size());
  if (is_new) {
    row.words.resize(manifest_.aggregations.size());
    merged_.push_back(std::move(row));
  }
  std::vector<int64_t> &known = merged_[found->second].words[column];
  if (known.empty())
    known = std::move(*words);
  else
    operations_of(record.kind).merge(known, words->data());
  return {};
}

// Lays out the keys, each as wide as its widest; strings and stacks end in zeros.
void Table::pack() {
  AggregationRecord &first = manifest_.aggregations[0];
  uint32_t offset = 0;
  for (size_t i = 0; i < first.keys.size(); i++) {
    Field &field = first.keys[i].field;
    size_t widest = field.kind == FieldKind::Integer ? field.size : 1;
    for (const Row &row : merged_)
      widest = std::max(widest, row.keys[i].bytes.size());
    const bool ends = field.kind == FieldKind::Stack || field.kind == FieldKind::UserStack;
    field.size = static_cast<uint32_t>(ends ? (widest + 15) / 8 * 8 : widest);
    field.offset = offset;
    offset += field.size;
  }
  for (AggregationRecord &record : manifest_.aggregations) {
    for (size_t i = 0; i < std::min(record.keys.size(), first.keys.size()); i++)
      record.keys[i].field = first.keys[i].field;
    record.key_size = offset;
  }
  for (Row &row : merged_) {
    row.packed.assign(offset, '\0');
    for (size_t i = 0; i < row.keys.size(); i++)
      row.packed.replace(first.keys[i].field.offset, row.keys[i].bytes.size(), row.keys[i].bytes);
  }
}

std::expected<void, std::string> Table::finish(const Options &options, const std::string *format) {
  pack();
  ActionRecord action{.kind = ActionKind::Printa};
  for (const AggregationRecord &record : manifest_.aggregations)
    action.aggregations.push_back(record.index);
  if (format) {
    auto parsed = parse_format(*format, {});
    if (!parsed)
      return wrong("not a valid format: " + parsed.error().message);
    action.format = std::move(*parsed);
  }
  ClauseRecord clause;
  clause.actions.push_back(std::move(action));
  manifest_.clauses.push_back(std::move(clause));
  for (size_t i = 0; i < manifest_.aggregations.size(); i++)
    table_.columns.push_back({&manifest_.aggregations[i], nullptr, factors_[i], clears_[i]});
  for (const Row &row : merged_) {
    table_.rows.push_back({&manifest_.aggregations[0],
                           reinterpret_cast<const std::byte *>(row.packed.data())});
    for (const auto &words : row.words)
      table_.words.push_back(words.empty() ? nullptr : words.data());
  }
  sort_rows(table_, AggregationOrder(recorded_, options));
  return {};
}

} // namespace dtrace::stream

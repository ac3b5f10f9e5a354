// dtrace-merge. Tables of several hosts -> one, as libdtrace's printers take it: equal keys are one
// row, values are merged exactly, by libdtrace's own operations.
#pragma once
#include "consume/handler.h"
#include "consume/recorded_names.h"
#include "language/options.h"
#include "merge/names.h"
#include "reader/json.h"

#include <expected>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace dtrace::stream {

// What one host gave of one emission.
struct TablePart {
  std::string host;
  const Json *head;
  std::vector<const Json *> columns; // a printa() of several has as many
};

class Table {
public:
  // by_host: the host's name is the first key.
  explicit Table(Names &names, bool by_host) : names_(names), by_host_(by_host) {}

  // The error says what does not fit together.
  std::expected<void, std::string> add(const TablePart &part);
  // After the last add(). As printa() with that format (dtrace-stream(5)), or without one when null.
  std::expected<void, std::string> finish(const Options &options, const std::string *format);

  const Manifest &manifest() const { return manifest_; }
  const RecordedNames &names() const { return recorded_; }
  const AggregationTable &rows() const { return table_; }

private:
  struct Key { // one part of a row's key
    std::string bytes; // as they lie in the packed key
  };
  struct Row {
    std::vector<Key> keys;
    std::vector<std::vector<int64_t>> words; // by column; empty: this aggregation lacks the key
    std::string packed;
  };

  std::expected<void, std::string> describe(const TablePart &part);
  std::expected<void, std::string> add_row(const TablePart &part, size_t column, const Json &row);
  Key key_of(const Json &value, KeyField &field);
  void pack();

  Names &names_;
  const bool by_host_;
  Manifest manifest_;
  RecordedNames recorded_{manifest_}; // none arrive
  AggregationTable table_;
  std::vector<int64_t> factors_;
  std::vector<uint64_t> clears_;
  std::vector<Row> merged_;
  std::unordered_map<std::string, size_t> row_of_;
};

} // namespace dtrace::stream

// dtrace-report. What a stream holds, by how it is shown: stacks, distributions over time, numbers
// over time, tables, records. In: objects of one stream, in order. Always: so much of each as the
// limits below say; what is beyond is counted in `left_out`.
#pragma once
#include "reader/rows.h"
#include "reader/stream_object.h"
#include "report/stack_tree.h"

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace dtrace::stream {

struct Limits {
  static constexpr size_t name = 512;        // bytes of a key or a frame
  static constexpr size_t samples = 1 << 20; // stacks with times, of a flame graph
  static constexpr size_t rows = 10000;      // of a table
  static constexpr size_t lines = 1000;      // keys of a distribution, or of numbers over time
  static constexpr size_t emissions = 5000;  // of each
  static constexpr size_t pictures = 500;    // of each kind
  static constexpr size_t notes = 1000;
  size_t records = 10000;
};

// What came from the beginning to the end, of values that begin anew at each clear() (`clears` says
// which time it is), and when trunc() left them out in between.
class Totals {
public:
  void begin_emission(int64_t clears);
  // Several rows may be one, when names are all that is known of them.
  void add(size_t row, int64_t value);
  int64_t total(size_t row) const;

private:
  struct Row {
    int64_t before = 0, now = 0; // before the last clear(), since then
    int64_t clears = 0;
    size_t emission = 0;
  };
  std::vector<Row> rows_;
  size_t emission_ = 0;
  int64_t clears_ = 0;
};

struct Flame {
  struct Sample {
    int64_t time; // ns since the beginning
    uint32_t node;
  };
  std::string title, unit;
  StackTree tree;
  Totals totals;               // by node; of aggregations
  std::vector<Sample> samples; // of records
};

struct Distributions {
  struct Column {
    int64_t time;
    std::map<uint32_t, int64_t> counts; // by bucket
  };
  std::string title, key, function;
  std::vector<Column> columns;        // what came since the one before
  std::map<uint32_t, int64_t> bounds; // the value each bucket begins at, as text shows it
  std::map<uint32_t, int64_t> last;   // counts of the last emission
  int64_t clears = 0;                 // at it
};

struct Series {
  struct Line {
    std::string key;
    std::vector<std::pair<uint32_t, int64_t>> values; // number of the time, value
  };
  std::string title, function;
  std::vector<int64_t> times;
  std::vector<Line> lines;
  std::unordered_map<std::string, size_t> line_of;
};

struct Table {
  std::string title, function;
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows; // of the last emission; the value last
};

struct Record {
  int64_t time;
  int64_t cpu;
  std::string host, probe, text;
};

struct Recording {
  std::map<std::string, Flame> flames;
  std::map<std::string, Distributions> distributions; // by title and key
  std::map<std::string, Series> series;
  std::map<std::string, Table> tables;
  std::vector<Record> records;
  std::vector<std::string> notes; // losses, faults, warnings
  uint64_t left_out = 0;
};

class Recorder {
public:
  Recorder(Recording &recording, const Limits &limits) : to_(recording), limits_(limits) {}

  void take(const Json &head, const StreamObject &object);
  // After the last one. The sums of stacks become the tree's `self`.
  void finish();

private:
  void firing(const Json &head, const Json &json);
  void note(const std::string &text);
  void table(const Json &head, const Json &json, int64_t time);
  void flame_rows(const std::string &title, const Json &description, const Json &json);
  void distribution_rows(const std::string &title, const Json &json, int64_t time);
  void series_rows(const std::string &title, const Json &json, int64_t time);
  void table_rows(const std::string &title, const Json &description, const Json &json);
  template <class Map> auto *picture(Map &map, const std::string &name);

  Recording &to_;
  const Limits limits_;
};

} // namespace dtrace::stream

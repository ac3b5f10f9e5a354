#include "report/formats.h"

#include "reader/wrap.h"

#include <algorithm>
#include <protozero/pbf_writer.hpp>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace dtrace::stream {

std::string full_name(const FrameName &name) {
  return name.module.empty() ? name.name : name.module + "`" + name.name;
}

namespace {
// Calls each(node, value) for every stack that was seen.
template <class Each> void each_stack(const Flame &flame, Each &&each) {
  const auto &nodes = flame.tree.nodes();
  for (uint32_t node = 0; node < nodes.size(); node++)
    if (nodes[node].self)
      each(node, nodes[node].self);
}

// What parts frames, and lines, cannot stand in a name.
std::string folded_name(std::string name) {
  std::ranges::replace(name, ';', ':');
  std::ranges::replace_if(
      name, [](unsigned char c) { return c < ' '; }, ' ');
  return name;
}

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void put(Writer &writer, const char *name, const std::string &value) {
  writer.Key(name);
  writer.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}

// base: the number of the tree's first name among the file's frames.
void put_profile(Writer &writer, const Flame &flame, size_t base) {
  int64_t total = 0;
  writer.StartObject();
  put(writer, "type", "sampled");
  put(writer, "name", flame.title);
  put(writer, "unit", "none");
  writer.Key("samples");
  writer.StartArray();
  each_stack(flame, [&](uint32_t node, int64_t value) {
    total = plus(total, value);
    const std::vector<uint32_t> names = flame.tree.names_from(node);
    writer.StartArray();
    for (auto name = names.rbegin(); name != names.rend(); ++name)
      writer.Uint64(base + *name);
    writer.EndArray();
  });
  writer.EndArray();
  writer.Key("weights");
  writer.StartArray();
  each_stack(flame, [&](uint32_t, int64_t value) { writer.Int64(value); });
  writer.EndArray();
  writer.Key("startValue");
  writer.Int64(0);
  writer.Key("endValue");
  writer.Int64(total);
  writer.EndObject();
}
} // namespace

std::string folded(const Flames &flames) {
  std::string out;
  for (const Flame *flame : flames)
    each_stack(*flame, [&](uint32_t node, int64_t value) {
      std::string line = flames.size() > 1 ? folded_name(flame->title) : "";
      const std::vector<uint32_t> names = flame->tree.names_from(node);
      for (auto name = names.rbegin(); name != names.rend(); ++name)
        line += (line.empty() ? "" : ";") + folded_name(full_name(flame->tree.names()[*name]));
      out += (line.empty() ? "-" : line) + " " + std::to_string(value) + "\n";
    });
  return out;
}

std::string speedscope(const Flames &flames) {
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  writer.StartObject();
  put(writer, "$schema", "https://www.speedscope.app/file-format-schema.json");
  put(writer, "exporter", "dtrace-report");
  writer.Key("shared");
  writer.StartObject();
  writer.Key("frames");
  writer.StartArray();
  for (const Flame *flame : flames)
    for (const FrameName &name : flame->tree.names()) {
      writer.StartObject();
      put(writer, "name", name.name);
      if (!name.module.empty())
        put(writer, "file", name.module);
      writer.EndObject();
    }
  writer.EndArray();
  writer.EndObject();
  writer.Key("profiles");
  writer.StartArray();
  size_t base = 0;
  for (const Flame *flame : flames) {
    put_profile(writer, *flame, base);
    base += flame->tree.names().size();
  }
  writer.EndArray();
  writer.EndObject();
  return std::string(buffer.GetString(), buffer.GetSize()) + "\n";
}

namespace {
using Message = protozero::pbf_writer;

// The numbers of profile.proto's fields.
enum class ProfileField : uint32_t {
  SampleType = 1,
  Sample,
  Mapping,
  Location,
  Function,
  StringTable,
  TimeNanos = 9
};
enum class SampleField : uint32_t { LocationId = 1, Value };
enum class LocationField : uint32_t { Id = 1, MappingId, Address, Line };

class Profile {
public:
  Profile() : message_(bytes_) { text(""); }

  uint64_t text(const std::string &value) {
    const auto [known, is_new] = texts_.try_emplace(value, texts_.size());
    if (is_new)
      message_.add_string(static_cast<uint32_t>(ProfileField::StringTable), value);
    return known->second;
  }
  void sample_type(const std::string &type) {
    const uint64_t its = text(type), unit = text("count");
    Message value(message_, static_cast<uint32_t>(ProfileField::SampleType));
    value.add_int64(1, static_cast<int64_t>(its));
    value.add_int64(2, static_cast<int64_t>(unit));
  }
  void sample(const std::vector<uint32_t> &names, int64_t count) {
    std::vector<uint64_t> locations(names.begin(), names.end());
    for (uint64_t &location : locations)
      location++;
    Message value(message_, static_cast<uint32_t>(ProfileField::Sample));
    value.add_packed_uint64(static_cast<uint32_t>(SampleField::LocationId), locations.begin(),
                            locations.end());
    value.add_packed_int64(static_cast<uint32_t>(SampleField::Value), &count, &count + 1);
  }
  // A place and a function for each name: more is not known once names are merged.
  void location(uint32_t name, const FrameName &frame) {
    const uint64_t id = name + 1, text_of_name = text(frame.name), file = text(frame.module);
    {
      Message value(message_, static_cast<uint32_t>(ProfileField::Location));
      value.add_uint64(static_cast<uint32_t>(LocationField::Id), id);
      Message line(value, static_cast<uint32_t>(LocationField::Line));
      line.add_uint64(1, id);
    }
    Message function(message_, static_cast<uint32_t>(ProfileField::Function));
    function.add_uint64(1, id);
    function.add_int64(2, static_cast<int64_t>(text_of_name));
    function.add_int64(3, static_cast<int64_t>(text_of_name));
    function.add_int64(4, static_cast<int64_t>(file));
  }
  void time(int64_t start) {
    message_.add_int64(static_cast<uint32_t>(ProfileField::TimeNanos), start);
  }
  std::string take() { return std::move(bytes_); }

private:
  std::string bytes_;
  Message message_;
  std::unordered_map<std::string, uint64_t> texts_;
};
} // namespace

std::string pprof(const Flame &flame, int64_t start) {
  Profile profile;
  profile.sample_type(flame.unit);
  each_stack(flame, [&](uint32_t node, int64_t value) {
    profile.sample(flame.tree.names_from(node), value);
  });
  for (uint32_t name = 0; name < flame.tree.names().size(); name++)
    profile.location(name, flame.tree.names()[name]);
  profile.time(start);
  return profile.take();
}

} // namespace dtrace::stream

#include "symbols/mapping_events.h"

#include "arch/page.h"
#include "symbols/process_map.h"
#include "system/perf_event.h"
#include "system/pid_numbers.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <unistd.h>

namespace dtrace {

namespace {
const size_t data_size = 64 * page_size(); // a CPU

// linux/perf_event.h, at PERF_RECORD_MMAP2 and PERF_RECORD_FORK. Every event ends with its time.
struct MappedRecord {
  perf_event_header header;
  uint32_t pid, tid;
  uint64_t address, length, file_offset;
  uint32_t major, minor;
  uint64_t inode, generation;
  uint32_t protection, flags;
  // char path[]
};
struct ForkRecord {
  perf_event_header header;
  uint32_t pid, parent, tid, parent_tid;
  uint64_t time;
};
struct NameRecord {
  perf_event_header header;
  uint32_t pid, tid;
};

template <class T> T record_at(const std::vector<char> &bytes, size_t at) {
  T record;
  memcpy(&record, bytes.data() + at, sizeof record);
  return record;
}

ProcessMap::Region region_of(const MappedRecord &record, std::string_view path) {
  return {record.address, record.address + record.length, record.file_offset,
          uint64_t{record.major} << 32 | record.minor, record.inode, std::string(path),
          std::string(path.substr(path.rfind('/') + 1))};
}
} // namespace

bool MappingEvents::open_on(int cpu) {
  perf_event_attr attributes = {};
  attributes.type = PERF_TYPE_SOFTWARE;
  attributes.config = PERF_COUNT_SW_DUMMY;
  attributes.sample_type = PERF_SAMPLE_TIME;
  attributes.sample_id_all = 1;
  attributes.mmap = attributes.mmap2 = attributes.comm = attributes.comm_exec = 1;
  attributes.task = 1;
  Descriptor event = open_perf_event(attributes, -1, cpu);
  if (!event)
    return false;
  Mapping memory(event.get(), page_size() + data_size, PROT_READ | PROT_WRITE);
  if (!memory)
    return false;
  buffers_.push_back({std::move(event), std::move(memory)});
  return true;
}

std::unique_ptr<MappingEvents> MappingEvents::open() {
  std::unique_ptr<MappingEvents> events(new MappingEvents);
  const long cpus = sysconf(_SC_NPROCESSORS_CONF);
  for (long cpu = 0; cpu < cpus; cpu++)
    events->open_on(cpu); // one that is offline has no processes
  return events->buffers_.empty() ? nullptr : std::move(events);
}

void MappingEvents::copy(const Buffer &buffer) {
  auto *control = buffer.memory.as<perf_event_mmap_page>();
  const uint64_t head = std::atomic_ref(control->data_head).load(std::memory_order_acquire);
  const uint64_t tail = control->data_tail;
  if (head == tail)
    return;
  const size_t begin = bytes_.size(), first = tail % data_size;
  const size_t size = head - tail, whole = std::min(size, data_size - first);
  const char *data = buffer.memory.as<char>(page_size());
  bytes_.insert(bytes_.end(), data + first, data + first + whole);
  bytes_.insert(bytes_.end(), data, data + (size - whole));
  std::atomic_ref(control->data_tail).store(head, std::memory_order_release);
  for (size_t at = begin; at + sizeof(perf_event_header) <= bytes_.size();) {
    const auto header = record_at<perf_event_header>(bytes_, at);
    if (header.size < sizeof header + sizeof(uint64_t) || at + header.size > bytes_.size())
      break;
    events_.push_back({record_at<uint64_t>(bytes_, at + header.size - sizeof(uint64_t)), at});
    at += header.size;
  }
}

void MappingEvents::apply(UserSymbols &symbols, size_t at) const {
  const auto header = record_at<perf_event_header>(bytes_, at);
  if (header.type == PERF_RECORD_FORK && header.size >= sizeof(ForkRecord)) {
    const auto record = record_at<ForkRecord>(bytes_, at);
    if (record.pid != record.parent)
      symbols.forked(shown_pid(record.parent), shown_pid(record.pid));
  } else if (header.type == PERF_RECORD_COMM && header.misc & PERF_RECORD_MISC_COMM_EXEC) {
    symbols.executed(shown_pid(record_at<NameRecord>(bytes_, at).pid));
  } else if (header.type == PERF_RECORD_MMAP2 && header.size > sizeof(MappedRecord)) {
    const auto record = record_at<MappedRecord>(bytes_, at);
    const char *path = bytes_.data() + at + sizeof record;
    symbols.mapped(shown_pid(record.pid),
                   region_of(record, {path, strnlen(path, header.size - sizeof record)}));
  }
}

void MappingEvents::take(UserSymbols &symbols) {
  for (const Buffer &buffer : buffers_)
    copy(buffer);
  std::ranges::stable_sort(events_, {}, &Event::time);
  for (const Event &event : events_)
    apply(symbols, event.at);
  events_.clear();
  bytes_.clear();
}

} // namespace dtrace

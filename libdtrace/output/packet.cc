// Stage: output. The format is draft-ietf-opsawg-pcap's, with nanoseconds, in this machine's order.
#include "output/packet.h"

#include "output/value.h"

#include <dtrace/abi/packet.h>

#include <algorithm>
#include <cstring>
#include <string_view>

namespace dtrace {

namespace {
struct FileHeader {
  uint32_t magic = 0xa1b23c4d;
  uint16_t major = 2, minor = 4;
  uint32_t reserved[2] = {};
  uint32_t most = 1 << 18; // bytes of a packet
  uint32_t link_type;
};

struct PacketHeader {
  uint32_t seconds, nanoseconds, captured, length;
};

template <class T> void put_words(Output &out, const T &words) {
  out.put({reinterpret_cast<const char *>(&words), sizeof words});
}
} // namespace

void put_packet(Output &out, std::span<const std::byte> bytes, uint32_t link_type) {
  dt_packet packet;
  if (bytes.size() < sizeof packet)
    return;
  memcpy(&packet, bytes.data(), sizeof packet);
  const auto data = bytes.subspan(sizeof packet);
  const size_t captured = std::min<size_t>(packet.captured, data.size());
  if (!out.is_redirected())
    return print_dump(out, data.first(captured));
  if (out.begins_file())
    put_words(out, FileHeader{.link_type = link_type});
  constexpr uint64_t second = 1000000000;
  put_words(out, PacketHeader{static_cast<uint32_t>(packet.time / second),
                              static_cast<uint32_t>(packet.time % second),
                              static_cast<uint32_t>(captured), packet.length});
  out.put({reinterpret_cast<const char *>(data.data()), captured});
}

} // namespace dtrace

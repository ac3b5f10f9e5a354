// Stage: output. pcap()'s records: a dump on a terminal, the capture format in a freopen()ed file.
#pragma once
#include "output/output.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace dtrace {

// `bytes`: a struct dt_packet (abi/packet.h). `link_type`: what begins the packet, as pcap numbers it
// (https://www.tcpdump.org/linktypes.html); a file has that of its first packet.
void put_packet(Output &out, std::span<const std::byte> bytes, uint32_t link_type);

} // namespace dtrace

// Stage: providers. The process that makes links to places in programs and holds them (LinkHolder).
#pragma once

namespace dtrace {

// Guardian::Work. Answers the requests that come from the socket `asked`. Once its other end is closed,
// closes every link; for each one closed a byte is written to the socket. System calls only.
void hold_links(int life, int asked);

} // namespace dtrace

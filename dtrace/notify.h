// The command: tells a service manager that probes are attached (sd_notify(3), systemd's Type=notify).
#pragma once

namespace dtrace {

// Does nothing where NOTIFY_SOCKET names no socket; never waits.
void notify_ready();

} // namespace dtrace

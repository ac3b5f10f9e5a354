#include "output/message_writer.h"

#include "output/messages.h"
#include "output/text.h"

#include <string>

namespace dtrace {

void MessageWriter::message(std::string_view text) {
  out_.flush();
  std::string room;
  error_.put("dtrace: ");
  error_.put(harmless(error_, text, room));
  error_.put('\n');
  error_.flush();
}

void MessageWriter::fault(const FaultReport &fault) {
  if (options_.flag("noerror"))
    return;
  const std::string_view advice = fault_advice(fault);
  const bool is_new = !advice.empty() && advised_.insert(advice).second;
  if (is_working_folder(fault) && !is_new)
    return;
  message(fault_message(fault));
  if (!is_new)
    return;
  error_.put("  ");
  error_.put(advice);
  error_.put('\n');
  error_.flush();
}

} // namespace dtrace

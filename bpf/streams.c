/* msgsize(), msgdsize(): what STREAMS had and Linux has not. */
#include "context.h"

BUILTIN s64 dt_msgsize(struct dt_context *dc, s64 message) {
  (void)dc;
  (void)message;
  return 0;
}

BUILTIN s64 dt_msgdsize(struct dt_context *dc, s64 message) {
  (void)dc;
  (void)message;
  return 0;
}

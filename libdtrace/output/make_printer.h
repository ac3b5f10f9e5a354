// Stage: output. The printer that -x oformat asks for.
#pragma once
#include "consume/handler.h"
#include "consume/recorded_names.h"
#include "language/options.h"
#include "output/output.h"
#include "output/stream_head.h"
#include "output/symbolizer.h"

#include <memory>
#include <vector>

namespace dtrace {

// Keeps references to all but `programs`, which a stream's head names.
std::unique_ptr<RecordHandler> make_printer(const Manifest &manifest, const RecordedNames &names,
                                            const Options &options, Symbolizer &symbolizer,
                                            Output &out, Output &error,
                                            std::vector<StreamProgram> programs);

} // namespace dtrace

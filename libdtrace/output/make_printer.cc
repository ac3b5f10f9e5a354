#include "output/make_printer.h"

#include "output/json_printer.h"
#include "output/printer.h"

namespace dtrace {

std::unique_ptr<RecordHandler> make_printer(const Manifest &manifest, const RecordedNames &names,
                                            const Options &options, Symbolizer &symbolizer,
                                            Output &out, Output &error,
                                            std::vector<StreamProgram> programs) {
  if (options.text("oformat") == "none")
    return std::make_unique<Printer>(manifest, names, options, symbolizer, out, error);
  return std::make_unique<JsonPrinter>(manifest, names, options, symbolizer, out, error,
                                       std::move(programs));
}

} // namespace dtrace

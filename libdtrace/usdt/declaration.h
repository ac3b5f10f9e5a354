// Stage: usdt. What a provider file declares, as -h and -G need it. Only plain declarations count:
//     provider prov { probe query__start(const char *, int); };
// Types need not be known, as a header's user knows them: their sizes here are for the functions
// that -G makes (object.h).
#pragma once
#include "base/diagnostic.h"
#include "syntax/ast.h"
#include "types/type.h"

#include <string>
#include <vector>

namespace dtrace::usdt {

struct Argument {
  int size; // bytes, less than 0 when signed, as in a note
};

struct Probe {
  std::string name; // as declared: query__start
  std::vector<Argument> arguments;
};

struct Provider {
  std::string name;
  std::vector<Probe> probes; // in order
};

// What readers of notes allow, and an asm statement's operands.
inline constexpr size_t most_arguments = 12;

// D_PROV_PRARGLEN; other errors where the program is more than declarations. At least one provider.
Result<std::vector<Provider>> declared_providers(const ast::Script &program, TypeGraph &types);

std::string macro_name(const Provider &provider, const Probe &probe);     // PROV_QUERY_START
std::string semaphore_name(const Provider &provider, const Probe &probe); // prov_query__start_semaphore

} // namespace dtrace::usdt

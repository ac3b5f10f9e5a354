// Stage: language. What numbers of the kernel are called: the texts behind strerror(), signame() and
// syscallname(). Constants; they live as long as the program.
// Sources: errno(3), signal(7), arch/syscall_table.def.
#pragma once
#include <span>
#include <string_view>

namespace dtrace {

enum class CodeTable { None, Errors, Signals, Syscalls };

// By number; "": the number has no name.
std::span<const std::string_view> code_names(CodeTable);

// Bytes of a row of the table as programs have it: the longest text, its NUL, and room for any number.
inline constexpr unsigned code_name_size = 56;

} // namespace dtrace

// The probes that the D libraries declare, with their arguments, for dtrace-providers(7).
#pragma once
#include <filesystem>

// A subsection (man(7)) for each provider of the folder's files, with its probes by what arguments they
// have, on standard output.
void print_probe_arguments(const std::filesystem::path &libraries);

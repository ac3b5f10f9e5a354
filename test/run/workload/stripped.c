// Workload: stripped. Does nothing, and has no symbols. @cflags: -O1 -static -s
int main(void) { return 0; }

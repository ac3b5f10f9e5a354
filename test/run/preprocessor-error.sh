# What cpp or the compiler finds is told with the file's own line.
# @requires: command:cpp
printf '#define X 1\n\n#include "nosuch.h"\nBEGIN { exit(0); }\n' >missing.d
"$DTRACE" -C -s missing.d 2>err
echo "status $?"
grep -o -m 1 'nosuch.h' err | head -n 1
printf '#define X nosuchvariable\n\nBEGIN\n{\n\ttrace(X);\n}\n' >undefined.d
"$DTRACE" -C -s undefined.d 2>err
echo "status $?"
grep -o 'line 5: failed to resolve nosuchvariable' err
"$DTRACE" -C -n 'BEGIN { nosuch; }' 2>&1
echo "status $?"

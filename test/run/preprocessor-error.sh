# What cpp or the compiler finds is told with the file's own line.
# @requires: command:cpp
printf '#define X 1\n\n#include "nosuch.h"\nBEGIN { exit(0); }\n' >missing.d
"$DTRACE" -C -s missing.d 2>&1
echo "status $?"
# More than one, in a program of the command line, and in a header.
"$DTRACE" -C -n $'#error one\n#error two\nBEGIN { exit(0); }' 2>&1
echo '#error not this one' >header.h
echo '#include "header.h"' >other.d
"$DTRACE" -C -s other.d 2>&1
# A cpp that fails without a word that is understood; none at all.
"$DTRACE" -C -x cpppath=/bin/false -s other.d 2>&1
"$DTRACE" -C -x cpppath=/nosuchcpp -s other.d 2>&1
# Warnings stop nothing, and are told.
printf '#warning look here\nBEGIN { exit(0); }\n' >warning.d
"$DTRACE" -qC -s warning.d 2>err
echo "status $?"
grep -o 'warning.d:1:2: warning: #warning look here' err
printf '#define X nosuchvariable\n\nBEGIN\n{\n\ttrace(X);\n}\n' >undefined.d
"$DTRACE" -C -s undefined.d 2>err
echo "status $?"
grep -o 'line 5: failed to resolve nosuchvariable' err
"$DTRACE" -C -n 'BEGIN { nosuch; }' 2>&1
echo "status $?"

# args["name"] and print(args), of probes whose arguments have names.
"$DTRACE" -q -c functions -n '
  pid$target:a.out:add:entry { printf("%d %d\n", args["a"], args["b"]); }
  pid$target:a.out:text:entry { printf("%s\n", stringof(args["point"]->name)); }
  pid$target:a.out:eight:entry { print(args); }' | grep -v '^18 '

plug$target:::work { printf("%s:%s:%s %d %d\n", probemod, probefunc, probename, arg0, args[1]); }
plug$target:::work { works++; }
plug$target::: { @[probemod, probefunc, probename] = count(); }
plug$target:::made { printf("%d %s\n", arg0, copyinstr(arg1)); }
END { printf("%d\n", works); printa("%s:%s:%s %@d\n", @); }

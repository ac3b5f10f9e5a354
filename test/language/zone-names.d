/*
 * @dtrace-args: -q
 * Names that are made of constant bytes as keys and in trace(): tables of the program's own and
 * of the run-time lie in sections of one name.
 */
BEGIN { @[zonename, jailname] = count(); printa("%s %s %@d\n", @); trace(jailname); exit(0); }

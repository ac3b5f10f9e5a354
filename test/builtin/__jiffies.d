/* @dtrace-args: -q */
BEGIN { printf("%d %d\n", __jiffies() > 0, `jiffies - __jiffies() < 1000); exit(0); }

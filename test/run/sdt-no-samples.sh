# Events of which the kernel makes no samples are traced all the same, alone and among others.
# @filter: /^dtrace: [0-9]+ of [0-9]+ probes (set|removed)$/d
# @time: 60
[ "$(uname -m)" = x86_64 ] || { echo 'such events are known of x86-64 alone'; exit 77; }
"$DTRACE" -qn 'sdt:irq_vectors::irq_work_exit /pid == $pid/ { n++; } BEGIN { printf("alone\n"); exit(0); }' 2>&1
"$DTRACE" -qn 'sdt:irq_vectors:: /pid == $pid/ { n++; } BEGIN { printf("among others\n"); exit(0); }' 2>&1

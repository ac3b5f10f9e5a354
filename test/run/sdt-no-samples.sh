# Events of which the kernel makes no samples are traced all the same, alone and among others.
# @time: 60
"$DTRACE" -qn 'sdt:irq_vectors::irq_work_exit /pid == $pid/ { n++; } BEGIN { printf("alone\n"); exit(0); }' 2>&1
"$DTRACE" -qn 'sdt:irq_vectors:: /pid == $pid/ { n++; } BEGIN { printf("among others\n"); exit(0); }' 2>&1

# A program whose first note of a probe says that it is longer than the section.
cp "$(command -v noted)" broken || exit 1
at=$(grep -abo '[^.]stapsdt' broken | head -n 1 | cut -d: -f1)
printf '\xff\xff\xff\x0f' | dd of=broken bs=1 seek=$((at + 1 - 8)) conv=notrunc status=none
"$DTRACE" -x errtags -n 'noted$target:::number { trace(arg0); }' -c ./broken
[ $? -eq 1 ]

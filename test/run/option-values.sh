# A value that an option cannot have is an error that names the option; letters' case in amin is free.
for option in nspec=0 nspec=100000 strsize=1g linkmode=late version=two amin=stable amin=stable/good/common pcapsize=1 nspec=-1 \
  bufpolicy=none aggrate=1year strsize=big quiet=perhaps evaltime=never stdc=k tree=x; do
  "$DTRACE" -qx $option -n 'BEGIN { exit(0); }' 2>&1
done
"$DTRACE" -qx amin=EVOLVING/private/common -n 'BEGIN { exit(0); }'
"$DTRACE" -x errtags -x amin=stable/STABLE/common -n 'BEGIN { trace(curthread); }' 2>&1 | head -1

# Options of other systems that can mean nothing here are refused with the reason.
for letter in a A B O r t; do
  "$DTRACE" -$letter -n BEGIN 2>err
  echo "$? $(head -1 err)"
done

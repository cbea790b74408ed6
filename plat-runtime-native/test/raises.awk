# raises.awk: no plain leaf function of the ABI table reaches a raise.
#
#   objdump -r *.o | awk -f raises.awk abi_stubs_x64.S -
#
# The stub of a plain leaf function saves no registers, so what it calls may not unwind (runtime-abi.txt). Every function
# has a section of its own; a relocation in it is a call, or an address taken, which counts as one. So all paths
# are seen but those through pointers in data. The dispatcher (plat_worker_enter) is where they end: what it resumes unwinds
# its own stack, not that of whoever started the worker.

FILENAME != "-" { if ($1 == "STUB_LEAF") leaf[$2 "_c"] = 1; next }

/^RELOCATION RECORDS FOR/ {
  from = ""
  if (match($4, /\[\.text\.[^]]+\]/)) {
    from = substr($4, RSTART + 7, RLENGTH - 8)
    sub(/^(unlikely|hot|startup)\./, "", from)
    if (from == "plat_worker_enter") from = ""
  }
  next
}

from != "" && $2 ~ /^R_X86_64/ {
  to = $3
  sub(/[-+]0x[0-9a-f]+$/, "", to)
  sub(/^\.text\.((unlikely|hot|startup)\.)?/, "", to)
  sub(/\.cold$/, "", to)
  if (to !~ /^\./ && to != from) callers[to] = callers[to] " " from
}

END {
  next_hop["raise_pending"] = "-"
  queue[last = 1] = "raise_pending"
  for (first = 1; first <= last; first++) {
    n = split(callers[queue[first]], list, " ")
    for (i = 1; i <= n; i++) {
      if (list[i] in next_hop) continue
      next_hop[list[i]] = queue[first]
      queue[++last] = list[i]
    }
  }
  if (last < 20) { print "raises: the call graph was not found"; bad = 1 }
  for (f in leaf) {
    if (!(f in next_hop)) continue
    path = f
    for (g = next_hop[f]; g != "-"; g = next_hop[g]) path = path " > " g
    print "raises: a leaf function of runtime-abi.txt may raise, and is not marked so: " path
    bad = 1
  }
  exit bad
}

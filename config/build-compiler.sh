#!/bin/sh
# Builds platc.jar and the start-up cache, and writes platc.env, which the `platc` script reads.

cd "$(dirname "$0")/.." || exit 2
root=$(pwd)
out=$root/plat-cli/target
for tool in mvn make cc as ld; do
  if ! command -v "$tool" >/dev/null; then
    echo "error: building the Plat compiler needs \`$tool\`, which is not on PATH" >&2
    echo "help: on Debian: apt-get install maven make gcc libc6-dev binutils" >&2
    exit 2
  fi
done
jdk=$("$root/config/find-jdk.sh") || exit 2
mkdir -p "$out"

# Of two shells that start at once one builds; the other waits here and builds again only what is stale.
exec 9>"$out/.build-lock"
command -v flock >/dev/null && flock 9

echo "platc: building the compiler with $(basename "$jdk") (about a minute the first time)" >&2
log=$out/build.log
if ! JAVA_HOME=$jdk mvn -q -B -Dfast -DskipTests -pl plat-cli -am package 9>&- >"$log" 2>&1; then
  grep -v '^WARNING: ' "$log" | tail -n 40 >&2
  echo "error: the compiler could not be built; the whole log is in $log" >&2
  exit 2
fi
"$root/config/startup-cache.sh" "$jdk" "$out" || exit 2

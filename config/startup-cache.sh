#!/bin/sh
# Usage: startup-cache.sh JDK FOLDER. Prepares FOLDER/platc.jar for a fast start and writes FOLDER/platc.env.
#
# JDK 25 and later: an ahead-of-time cache (JEP 483, 514, 515) trained on a real build; before that, class-data sharing.
# A small heap, the serial collector, C1 alone and ten times its usual thresholds suit a process that lives a tenth of a
# second: compiling Java methods cost a quarter of the processor time of `platc build` of hello world (measured).

jdk=$1
out=$2
java=$jdk/bin/java
version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$jdk/release")
base="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData -Xms64m -Xss2m -XX:CompileThresholdScaling=10"
if [ "$version" -ge 25 ]; then
  cache=$out/platc.aot
  record="-XX:AOTCacheOutput=$cache"
  use="-XX:AOTCache=$cache"
else
  cache=$out/platc.jsa
  record="-XX:ArchiveClassesAtExit=$cache"
  use="-XX:SharedArchiveFile=$cache -Xshare:auto"
fi
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
# Pattern switches are linked anew by every run, cache or not; as plain code they are not (about 45 of 300 ms of CPU).
if [ "$version" -ge 24 ] \
  && "$java" "$(dirname "$0")/UnrollTypeSwitches.java" "$out/platc.jar" "$work/platc.jar" 2>"$work/unroll.log"; then
  mv -f "$work/platc.jar" "$out/platc.jar"
fi
rm -f "$cache"
# A training run that fails only costs start-up time, so the build goes on without the cache.
if "$java" $base $record -cp "$out/platc.jar" org.platlang.cli.Main build "$(dirname "$0")/training.plat" \
  -o "$work/training" >"$out/startup-cache.log" 2>&1 && [ -r "$cache" ]; then
  flags="$base $use -Xlog:disable -Xlog:all=off"
else
  echo "platc: no start-up cache could be made (see $out/startup-cache.log); platc works, but starts slower" >&2
  flags=$base
fi
printf "java='%s'\nflags='%s'\n" "$java" "$flags" >"$out/platc.env.new"
mv -f "$out/platc.env.new" "$out/platc.env"

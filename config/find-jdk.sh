#!/bin/sh
# Prints the home of the newest JDK found (21 or later): JAVA_HOME, the one on PATH, the usual system folders.
# A JDK's `release` file tells its version without starting it.

best=
best_version=0
consider() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  if [ "${version:-0}" -ge 21 ] && [ "$version" -gt "$best_version" ]; then
    best=$1
    best_version=$version
  fi
}

[ -n "$JAVA_HOME" ] && consider "$JAVA_HOME"
on_path=$(command -v javac) && consider "$(dirname "$(dirname "$(readlink -f "$on_path")")")"
for home in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* \
  /Library/Java/JavaVirtualMachines/*/Contents/Home; do
  consider "$home"
done

if [ -z "$best" ]; then
  echo "error: no JDK 21 or later found (looked at JAVA_HOME, PATH, /usr/lib/jvm)" >&2
  echo "help: install one (on Debian: apt-get install openjdk-21-jdk, or a Temurin JDK) or set JAVA_HOME" >&2
  exit 2
fi
echo "$best"

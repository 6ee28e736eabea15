#!/usr/bin/env bash
# Imports base:1, the small image of the engine suites: Debian's static busybox with its applets as links.
#
#   scripts/build-busybox-image.sh SOCKET
set -euo pipefail

[ $# = 1 ] || { sed -n '4s/^# \{0,1\}//p' "$0" >&2; exit 2; }
socket=$(realpath "$1")
busybox=$(command -v busybox || true)
[ -n "$busybox" ] || { echo 'build-busybox-image: needs busybox (scripts/install-engine.sh)' >&2; exit 3; }
export DOCKER_HOST="unix://$socket"
if docker image inspect base:1 >/dev/null 2>&1; then exit 0; fi

root=$(mktemp --directory)
trap 'rm -rf "$root"' EXIT
chmod 755 "$root"
mkdir -p "$root"/{bin,sbin,usr/bin,usr/sbin,etc,root,var,home}
mkdir --mode 1777 "$root/tmp"
cp "$(realpath "$busybox")" "$root/bin/busybox"
"$busybox" --list-full | while read -r applet; do
  [ "$applet" = bin/busybox ] || [ "$applet" = usr/bin/busybox ] || ln -sf /bin/busybox "$root/$applet" 2>/dev/null || true
done
printf 'root:x:0:0:root:/root:/bin/sh\ndaemon:x:1:1:daemon:/:/bin/false\n' >"$root/etc/passwd"
printf 'root:x:0:\ndaemon:x:1:\n' >"$root/etc/group"
# The recorded refusals name a file that can not be executed.
printf 'not a program\n' >"$root/bin/notexec"
chmod 644 "$root/bin/notexec"
tar --create --numeric-owner --owner 0 --group 0 --sort=name --mtime=@0 --directory "$root" . |
  docker import --change 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' \
    --change 'CMD ["sh"]' - base:1 >/dev/null

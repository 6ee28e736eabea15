#!/usr/bin/env bash
# Installs what the engine suites need from Debian's own packages: Docker Engine 20.10.24, skopeo, debootstrap and the rest.
# Installs only what is missing, starts nothing, and says nothing when nothing is missing.
set -euo pipefail

# jq, attr and redis-server are for the chapters, postgresql is for logs of many hosts. docker.io recommends far more than a private engine without networks needs; iptables is looked for even when it is off.
packages=(ca-certificates curl docker.io iptables busybox-static skopeo umoci debootstrap python3 procps
  jq attr redis-server gcc libc6-dev e2fsprogs fuse-overlayfs postgresql podman catatonit)

missing=()
for package in "${packages[@]}"; do
  status=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$status" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "install-engine: needs root and apt-get to install: ${missing[*]}" >&2
  exit 3
fi

# A package's own start-up script would start Docker on the machine's /var/run/docker.sock: forbid it for this run only.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod +x "$policy"
  trap 'rm -f "$policy"' EXIT
fi

export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
install() {
  apt-get update && apt-get install --yes --no-install-recommends "${missing[@]}"
}
if ! install >"$log" 2>&1; then
  echo "install-engine: apt-get could not install ${missing[*]}:" >&2
  tail -n 15 "$log" >&2
  rm -f "$log"
  exit 3
fi
rm -f "$log"
echo "installed ${missing[*]}"

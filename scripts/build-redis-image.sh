#!/usr/bin/env bash
# Builds a Debian-based redis:latest of four layers on a private engine and records what that engine says of it.
#
#   scripts/build-redis-image.sh SOCKET OUTDIR
#
# OUTDIR then holds
#   redis.tar          docker save redis:latest
#   redis-oci/         the same as an OCI layout; redis-oci.tar is that layout as one archive, redis-oci-zstd/ has zstd layers
#   expected/built/    inspect.json and history.json (API bodies) of the image where it was built: Parent links are there
#   expected/loaded/   the same after everything was removed and redis.tar was loaded again; layers.jsonl; images.json
#   expected/export.jsonl   every path of a container that was created from it and never started
# Whatever stands in OUTDIR already is kept: a second call does nothing when redis.tar and expected/ are complete, except that
# it loads the image when the engine has it not.
set -euo pipefail

[ $# = 2 ] || { sed -n '2,4s/^# \{0,1\}//p' "$0" >&2; exit 2; }
socket=$(realpath "$1")
mkdir -p "$2"
out=$(realpath "$2")
here=$(realpath "$(dirname "$0")")
for program in debootstrap skopeo docker curl python3; do
  command -v "$program" >/dev/null || { echo "build-redis-image: needs $program (scripts/install-engine.sh)" >&2; exit 3; }
done

export DOCKER_HOST="unix://$socket" DOCKER_BUILDKIT=0 DOCKER_CONFIG="$out/.docker" DEBIAN_FRONTEND=noninteractive LC_ALL=C
mkdir -p "$DOCKER_CONFIG"
api() { curl --silent --show-error --fail --unix-socket "$socket" "http://docker/v1.41$1"; }
say() { echo "redis image: $*" >&2; }

# The stamp names what the image is made from, so that a change of it builds anew.
stamp="$out/.complete-$(cat "$0" "$here"/images/redis.* | sha256sum | cut -c 1-12)"
if [ -e "$stamp" ]; then
  api /images/redis:latest/json >/dev/null 2>&1 || docker load --quiet --input "$out/redis.tar" >/dev/null
  exit 0
fi

work=$(mktemp --directory "$out/.work.XXXXXX")
trap 'rm -rf "$work"' EXIT
base="$work/base" context="$work/context" log="$work/log"
quietly() { "$@" >>"$log" 2>&1 || { echo "build-redis-image: $1 failed:" >&2; tail -n 20 "$log" >&2; exit 1; }; }

mirror=$(grep --recursive --no-filename --only-matching --extended-regexp '^(URIs:|deb(-src)?( \[[^]]*\])?) +[^ ]+' \
  /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources 2>/dev/null |
  sed --regexp-extended 's/.* //' | grep --extended-regexp '/debian/?$' | head -n 1 || true)
say "base system from ${mirror:=http://deb.debian.org/debian}"
quietly debootstrap --variant=minbase bookworm "$base" "$mirror"
rm -rf "$base"/var/cache/apt/archives/*.deb "$base"/var/log/*.log
# A package must not start its service while it is being installed, as in Debian's own images.
printf '#!/bin/sh\nexit 101\n' >"$base/usr/sbin/policy-rc.d"
chmod 755 "$base/usr/sbin/policy-rc.d"

say 'packages'
fetch() { # DIR PACKAGE…: downloads the packages, and what they need that the base system has not
  local dir=$1
  shift
  mkdir -p "$dir/partial"
  quietly apt-get install --yes --download-only --no-install-recommends -o Debug::NoLocking=true \
    -o Dir::State::status="$base/var/lib/dpkg/status" -o Dir::Cache::archives="$dir" "$@"
  rm -rf "$dir/partial" "$dir/lock"
}
tools=(apt-utils ca-certificates curl gnupg)
archives="$base/var/cache/apt/archives"
fetch "$archives/tools" "${tools[@]}"
fetch "$archives/redis" "${tools[@]}" redis-server
for package in "$archives"/tools/*.deb; do rm -f "$archives/redis/$(basename "$package")"; done
chown -R 0:0 "$archives"

say 'build'
tar --create --numeric-owner --sort=name --directory "$base" . |
  docker import --change 'CMD ["bash"]' --message 'base system' - debian:base >/dev/null
mkdir "$context"
cp "$here/images/redis.conf" "$context/redis.conf"
chmod 644 "$context/redis.conf"
quietly docker build --network none --tag redis:latest --file "$here/images/redis.Dockerfile" "$context"
docker save --output "$out/redis.tar" redis:latest

record() { # DIR
  mkdir -p "$1"
  api /images/redis:latest/json >"$1/inspect.json"
  api /images/redis:latest/history >"$1/history.json"
}
record "$out/expected/built"

say 'remove, load, record'
quietly docker rmi redis:latest
quietly docker rmi debian:base
docker load --quiet --input "$out/redis.tar" >/dev/null
record "$out/expected/loaded"
api '/images/json?all=1' >"$out/expected/loaded/images.json"
root=$(docker info --format '{{.DockerRootDir}}')
python3 "$here/list-layers.py" "$root" >"$work/all-layers.jsonl"
# Only this image's layers: another image may live on the same engine.
python3 - "$out/expected/loaded/inspect.json" "$work/all-layers.jsonl" >"$out/expected/loaded/layers.jsonl" <<'PY'
import json, sys
wanted, parent = json.load(open(sys.argv[1]))['RootFS']['Layers'], None
rows = [json.loads(line) for line in open(sys.argv[2])]
for diff in wanted:
    row = next(r for r in rows if r['diffId'] == diff and r.get('parent') == parent)
    print(json.dumps(row, sort_keys=True))
    parent = row['chainId']
PY
container=$(docker create --network none redis:latest)
docker export "$container" | python3 "$here/list-tar.py" >"$out/expected/export.jsonl"
docker rm "$container" >/dev/null

say 'OCI layouts'
rm -rf "$out/redis-oci" "$out/redis-oci.tar" "$out/redis-oci-zstd"
copy() { quietly skopeo --insecure-policy copy "$@"; }
copy "docker-archive:$out/redis.tar" "oci:$out/redis-oci:latest"
copy --dest-compress-format zstd "docker-archive:$out/redis.tar" "oci:$out/redis-oci-zstd:latest"
copy "docker-archive:$out/redis.tar" "oci-archive:$out/redis-oci.tar:latest"
rm -f "$out"/.complete-*
touch "$stamp"
say "done: $(stat --format %s "$out/redis.tar") bytes, $(wc -l <"$out/expected/export.jsonl") paths"

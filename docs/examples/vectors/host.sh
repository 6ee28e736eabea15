#!/bin/sh
# Acts of the host's root for run.py, on an engine of `scripts/engine start DIR`: PLIMSOLL_HOST=docs/examples/vectors/host.sh
# host.sh SOCKET ACT [CONTAINER] [SIGNAL]
set -eu
socket=$1 act=$2 container=${3:-} signal=${4:-}
dir=$(dirname "$socket")
here=$(cd "$(dirname "$0")/../../.." && pwd)
field() { curl -s --unix-socket "$socket" "http://docker/containers/$container/json" | sed -n "s/.*\"$1\":\"\{0,1\}\([^,\"]*\).*/\1/p"; }
gone() { while kill -0 "$1" 2>/dev/null; do sleep 0.1; done; }
case $act in
  StopDaemon | CrashDaemon)
    pid=$(cat "$dir/pid")
    kill "-$([ "$act" = StopDaemon ] && echo TERM || echo KILL)" "$pid"
    gone "$pid" ;;
  StartDaemon) "$here/scripts/engine" start "$dir" ;;
  SignalHostProcess) kill "-$signal" "$(field Pid)" ;;
  RunOutOfMemory) # a guest in its cgroup takes all memory, and the kernel is told whom to pick
    pid=$(field Pid)
    for group in /sys/fs/cgroup/memory/docker/*/ /sys/fs/cgroup/docker/*/ /sys/fs/cgroup/system.slice/docker-*/; do
      grep -qx "$pid" "$group/cgroup.procs" 2>/dev/null && break
    done
    echo 1000 >"/proc/$pid/oom_score_adj"
    timeout 20 sh -c 'echo $$ >"$1/cgroup.procs" && exec dd if=/dev/zero of=/dev/shm/plimsoll bs=1M count=128' - "$group" 2>/dev/null || true
    rm -f /dev/shm/plimsoll
    ! kill -0 "$pid" 2>/dev/null ;;
  *) echo "host.sh: what is $act?" >&2; exit 2 ;;
esac

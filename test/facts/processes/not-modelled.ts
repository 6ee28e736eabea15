/** Scenarios that do not hold on the model, each with its reason. */
export const notModelled: Readonly<Record<string, string>> = {
  'pod-tree': 'Podman, another engine',
  'pod-conmon-kill9': 'Podman, another engine',
  'pod-sig': 'Podman, another engine',
  'pod-pause': 'Podman, another engine',
  'pod-exit': 'Podman, another engine',
  'pod-exec-codes': 'Podman, another engine',
  'stop-t0':
    'a race of TERM and KILL with no time between them; the model takes the KILL (137), which was measured too, here the handler won',
  'stop-negative':
    'a stop that waits for ever is told when somebody else ends the container; the model does not keep waiting clients',
  'shim-stop': 'requests to a stopped shim hang and go through later; the model answers them at once',
  'init-inside-kill':
    'the sender of a fatal signal ended a moment before its namespace did; in the model the signal and its consequences are one step',
  'exec-lifecycle': 'raw HTTP requests with a multiplexed stream as the answer',
  'exec-options': 'capabilities in /proc/self/status',
  'exec-tty': 'terminals and file descriptors in /proc/self/fd',
  'attach-api-detach': 'detach keys in a raw stream',
  'ns-ipc': 'IPC namespaces',
  'readonly-sys': "errors of the kernel's own file systems under /proc and /sys",
  'log-partial-alive': 'text without a newline is held back by the log copier until the line or the stream ends',
  'log-created': 'the record holds the remains of an earlier container of the same name',
};

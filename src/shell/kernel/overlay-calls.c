/*
 * Does what src/shell/kernel/wire.ts says on a real union mount and answers what happened. One process for a whole campaign.
 *
 * Input, one request a line, fields separated by blanks, bytes outside '!'..'~' and '%' written %XX, an empty field "-":
 *
 *   case LOWERS                                  makes empty directories 0 (bottom) … LOWERS-1 and LOWERS (upper)
 *   node LAYER TYPE PATH MODE UID GID PAYLOAD    an object; the path "/" sets the directory's own mode and owner
 *   name LAYER PATH EXISTING                     one more name of an object
 *   xattr LAYER PATH NAME VALUE
 *   time LAYER PATH SECONDS                      modification time; sent last, deepest first
 *   mount READONLY UID GID                       mounts, and says who acts from now on
 *   op CALL PATH TO MODE DATA FLAGS SIZE UID GID NAME VALUE FD RDEV
 *   end                                          unmounts and deletes
 *
 * Output of `mount` and of each `op`: a line "r ok …" or "r ENOENT" (mount: "r ok"), then the merged tree as lines "m …" or
 * "=m" when it is as before, then upper as lines "u …" or "=u". Of `end`: "end". Whatever goes wrong with the machine itself:
 * "fail TEXT", and the process ends.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#define MAX_PATH 8192
#define MAX_DATA 65536
#define MAX_FIELDS 16
#define MAX_FDS 32

static int real_root, base, merged = -1, upper = -1, cwd = -1, fds[MAX_FDS];
static const char *fuse; /* program that mounts instead of the kernel */
static uid_t actor_uid;
static gid_t actor_gid;

/* ---- failing ---- */

static void fail(const char *format, ...) {
  int error = errno;
  va_list args;
  va_start(args, format);
  printf("fail ");
  vprintf(format, args);
  printf(": %s\n", strerror(error));
  fflush(stdout);
  exit(1);
}

static const struct { int number; const char *name; } errnos[] = {
  {EACCES, "EACCES"}, {EAGAIN, "EAGAIN"}, {EBADF, "EBADF"}, {EBUSY, "EBUSY"}, {EEXIST, "EEXIST"}, {EFBIG, "EFBIG"},
  {EINVAL, "EINVAL"}, {EIO, "EIO"}, {EISDIR, "EISDIR"}, {ELOOP, "ELOOP"}, {EMLINK, "EMLINK"},
  {ENAMETOOLONG, "ENAMETOOLONG"}, {ENODATA, "ENODATA"}, {ENODEV, "ENODEV"}, {ENOENT, "ENOENT"}, {ENOMEM, "ENOMEM"},
  {ENOSPC, "ENOSPC"}, {ENOSYS, "ENOSYS"}, {ENOTCONN, "ENOTCONN"}, {ENOTDIR, "ENOTDIR"}, {ENOTEMPTY, "ENOTEMPTY"},
  {ENXIO, "ENXIO"}, {EOPNOTSUPP, "EOPNOTSUPP"}, {EPERM, "EPERM"}, {ERANGE, "ERANGE"}, {EROFS, "EROFS"},
  {ESTALE, "ESTALE"}, {ETXTBSY, "ETXTBSY"}, {EXDEV, "EXDEV"},
};

static const char *name_of_errno(int number) {
  static char other[16];
  for (size_t i = 0; i < sizeof errnos / sizeof *errnos; i++)
    if (errnos[i].number == number) return errnos[i].name;
  snprintf(other, sizeof other, "E%d", number);
  return other;
}

/* ---- texts that grow ---- */

typedef struct { char *bytes; size_t length, room; } Text;
static Text merged_before, upper_before;

static void add_char(Text *text, char c) {
  if (text->length + 1 >= text->room) {
    text->room = text->room ? text->room * 2 : 4096;
    if (!(text->bytes = realloc(text->bytes, text->room))) fail("memory");
  }
  text->bytes[text->length++] = c;
  text->bytes[text->length] = 0;
}

static void add(Text *text, const char *more) {
  while (*more) add_char(text, *more++);
}

static void add_format(Text *text, const char *format, ...) {
  char buffer[256];
  va_list args;
  va_start(args, format);
  vsnprintf(buffer, sizeof buffer, format, args);
  va_end(args);
  add(text, buffer);
}

static void add_field(Text *text, const char *bytes, size_t length) {
  static const char digits[] = "0123456789ABCDEF";
  add_char(text, ' ');
  if (length == 0) add_char(text, '-');
  for (size_t i = 0; i < length; i++) {
    unsigned char c = bytes[i];
    if (c > ' ' && c <= '~' && c != '%' && !(c == '-' && length == 1)) add_char(text, c);
    else { add_char(text, '%'); add_char(text, digits[c >> 4]); add_char(text, digits[c & 15]); }
  }
}

/* Decodes in place; what follows the field is a NUL that does not count. */
static size_t decode(char *field) {
  char *out = field, *in = field;
  if (in[0] == '-' && in[1] == 0) { *field = 0; return 0; }
  while (*in) {
    unsigned byte;
    if (*in == '%' && sscanf(in + 1, "%2X", &byte) == 1) { *out++ = byte; in += 3; }
    else *out++ = *in++;
  }
  *out = 0;
  return out - field;
}

/* ---- who acts ---- */

/* The fourteen capabilities of a container by default. */
static const int kept[] = {
  CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_FOWNER, CAP_FSETID, CAP_KILL, CAP_SETGID, CAP_SETUID, CAP_SETPCAP,
  CAP_NET_BIND_SERVICE, CAP_NET_RAW, CAP_SYS_CHROOT, CAP_MKNOD, CAP_AUDIT_WRITE, CAP_SETFCAP,
};
static struct __user_cap_data_struct all_capabilities[2], some_capabilities[2];

static void set_capabilities(struct __user_cap_data_struct *data) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  if (syscall(SYS_capset, &header, data)) fail("capset");
}

static void learn_capabilities(void) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  if (syscall(SYS_capget, &header, all_capabilities)) fail("capget");
  memcpy(some_capabilities, all_capabilities, sizeof some_capabilities);
  some_capabilities[0].effective = some_capabilities[1].effective = 0;
  for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
    some_capabilities[kept[i] / 32].effective |= 1u << (kept[i] % 32);
}

static void become_actor(void) {
  set_capabilities(some_capabilities);
  if (actor_gid && setegid(actor_gid)) fail("setegid");
  if (actor_uid && seteuid(actor_uid)) fail("seteuid"); /* takes the capabilities away, too */
}

static void become_root(void) {
  if (actor_uid && seteuid(0)) fail("seteuid 0");
  set_capabilities(all_capabilities);
  if (actor_gid && setegid(0)) fail("setegid 0");
}

/* ---- listing a tree ---- */

typedef struct { dev_t dev; ino_t ino; size_t path; } Seen;
static Seen *seen;
static size_t seen_count, seen_room;
static Text seen_paths;

/* The first path under which this inode was listed; empty for itself. */
static const char *first_path(const struct stat *st, const char *path) {
  for (size_t i = 0; i < seen_count; i++)
    if (seen[i].dev == st->st_dev && seen[i].ino == st->st_ino) return seen_paths.bytes + seen[i].path;
  if (seen_count == seen_room) {
    seen_room = seen_room ? seen_room * 2 : 64;
    if (!(seen = realloc(seen, seen_room * sizeof *seen))) fail("memory");
  }
  seen[seen_count++] = (Seen){st->st_dev, st->st_ino, seen_paths.length};
  for (const char *c = path; *c; c++) add_char(&seen_paths, *c);
  add_char(&seen_paths, 0);
  return "";
}

static int by_bytes(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

/* The names in an open directory, sorted; NULL-terminated. Closes it. */
static char **names_in(DIR *dir) {
  size_t count = 0, room = 16;
  char **names = malloc(room * sizeof *names);
  struct dirent *entry;
  while ((entry = readdir(dir))) {
    if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) continue;
    if (count + 2 > room) names = realloc(names, (room *= 2) * sizeof *names);
    names[count++] = strdup(entry->d_name);
  }
  closedir(dir);
  qsort(names, count, sizeof *names, by_bytes);
  names[count] = NULL;
  return names;
}

/* Bookkeeping that no container and no Docker sees (docs/facts/overlay.md, 2.7). */
static int is_private(const char *name) {
  return !strcmp(name, "trusted.overlay.origin") || !strcmp(name, "trusted.overlay.impure") ||
         !strcmp(name, "trusted.overlay.uuid");
}

static void add_xattrs(Text *to, const char *path) {
  char list[8192], value[MAX_DATA], *names[256];
  size_t count = 0;
  ssize_t length = llistxattr(path, list, sizeof list);
  for (char *name = list; length > 0 && name < list + length; name += strlen(name) + 1)
    if (count < 256 && !is_private(name)) names[count++] = name;
  qsort(names, count, sizeof *names, by_bytes);
  for (size_t i = 0; i < count; i++) {
    ssize_t size = lgetxattr(path, names[i], value, sizeof value);
    if (size < 0) continue;
    add_field(to, names[i], strlen(names[i]));
    add_field(to, value, size);
  }
}

static const char *type_of(const struct stat *st) {
  switch (st->st_mode & S_IFMT) {
    case S_IFREG: return "file";
    case S_IFDIR: return "dir";
    case S_IFLNK: return "symlink";
    case S_IFIFO: return "fifo";
    case S_IFCHR: return st->st_rdev == 0 ? "whiteout" : "chr";
    case S_IFBLK: return "blk";
    default: return "socket";
  }
}

static ssize_t read_all(int fd, char *data) {
  ssize_t got, length = 0;
  while (length < MAX_DATA && (got = pread(fd, data + length, MAX_DATA - length, length)) != 0) {
    if (got < 0) return errno == ESPIPE ? read(fd, data, MAX_DATA) : -1;
    length += got;
  }
  return length;
}

static void add_payload(Text *to, const char *path, const struct stat *st) {
  static char data[MAX_DATA];
  ssize_t length = 0;
  if (S_ISLNK(st->st_mode)) length = readlink(path, data, sizeof data);
  else if (S_ISCHR(st->st_mode)) length = sprintf(data, "%u:%u", major(st->st_rdev), minor(st->st_rdev));
  else if (S_ISREG(st->st_mode) && st->st_size > 0) {
    int fd = open(path, O_RDONLY | O_NOATIME | O_NOFOLLOW);
    length = fd < 0 ? -1 : read_all(fd, data);
    if (fd >= 0) close(fd);
  }
  if (length < 0) length = sprintf(data, "<unreadable: %s>", name_of_errno(errno));
  add_field(to, data, length);
}

/* One line: path type mode uid gid nlink first-path mtime payload (name value)… */
static void add_object(Text *to, char mark, const char *path, const struct stat *st) {
  const char *shown = *path == '.' ? path + 1 : path;
  const char *type = type_of(st);
  int is_dir = S_ISDIR(st->st_mode);
  add_char(to, mark);
  add_field(to, *shown ? shown : "/", *shown ? strlen(shown) : 1);
  add_format(to, " %s", type);
  if (!strcmp(type, "whiteout")) { add_char(to, '\n'); return; }
  add_format(to, " %04o %u %u %lu", S_ISLNK(st->st_mode) ? 0777 : st->st_mode & 07777, st->st_uid, st->st_gid,
             is_dir ? 1ul : (unsigned long)st->st_nlink);
  const char *first = !is_dir && st->st_nlink > 1 ? first_path(st, shown) : "";
  add_field(to, first, strlen(first));
  if (st->st_mtime > 1500000000) add(to, " now");
  else if (st->st_mtim.tv_nsec) add_format(to, " %ld.%09ld", (long)st->st_mtime, st->st_mtim.tv_nsec);
  else add_format(to, " %ld", (long)st->st_mtime);
  add_payload(to, path, st);
  add_xattrs(to, path);
  add_char(to, '\n');
}

/* Everything below a directory; sorted by path in bytes, as a case's tree is. */
typedef struct { char *path; struct stat st; int error; } Found;
static Found *found;
static size_t found_count, found_room;

static void collect(char *path, int is_listable) {
  Found it = {.path = strdup(path)};
  if (!is_listable || lstat(path, &it.st)) it.error = errno;
  if (found_count == found_room) {
    found_room = found_room ? found_room * 2 : 64;
    if (!(found = realloc(found, found_room * sizeof *found))) fail("memory");
  }
  found[found_count++] = it;
  if (it.error || !S_ISDIR(it.st.st_mode)) return;
  DIR *dir = opendir(path);
  size_t length = strlen(path);
  char **names = dir ? names_in(dir) : NULL;
  if (!dir) {
    strcpy(path + length, "/?");
    collect(path, 0);
    path[length] = 0;
    return;
  }
  for (char **name = names; *name; name++) {
    if (length + strlen(*name) + 4 < MAX_PATH) {
      path[length] = '/';
      strcpy(path + length + 1, *name);
      collect(path, 1);
      path[length] = 0;
    }
    free(*name);
  }
  free(names);
}

static int by_path(const void *a, const void *b) { return strcmp(((const Found *)a)->path, ((const Found *)b)->path); }

static void add_tree(Text *to, char mark) {
  char path[MAX_PATH] = ".";
  found_count = 0;
  collect(path, 1);
  qsort(found, found_count, sizeof *found, by_path);
  for (size_t i = 0; i < found_count; i++) {
    if (!found[i].error) add_object(to, mark, found[i].path, &found[i].st);
    else {
      add_char(to, mark);
      add_field(to, found[i].path + 1, strlen(found[i].path + 1));
      add_format(to, " ghost %s\n", name_of_errno(found[i].error));
    }
    free(found[i].path);
  }
}

static void print_tree(int root, char mark, Text *before) {
  static Text now;
  now.length = seen_count = seen_paths.length = 0;
  if (fchdir(root)) fail("fchdir to a tree");
  add_tree(&now, mark);
  if (before->length == now.length && !memcmp(before->bytes, now.bytes, now.length)) {
    printf("=%c\n", mark);
    return;
  }
  fwrite(now.bytes, 1, now.length, stdout);
  Text swap = *before;
  *before = now;
  now = swap;
}

static void print_trees(void) {
  print_tree(merged, 'm', &merged_before);
  print_tree(upper, 'u', &upper_before);
  if (fchdir(cwd)) fail("fchdir back");
}

/* ---- the calls ---- */

typedef struct {
  char *path, *to, *data, *flags, *name, *value, *rdev;
  size_t data_length, value_length;
  long mode, size, uid, gid, fd;
} Op;

static Text value; /* what the call answers, encoded */

static const struct { const char *name; int flag; } open_flags[] = {
  {"O_RDONLY", O_RDONLY}, {"O_WRONLY", O_WRONLY}, {"O_RDWR", O_RDWR}, {"O_CREAT", O_CREAT}, {"O_EXCL", O_EXCL},
  {"O_TRUNC", O_TRUNC}, {"O_APPEND", O_APPEND}, {"O_DIRECTORY", O_DIRECTORY}, {"O_NOFOLLOW", O_NOFOLLOW},
  {"O_TMPFILE", O_TMPFILE},
};

static int flags_of(char *text) {
  int flags = O_NONBLOCK;
  char *rest = text, *word;
  while ((word = strsep(&rest, ",")))
    for (size_t i = 0; i < sizeof open_flags / sizeof *open_flags; i++)
      if (!strcmp(word, open_flags[i].name)) flags |= open_flags[i].flag;
  return flags;
}

static int write_to(const Op *op, int flags) {
  int fd = open(op->path, flags | O_NONBLOCK, op->mode);
  if (fd < 0) return -1;
  int failed = (flags & O_ACCMODE) != O_RDONLY && op->data_length && write(fd, op->data, op->data_length) < 0;
  int error = errno;
  close(fd);
  errno = error;
  return failed ? -1 : 0;
}

static int answer_read(int fd, int keep) {
  static char data[MAX_DATA];
  if (fd < 0) { if (keep) errno = EBADF; return -1; }
  ssize_t length = read_all(fd, data);
  int error = errno;
  if (!keep) close(fd);
  errno = error;
  if (length < 0) return -1;
  add_field(&value, data, length);
  return 0;
}

static int answer_names(DIR *dir) {
  if (!dir) return -1;
  char **names = names_in(dir);
  for (char **name = names; *name; name++) { add_field(&value, *name, strlen(*name)); free(*name); }
  free(names);
  return 0;
}

static int answer_stat(int result, const struct stat *st) {
  if (result) return result;
  const char *type = type_of(st);
  if (S_ISCHR(st->st_mode)) type = "chr";
  add_format(&value, " %s %04o %u %u %lu %ld", type, st->st_mode & 07777, st->st_uid, st->st_gid,
             (unsigned long)st->st_nlink, (long)st->st_size);
  return 0;
}

static int answer_xattrs(const char *path) {
  char list[8192];
  ssize_t length = listxattr(path, list, sizeof list);
  char *names[256];
  size_t count = 0;
  if (length < 0) return -1;
  for (char *name = list; name < list + length && count < 256; name += strlen(name) + 1) names[count++] = name;
  qsort(names, count, sizeof *names, by_bytes);
  for (size_t i = 0; i < count; i++) add_field(&value, names[i], strlen(names[i]));
  return 0;
}

static int answer_link(const char *path) {
  char target[MAX_PATH];
  ssize_t length = readlink(path, target, sizeof target);
  if (length < 0) return -1;
  add_field(&value, target, length);
  return 0;
}

static int answer_xattr(const Op *op) {
  char bytes[MAX_DATA];
  ssize_t length = getxattr(op->path, op->name, bytes, sizeof bytes);
  if (length < 0) return -1;
  add_field(&value, bytes, length);
  return 0;
}

static dev_t device_of(const char *text) {
  unsigned big = 0, small = 0;
  sscanf(text, "%u:%u", &big, &small);
  return makedev(big, small);
}

static int rename_with(const Op *op) {
  unsigned flags = 0;
  if (strstr(op->flags, "NOREPLACE")) flags |= 1;
  if (strstr(op->flags, "EXCHANGE")) flags |= 2;
  if (strstr(op->flags, "WHITEOUT")) flags |= 4;
  return syscall(SYS_renameat2, AT_FDCWD, op->path, AT_FDCWD, op->to, flags);
}

static int set_time(const char *path, long seconds, int flags) {
  struct timespec times[2] = {{seconds, 0}, {seconds, 0}};
  return utimensat(AT_FDCWD, path, times, flags);
}

static int open_held(const Op *op) {
  int fd = open(op->path, flags_of(op->flags), op->mode);
  if (fd < 0) return -1;
  if (fds[op->fd] >= 0) close(fds[op->fd]);
  fds[op->fd] = fd;
  return 0;
}

static int list_held(int fd) {
  int copy = dup(fd);
  if (copy < 0) return -1;
  lseek(copy, 0, SEEK_SET);
  DIR *dir = fdopendir(copy);
  if (!dir) { int error = errno; close(copy); errno = error; }
  return answer_names(dir);
}

static int close_held(long number) {
  if (fds[number] < 0) { errno = EBADF; return -1; }
  close(fds[number]);
  fds[number] = -1;
  return 0;
}

static int change_cwd(const Op *op) {
  if (chdir(op->path)) return -1;
  int now = open(".", O_PATH | O_DIRECTORY);
  if (now < 0) return -1;
  close(cwd);
  cwd = now;
  return 0;
}

/* 0, -1 with errno, or -2 for a call that nobody knows. */
static int perform(const char *call, Op *op) {
  struct stat st;
  int held = op->fd >= 0 && op->fd < MAX_FDS ? fds[op->fd] : -1;
#define CALL(it) if (!strcmp(call, it)) return
  CALL("create") write_to(op, O_WRONLY | O_CREAT | O_EXCL);
  CALL("write") write_to(op, O_WRONLY | O_CREAT | O_TRUNC);
  CALL("open") write_to(op, flags_of(op->flags));
  CALL("read") answer_read(open(op->path, O_RDONLY | O_NONBLOCK), 0);
  CALL("readdir") answer_names(opendir(op->path));
  CALL("readlink") answer_link(op->path);
  CALL("stat") answer_stat(stat(op->path, &st), &st);
  CALL("lstat") answer_stat(lstat(op->path, &st), &st);
  CALL("truncate") truncate(op->path, op->size);
  CALL("unlink") unlink(op->path);
  CALL("rmdir") rmdir(op->path);
  CALL("mkdir") mkdir(op->path, op->mode);
  CALL("symlink") symlink(op->to, op->path);
  CALL("mkfifo") mknod(op->path, S_IFIFO | op->mode, 0);
  CALL("mknod") mknod(op->path, S_IFCHR | op->mode, device_of(op->rdev));
  CALL("rename") rename(op->path, op->to);
  CALL("rename2") rename_with(op);
  CALL("link") link(op->path, op->to);
  CALL("chmod") chmod(op->path, op->mode);
  CALL("chown") chown(op->path, op->uid, op->gid);
  CALL("lchown") lchown(op->path, op->uid, op->gid);
  CALL("utime") set_time(op->path, op->size, 0);
  CALL("getxattr") answer_xattr(op);
  CALL("listxattr") answer_xattrs(op->path);
  CALL("setxattr") setxattr(op->path, op->name, op->value, op->value_length, 0);
  CALL("lsetxattr") lsetxattr(op->path, op->name, op->value, op->value_length, 0);
  CALL("removexattr") removexattr(op->path, op->name);
  CALL("chdir") change_cwd(op);
  CALL("fopen") open_held(op);
  CALL("fread") answer_read(held, 1);
  CALL("fwrite") pwrite(held, op->data, op->data_length, 0) < 0 ? -1 : 0;
  CALL("fstat") answer_stat(fstat(held, &st), &st);
  CALL("fchmod") fchmod(held, op->mode);
  CALL("freaddir") list_held(held);
  CALL("fclose") close_held(op->fd);
  return -2;
}

static void run_op(char **fields) {
  Op op = {.path = fields[2], .to = fields[3], .data = fields[5], .flags = fields[6],
           .name = fields[10], .value = fields[11], .rdev = fields[13]};
  decode(op.path);
  decode(op.to);
  op.mode = strtol(fields[4], NULL, 8);
  op.data_length = decode(op.data);
  op.size = atol(fields[7]);
  op.uid = atol(fields[8]);
  op.gid = atol(fields[9]);
  decode(op.name);
  op.value_length = decode(op.value);
  op.fd = atol(fields[12]);
  if (op.fd < 0 || op.fd >= MAX_FDS) op.fd = 0;
  value.length = 0;
  add(&value, "");
  become_actor();
  int result = perform(fields[1], &op);
  int error = errno;
  become_root();
  if (result == -2) { errno = ENOSYS; fail("unknown call %s", fields[1]); }
  if (result < 0) printf("r %s\n", name_of_errno(error));
  else printf("r ok%.*s\n", (int)value.length, value.length ? value.bytes : "");
  print_trees();
}

/* ---- building and mounting ---- */

static char *in_layer(const char *layer, char *path) {
  static char buffers[2][MAX_PATH];
  static int turn;
  char *buffer = buffers[turn ^= 1];
  decode(path);
  snprintf(buffer, MAX_PATH, "%s%s", layer, path);
  return buffer;
}

static void make_node(char **fields) {
  const char *type = fields[2];
  char *path = in_layer(fields[1], fields[3]);
  long mode = strtol(fields[4], NULL, 8);
  size_t length = decode(fields[7]);
  int failed = 0;
  if (!strcmp(fields[3], "/")) ;
  else if (!strcmp(type, "dir")) failed = mkdir(path, 0755);
  else if (!strcmp(type, "symlink")) failed = symlink(fields[7], path);
  else if (!strcmp(type, "fifo")) failed = mknod(path, S_IFIFO | 0600, 0);
  else if (!strcmp(type, "chr")) failed = mknod(path, S_IFCHR | 0600, device_of(fields[7]));
  else if (!strcmp(type, "whiteout")) failed = mknod(path, S_IFCHR, 0);
  else {
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
    failed = fd < 0 || write(fd, fields[7], length) < 0;
    if (fd >= 0) close(fd);
  }
  if (failed) fail("making %s", path);
  if (!strcmp(type, "whiteout")) return;
  if (lchown(path, atol(fields[5]), atol(fields[6]))) fail("lchown %s", path);
  if (strcmp(type, "symlink") && chmod(path, mode)) fail("chmod %s", path);
}

static void make_xattr(char **fields) {
  char *path = in_layer(fields[1], fields[2]);
  decode(fields[3]);
  size_t length = decode(fields[4]);
  if (lsetxattr(path, fields[3], fields[4], length, 0)) fail("xattr %s of %s", fields[3], path);
}

static int lowers;

static void begin_case(char **fields) {
  char name[32];
  lowers = atoi(fields[1]);
  for (int i = 0; i <= lowers; i++) {
    snprintf(name, sizeof name, "%d", i);
    if (mkdir(name, 0755)) fail("mkdir %s", name);
  }
  if (mkdir("work", 0755) || mkdir("merged", 0755)) fail("mkdir merged");
}

static void mount_by_program(const char *program, const char *options, const char *what, const char *where) {
  pid_t pid = fork();
  if (pid == 0) {
    int null = open("/dev/null", O_RDWR);
    dup2(null, 0);
    dup2(null, 1);
    execlp(program, program, "-o", options, what, where, (char *)NULL);
    _exit(127);
  }
  int status = 0;
  if (pid < 0 || waitpid(pid, &status, 0) < 0 || status != 0) fail("%s -o %s (status %d)", program, options, status);
}

/* The file system that layers lie on: one in memory, one in an image file, or whatever the directory is on. */
static void mount_backing(const char *directory, const char *backing) {
  if (!strcmp(backing, "here")) return;
  if (!strcmp(backing, "tmpfs")) {
    if (mount("tmpfs", directory, "tmpfs", 0, "mode=755")) fail("mounting tmpfs at %s", directory);
  } else mount_by_program("mount", "loop", backing, directory);
}

/* Docker's own options (docs/facts/overlay.md, 1). */
static void mount_case(char **fields) {
  char options[4096] = "index=off,lowerdir=";
  const char *where = "merged";
  size_t at = strlen(options);
  if (fuse) at = sprintf(options, "lowerdir=");
  for (int i = lowers - 1; i >= 0; i--) at += sprintf(options + at, "%d%s", i, i ? ":" : "");
  sprintf(options + at, ",upperdir=%d,workdir=work", lowers);
  if (fuse) mount_by_program(fuse, options, "merged", NULL);
  else if (mount("overlay", "merged", "overlay", 0, options)) fail("mounting overlay with %s", options);
  if (atoi(fields[1])) {
    if (mkdir("ro", 0755) || mount("merged", "ro", NULL, MS_BIND, NULL) ||
        mount(NULL, "ro", NULL, MS_BIND | MS_REMOUNT | MS_RDONLY, NULL)) fail("mounting read-only");
    where = "ro";
  }
  char name[32];
  snprintf(name, sizeof name, "%d", lowers);
  merged = open(where, O_RDONLY | O_DIRECTORY);
  upper = open(name, O_RDONLY | O_DIRECTORY);
  if (merged < 0 || upper < 0) fail("opening the trees");
  actor_uid = atol(fields[2]);
  actor_gid = atol(fields[3]);
  if (chroot(where) || chdir("/") || (cwd = open("/", O_PATH | O_DIRECTORY)) < 0) fail("chroot");
  merged_before.length = upper_before.length = 0;
  printf("r ok\n");
  print_trees();
}

static void delete_tree(const char *path) {
  struct stat st;
  if (lstat(path, &st)) return;
  if (S_ISDIR(st.st_mode)) {
    DIR *dir = opendir(path);
    if (!dir) fail("opening %s", path);
    char **names = names_in(dir), child[MAX_PATH];
    for (char **name = names; *name; name++) {
      snprintf(child, sizeof child, "%s/%s", path, *name);
      delete_tree(child);
      free(*name);
    }
    free(names);
    if (rmdir(path)) fail("rmdir %s", path);
  } else if (unlink(path)) fail("unlink %s", path);
}

static void unmount(const char *path) {
  for (int tries = 0; umount2(path, 0); tries++) {
    if (errno != EBUSY || tries > 200) { if (umount2(path, MNT_DETACH)) fail("unmounting %s", path); return; }
    usleep(1000);
  }
}

static void end_case(void) {
  char name[32];
  for (int i = 0; i < MAX_FDS; i++) if (fds[i] >= 0) { close(fds[i]); fds[i] = -1; }
  int was_mounted = merged >= 0;
  if (was_mounted) {
    close(merged);
    close(upper);
    close(cwd);
    merged = upper = cwd = -1;
    if (fchdir(real_root) || chroot(".") || fchdir(base)) fail("leaving the mount");
    if (!access("ro", F_OK)) { unmount("ro"); delete_tree("ro"); }
    unmount("merged");
  }
  for (int i = 0; i <= lowers; i++) { snprintf(name, sizeof name, "%d", i); delete_tree(name); }
  delete_tree("work");
  delete_tree("merged");
  printf("end\n");
  fflush(stdout);
}

int main(int argc, char **argv) {
  char *line = NULL, *fields[MAX_FIELDS];
  size_t room = 0;
  if (argc < 3) { fprintf(stderr, "usage: overlay-calls DIRECTORY tmpfs|here|IMAGE [FUSE-PROGRAM]\n"); return 2; }
  if (argc > 3) fuse = argv[3];
  static char buffer[1 << 20];
  setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
  signal(SIGPIPE, SIG_DFL);
  umask(0);
  for (int i = 0; i < MAX_FDS; i++) fds[i] = -1;
  if (unshare(CLONE_NEWNS) || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL)) fail("a private mount namespace");
  if (setgroups(0, NULL)) fail("setgroups");
  mount_backing(argv[1], argv[2]);
  if ((real_root = open("/", O_RDONLY | O_DIRECTORY)) < 0) fail("/");
  if (chdir(argv[1]) || (base = open(".", O_RDONLY | O_DIRECTORY)) < 0) fail("%s", argv[1]);
  learn_capabilities();
  for (ssize_t length; (length = getline(&line, &room, stdin)) > 0;) {
    if (line[length - 1] == '\n') line[length - 1] = 0;
    int count = 0;
    char *rest = line, *field;
    while (count < MAX_FIELDS && (field = strsep(&rest, " "))) fields[count++] = field;
    errno = EINVAL;
    if (!strcmp(fields[0], "case") && count == 2) begin_case(fields);
    else if (!strcmp(fields[0], "node") && count == 8) make_node(fields);
    else if (!strcmp(fields[0], "name") && count == 4) {
      char *path = in_layer(fields[1], fields[2]);
      if (linkat(AT_FDCWD, in_layer(fields[1], fields[3]), AT_FDCWD, path, 0)) fail("linking %s", path);
    }
    else if (!strcmp(fields[0], "xattr") && count == 5) make_xattr(fields);
    else if (!strcmp(fields[0], "time") && count == 4) {
      char *path = in_layer(fields[1], fields[2]);
      if (set_time(path, atol(fields[3]), AT_SYMLINK_NOFOLLOW)) fail("time of %s", path);
    }
    else if (!strcmp(fields[0], "mount") && count == 4) mount_case(fields);
    else if (!strcmp(fields[0], "op") && count == 14) run_op(fields);
    else if (!strcmp(fields[0], "end")) end_case();
    else fail("request %s with %d fields", fields[0], count);
  }
  return 0;
}

/* Preloaded below a command: counts the calls that change the office on disk, and at one of them the system refuses, or
 * the process ends.
 *
 * FAULTS_ROOT  calls about files below this folder count (absolute, without a closing slash)
 * FAULTS_LOG   one line is appended here for each call that counts: its name and path
 * FAULTS_AT    the number of the call, from 1, at which it happens; without it nothing happens
 * FAULTS_HOW   a number: the call is not carried out and fails with that errno;
 *              before: the process ends before the call; after: right after it; torn: after half of what was to be
 *              written, before any other call
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum what { PASS, FAIL, AFTER, TORN };

static int count;

static void finish(void) { syscall(SYS_kill, syscall(SYS_getpid), SIGKILL); }

static void note(const char *name, const char *path) {
    const char *log = getenv("FAULTS_LOG");
    if (!log) return;
    char line[PATH_MAX + 32];
    int length = snprintf(line, sizeof line, "%s %s\n", name, path);
    int fd = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (fd >= 0) {
        syscall(SYS_write, fd, line, length);
        syscall(SYS_close, fd);
    }
}

/* Whether the call about this path counts, and what is to become of it. */
static enum what counted(const char *name, const char *path) {
    const char *root = getenv("FAULTS_ROOT"), *at = getenv("FAULTS_AT"), *how = getenv("FAULTS_HOW");
    size_t length = root ? strlen(root) : 0;
    if (!length || strncmp(path, root, length) || (path[length] && path[length] != '/')) return PASS;
    int number = __atomic_add_fetch(&count, 1, __ATOMIC_SEQ_CST);
    note(name, path + length);
    if (!at || !how || atoi(at) != number) return PASS;
    if (!strcmp(how, "before")) finish();
    if (!strcmp(how, "after")) return AFTER;
    if (!strcmp(how, "torn")) return TORN;
    errno = atoi(how);
    return FAIL;
}

static void of_handle(int fd, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    path[length < 0 ? 0 : length] = 0;
}

static enum what by_path(const char *name, int folder, const char *path) {
    char whole[2 * PATH_MAX];
    if (path[0] == '/') return counted(name, path);
    if (folder == AT_FDCWD) {
        if (!getcwd(whole, PATH_MAX)) return PASS;
    } else {
        of_handle(folder, whole);
    }
    strncat(whole, "/", 2);
    strncat(whole, path, PATH_MAX - 1);
    return counted(name, whole);
}

static enum what by_handle(const char *name, int fd) {
    char path[PATH_MAX];
    of_handle(fd, path);
    return counted(name, path);
}

/* A process that ends in the middle of anything but a write ends before it. */
#define CARRY_OUT(verdict, call)                                                  \
    do {                                                                          \
        enum what is = (verdict);                                                 \
        if (is == FAIL) return -1;                                                \
        if (is == TORN) finish();                                                 \
        __typeof__(call) result = (call);                                         \
        if (is == AFTER) finish();                                                \
        return result;                                                            \
    } while (0)

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int changes(int flags) { return (flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC)); }

static mode_t mode_of(int flags, va_list arguments) { return flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0; }

#define OPEN(name)                                                                               \
    int name(const char *path, int flags, ...) {                                                 \
        va_list arguments;                                                                       \
        va_start(arguments, flags);                                                              \
        mode_t mode = mode_of(flags, arguments);                                                 \
        va_end(arguments);                                                                       \
        CARRY_OUT(by_path(changes(flags) ? "open" : "read", AT_FDCWD, path), REAL(name)(path, flags, mode)); \
    }
#define OPENAT(name)                                                                             \
    int name(int folder, const char *path, int flags, ...) {                                     \
        va_list arguments;                                                                       \
        va_start(arguments, flags);                                                              \
        mode_t mode = mode_of(flags, arguments);                                                 \
        va_end(arguments);                                                                       \
        CARRY_OUT(by_path(changes(flags) ? "open" : "read", folder, path), REAL(name)(folder, path, flags, mode)); \
    }
OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)

ssize_t write(int fd, const void *from, size_t size) {
    enum what is = by_handle("write", fd);
    if (is == FAIL) return -1;
    ssize_t done = REAL(write)(fd, from, is == TORN ? size / 2 : size);
    if (is != PASS) finish();
    return done;
}
ssize_t writev(int fd, const struct iovec *from, int parts) {
    CARRY_OUT(by_handle("write", fd), REAL(writev)(fd, from, parts));
}
ssize_t pwrite(int fd, const void *from, size_t size, off_t at) {
    CARRY_OUT(by_handle("write", fd), REAL(pwrite)(fd, from, size, at));
}
ssize_t pwrite64(int fd, const void *from, size_t size, off64_t at) {
    CARRY_OUT(by_handle("write", fd), REAL(pwrite64)(fd, from, size, at));
}
ssize_t sendfile(int fd, int from, off_t *at, size_t size) {
    CARRY_OUT(by_handle("write", fd), REAL(sendfile)(fd, from, at, size));
}
ssize_t sendfile64(int fd, int from, off64_t *at, size_t size) {
    CARRY_OUT(by_handle("write", fd), REAL(sendfile64)(fd, from, at, size));
}
int ftruncate(int fd, off_t size) { CARRY_OUT(by_handle("truncate", fd), REAL(ftruncate)(fd, size)); }
int ftruncate64(int fd, off64_t size) { CARRY_OUT(by_handle("truncate", fd), REAL(ftruncate64)(fd, size)); }
int fsync(int fd) { CARRY_OUT(by_handle("fsync", fd), REAL(fsync)(fd)); }
int fdatasync(int fd) { CARRY_OUT(by_handle("fsync", fd), REAL(fdatasync)(fd)); }
int rename(const char *old, const char *new) { CARRY_OUT(by_path("rename", AT_FDCWD, new), REAL(rename)(old, new)); }
int renameat(int there, const char *old, int folder, const char *new) {
    CARRY_OUT(by_path("rename", folder, new), REAL(renameat)(there, old, folder, new));
}
int link(const char *old, const char *new) { CARRY_OUT(by_path("link", AT_FDCWD, new), REAL(link)(old, new)); }
int linkat(int there, const char *old, int folder, const char *new, int flags) {
    CARRY_OUT(by_path("link", folder, new), REAL(linkat)(there, old, folder, new, flags));
}
int unlink(const char *path) { CARRY_OUT(by_path("unlink", AT_FDCWD, path), REAL(unlink)(path)); }
int unlinkat(int folder, const char *path, int flags) {
    CARRY_OUT(by_path("unlink", folder, path), REAL(unlinkat)(folder, path, flags));
}
int remove(const char *path) { CARRY_OUT(by_path("unlink", AT_FDCWD, path), REAL(remove)(path)); }
int rmdir(const char *path) { CARRY_OUT(by_path("unlink", AT_FDCWD, path), REAL(rmdir)(path)); }
int mkdir(const char *path, mode_t mode) { CARRY_OUT(by_path("mkdir", AT_FDCWD, path), REAL(mkdir)(path, mode)); }
int mkdirat(int folder, const char *path, mode_t mode) {
    CARRY_OUT(by_path("mkdir", folder, path), REAL(mkdirat)(folder, path, mode));
}

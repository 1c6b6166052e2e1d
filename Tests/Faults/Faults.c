// A library to preload, which makes calls of the operating system fail: TIENDO_FAULT="write:3" fails the
// third write, "write:3:on" that one and all behind it. The tests sweep over calls and numbers and ask
// that a program told so ends in words, never in a signal, and leaves whole files.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static atomic_int calls;
static char wanted[16];
static int number = -1;
static int stays;

__attribute__((constructor)) static void begin(void) {
  const char *text = getenv("TIENDO_FAULT");
  if (!text) return;
  const char *colon = strchr(text, ':');
  if (!colon || (size_t)(colon - text) >= sizeof wanted) return;
  memcpy(wanted, text, (size_t)(colon - text));
  number = atoi(colon + 1);
  stays = strstr(colon + 1, ":on") != NULL;
}

/// Whether this call is one that fails.
static int fails(const char *name, int reason) {
  if (number < 0 || strcmp(name, wanted) != 0) return 0;
  int call = atomic_fetch_add(&calls, 1) + 1;
  if (call != number && !(stays && call > number)) return 0;
  errno = reason;
  return 1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t read(int descriptor, void *buffer, size_t count) {
  return fails("read", EIO) ? -1 : REAL(read)(descriptor, buffer, count);
}

ssize_t pread(int descriptor, void *buffer, size_t count, off_t offset) {
  return fails("read", EIO) ? -1 : REAL(pread)(descriptor, buffer, count, offset);
}

ssize_t write(int descriptor, const void *buffer, size_t count) {
  // What is said of a failure has to come through.
  if (descriptor != 2 && fails("write", ENOSPC)) return -1;
  return REAL(write)(descriptor, buffer, count);
}

int open(const char *path, int flags, ...) {
  mode_t mode = 0;
  if (flags & (O_CREAT | O_TMPFILE)) {
    va_list rest;
    va_start(rest, flags);
    mode = va_arg(rest, mode_t);
    va_end(rest);
  }
  return fails("open", EMFILE) ? -1 : REAL(open)(path, flags, mode);
}

int linkat(int from, const char *old, int to, const char *new, int flags) {
  return fails("link", EIO) ? -1 : REAL(linkat)(from, old, to, new, flags);
}

int rename(const char *old, const char *new) {
  return fails("rename", EIO) ? -1 : REAL(rename)(old, new);
}

int fsync(int descriptor) { return fails("fsync", EIO) ? -1 : REAL(fsync)(descriptor); }

int unlink(const char *path) { return fails("unlink", EIO) ? -1 : REAL(unlink)(path); }

void *dlopen(const char *path, int flags) {
  return fails("load", ENOENT) ? NULL : REAL(dlopen)(path, flags);
}

int pthread_create(
    pthread_t *thread, const pthread_attr_t *attributes, void *(*body)(void *), void *argument) {
  if (fails("thread", EAGAIN)) return EAGAIN;
  return REAL(pthread_create)(thread, attributes, body, argument);
}

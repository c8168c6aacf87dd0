// Counts allocations of a process: preload it, and name in ALLOCATIONS_FILE the file that the count is
// written to at the end.
//
//   gcc -O2 -shared -fPIC count.c -o count.so -ldl
//   ALLOCATIONS_FILE=count.txt LD_PRELOAD=./count.so muster issue …
//
// Counts calls of malloc, calloc, realloc, posix_memalign, aligned_alloc and memalign, of all threads,
// whoever made them: the program, the Swift runtime, OpenSSL or the C library. What a static program
// has linked in is not seen, so the program must be linked dynamically.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

static atomic_ullong calls, bytes;

static void note(size_t count) {
  atomic_fetch_add_explicit(&calls, 1, memory_order_relaxed);
  atomic_fetch_add_explicit(&bytes, count, memory_order_relaxed);
}

void *malloc(size_t count) { note(count); return __libc_malloc(count); }
void *calloc(size_t n, size_t count) { note(n * count); return __libc_calloc(n, count); }
void *realloc(void *old, size_t count) { note(count); return __libc_realloc(old, count); }
void *memalign(size_t place, size_t count) { note(count); return __libc_memalign(place, count); }
void *aligned_alloc(size_t place, size_t count) { note(count); return __libc_memalign(place, count); }
int posix_memalign(void **made, size_t place, size_t count) {
  note(count);
  if (place < sizeof(void *) || (place & (place - 1))) return EINVAL;
  void *memory = __libc_memalign(place, count);
  if (!memory) return ENOMEM;
  *made = memory;
  return 0;
}

// The variable is read at the start: a program may clear its environment.
static char path[4096];

__attribute__((constructor)) static void begin(void) {
  const char *name = getenv("ALLOCATIONS_FILE");
  if (name) snprintf(path, sizeof path, "%s", name);
}

static void report(void) {
  if (!path[0]) return;
  char text[64];
  int length = snprintf(text, sizeof text, "%llu %llu\n", atomic_load(&calls), atomic_load(&bytes));
  int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (file < 0 || write(file, text, (size_t)length) != length) _exit(73);
  close(file);
  path[0] = 0;
}

__attribute__((destructor)) static void end(void) { report(); }

// A program may leave without running destructors.
void _exit(int status) {
  report();
  void (*leave)(int) = (void (*)(int))dlsym(RTLD_NEXT, "_exit");
  leave(status);
  __builtin_unreachable();
}

// Functions of libraries that are loaded when they are first called, not when the program starts, which
// needs none of them: libzip and libxlsxwriter bring libcrypto along, whose loading takes longer than all
// else, and each of the small ones takes a tenth of what an empty program does.
//
// A function defined by `GIVE` or `PASS` has the name and the type that the library's own header
// declares, so callers need not know; the compiler checks the type against that declaration. Where
// the library cannot be loaded it does nothing and gives zero: callers ask for the version first.
#ifndef FORWARDING_H
#define FORWARDING_H

#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

// The library of the file that includes this one; NULL where it is not there.
static void *forwarding_library;

// The file says before which names the library may have: FORWARDING_NAMES, the best first.
static void forwarding_load(void) {
  const char *names[] = {FORWARDING_NAMES};
  for (size_t place = 0; !forwarding_library && place < sizeof names / sizeof *names; place++)
    forwarding_library = dlopen(names[place], RTLD_NOW | RTLD_LOCAL);
}

static inline void *forwarding_find(_Atomic(void *) *known, const char *name) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  void *found = atomic_load_explicit(known, memory_order_acquire);
  if (found) return found;
  pthread_once(&once, forwarding_load);
  found = forwarding_library ? dlsym(forwarding_library, name) : NULL;
  atomic_store_explicit(known, found, memory_order_release);
  return found;
}

#define GIVE(type, name, parameters, arguments)                              \
  type name parameters {                                                     \
    static _Atomic(void *) known;                                            \
    type(*call) parameters = (type(*) parameters)forwarding_find(&known, #name); \
    return call ? call arguments : (type)0;                                  \
  }

#define PASS(name, parameters, arguments)                                    \
  void name parameters {                                                     \
    static _Atomic(void *) known;                                            \
    void(*call) parameters = (void(*) parameters)forwarding_find(&known, #name); \
    if (call) call arguments;                                                \
  }

#endif

// Functions of libraries that are loaded when they are first called, not when the program starts:
// libzip and libxlsxwriter bring libcrypto along, whose loading takes longer than all else at the
// start of a program that needs none of them.
//
// A function defined by `GIVE` or `PASS` has the name and the type that the library's own header
// declares, so callers need not know; the compiler checks the type against that declaration. Where
// the library cannot be loaded it does nothing and gives zero: callers ask for the version first.
#ifndef FORWARDING_H
#define FORWARDING_H

#include <dlfcn.h>
#include <stdatomic.h>
#include <stddef.h>

// The library `forwarding_handle()` that the including file defines; NULL where it is not there.
static void *forwarding_handle(void);

static inline void *forwarding_find(_Atomic(void *) *known, const char *name) {
  void *found = atomic_load_explicit(known, memory_order_acquire);
  if (found) return found;
  void *library = forwarding_handle();
  found = library ? dlsym(library, name) : NULL;
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

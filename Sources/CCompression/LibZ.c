// The functions of zlib that Tiendo calls.
#ifdef HAS_ZLIB

#include <zlib.h>

#define FORWARDING_NAMES "libz.so.1", "libz.so"
#include "Forwarding.h"

GIVE(uLong, compressBound, (uLong a), (a))
GIVE(int, deflate, (z_streamp a, int b), (a, b))
GIVE(int, deflateEnd, (z_streamp a), (a))
GIVE(int, deflateInit2_,
  (z_streamp a, int b, int c, int d, int e, int f, const char *g, int h),
  (a, b, c, d, e, f, g, h))
GIVE(int, inflate, (z_streamp a, int b), (a, b))
GIVE(int, inflateEnd, (z_streamp a), (a))
GIVE(int, inflateInit2_, (z_streamp a, int b, const char *c, int d), (a, b, c, d))
GIVE(int, inflateReset, (z_streamp a), (a))
GIVE(const char *, zlibVersion, (void), ())

#endif

// The functions of libbz2 that Tiendo calls.
#ifdef HAS_BZ2

#include <bzlib.h>

// Fedora leaves out the last number.
#define FORWARDING_NAMES "libbz2.so.1.0", "libbz2.so.1", "libbz2.so"
#include "Forwarding.h"

GIVE(int, BZ2_bzCompress, (bz_stream *a, int b), (a, b))
GIVE(int, BZ2_bzCompressEnd, (bz_stream *a), (a))
GIVE(int, BZ2_bzCompressInit, (bz_stream *a, int b, int c, int d), (a, b, c, d))
GIVE(int, BZ2_bzDecompress, (bz_stream *a), (a))
GIVE(int, BZ2_bzDecompressEnd, (bz_stream *a), (a))
GIVE(int, BZ2_bzDecompressInit, (bz_stream *a, int b, int c), (a, b, c))
GIVE(const char *, BZ2_bzlibVersion, (void), ())

#endif

// The functions of libzstd that Tiendo calls.
#ifdef HAS_ZSTD

#include <zstd.h>

#define FORWARDING_NAMES "libzstd.so.1", "libzstd.so"
#include "Forwarding.h"

GIVE(size_t, ZSTD_CCtx_setParameter, (ZSTD_CCtx *a, ZSTD_cParameter b, int c), (a, b, c))
GIVE(size_t, ZSTD_DCtx_setParameter, (ZSTD_DCtx *a, ZSTD_dParameter b, int c), (a, b, c))
GIVE(size_t, ZSTD_compress, (void *a, size_t b, const void *c, size_t d, int e), (a, b, c, d, e))
GIVE(size_t, ZSTD_compressBound, (size_t a), (a))
GIVE(size_t, ZSTD_compressStream2,
  (ZSTD_CCtx *a, ZSTD_outBuffer *b, ZSTD_inBuffer *c, ZSTD_EndDirective d),
  (a, b, c, d))
GIVE(ZSTD_CCtx *, ZSTD_createCCtx, (void), ())
GIVE(ZSTD_DCtx *, ZSTD_createDCtx, (void), ())
GIVE(size_t, ZSTD_decompress, (void *a, size_t b, const void *c, size_t d), (a, b, c, d))
GIVE(size_t, ZSTD_decompressStream,
  (ZSTD_DStream *a, ZSTD_outBuffer *b, ZSTD_inBuffer *c),
  (a, b, c))
GIVE(size_t, ZSTD_freeCCtx, (ZSTD_CCtx *a), (a))
GIVE(size_t, ZSTD_freeDCtx, (ZSTD_DCtx *a), (a))
GIVE(const char *, ZSTD_getErrorName, (size_t a), (a))
GIVE(unsigned, ZSTD_isError, (size_t a), (a))
GIVE(const char *, ZSTD_versionString, (void), ())

#endif

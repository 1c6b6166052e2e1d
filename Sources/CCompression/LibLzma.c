// The functions of liblzma that Tiendo calls.
#ifdef HAS_LZMA

#include <lzma.h>

#define FORWARDING_NAMES "liblzma.so.5", "liblzma.so"
#include "Forwarding.h"

GIVE(lzma_ret, lzma_auto_decoder, (lzma_stream *a, uint64_t b, uint32_t c), (a, b, c))
GIVE(lzma_ret, lzma_code, (lzma_stream *a, lzma_action b), (a, b))
GIVE(lzma_ret, lzma_easy_encoder, (lzma_stream *a, uint32_t b, lzma_check c), (a, b, c))
PASS(lzma_end, (lzma_stream *a), (a))
GIVE(const char *, lzma_version_string, (void), ())

#endif

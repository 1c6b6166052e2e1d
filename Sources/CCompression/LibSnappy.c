// The functions of libsnappy that Tiendo calls.
#ifdef HAS_SNAPPY

#include <snappy-c.h>

#define FORWARDING_NAMES "libsnappy.so.1", "libsnappy.so"
#include "Forwarding.h"

GIVE(snappy_status, snappy_compress, (const char *a, size_t b, char *c, size_t *d), (a, b, c, d))
GIVE(size_t, snappy_max_compressed_length, (size_t a), (a))
GIVE(snappy_status, snappy_uncompress, (const char *a, size_t b, char *c, size_t *d), (a, b, c, d))
GIVE(snappy_status, snappy_uncompressed_length, (const char *a, size_t b, size_t *c), (a, b, c))

#endif

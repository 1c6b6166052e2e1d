#include "CCompression.h"

#ifdef HAS_ZLIB
#include <zlib.h>
#endif
#ifdef HAS_ZSTD
#include <zstd.h>
#endif
#ifdef HAS_LZMA
#include <lzma.h>
#endif
#ifdef HAS_BZ2
#include <bzlib.h>
#endif
#ifdef HAS_SNAPPY
#include <snappy-c.h>
#endif

const char *compression_version(compression_codec codec) {
  switch (codec) {
#ifdef HAS_ZLIB
    case COMPRESSION_GZIP:
    case COMPRESSION_DEFLATE: return zlibVersion();
#endif
#ifdef HAS_ZSTD
    case COMPRESSION_ZSTD: return ZSTD_versionString();
#endif
#ifdef HAS_LZMA
    case COMPRESSION_XZ: return lzma_version_string();
#endif
#ifdef HAS_BZ2
    case COMPRESSION_BZIP2: return BZ2_bzlibVersion();
#endif
#ifdef HAS_SNAPPY
    // The C face of the library tells no version; one that is not there gives 0 for this.
    case COMPRESSION_SNAPPY: return snappy_max_compressed_length(1) ? "" : NULL;
#endif
    default: return NULL;
  }
}

int compression_has(compression_codec codec) { return compression_version(codec) != NULL; }

size_t compression_bound(compression_codec codec, size_t count) {
  switch (codec) {
#ifdef HAS_ZLIB
    case COMPRESSION_GZIP:
    case COMPRESSION_DEFLATE: return compression_has(codec) ? compressBound(count) + 32 : 0;
#endif
#ifdef HAS_ZSTD
    case COMPRESSION_ZSTD: return ZSTD_compressBound(count);
#endif
#ifdef HAS_SNAPPY
    case COMPRESSION_SNAPPY: return snappy_max_compressed_length(count);
#endif
    default: return 0;
  }
}

// One run of a stream over a whole block.
static compression_status run_all(
  compression_stream *stream, const uint8_t *input, size_t count, uint8_t *output, size_t capacity,
  size_t *produced) {
  if (!stream) return COMPRESSION_MEMORY;
  compression_status status = COMPRESSION_OK;
  size_t total = 0;
  while (status == COMPRESSION_OK) {
    size_t before = count, part = 0;
    status = compression_run(
      stream, &input, &count, 1, output + total, capacity - total, &part);
    total += part;
    if (status == COMPRESSION_OK && part == 0 && count == before) status = COMPRESSION_SPACE;
  }
  compression_free(stream);
  *produced = total;
  return status == COMPRESSION_END ? COMPRESSION_OK : status;
}

compression_status compression_encode(
  compression_codec codec, int level, const uint8_t *input, size_t count, uint8_t *output,
  size_t capacity, size_t *produced) {
  *produced = 0;
  if (!compression_has(codec)) return COMPRESSION_ABSENT;
  switch (codec) {
#ifdef HAS_SNAPPY
    case COMPRESSION_SNAPPY: {
      size_t length = capacity;
      snappy_status status = snappy_compress((const char *)input, count, (char *)output, &length);
      if (status == SNAPPY_BUFFER_TOO_SMALL) return COMPRESSION_SPACE;
      if (status != SNAPPY_OK) return COMPRESSION_CORRUPT;
      *produced = length;
      return COMPRESSION_OK;
    }
#endif
#ifdef HAS_ZSTD
    case COMPRESSION_ZSTD: {
      size_t length = ZSTD_compress(output, capacity, input, count, level);
      if (ZSTD_isError(length)) return COMPRESSION_SPACE;
      *produced = length;
      return COMPRESSION_OK;
    }
#endif
    default:
      return run_all(
        compression_encoder(codec, level), input, count, output, capacity, produced);
  }
}

compression_status compression_decode(
  compression_codec codec, const uint8_t *input, size_t count, uint8_t *output, size_t capacity,
  size_t *produced) {
  *produced = 0;
  if (!compression_has(codec)) return COMPRESSION_ABSENT;
  switch (codec) {
#ifdef HAS_SNAPPY
    case COMPRESSION_SNAPPY: {
      size_t length = 0;
      if (snappy_uncompressed_length((const char *)input, count, &length) != SNAPPY_OK)
        return COMPRESSION_CORRUPT;
      if (length > capacity) return COMPRESSION_SPACE;
      if (snappy_uncompress((const char *)input, count, (char *)output, &length) != SNAPPY_OK)
        return COMPRESSION_CORRUPT;
      *produced = length;
      return COMPRESSION_OK;
    }
#endif
#ifdef HAS_ZSTD
    case COMPRESSION_ZSTD: {
      size_t length = ZSTD_decompress(output, capacity, input, count);
      if (ZSTD_isError(length)) return COMPRESSION_CORRUPT;
      *produced = length;
      return COMPRESSION_OK;
    }
#endif
    default:
      return run_all(
        compression_decoder(codec, (size_t)1 << 30), input, count, output, capacity, produced);
  }
}

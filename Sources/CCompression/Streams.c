#include "CCompression.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

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

struct compression_stream {
  compression_codec codec;
  int is_encoder;
  // Inside a member or frame: an end of the input there is too early.
  int is_inside;
  // What one member takes may end, another may follow.
  int members;
  int is_done;
  union {
#ifdef HAS_ZLIB
    z_stream zlib;
#endif
#ifdef HAS_LZMA
    lzma_stream lzma;
#endif
#ifdef HAS_BZ2
    bz_stream bz2;
#endif
    int none;
  };
#ifdef HAS_ZSTD
  ZSTD_DCtx *zstd_in;
  ZSTD_CCtx *zstd_out;
#endif
};

#ifdef HAS_ZLIB
static int zlib_window(compression_codec codec, int is_encoder) {
  if (codec == COMPRESSION_DEFLATE) return -15;
  return is_encoder ? 15 + 16 : 15 + 32;
}
#endif

static int start(compression_stream *stream, int level, size_t memory_limit) {
  switch (stream->codec) {
#ifdef HAS_ZLIB
    case COMPRESSION_GZIP:
    case COMPRESSION_DEFLATE:
      if (stream->is_encoder)
        return deflateInit2(
                 &stream->zlib, level, Z_DEFLATED, zlib_window(stream->codec, 1), 8,
                 Z_DEFAULT_STRATEGY) == Z_OK;
      return inflateInit2(&stream->zlib, zlib_window(stream->codec, 0)) == Z_OK;
#endif
#ifdef HAS_ZSTD
    case COMPRESSION_ZSTD:
      if (stream->is_encoder) {
        stream->zstd_out = ZSTD_createCCtx();
        if (!stream->zstd_out) return 0;
        ZSTD_CCtx_setParameter(stream->zstd_out, ZSTD_c_compressionLevel, level);
        ZSTD_CCtx_setParameter(stream->zstd_out, ZSTD_c_checksumFlag, 1);
        return 1;
      }
      stream->zstd_in = ZSTD_createDCtx();
      if (!stream->zstd_in) return 0;
      int log = 10;
      while (log < 31 && ((size_t)1 << (log + 1)) <= memory_limit) log++;
      ZSTD_DCtx_setParameter(stream->zstd_in, ZSTD_d_windowLogMax, log);
      return 1;
#endif
#ifdef HAS_LZMA
    case COMPRESSION_XZ:
      if (stream->is_encoder)
        return lzma_easy_encoder(&stream->lzma, (uint32_t)level, LZMA_CHECK_CRC64) == LZMA_OK;
      return lzma_auto_decoder(&stream->lzma, memory_limit, LZMA_CONCATENATED) == LZMA_OK;
#endif
#ifdef HAS_BZ2
    case COMPRESSION_BZIP2:
      if (stream->is_encoder)
        return BZ2_bzCompressInit(&stream->bz2, level < 1 ? 9 : level, 0, 0) == BZ_OK;
      return BZ2_bzDecompressInit(&stream->bz2, 0, 0) == BZ_OK;
#endif
    default: return 0;
  }
}

static compression_stream *make(
  compression_codec codec, int is_encoder, int level, size_t memory_limit) {
  if (!compression_has(codec)) return NULL;
  compression_stream *stream = calloc(1, sizeof *stream);
  if (!stream) return NULL;
  stream->codec = codec;
  stream->is_encoder = is_encoder;
  if (start(stream, level, memory_limit)) return stream;
  free(stream);
  return NULL;
}

compression_stream *compression_decoder(compression_codec codec, size_t memory_limit) {
  return make(codec, 0, 0, memory_limit);
}

compression_stream *compression_encoder(compression_codec codec, int level) {
  return make(codec, 1, level, 0);
}

void compression_free(compression_stream *stream) {
  if (!stream) return;
  switch (stream->codec) {
#ifdef HAS_ZLIB
    case COMPRESSION_GZIP:
    case COMPRESSION_DEFLATE:
      if (stream->is_encoder) deflateEnd(&stream->zlib); else inflateEnd(&stream->zlib);
      break;
#endif
#ifdef HAS_ZSTD
    case COMPRESSION_ZSTD:
      ZSTD_freeCCtx(stream->zstd_out);
      ZSTD_freeDCtx(stream->zstd_in);
      break;
#endif
#ifdef HAS_LZMA
    case COMPRESSION_XZ: lzma_end(&stream->lzma); break;
#endif
#ifdef HAS_BZ2
    case COMPRESSION_BZIP2:
      if (stream->is_encoder) BZ2_bzCompressEnd(&stream->bz2);
      else BZ2_bzDecompressEnd(&stream->bz2);
      break;
#endif
    default: break;
  }
  free(stream);
}

// MARK: Decoding

// What all codecs say alike: `finished` where a member ended just now, else whether more input is
// wanted than there is.
static compression_status decoded(
  compression_stream *stream, int finished, size_t left, int is_last, size_t room) {
  if (finished) {
    stream->is_inside = 0;
    stream->members++;
    if (left == 0 && is_last) {
      stream->is_done = 1;
      return COMPRESSION_END;
    }
    return COMPRESSION_OK;
  }
  // With room left the codec has nothing more to give without input.
  if (left == 0 && is_last && room > 0) return COMPRESSION_TRUNCATED;
  return COMPRESSION_OK;
}

// Zeros behind the last member are padding (as tapes and some tools leave them), anything else there
// is rubbish that gzip itself passes over too.
static int is_padding(const uint8_t *bytes, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (bytes[i] != 0) return 0;
  return 1;
}

static compression_status decode(
  compression_stream *stream, const uint8_t **input, size_t *count, int is_last, uint8_t *output,
  size_t capacity, size_t *produced) {
  if (!stream->is_inside && stream->members > 0) {
    if (*count == 0) {
      if (!is_last) return COMPRESSION_OK;
      stream->is_done = 1;
      return COMPRESSION_END;
    }
    if (is_padding(*input, *count)) {
      *input += *count;
      *count = 0;
      stream->is_done = is_last;
      return is_last ? COMPRESSION_END : COMPRESSION_OK;
    }
  }
  switch (stream->codec) {
#ifdef HAS_ZLIB
    case COMPRESSION_GZIP:
    case COMPRESSION_DEFLATE: {
      z_stream *z = &stream->zlib;
      if (!stream->is_inside && stream->members > 0 && inflateReset(z) != Z_OK)
        return COMPRESSION_CORRUPT;
      stream->is_inside = 1;
      size_t taken = *count < UINT_MAX ? *count : UINT_MAX;
      size_t room = capacity < UINT_MAX ? capacity : UINT_MAX;
      z->next_in = (Bytef *)*input;
      z->avail_in = (uInt)taken;
      z->next_out = output;
      z->avail_out = (uInt)room;
      int status = inflate(z, Z_NO_FLUSH);
      *input += taken - z->avail_in;
      *count -= taken - z->avail_in;
      *produced = room - z->avail_out;
      if (status == Z_MEM_ERROR) return COMPRESSION_MEMORY;
      if (status == Z_STREAM_END)
        return decoded(stream, 1, *count, is_last, capacity - *produced);
      if (status != Z_OK && status != Z_BUF_ERROR) return COMPRESSION_CORRUPT;
      return decoded(stream, 0, *count, is_last, capacity - *produced);
    }
#endif
#ifdef HAS_ZSTD
    case COMPRESSION_ZSTD: {
      stream->is_inside = 1;
      ZSTD_inBuffer in = { *input, *count, 0 };
      ZSTD_outBuffer out = { output, capacity, 0 };
      size_t status = ZSTD_decompressStream(stream->zstd_in, &out, &in);
      *input += in.pos;
      *count -= in.pos;
      *produced = out.pos;
      if (ZSTD_isError(status)) {
        // The window is larger than allowed: the library's only error of that kind has this name.
        return strstr(ZSTD_getErrorName(status), "memory") ? COMPRESSION_MEMORY
                                                            : COMPRESSION_CORRUPT;
      }
      return decoded(stream, status == 0, *count, is_last, capacity - *produced);
    }
#endif
#ifdef HAS_LZMA
    case COMPRESSION_XZ: {
      // Members one behind another are the library's own matter.
      stream->is_inside = 1;
      lzma_stream *lzma = &stream->lzma;
      lzma->next_in = *input;
      lzma->avail_in = *count;
      lzma->next_out = output;
      lzma->avail_out = capacity;
      lzma_ret status = lzma_code(lzma, is_last ? LZMA_FINISH : LZMA_RUN);
      *input = lzma->next_in;
      *count = lzma->avail_in;
      *produced = capacity - lzma->avail_out;
      switch (status) {
        case LZMA_OK: return COMPRESSION_OK;
        case LZMA_STREAM_END: stream->is_done = 1; return COMPRESSION_END;
        case LZMA_BUF_ERROR:
          return is_last && *produced < capacity ? COMPRESSION_TRUNCATED : COMPRESSION_OK;
        case LZMA_MEM_ERROR:
        case LZMA_MEMLIMIT_ERROR: return COMPRESSION_MEMORY;
        default: return COMPRESSION_CORRUPT;
      }
    }
#endif
#ifdef HAS_BZ2
    case COMPRESSION_BZIP2: {
      bz_stream *bz2 = &stream->bz2;
      if (!stream->is_inside && stream->members > 0) {
        BZ2_bzDecompressEnd(bz2);
        memset(bz2, 0, sizeof *bz2);
        if (BZ2_bzDecompressInit(bz2, 0, 0) != BZ_OK) return COMPRESSION_MEMORY;
      }
      stream->is_inside = 1;
      size_t taken = *count < UINT_MAX ? *count : UINT_MAX;
      size_t room = capacity < UINT_MAX ? capacity : UINT_MAX;
      bz2->next_in = (char *)*input;
      bz2->avail_in = (unsigned)taken;
      bz2->next_out = (char *)output;
      bz2->avail_out = (unsigned)room;
      int status = BZ2_bzDecompress(bz2);
      *input += taken - bz2->avail_in;
      *count -= taken - bz2->avail_in;
      *produced = room - bz2->avail_out;
      if (status == BZ_MEM_ERROR) return COMPRESSION_MEMORY;
      if (status == BZ_STREAM_END)
        return decoded(stream, 1, *count, is_last, capacity - *produced);
      if (status != BZ_OK) return COMPRESSION_CORRUPT;
      return decoded(stream, 0, *count, is_last, capacity - *produced);
    }
#endif
    default: return COMPRESSION_ABSENT;
  }
}

// MARK: Encoding

static compression_status encode(
  compression_stream *stream, const uint8_t **input, size_t *count, int is_last, uint8_t *output,
  size_t capacity, size_t *produced) {
  switch (stream->codec) {
#ifdef HAS_ZLIB
    case COMPRESSION_GZIP:
    case COMPRESSION_DEFLATE: {
      z_stream *z = &stream->zlib;
      size_t taken = *count < UINT_MAX ? *count : UINT_MAX;
      size_t room = capacity < UINT_MAX ? capacity : UINT_MAX;
      z->next_in = (Bytef *)*input;
      z->avail_in = (uInt)taken;
      z->next_out = output;
      z->avail_out = (uInt)room;
      int status = deflate(z, is_last && taken == *count ? Z_FINISH : Z_NO_FLUSH);
      *input += taken - z->avail_in;
      *count -= taken - z->avail_in;
      *produced = room - z->avail_out;
      if (status == Z_STREAM_END) return COMPRESSION_END;
      return status == Z_OK || status == Z_BUF_ERROR ? COMPRESSION_OK : COMPRESSION_CORRUPT;
    }
#endif
#ifdef HAS_ZSTD
    case COMPRESSION_ZSTD: {
      ZSTD_inBuffer in = { *input, *count, 0 };
      ZSTD_outBuffer out = { output, capacity, 0 };
      size_t left = ZSTD_compressStream2(
        stream->zstd_out, &out, &in, is_last ? ZSTD_e_end : ZSTD_e_continue);
      *input += in.pos;
      *count -= in.pos;
      *produced = out.pos;
      if (ZSTD_isError(left)) return COMPRESSION_MEMORY;
      return is_last && left == 0 ? COMPRESSION_END : COMPRESSION_OK;
    }
#endif
#ifdef HAS_LZMA
    case COMPRESSION_XZ: {
      lzma_stream *lzma = &stream->lzma;
      lzma->next_in = *input;
      lzma->avail_in = *count;
      lzma->next_out = output;
      lzma->avail_out = capacity;
      lzma_ret status = lzma_code(lzma, is_last ? LZMA_FINISH : LZMA_RUN);
      *input = lzma->next_in;
      *count = lzma->avail_in;
      *produced = capacity - lzma->avail_out;
      if (status == LZMA_STREAM_END) return COMPRESSION_END;
      return status == LZMA_OK || status == LZMA_BUF_ERROR ? COMPRESSION_OK : COMPRESSION_MEMORY;
    }
#endif
#ifdef HAS_BZ2
    case COMPRESSION_BZIP2: {
      bz_stream *bz2 = &stream->bz2;
      size_t taken = *count < UINT_MAX ? *count : UINT_MAX;
      size_t room = capacity < UINT_MAX ? capacity : UINT_MAX;
      if (taken == 0 && !is_last) return COMPRESSION_OK;
      bz2->next_in = (char *)*input;
      bz2->avail_in = (unsigned)taken;
      bz2->next_out = (char *)output;
      bz2->avail_out = (unsigned)room;
      int status = BZ2_bzCompress(bz2, is_last && taken == *count ? BZ_FINISH : BZ_RUN);
      *input += taken - bz2->avail_in;
      *count -= taken - bz2->avail_in;
      *produced = room - bz2->avail_out;
      if (status == BZ_STREAM_END) return COMPRESSION_END;
      return status >= 0 ? COMPRESSION_OK : COMPRESSION_CORRUPT;
    }
#endif
    default: return COMPRESSION_ABSENT;
  }
}

compression_status compression_run(
  compression_stream *stream, const uint8_t **input, size_t *count, int is_last, uint8_t *output,
  size_t capacity, size_t *produced) {
  *produced = 0;
  if (!stream) return COMPRESSION_ABSENT;
  if (stream->is_done) return COMPRESSION_END;
  return stream->is_encoder ? encode(stream, input, count, is_last, output, capacity, produced)
                            : decode(stream, input, count, is_last, output, capacity, produced);
}

// The compression libraries of the system behind one small face: streams for files, blocks for what
// lies in memory. A library that the build lacks leaves its codec out: `compression_has` says so.
#ifndef CCOMPRESSION_H
#define CCOMPRESSION_H

#include <stddef.h>
#include <stdint.h>

typedef enum {
  COMPRESSION_GZIP = 0,    // also reads zlib streams
  COMPRESSION_ZSTD = 1,
  COMPRESSION_XZ = 2,      // also reads .lzma
  COMPRESSION_BZIP2 = 3,
  COMPRESSION_SNAPPY = 4,  // blocks only
  COMPRESSION_DEFLATE = 5, // without a header, as in ZIP
} compression_codec;

typedef enum {
  COMPRESSION_OK = 0,         // more may come
  COMPRESSION_END = 1,        // all that the input holds was handed out
  COMPRESSION_TRUNCATED = -1, // the input ends before the stream does
  COMPRESSION_CORRUPT = -2,
  COMPRESSION_MEMORY = -3,    // no memory, or the stream asks for more than is allowed
  COMPRESSION_ABSENT = -4,    // the codec is not in this build
  COMPRESSION_SPACE = -5,     // a block does not fit its output
} compression_status;

// Whether the codec is in this build.
int compression_has(compression_codec codec);
// The library's version, or NULL where the codec is absent.
const char *compression_version(compression_codec codec);

// MARK: Streams

typedef struct compression_stream compression_stream;

// A stream that decodes, with at most `memory_limit` bytes for the codec's own window; NULL where the
// codec is absent, has no streams, or there is no memory. Several streams one behind another in the
// input are read as one.
compression_stream *compression_decoder(compression_codec codec, size_t memory_limit);
// A stream that encodes.
compression_stream *compression_encoder(compression_codec codec, int level);
// Takes from `*input` (moved on by what was taken) and puts into `output`. `is_last`: nothing comes
// behind this input. Returns END once all was handed out, OK where it wants more input or output.
compression_status compression_run(
  compression_stream *stream, const uint8_t **input, size_t *input_count, int is_last,
  uint8_t *output, size_t output_capacity, size_t *produced);
void compression_free(compression_stream *stream);

// MARK: Blocks

// The most bytes that `count` bytes become, 0 where the codec is absent.
size_t compression_bound(compression_codec codec, size_t count);
// Encodes a block (SNAPPY, ZSTD, GZIP, DEFLATE).
compression_status compression_encode(
  compression_codec codec, int level, const uint8_t *input, size_t count, uint8_t *output,
  size_t capacity, size_t *produced);
// Decodes a block (SNAPPY, ZSTD, and what has streams).
compression_status compression_decode(
  compression_codec codec, const uint8_t *input, size_t count, uint8_t *output, size_t capacity,
  size_t *produced);

// MARK: ZIP archives

typedef struct compression_archive compression_archive;
typedef struct compression_member compression_member;

// Whether ZIP archives can be read.
int compression_has_archives(void);
const char *compression_archives_version(void);
// Opens an archive that lies in memory, which must outlive it; NULL where it is none.
compression_archive *compression_archive_open(const uint8_t *bytes, size_t count);
// Opens the archive that an open file is, which may be closed afterwards.
compression_archive *compression_archive_open_descriptor(int descriptor);
int64_t compression_archive_count(compression_archive *archive);
// The name and the sizes of a member; 0 where there is none. The name lives as long as the archive.
int compression_archive_member(
  compression_archive *archive, int64_t index, const char **name, uint64_t *size,
  uint64_t *compressed_size, int *is_encrypted);
compression_member *compression_member_open(compression_archive *archive, int64_t index);
// Reads on: END at the end, TRUNCATED or CORRUPT where that is how it is.
compression_status compression_member_read(
  compression_member *member, uint8_t *output, size_t capacity, size_t *produced);
void compression_member_close(compression_member *member);
void compression_archive_close(compression_archive *archive);

#endif
